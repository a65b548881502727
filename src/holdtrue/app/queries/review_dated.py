"""Reads records by the days on them: what a review counts of findings, actions, incidents, audits and the like."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.clock import zone
from holdtrue.core.days import to_day
from holdtrue.store.models import Record, SortKey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation

KINDS = ("action", "audit", "concern", "finding", "incident", "objective", "review")
FIELDS = ("due", "closed_on", "done_on", "answered_on", "effect_verified_on", "severity", "reported_on")
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


def dated(organisation: Organisation) -> dict[str, list[Dated]]:
    """Return the standing records of the kinds that reviews count, newest first, by kind. Two queries."""
    pk = organisation.pk
    values: dict[int, dict[str, str]] = defaultdict(dict)
    rows = SortKey.rows.of(pk).filter(kind__in=KINDS, retired=False, field__in=FIELDS)
    for row, name, value in rows.values_list("record_id", "field", "value"):
        values[row][name] = value
    found: dict[str, list[Dated]] = {kind: [] for kind in KINDS}
    records = Record.rows.of(pk).filter(kind__in=KINDS, retired_day__isnull=True).order_by("-id")
    columns = ("pk", "ref", "title", "kind", "key", "event_day", "recorded_day")
    for row, ref, title, kind, key, on, recorded in records.values_list(*columns)[:MOST]:
        found[kind].append(Dated(row, ref, title, kind, key, on, recorded, values.get(row, {})))
    return found


def changed(organisation: Organisation, kind: str, span: Span) -> list[tuple[Record, str]]:
    """Return the records of a kind that were added, changed or taken out in a period, newest first. One query."""
    begin, end = moments(organisation, span)
    rows = (
        Record.rows.of(organisation.pk)
        .filter(kind=kind, changed_at__gte=begin)
        .order_by("-changed_at", "-id")
    )
    found = []
    for record in rows[:MOST_CHANGED]:
        if record.retired_day is not None and span.holds(record.retired_day):
            found.append((record, "retired"))
        elif begin <= record.created_at < end:
            found.append((record, "added"))
        elif record.changed_at < end and record.retired_day is None:
            found.append((record, "changed"))
    return found


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
        kind="system",
        changed_at__gte=begin,
        created_at__gte=begin,
        created_at__lt=end,
        retired_day__isnull=True,
    )
    return int(rows.count()), list(rows.order_by("-changed_at", "-id")[:most])


__all__ = ["Dated", "Span", "added_systems", "changed", "dated", "moments"]
