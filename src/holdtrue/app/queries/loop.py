"""What the loop learned in a period: findings → causes → actions → indicators that moved.

`learned` is the one reading of it: the page, the command, the API and the pack of the management review all show it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import require
from holdtrue.app.queries.mending import Fix, Mending, of_findings, told_rounds
from holdtrue.app.queries.recurrences import alike
from holdtrue.core.access import Target
from holdtrue.core.days import add_months, iso, to_day
from holdtrue.core.kinds import PREFIXES
from holdtrue.core.matching import filled
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput
from holdtrue.store import findings as stored
from holdtrue.store import reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.mending import Round
    from holdtrue.core.days import Day
    from holdtrue.store.findings import Newest
    from holdtrue.store.models import Organisation

MOST = 2_000
"""Findings looked through, the newest first."""
AROUND = 90
"""Days before and after an action over which an indicator's values are compared."""
_YEAR = 12
_REF = re.compile(r"^([A-Z]{3})-\d+")
_KIND_OF = PREFIXES
"""Three letters of a ref → the kind of record."""
SAID = "said"
"""The source of a finding that no record names."""


@dataclass(frozen=True, slots=True)
class Counted:
    """So many findings of one source or cause."""

    name: str
    """Of a source: the kind of record that showed it, audit, or `said`; of a cause: its words."""
    n: int
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """A finding opened in the period that is the return of a closed one."""

    ref: str
    nature: str
    of: str
    closed: Day | None
    verified: bool
    """Whether the earlier mending was seen to work: it did not last."""


@dataclass(frozen=True, slots=True)
class Moved:
    """An indicator around the day an action was done. Nothing says that the one is because of the other."""

    finding: str
    action: str
    title: str
    done: Day
    indicator: str
    measures: str
    before: float
    before_n: int
    after: float
    after_n: int
    direction: str
    """up, down or band: which way is better."""

    @property
    def better(self) -> bool | None:
        """Whether it moved the way it should; None where it stayed, or neither way is better."""
        if self.after == self.before or self.direction not in ("up", "down"):
            return None
        return (self.after > self.before) is (self.direction == "up")


@dataclass(frozen=True, slots=True)
class Line:
    """One finding of the period, from what was found to what came of it."""

    ref: str
    nature: str
    weight: str
    source: str
    opened: Day
    closed: Day | None
    verified: Day | None
    cause: str
    actions: tuple[Fix, ...]
    rounds: tuple[Round, ...] = ()
    """Earlier rounds that did not work."""
    returned: str = ""
    """The closed finding it is the return of."""


@dataclass(frozen=True, slots=True)
class Loop:
    """What was learned from a first to a last day, both included."""

    first: Day
    last: Day
    lines: tuple[Line, ...]
    """Findings opened, worked on or closed in the period, the newest first."""
    opened: int
    closed: int
    still_open: int
    """Open on the last day."""
    sources: tuple[Counted, ...]
    """Of the findings opened in the period."""
    causes: tuple[Counted, ...]
    """Of the findings of the period whose cause is known; the like in one line."""
    done_in_time: int
    done_late: int
    overdue: int
    """Actions not done by the last day though due."""
    verified: int
    not_effective: int
    """Rounds that ended in the period because they did not work, or were not the end of it."""
    returned: tuple[Returned, ...]
    moved: tuple[Moved, ...]
    days_to_mend: float | None
    """Median days from opening to closing, of those closed in the period."""
    more: bool = False
    """Whether there are more findings than were looked through."""


