"""Correcting what was said of the past: one revision for each stretch of days that reads differently from now on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app import added
from holdtrue.app.actions import records
from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.permission import on_kind, on_record, require
from holdtrue.app.actions.restoring import refuse_erased
from holdtrue.core import custom
from holdtrue.core.days import iso, to_day
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.refusals import BadInput, Stale
from holdtrue.store import reading
from holdtrue.store.models import Revision

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.days import Day
    from holdtrue.store.models import Record


@dataclass(frozen=True, slots=True)
class Corrected:
    """A record whose past reads differently now."""

    record: Record
    revisions: int
    """How many revisions that took: one a stretch from the day on."""


def correct(  # one keyword per thing a correction says
    caller: Caller,
    ref: str,
    raw: Mapping[str, object],
    *,
    true_from: str,
    until: str = "",
    why: str = "",
    revision: int | None = None,
) -> Corrected:
    """Say what was true of a record from a past day on, or until another: in one act, nothing of before is lost.

    What was known then stays readable by the day it was known. Later changes of other fields stand; the fields named
    take the value on every day from `true_from` to `until`, or to today. Kinds that are signed are revised instead:
    a signature is never back-dated. BadInput names the field; Stale where `revision` is no longer the newest.
    """
    record = records.find(caller, ref)
    kind = KINDS[record.kind]
    if kind.edits == "drafted":
        raise BadInput("correct.drafted", ref=record.ref, kind=kind.label)
    if not why.strip():
        raise BadInput("correct.why", field="why")
    raw = custom.spread(raw)
    known = added.named(caller.organisation.pk, kind.id, raw)
    fields, links = clean(kind.id, raw, partial=True, added=known)
    if not fields and not links:
        raise BadInput("correct.nothing", ref=record.ref)
    if kind.id == "evidence":
        require(caller, "read_evidence", on_kind("evidence"))
    with acting(caller, f"{kind.id}.correct", "edit", on_record(record)) as act:
        reading.renew(record)
        if revision is not None and revision != record.head_number:
            raise Stale("record.stale", ref=record.ref, based_on=revision, newest=record.head_number)
        first, end = _span(true_from, until, act.day)
        days = _timeline(record)
        cuts = cuts_of(days, first, end)
        for day in cuts:
            refuse_erased(record, speaks(days, day))
        said = {day: reading.body(record, speaks(days, day)) for day in cuts}
        before = reading.body(record)
        for day in cuts:
            changed = end is None or day < end
            content = records.revised(
                act, record, said[day], fields if changed else {}, links if changed else {}, true_from=day
            )
            records.write(act, record, content, before, why=why)
            before = reading.body(record)
        return Corrected(record, len(cuts))


def _span(true_from: str, until: str, today: Day) -> tuple[Day, Day | None]:
    first = to_day(true_from)
    if first is None or first > today:
        raise BadInput("field.true_from", field="true_from", value=true_from)
    if not until.strip():
        return first, None
    end = to_day(until)
    if end is None or not first < end <= today:
        raise BadInput("correct.until", field="until", value=until, day=iso(first))
    return first, end


def _timeline(record: Record) -> Sequence[tuple[int, Day]]:
    rows = Revision.rows.of(record.organisation_id).filter(record=record).order_by("number")
    return list(rows.values_list("number", "true_from"))


def cuts_of(timeline: Sequence[tuple[int, Day]], first: Day, end: Day | None) -> Sequence[Day]:
    """Return the days on which a revision of a correction begins: every later one hides what stood from its day on.

    `timeline` holds each revision's number and the first day it speaks of, in order of number.
    """
    later = {day for _, day in timeline if day > first}
    return sorted({first, *later, *((end,) if end is not None else ())})


def speaks(timeline: Sequence[tuple[int, Day]], day: Day) -> int:
    """Return the number of the revision that speaks of a day: the highest true by then; before all, the first."""
    spoken = [number for number, first in timeline if first <= day]
    return max(spoken) if spoken else min(timeline, key=lambda one: (one[1], -one[0]))[0]


__all__ = ["Corrected", "correct", "cuts_of", "speaks"]
