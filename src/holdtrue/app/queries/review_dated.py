"""Reads records by the days on them: what a review counts of findings, actions, incidents, audits and the like."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from holdtrue.app.clock import zone
from holdtrue.core import kinds as vocabulary
from holdtrue.core.days import to_day
from holdtrue.store.models import Record, Revision, SortKey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation

KINDS = ("action", "audit", "concern", "finding", "incident", "objective", "review")
FIELDS = (
    "due",
    "closed_on",
    "done_on",
    "answered_on",
    "effect_verified_on",
    "severity",
    "reported_on",
    "type",
)
_WEIGHTS = {f"{n:03d}": name for n, (name, _) in enumerate(vocabulary.KINDS["finding"].spec("type").choices)}
"""What a finding's weight sorts by → the weight; its key is the practice it is about."""
MOST = 50_000
"""Records of these kinds looked at, the newest first."""


@dataclass(frozen=True, slots=True)
class Dated:
    """One record with the days on it."""

    row: int
    ref: str
    title: str
    kind: str
    key: str
    """Its type: of a finding the weight."""
    on: Day | None
    """The day in its kind's dated field."""
    recorded: Day
    values: Mapping[str, str]
    """Field → what it sorts by."""

    def day(self, name: str) -> Day | None:
        """Return the day in a field; None where it is empty."""
        return to_day(self.values.get(name, ""))

    def began(self) -> Day:
        """The day it happened, else that on which it was written down."""
        return self.on if self.on is not None else self.recorded

    def open(self, closed_by: str, day: Day) -> bool:
        """Whether it was there, and not closed, at the end of a day."""
        closed = self.day(closed_by)
        return self.recorded <= day and (closed is None or closed > day)

    def late(self, closed_by: str, day: Day) -> bool:
        """Whether it was open past its day at the end of a day."""
        due = self.day("due")
        return due is not None and due < day and self.open(closed_by, day)


@dataclass(frozen=True, slots=True)
class Span:
    """The period of a review and the one of the same length before it."""

    begin: Day
    end: Day
    today: Day

    @property
    def last(self) -> Day:
        """The last day of the period that is not ahead."""
        return min(self.end - 1, self.today)

    @property
    def earlier(self) -> Day:
        """The first day of the period before."""
        return self.begin - (self.end - self.begin)

    def holds(self, day: Day | None) -> bool:
        """Whether a day lies in the period."""
        return day is not None and self.begin <= day < self.end

    def held(self, day: Day | None) -> bool:
        """Whether a day lies in the period before."""
        return day is not None and self.earlier <= day < self.begin


def dated(organisation: Organisation, day: Day) -> dict[str, list[Dated]]:
    """Return the records of the kinds that reviews count that stood at the end of a day, newest first. Two queries.

    The days on them are those known now; what was taken out after that day is still among them.
    """
    pk = organisation.pk
    values: dict[int, dict[str, str]] = defaultdict(dict)
    stood = Q(retired=False) | Q(record__retired_day__gt=day)
    rows = SortKey.rows.of(pk).filter(stood, kind__in=KINDS, field__in=FIELDS)
    for row, name, value in rows.values_list("record_id", "field", "value"):
        values[row][name] = value
    found: dict[str, list[Dated]] = {kind: [] for kind in KINDS}
    records = Record.rows.of(pk).filter(standing_at(day), kind__in=KINDS).order_by("-id")
    columns = ("pk", "ref", "title", "kind", "key", "event_day", "recorded_day")
    for row, ref, title, kind, key, on, recorded in records.values_list(*columns)[:MOST]:
        known = values.get(row, {})
        sort = _WEIGHTS.get(known.get("type", ""), "") if kind == "finding" else key
        found[kind].append(Dated(row, ref, title, kind, sort, on, recorded, known))
    return found


def changed(organisation: Organisation, kind: str, span: Span) -> list[tuple[Record, str]]:
    """Return the records of a kind that were added, changed or taken out in a period, newest first. Two queries.

    What became of them after it is no matter: a record is told by its revisions of that time.
    """
    begin, end = moments(organisation, span)
    written = Revision.rows.of(organisation.pk).filter(
        record__kind=kind, recorded_at__gte=begin, recorded_at__lt=end
    )
    touched = set(written.values_list("record_id", flat=True))
    rows = Record.rows.of(organisation.pk).filter(
        Q(pk__in=touched) | Q(kind=kind, retired_day__gte=span.begin, retired_day__lt=span.end)
    )
    return [
        (record, _became(record, span, begin))
        for record in rows.order_by("-changed_at", "-id")[:MOST_CHANGED]
    ]


def _became(record: Record, span: Span, begin: dt.datetime) -> str:
    if record.retired_day is not None and span.holds(record.retired_day):
        return "retired"
    return "added" if record.created_at >= begin else "changed"


def standing_at(day: Day) -> Q:
    """Return what picks the records that were not taken out by the end of a day."""
    return Q(retired_day__isnull=True) | Q(retired_day__gt=day)


MOST_CHANGED = 500


def moments(organisation: Organisation, span: Span) -> tuple[dt.datetime, dt.datetime]:
    """Return the first instant of a period and the first after it, in the organisation's time zone."""
    begin, end = (
        dt.datetime.combine(dt.date.fromordinal(day), dt.time(), zone(organisation.time_zone))
        for day in (span.begin, span.end)
    )
    return begin, end


def added_systems(organisation: Organisation, span: Span, *, most: int) -> tuple[int, Sequence[Record]]:
    """Return how many systems were listed in a period, and the newest of them. Two queries over what changed since."""
    begin, end = moments(organisation, span)
    rows = Record.rows.of(organisation.pk).filter(
        standing_at(span.last),
        kind="system",
        changed_at__gte=begin,
        created_at__gte=begin,
        created_at__lt=end,
    )
    return int(rows.count()), list(rows.order_by("-changed_at", "-id")[:most])


__all__ = ["Dated", "Span", "added_systems", "changed", "dated", "moments", "standing_at"]