def learned(organisation: Organisation, first: Day, last: Day) -> Loop:
    """Return what the loop learned from one day to another. At most eleven queries, whatever the register's size."""
    pk = organisation.pk
    rows = stored.findings(pk, MOST + 1)
    known = of_findings(pk, rows[:MOST])
    rounds = _rounds(pk, known)
    mine = [one for one in known if _within(one, rounds.get(one.finding.id, ()), first, last)]
    by_uid = {one.finding.uid: one for one in known}
    opened = [one for one in mine if first <= one.work.opened <= last]
    closed = [one for one in mine if one.work.closed is not None and first <= one.work.closed <= last]
    fixes = {fix.uid: fix for one in known for fix in (*one.fixes, *one.tried)}.values()
    done = [fix for fix in fixes if fix.done is not None and first <= fix.done <= last]
    late = [fix for fix in done if fix.due is not None and fix.done is not None and fix.done > fix.due]
    lengths = [one.work.closed - one.work.opened for one in closed if one.work.closed is not None]
    return Loop(
        first,
        last,
        lines=tuple(_line(one, rounds, by_uid) for one in mine),
        opened=len(opened),
        closed=len(closed),
        still_open=sum(
            one.work.opened <= last and (one.work.closed is None or one.work.closed > last) for one in known
        ),
        sources=_sources(opened),
        causes=_causes(mine),
        done_in_time=len(done) - len(late),
        done_late=len(late),
        overdue=sum(_overdue(fix, last) for fix in fixes),
        verified=sum(filled(one.text("effect_verified_on")) for one in closed),
        not_effective=sum(first <= r.ended <= last for some in rounds.values() for r in some),
        returned=tuple(r for one in opened if (r := _returned(one, by_uid))),
        moved=tuple(_moved(pk, mine, first, last)),
        days_to_mend=float(median(lengths)) if lengths else None,
        more=len(rows) > MOST,
    )


def loop_asked(caller: Caller, first: str = "", last: str = "") -> Loop:
    """Return what was learned between two days as people write them: the last year where none is said.

    NotAllowed for who may not read findings, or only those of a unit; BadInput for days that are none, that lie ahead
    or in the wrong order.
    """
    require(caller, "read", Target(kind="finding", unit_path="/"))
    today = caller.clock.day(caller.organisation.time_zone)
    end = _day_of(last, "to") if last else today
    start = _day_of(first, "from") if first else add_months(end, -_YEAR) + 1
    if end > today:
        raise BadInput("loop.ahead", field="to", value=last)
    if start > end:
        raise BadInput("loop.order", field="from", value=iso(start))
    return learned(caller.organisation, start, end)


def _day_of(text: str, field: str) -> Day:
    day = to_day(text) if len(text) == len("2027-03-14") else None
    if day is None:
        raise BadInput("loop.day", field=field, value=text[:40])
    return day


def source_of(finding: Mending) -> str:
    """Return what showed a finding: the kind of record its source names, audit where it is linked to one, or `said`."""
    match = _REF.match(finding.text("source").strip().upper())
    kind = _KIND_OF.get(match[1], "") if match else ""
    return kind or ("audit" if finding.ends("audit") else SAID)


def _rounds(pk: int, known: Sequence[Mending]) -> dict[int, list[Round]]:
    again = [one.finding.id for one in known if one.work.round]
    written: dict[int, list[stored.Written]] = {}
    for revision in stored.revisions(pk, again):
        written.setdefault(revision.record, []).append(revision)
    return {row: told_rounds(some)[0] for row, some in written.items()}


def _within(one: Mending, rounds: Iterable[Round], first: Day, last: Day) -> bool:
    """Whether anything happened to it in the period."""
    days = [one.work.opened, one.work.closed, *(fix.done for fix in (*one.fixes, *one.tried))]
    days += [r.ended for r in rounds]
    return any(day is not None and first <= day <= last for day in days)


def _overdue(fix: Fix, last: Day) -> bool:
    return fix.due is not None and fix.due < last and (fix.done is None or fix.done > last)


def _line(one: Mending, rounds: Mapping[int, list[Round]], by_uid: Mapping[str, Mending]) -> Line:
    before = by_uid.get(one.one("recurrence_of"))
    return Line(
        one.finding.ref,
        one.text("nature") or one.finding.title,
        one.work.weight,
        source_of(one),
        one.work.opened,
        one.work.closed,
        to_day(one.text("effect_verified_on")),
        one.text("cause"),
        (*one.tried, *one.fixes),
        tuple(rounds.get(one.finding.id, ())),
        before.finding.ref if before else "",
    )


