"""One year of everything periodic: what was held, falls due, lapses, is planned. No plan counts as done."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import F, Max

from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.queries import figures as stored_figures
from holdtrue.app.queries.lapsing import ahead, counted_of
from holdtrue.app.queries.review_dated import dated
from holdtrue.core.days import add_months, period, to_day
from holdtrue.core.messages import Message
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput, NotAllowed
from holdtrue.core.tally import WHOLE
from holdtrue.store import months, reading
from holdtrue.store.models import (
    Measurement,
    PlannedAudit,
    PlannedDate,
    PlannedStep,
    Record,
    StandingChange,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.figures import Figures
    from holdtrue.core.days import Day
    from holdtrue.core.practices import Practice

HELD, DUE, PLANNED, LAPSES = "held", "due", "planned", "lapses"
ORDER = (PLANNED, DUE, HELD, LAPSES)
_EVENTS = ("audit", "review", "training")
_CLOSED = {"action": "done_on", "finding": "closed_on", "incident": "closed_on", "concern": "answered_on"}
_MOST = 500
_FIRST_YEAR, _LAST_YEAR = 2000, 2200


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of a month. `what` is what a plan for it is kept under; '' where it cannot be planned."""

    sort: str
    words: Message
    day: Day | None = None
    """None where it stands for several days of the month."""
    n: int = 1
    ref: str = ""
    practice: str = ""
    kind: str = ""
    page: str = ""
    what: str = ""
    who: str = ""
    state: str = ""
    """Of a plan: open, passed (its day passed and no record did it), or met."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month, its lines in order of what people plan by."""

    first: Day
    lines: tuple[Line, ...]

    @property
    def last(self) -> Day:
        """Its last day."""
        return add_months(self.first, 1) - 1


@dataclass(frozen=True, slots=True)
class Year:
    """The answer."""

    number: int
    day: Day
    months: tuple[Month, ...]

    @property
    def lines(self) -> Iterator[Line]:
        """Everything of the year."""
        return (line for month in self.months for line in month.lines)


def year_asked(caller: Caller, *, year: str = "") -> Year:
    """Return the year asked for in words, this one where none is said. BadInput where it is no year."""
    day = caller.clock.day(caller.organisation.time_zone)
    number = int(year) if year.isascii() and year.isdigit() and len(year) == len("2027") else 0
    if year and not _FIRST_YEAR <= number <= _LAST_YEAR:
        raise BadInput("calendar.unknown", field="year", value=year[:40])
    return year_of(caller, number or dt.date.fromordinal(day).year)


def year_of(caller: Caller, number: int) -> Year:
    """Return a year by tallies and lapse rows alone. Some twenty-five statements whatever the register's size."""
    require(caller, "read", on_organisation())
    if caller.actor.held_to:
        raise NotAllowed("calendar.unit")
    found = _Reading(caller, number)
    lines: dict[Day, list[Line]] = defaultdict(list)
    for day, line in found.every():
        lines[_first(day)].append(line)
    firsts = [dt.date(number, n, 1).toordinal() for n in range(1, 13)]
    return Year(
        number, found.day, tuple(Month(first, tuple(sorted(lines[first], key=_place))) for first in firsts)
    )


def _first(day: Day) -> Day:
    return dt.date.fromordinal(day).replace(day=1).toordinal()


def _place(line: Line) -> tuple[int, Day, int, str]:
    return ORDER.index(line.sort), line.day or 10**7, -line.n, line.words.id + line.ref + line.practice


