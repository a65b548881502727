"""What is done about an incident: telling people, naming the risk that should have foreseen it, closing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from holdtrue.app.actions import boxing, records, staying
from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.findings.opening import open_finding
from holdtrue.app.actions.permission import on_kind, on_record, require
from holdtrue.app.queries import boxed
from holdtrue.app.queries.incidents import KIND, clocks_of, missing
from holdtrue.core import tellings
from holdtrue.core.clocks import aware_of, time_of
from holdtrue.core.days import iso, to_day
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.kinds.suggestions import suggested
from holdtrue.core.matching import filled
from holdtrue.core.refusals import BadInput
from holdtrue.core.tellings import Telling
from holdtrue.store import reading
from holdtrue.words import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Act, Caller
    from holdtrue.store.models import Record

MOST_TOLD = 100
PRACTICE = "risk-assessment"


def tell(  # noqa: PLR0913  # what is said of one telling, each by its name
    caller: Caller,
    ref: str,
    *,
    whom: str,
    name: str,
    on: str = "",
    at: str = "",
    by: str = "",
    law: str = "",
    reference: str = "",
) -> Record:
    """Write down that somebody was told; the first authority told is the day it was reported.

    `on` is a date, today where left out; `at` a time of day; `by` the ref of whoever told them, else the caller.
    BadInput for a whom that is unknown, a name missing, or a moment before anybody was aware or still to come.
    """
    record = _found(caller, ref)
    if whom not in tellings.WHOM:
        raise BadInput("incident.whom", field="whom", value=whom, known=tellings.WHOM)
    if not name.strip():
        raise BadInput("incident.told_name", field="name")
    person = records.find(caller, by).ref if by.strip() else _own(caller)
    with acting(caller, "incident.tell", "edit", on_record(record)) as act:
        reading.renew(record)
        before = reading.body(record)["fields"]
        told = Telling(_day(act, on), _time(at), whom, name, law, person, reference)
        _refuse_moment(act, before, told)
        lines = [*before.get("tellings", ()), told.written()]
        if len(lines) > MOST_TOLD:
            raise BadInput("incident.told_full", field="name", most=MOST_TOLD)
        fields: dict[str, object] = {"tellings": lines, "told": _told(before.get("told"), told)}
        if whom == "authority":
            fields |= {"reportable": True}
            if not filled(before.get("reported_on")):
                fields["reported_on"] = iso(told.day)
        return records.edit_within(act, record, fields, {})


def foresee(caller: Caller, ref: str, risks: Sequence[str] = ()) -> Record:
    """Name the risks that should have foreseen it; with none, say that none did, which opens a finding once."""
    record = _found(caller, ref)
    chosen = [records.find(caller, one) for one in risks]
    wrong = next((r for r in chosen if r.kind != "risk"), None)
    if wrong is not None:
        raise BadInput("risk.not_one", field="risks", ref=wrong.ref)
    with acting(caller, "incident.foresee", "edit", on_record(record)) as act:
        reading.renew(record)
        body = reading.body(record)
        if chosen:
            uids = tuple(r.uid for r in chosen)
            return records.edit_within(act, record, {"unforeseen": None}, {"foreseen_by": uids})
        if body["fields"].get("unforeseen") is True:
            raise BadInput("incident.unforeseen_said", ref=record.ref)
        systems = tuple(body["links"].get("systems", ()))
        open_finding(
            act,
            text("incident.finding", ref=record.ref, title=record.title),
            source=record.ref,
            practice=PRACTICE,
            about=(record.uid, *systems),
        )
        return records.edit_within(act, record, {"unforeseen": True}, {"foreseen_by": ()})


def close(caller: Caller, ref: str, *, on: str = "") -> Record:
    """Close it; BadInput naming everything that closing still asks."""
    record = _found(caller, ref)
    with acting(caller, "incident.close", "edit", on_record(record)) as act:
        reading.renew(record)
        body = reading.body(record)
        if filled(body["fields"].get("closed_on")):
            raise BadInput("incident.closed_already", ref=record.ref, day=str(body["fields"]["closed_on"]))
        clocks = clocks_of(act.organisation, [record], act.now)[record.pk]
        asked = missing(body["fields"], body["links"], clocks)
        if asked:
            staying.refuse(record, asked)
        return records.edit_within(act, record, {"closed_on": iso(_day(act, on))}, {})


def from_concern(caller: Caller, number: int, said: Mapping[str, object]) -> Record:
    """Make an incident of a concern raised at the door, in one act; nothing of who raised it goes along.

    `said` is what the incident holds: fields and links by name, with how severe it is, since its clocks start from
    that; noticed today where no day is given. The words of the concern do not go along: whoever answers concerns
    writes what happened. The two are linked only where the concern has a record that everybody may see.
    BadInput for a severity left out, and for whatever an incident cannot hold.
    """
    row = boxed.one(caller, number)
    require(caller, "answer_concern", boxed.target_of(caller.organisation.pk))
    require(caller, "add", on_kind(KIND))
    raw: dict[str, object] = {name: value for name, value in said.items() if value not in ("", [], (), None)}
    if not raw.get("severity"):
        raise BadInput("incident.severity_needed", field="severity")
    raw.setdefault("detected_on", iso(caller.clock.day(caller.organisation.time_zone)))
    if row.record is not None:
        raw["concern"] = row.record.ref
    fields, links = clean(KIND, {**raw, **suggested(KIND, raw, 0)})
    with transaction.atomic():
        with acting(caller, "incident.add", "add", on_kind(KIND)) as act:
            made = records.add_within(act, KINDS[KIND], fields, links)
        if not row.answered:
            boxing.answer(caller, number, text("incident.concern_answer"))
    return made


def _found(caller: Caller, ref: str) -> Record:
    record = records.find(caller, ref)
    require(caller, "edit", on_record(record))
    if record.kind != KIND:
        raise BadInput("incident.not_one", ref=record.ref)
    return record


def _own(caller: Caller) -> str:
    found = reading.by_uid(caller.organisation.pk, [caller.actor.person]) if caller.actor.person else {}
    return next((r.ref for r in found.values()), "")


def _day(act: Act, written: str) -> int:
    if not written.strip():
        return act.day
    day = to_day(written.strip())
    if day is None:
        raise BadInput("incident.day", field="on", value=written)
    if day > act.day:
        raise BadInput("incident.ahead", field="on", value=written)
    return day


def _time(written: str) -> str:
    if not written.strip():
        return ""
    found = time_of(written)
    if found is None:
        raise BadInput("incident.time", field="at", value=written)
    return f"{found:%H:%M}"


def _refuse_moment(act: Act, fields: Mapping[str, object], told: Telling) -> None:
    zone = act.organisation.time_zone
    if told.time and told.moment(zone) > act.now:
        raise BadInput("incident.ahead", field="at", value=told.time)
    aware = aware_of(fields)
    if aware is not None and told.day < aware.day:
        raise BadInput("incident.told_before", field="on", day=iso(aware.day))


def _told(before: object, told: Telling) -> str:
    line = text("incident.told_line", who=tellings.plain(told.name), on=iso(told.day))
    return f"{before}\n{line}" if filled(before) else line


__all__ = ["close", "foresee", "from_concern", "tell"]