def _sources(opened: Iterable[Mending]) -> tuple[Counted, ...]:
    found: dict[str, list[str]] = {}
    for one in opened:
        found.setdefault(source_of(one), []).append(one.finding.ref)
    told = [Counted(name, len(refs), tuple(refs)) for name, refs in found.items()]
    return tuple(sorted(told, key=lambda c: (-c.n, c.name)))


def _causes(mine: Iterable[Mending]) -> tuple[Counted, ...]:
    """Causes told in much the same words are one; the first to say it gives it its words."""
    found: dict[str, list[str]] = {}
    for one in mine:
        cause = one.text("cause").strip()
        if not cause:
            continue
        name = next((known for known in found if known == cause or alike(known, cause)), cause)
        found.setdefault(name, []).append(one.finding.ref)
    told = [Counted(name, len(refs), tuple(refs)) for name, refs in found.items()]
    return tuple(sorted(told, key=lambda c: -c.n))


def _returned(one: Mending, by_uid: Mapping[str, Mending]) -> Returned | None:
    before = by_uid.get(one.one("recurrence_of"))
    if before is None:
        return None
    verified = filled(before.text("effect_verified_on"))
    nature = one.text("nature") or one.finding.title
    return Returned(one.finding.ref, nature, before.finding.ref, before.work.closed, verified)


def _moved(pk: int, mine: Sequence[Mending], first: Day, last: Day) -> list[Moved]:
    """Indicators of what an action's finding is about, or that its practice reads, around the day it was done."""
    acts = [
        (one, fix)
        for one in mine
        for fix in (*one.tried, *one.fixes)
        if fix.done is not None and first <= fix.done <= last
    ]
    if not acts:
        return []
    systems = {
        uid: record.pk
        for uid, record in reading.by_uid(pk, {u for one, _ in acts for u in one.ends("about")}).items()
        if record.kind == "system"
    }
    tags = {one.finding.uid: _tags(one.text("practice")) for one, _ in acts}
    near = stored.indicators(pk, {t for some in tags.values() for t in some}, systems.values())
    rows = stored.newest(pk, near)
    days = [fix.done for _, fix in acts if fix.done is not None]
    values: dict[int, list[tuple[Day, float]]] = {}
    for found in stored.values(pk, near, min(days) - AROUND, max(days) + AROUND):
        values.setdefault(found.indicator, []).append((found.day, found.value))
    told = []
    for one, fix in acts:
        places = {systems[u] for u in one.ends("about") if u in systems}
        for n, row in rows.items():
            wanted = near[n] & places or (row.key in tags[one.finding.uid] and not near[n])
            if wanted and (moved := _around(one, fix, row, values.get(n, ()))):
                told.append(moved)
    return told


def _around(one: Mending, fix: Fix, row: Newest, values: Iterable[tuple[Day, float]]) -> Moved | None:
    assert fix.done is not None  # noqa: S101  # only actions that were done are asked about
    before = [v for day, v in values if fix.done - AROUND <= day < fix.done]
    after = [v for day, v in values if fix.done < day <= fix.done + AROUND]
    if not before or not after:
        return None
    return Moved(
        one.finding.ref,
        fix.ref,
        fix.title,
        fix.done,
        row.ref,
        row.title or row.key,
        median(before),
        len(before),
        median(after),
        len(after),
        str(row.body["fields"].get("direction") or ""),
    )


def _tags(practice: str) -> frozenset[str]:
    """The indicators that the claims of a practice read."""
    known = library().by_id.get(practice)
    return frozenset(_measured(list(known.levels.values()))) if known else frozenset()


def _measured(claim: object) -> Iterable[str]:
    if isinstance(claim, (list, tuple)):
        for part in claim:
            yield from _measured(part)
    elif isinstance(claim, dict):
        named = claim.get("measured")
        if isinstance(named, str):
            yield named
        for part in claim.values():
            yield from _measured(part)


__all__ = [
    "AROUND",
    "SAID",
    "Counted",
    "Line",
    "Loop",
    "Moved",
    "Returned",
    "learned",
    "loop_asked",
    "source_of",
]