class _Reading:
    """Reads each source once."""

    def __init__(self, caller: Caller, number: int) -> None:
        self.caller, self.pk = caller, caller.organisation.pk
        self.day = caller.clock.day(caller.organisation.time_zone)
        self.begin = dt.date(number, 1, 1).toordinal()
        self.end = dt.date(number + 1, 1, 1).toordinal()

    def every(self) -> Iterator[tuple[Day, Line]]:
        yield from self.held()
        yield from self.due()
        yield from self.indicators()
        yield from self.certificates()
        yield from self.planned()
        if self.end > self.day:
            figures = stored_figures.stored(self.caller.organisation, self.day, horizon=0)
            counted = counted_of(figures, self.caller.organisation.profile)
            yield from self.lapses(figures, counted)
            yield from self.of_systems(figures, counted)

    def within(self, day: Day | None) -> bool:
        return day is not None and self.begin <= day < self.end

    def held(self) -> Iterator[tuple[Day, Line]]:
        rows = Record.rows.of(self.pk).filter(
            kind__in=_EVENTS, retired_day__isnull=True, event_day__gte=self.begin, event_day__lt=self.end
        )
        trainings: dict[Day, int] = defaultdict(int)
        for kind, ref, title, day in rows.order_by("-event_day").values_list(
            "kind", "ref", "title", "event_day"
        )[:_MOST]:
            if kind == "training":
                trainings[_first(day)] += 1
            else:
                yield day, Line(HELD, Message("calendar.record", {"title": title, "ref": ref}), day, ref=ref)
        for first, n in trainings.items():
            yield first, Line(HELD, Message("calendar.trainings", {"n": n}), n=n, kind="training")

    def due(self) -> Iterator[tuple[Day, Line]]:
        """What is open and has a day: one of a kind by its name, several of them counted."""
        for kind, records in dated(self.caller.organisation, self.day).items():
            by_month = defaultdict(list)
            for one in records:
                day = one.day("due")
                closed_by = _CLOSED.get(kind, "closed_on")
                if self.within(day) and one.open(closed_by, self.day):
                    by_month[_first(day or 0)].append(one)
            for first, some in by_month.items():
                if len(some) > 1 or kind == "concern":
                    words = Message(f"calendar.due.{kind}", {"n": len(some)})
                    yield first, Line(DUE, words, n=len(some), kind=kind)
                    continue
                day = some[0].day("due")
                words = Message("calendar.due_one", {"title": some[0].title, "ref": some[0].ref})
                yield first, Line(DUE, words, day, ref=some[0].ref)

    def indicators(self) -> Iterator[tuple[Day, Line]]:
        """When each indicator is to be measured next, by its frequency; several of a month counted."""
        rows = Record.rows.of(self.pk).filter(kind="indicator", retired_day__isnull=True).order_by("number")
        records = list(rows[:_MOST])
        last = dict(
            Measurement.rows.of(self.pk)
            .filter(indicator_id__in=[r.pk for r in records])
            .values_list("indicator_id")
            .annotate(newest=Max("day"))
        )
        bodies = reading.bodies(self.pk, [(r.pk, r.head_number) for r in records])
        by_month: dict[Day, list[tuple[Record, Day]]] = defaultdict(list)
        for record in records:
            every = str(bodies.get(record.pk, {}).get("fields", {}).get("frequency") or "")
            day = _next(every, last.get(record.pk), record.recorded_day)
            if day is not None and self.within(day):
                by_month[_first(day)].append((record, day))
        for first, some in by_month.items():
            if len(some) > 1:
                yield (
                    first,
                    Line(
                        DUE, Message("calendar.due.indicator", {"n": len(some)}), n=len(some), page="figures"
                    ),
                )
            else:
                record, day = some[0]
                words = Message("calendar.measure", {"title": record.title, "ref": record.ref})
                yield first, Line(DUE, words, day, ref=record.ref, what=f"indicator:{record.ref}")

    def certificates(self) -> Iterator[tuple[Day, Line]]:
        """The days on which certificates that count run out: none of what its body withdrew, and none followed."""
        rows = Record.rows.of(self.pk).filter(kind="certificate", retired_day__isnull=True)
        records = list(rows.order_by("number")[:_MOST])
        bodies = reading.bodies(self.pk, [(record.pk, record.head_number) for record in records])
        said = [(record, bodies[record.pk]["fields"]) for record in records]
        found = [(r, to_day(fields.get("valid_until"))) for r, fields in said if not self._withdrawn(fields)]
        last = max((day or 0 for _, day in found), default=0)
        for record, day in found:
            ref, title = record.ref, record.title
            replaced = day is not None and day < self.day and day < last  # a later one owes what comes next
            if day is not None and self.within(day) and not replaced:
                yield (
                    day,
                    Line(DUE, Message("calendar.certificate", {"title": title, "ref": ref}), day, ref=ref),
                )

    def _withdrawn(self, fields: Mapping[str, object]) -> bool:
        day = to_day(fields.get("withdrawn_on"))
        return day is not None and day <= self.day

    def planned(self) -> Iterator[tuple[Day, Line]]:
        """Plans: of this calendar, of the audit programme and of the roadmap; none of them is ever done by its day."""
        inside = {"day__gte": self.begin, "day__lt": self.end}
        plans = list(
            PlannedDate.rows.of(self.pk).filter(**inside).select_related("person").order_by("day", "what")
        )
        met = Met(self.pk, plans)
        for row in plans:
            by = met.of(row)
            state = "met" if by else "passed" if row.day < self.day else "open"
            words = title_of(row.what)
            who = row.person.title if row.person else ""
            yield row.day, Line(PLANNED, words, row.day, ref=by, what=row.what, who=who, state=state)
        audits = PlannedAudit.rows.of(self.pk).filter(**inside).select_related("audit").order_by("day")
        for one in audits[:_MOST]:
            state = "met" if one.audit else "passed" if one.day < self.day else "open"
            words = Message("calendar.planned_audit", {"n": len(one.covers)})
            ref = one.audit.ref if one.audit else ""
            yield one.day, Line(PLANNED, words, one.day, ref=ref, page="programme", state=state)
        known = library().by_id
        for step in (
            PlannedStep.rows.of(self.pk).filter(**inside).select_related("person").order_by("day", "step")
        ):
            practice = known.get(step.step.partition(":")[0])
            if practice is not None:
                words = Message("calendar.step", {"title": practice.title})
                who = step.person.title if step.person else ""
                state = "passed" if step.day < self.day else "open"
                yield step.day, Line(PLANNED, words, step.day, page="roadmap", who=who, state=state)

    def lapses(self, figures: Figures, counted: frozenset[str]) -> Iterator[tuple[Day, Line]]:
        """The organisation's own claims that end, and its parts of system practices."""
        own = replace(ahead(figures, counted, self.day, units=None), systems=(), named=True)
        seen: set[tuple[str, Day]] = set()
        for line in own.lapses(after=max(self.day, self.begin - 1), until=self.end - 1, most=_MOST).lines:
            key = (line.practice.id, _first(line.day))
            if key not in seen:
                seen.add(key)
                words = Message("calendar.lapses", {"title": line.practice.title})
                yield (
                    line.day,
                    Line(
                        LAPSES,
                        words,
                        line.day,
                        practice=line.practice.id,
                        what=f"practice:{line.practice.id}",
                    ),
                )

    def of_systems(self, figures: Figures, counted: frozenset[str]) -> Iterator[tuple[Day, Line]]:
        """How many systems lose a level of a practice in each month, from the months added up beforehand."""
        found: dict[tuple[int, str, int], int] = defaultdict(int)
        in_force: dict[str, tuple[int, ...]] = {}
        until = months.month_of(self.end)
        for row in months.ended(self.pk, WHOLE, until=until + 1):
            practice: Practice | None = figures.library.by_id.get(row.practice)
            if practice is None or row.practice not in counted:
                continue
            if row.practice not in in_force:
                in_force[row.practice] = figures.in_force(practice)
            if in_force[row.practice][row.level] == row.variant:
                found[row.month, row.practice, row.level] += row.n
        most: dict[tuple[int, str], int] = defaultdict(int)
        for (month, name, _), n in found.items():
            most[month, name] = max(most[month, name], n)
        for (month, name), n in most.items():
            first = months.first_day(month)
            if n > 0 and self.within(first) and add_months(first, 1) > self.day:
                words = Message(
                    "calendar.lapses_systems", {"title": figures.library.by_id[name].title, "n": n}
                )
                yield first, Line(LAPSES, words, n=n, practice=name, what=f"practice:{name}")


