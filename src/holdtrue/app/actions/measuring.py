"""Recording values of indicators: one a day, corrected by another beside it, many from a file; never overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.permission import on_record
from holdtrue.app.actions.records import find
from holdtrue.app.clock import day_of
from holdtrue.core.days import iso
from holdtrue.core.measuring import figure, in_unit, is_computed, measured_on, require_possible, unit_of
from holdtrue.core.refusals import BadInput
from holdtrue.store import reading
from holdtrue.store.models import Measurement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdtrue.app.actions.acting import Act, Caller
    from holdtrue.core.days import Day
    from holdtrue.store.models import Record

ACTION = "indicator.measure"
"""The name under which every value is logged; the ledger is proved against values by it."""


@dataclass(frozen=True, slots=True)
class Given:
    """One value as it was given: on a date, or at an instant with its offset."""

    value: object
    on: str
    count: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one value: added, unchanged, corrected or refused."""

    state: str
    row: Measurement | None = None
    refusal: BadInput | None = None


def measure(
    caller: Caller,
    indicator: str,
    value: float | str | None,
    *,
    on: str,
    count: int | None = None,
    unit: str = "",
) -> Taken:
    """Record one value. The same value for the same day is unchanged; another one is refused, not overwritten."""
    record = _indicator(caller, indicator)
    with acting(caller, ACTION, "measure", on_record(record)) as act:
        _open(record)
        taken = _take(act, record, Given(value, on, count, unit))
        if taken.state == "added":
            act.touch(record)
        return taken


def correct(  # what is said of a value, each by its name
    caller: Caller,
    indicator: str,
    value: float | str | None,
    *,
    on: str,
    why: str,
    count: int | None = None,
) -> Taken:
    """Put a corrected value beside the one recorded for a day, with the reason; both stay, the later one counts."""
    record = _indicator(caller, indicator)
    if not why.strip():
        raise BadInput("measure.say_why", field="why")
    with acting(caller, ACTION, "measure", on_record(record)) as act:
        _open(record)
        number, day = _checked(act, record, Given(value, on, count))
        known = newest(record, day)
        if known is None:
            raise BadInput("measure.nothing_to_correct", field="on", value=iso(day), ref=record.ref)
        if (known.value, known.count) == (number, count):
            return Taken("unchanged", known)
        row = put(act, record, day, number, count=count, version=known.version + 1, why=why.strip())
        act.touch(record)
        return Taken("corrected", row)


def measure_many(caller: Caller, indicator: str, given: Iterable[Given]) -> list[Taken]:
    """Record several values of one indicator in one transaction; those that cannot be taken are told one by one."""
    record = _indicator(caller, indicator)
    told: list[Taken] = []
    with acting(caller, ACTION, "measure", on_record(record)) as act:
        _open(record)
        for one in given:
            try:
                told.append(_take(act, record, one))
            except BadInput as refusal:
                told.append(Taken("refused", refusal=refusal))
        if any(one.state == "added" for one in told):
            act.touch(record)
    return told


def put(  # the columns of a value
    act: Act,
    record: Record,
    day: Day,
    value: float | None,
    *,
    count: int | None,
    version: int = 1,
    why: str = "",
) -> Measurement:
    """Write one value and log it, inside a running action; the caller touches the indicator once it is done."""
    row = Measurement(
        organisation_id=act.organisation.pk,
        indicator=record,
        day=day,
        recorded_day=act.day,
        recorded_at=act.now,
        value=value,
        count=count,
        author=act.caller.actor.account,
        version=version,
    )
    row.save(force_insert=True)
    act.note(record, contents=measured(row), why=why)
    return row


def newest(record: Record, day: Day) -> Measurement | None:
    """Return the value that counts for a day, the last correction of it."""
    rows = Measurement.rows.of(record.organisation_id).filter(indicator=record, day=day)
    found: Measurement | None = rows.order_by("-version").first()
    return found


def measured(value: Measurement) -> dict[str, object]:
    """Return a measured value as the ledger commits to it."""
    said: dict[str, object] = {
        "indicator": value.indicator.uid,
        "on": iso(value.day),
        "value": None if value.value is None else repr(float(value.value)),
        "count": value.count,
    }
    return said if value.version == 1 else {**said, "version": value.version}


def _indicator(caller: Caller, ref: str) -> Record:
    record = find(caller, ref)
    if record.kind != "indicator":
        raise BadInput("measure.not_an_indicator", ref=record.ref)
    return record


def _open(record: Record) -> None:
    """Refuse a retired indicator, and one that the product counts itself."""
    reading.renew(record)
    if record.retired_day is not None:
        raise BadInput("record.retired", ref=record.ref)
    if is_computed(record.key):
        raise BadInput("measure.computed", ref=record.ref, title=record.title)


def _take(act: Act, record: Record, given: Given) -> Taken:
    number, day = _checked(act, record, given)
    known = newest(record, day)
    if known is None:
        return Taken("added", put(act, record, day, number, count=given.count))
    if (known.value, known.count) == (number, given.count):
        return Taken("unchanged", known)
    raise BadInput("measure.twice", field="on", value=iso(day), ref=record.ref)


def _checked(act: Act, record: Record, given: Given) -> tuple[float | None, Day]:
    zone = act.organisation.time_zone
    day = measured_on(given.on, act.now, lambda moment: day_of(moment, zone))
    number = figure(given.value)
    if number is None and given.count != 0:
        raise BadInput("measure.no_figure", field="value")
    fields = reading.body(record)["fields"]
    in_unit(given.unit, fields)
    require_possible(number, unit_of({"tag": record.key, **fields}))
    return number, day


__all__ = ["ACTION", "Given", "Taken", "correct", "measure", "measure_many", "measured", "newest", "put"]