def _next(every: str, last: Day | None, added: Day) -> Day | None:
    try:
        return period(every).after(last if last is not None else added) if every else None
    except ValueError:
        return None


class Met:
    """Which plans a record has met since they were made: the record of the act, never the plan's day."""

    def __init__(self, organisation_id: int, plans: list[PlannedDate]) -> None:
        """Read what was recorded since the first of these plans. At most four queries."""
        since = min((row.planned for row in plans), default=0)
        sorts: Mapping[str, set[str]] = defaultdict(set)
        for row in plans:
            sort, _, name = row.what.partition(":")
            sorts[sort].add(name)
        self.records: dict[tuple[str, str], list[tuple[Day, str]]] = defaultdict(list)
        kinds = [kind for kind in _EVENTS if sorts.get(kind)]
        if kinds:
            rows = Record.rows.of(organisation_id).filter(
                kind__in=kinds, retired_day__isnull=True, event_day__gte=since
            )
            for kind, key, ref, day in rows.values_list("kind", "key", "ref", "event_day").order_by(
                "event_day"
            )[:_MOST]:
                self.records[kind, key].append((day, ref))
        self.practices: dict[str, tuple[int, str]] = {}
        if sorts.get("practice"):
            changes = (
                StandingChange.rows.of(organisation_id)
                .filter(day__gte=since, practice__in=sorts["practice"], new_until__gt=F("old_until"))
                .order_by("id")
            )
            for name, entry, ref in changes.values_list("practice", "entry", "cause__ref")[: _MOST * 10]:
                self.practices[name] = (entry, ref or "")
        self.measured: dict[str, Day] = {}
        if sorts.get("indicator"):
            rows = Measurement.rows.of(organisation_id).filter(indicator__ref__in=sorts["indicator"])
            self.measured = dict(rows.values_list("indicator__ref").annotate(newest=Max("day")))

    def of(self, row: PlannedDate) -> str:
        """Return the ref of the record that met a plan; '' while none did."""
        sort, _, name = row.what.partition(":")
        if sort == "practice":
            entry, ref = self.practices.get(name, (-1, ""))
            return ref if entry > row.entry else ""
        if sort == "indicator":
            return name if self.measured.get(name, 0) >= row.planned else ""
        return next((ref for day, ref in self.records.get((sort, name), ()) if day >= row.planned), "")


def title_of(what: str) -> Message:
    """Return what a plan is for, in words."""
    sort, _, name = what.partition(":")
    if sort == "practice":
        practice = library().by_id.get(name)
        return Message("calendar.plan.practice", {"title": practice.title if practice else name})
    if sort == "indicator":
        return Message("calendar.plan.indicator", {"ref": name})
    return Message(f"calendar.plan.{sort}", {"type": Message(f"choice.types.{sort}.{name}")})


__all__ = ["DUE", "HELD", "LAPSES", "PLANNED", "Line", "Month", "Year", "title_of", "year_asked", "year_of"]
