"""Certificates as bodies gave them, what moved on since, the three-year cycle, and what bodies found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.queries.asking import today
from holdtrue.app.queries.signing import Differs, between
from holdtrue.core.certifying import RECERTIFICATION, TYPES, Due, Held, Stands, Step, stands, steps
from holdtrue.core.days import to_day
from holdtrue.store import reading
from holdtrue.store.models import Link, Record, Revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation

KIND, LINE, SCOPE = "certificate", "applicability", "scope"
_DAYS = ("issued_on", "valid_until", "accepted_on", "suspended_on", "restored_on", "withdrawn_on")
_TOLD = 20
"""Changed records of which every field is told; of the rest there is the number."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One record a certificate rests on that is not as the body last took it."""

    record: Record
    how: str
    """changed, added or removed."""
    fields: tuple[Differs, ...] = ()


@dataclass(frozen=True, slots=True)
class Certified:
    """One certificate, as its body gave it, and how it stands."""

    record: Record
    fields: Mapping[str, Any]
    days: Mapping[str, Day | None]
    scope: Record | None
    stands: Stands
    compared: Day
    """The day against which scope and Statement of Applicability were held."""
    entered: bool
    """Whether that is the day the certificate was entered here: nothing was in force yet when it was issued."""
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Audited:
    """One audit by a certification body."""

    record: Record
    fields: Mapping[str, Any]
    held: Day | None
    booked: Day | None
    certificate: str
    """Ref; '' where none is named."""
    findings: tuple[tuple[Record, Mapping[str, Any]], ...]


@dataclass(frozen=True, slots=True)
class Certification:
    """Everything the page tells."""

    day: Day
    certificates: tuple[Certified, ...]
    """The newest first."""
    audits: tuple[Audited, ...]
    """Those booked first, then the newest held."""
    steps: tuple[Step, ...]
    """Of the cycle that runs: that of the newest certificate that is neither withdrawn nor expired, else the first."""
    cycle_of: str
    """The certificate's ref; '' before there is one, and once the last one no longer counts."""
    renewing: Audited | None = None
    """The recertification audit held for a certificate that has run out since, while its body gave no newer one."""

    def looked_since(self, one: Certified) -> Day | None:
        """Return the last day on which the body audited since the one its certificate is compared with."""
        held = [a.held for a in self.audits if a.certificate in ("", one.record.ref)]
        return max((day for day in held if day is not None and day > one.compared), default=None)

    @property
    def next(self) -> Step | None:
        """The first audit of the cycle not held yet."""
        return next((step for step in self.steps if step.state is not Due.HELD), None)


def certification(caller: Caller) -> Certification:
    """Return it. About a dozen queries; the Statement of Applicability is compared by digests."""
    require(caller, "read", on_organisation())
    organisation, day = caller.organisation, today(caller)
    found = _certificates(organisation, day)
    audits = _audits(organisation)
    running = next((c for c in found if c.stands not in (Stands.WITHDRAWN, Stands.EXPIRED)), None)
    dates = running.days if running else {}
    held = [Held(a.record.ref, str(a.fields.get("type")), a.held, a.booked) for a in audits]
    renewing = None if running else _renewing(found, audits)
    return Certification(
        day,
        tuple(found),
        tuple(sorted(audits, key=lambda a: (a.held is not None, -(a.held or 0), a.booked or 0))),
        ()
        if renewing
        else steps(
            held,
            day,
            issued=dates.get("issued_on"),
            until=dates.get("valid_until"),
            ended=None if running else max((c.days["issued_on"] or 0 for c in found), default=None),
        ),
        running.record.ref if running else "",
        renewing,
    )


def _renewing(certificates: Sequence[Certified], audits: Sequence[Audited]) -> Audited | None:
    last = certificates[0] if certificates else None
    if last is None or last.stands is not Stands.EXPIRED:
        return None
    since = last.days.get("issued_on") or 0
    held = (a for a in audits if a.fields.get("type") == RECERTIFICATION and (a.held or 0) > since)
    return max(held, key=lambda a: a.held or 0, default=None)


def booked(organisation: Organisation, day: Day) -> tuple[Day, str] | None:
    """Return the day and ref of the next audit a certification body is booked for; None where none is. Two queries."""
    waiting = _of_kind(organisation, "audit").filter(key__in=TYPES, event_day__isnull=True)
    rows = list(waiting)
    bodies = reading.bodies(organisation.pk, [(r.pk, r.head_number) for r in rows])
    days = [(to_day(bodies[r.pk]["fields"].get("due")), r.ref) for r in rows]
    return min(((due, ref) for due, ref in days if due is not None and due > day), default=None)


def _of_kind(organisation: Organisation, kind: str) -> Any:  # noqa: ANN401  # the manager is shared by every table
    return Record.rows.of(organisation.pk).filter(kind=kind, retired_day__isnull=True)


def _certificates(organisation: Organisation, day: Day) -> list[Certified]:
    rows = list(_of_kind(organisation, KIND))
    bodies = reading.bodies(organisation.pk, [(r.pk, r.head_number) for r in rows])
    scopes = dict(
        Link.rows.of(organisation.pk)
        .filter(source__in=rows, relation="scope", target__isnull=False)
        .values_list("source_id", "target_id")
    )
    by_id = reading.by_id(organisation.pk, set(scopes.values()))
    history = _History.of(organisation, list(by_id.values())) if rows else None
    told = []
    for record in rows:
        assert history is not None  # noqa: S101  # there is a row
        fields = bodies[record.pk]["fields"]
        days = {name: to_day(fields.get(name)) for name in _DAYS}
        scope = by_id.get(scopes.get(record.pk, 0))
        compared, entered = history.baseline(days["accepted_on"] or days["issued_on"], record)
        moved = history.moved(scope, compared, record)
        told.append(
            Certified(
                record,
                fields,
                days,
                scope,
                stands(days, day, drifted=moved),
                _day(compared, history.zone),
                entered,
                tuple(moved),
            )
        )
    return sorted(told, key=lambda c: (-(c.days["issued_on"] or 0), -c.record.number))


@dataclass(frozen=True, slots=True)
class _History:
    """The revisions in force of every scope named and every line of the Statement of Applicability."""

    organisation: Organisation
    records: Mapping[int, Record]
    known: Mapping[int, Sequence[tuple[dt.datetime, int, str]]]
    """Record → (when it came into force, number, digest), oldest first."""
    zone: ZoneInfo

    @classmethod
    def of(cls, organisation: Organisation, scopes: Iterable[Record]) -> _History:
        rows = Record.rows.of(organisation.pk).filter(Q(kind=LINE) | Q(pk__in=[scope.pk for scope in scopes]))
        records = {record.pk: record for record in rows}
        known: dict[int, list[tuple[dt.datetime, int, str]]] = {}
        revisions = Revision.rows.of(organisation.pk).filter(
            record__in=list(records), in_force_from__isnull=False
        )
        for row, number, digest, at in revisions.order_by("number").values_list(
            "record_id", "number", "digest", "in_force_from"
        ):
            known.setdefault(row, []).append((at, number, digest))
        return cls(organisation, records, known, ZoneInfo(organisation.time_zone))

    def baseline(self, looked: Day | None, certificate: Record) -> tuple[dt.datetime, bool]:
        """The end of the day the body last looked; when it was entered where nothing was in force here by then."""
        if looked is not None:
            end = dt.datetime.combine(dt.date.fromordinal(looked + 1), dt.time(), self.zone)
            if any(revisions[0][0] < end for revisions in self.known.values()):
                return end - dt.timedelta(microseconds=1), False
        return certificate.created_at, True

    def moved(self, scope: Record | None, compared: dt.datetime, certificate: Record) -> list[Moved]:
        """What is not as it was then; nothing that was not in force yet is held against it.

        A scope written down here only after that is held against what it was when the certificate was entered.
        """
        about = [r for r in self.records.values() if r.kind == LINE or (scope and r.pk == scope.pk)]
        found: list[Moved] = []
        lines_then = any(self._then(r, compared) for r in about if r.kind == LINE)
        for record in sorted(about, key=lambda r: (r.kind != SCOPE, r.ref)):
            then, retired = self._then(record, compared), record.retired_day
            if then is None and record.kind == SCOPE:
                then = self._then(record, certificate.created_at)
            if then is None:
                fresh = record.kind == LINE and lines_then and record.pk in self.known and retired is None
                found += [Moved(record, "added")] if fresh else []
            elif retired is not None:
                found.append(Moved(record, "removed"))
            else:
                _, number, digest = self.known[record.pk][-1]
                if digest != then[2]:
                    told = len(found) < _TOLD
                    fields = between(self.organisation, record, then[1], number) if told else ()
                    found.append(Moved(record, "changed", fields))
        return found

    def _then(self, record: Record, when: dt.datetime) -> tuple[dt.datetime, int, str] | None:
        if record.retired_day is not None and record.retired_day < _day(when, self.zone):
            return None
        return next((line for line in reversed(self.known.get(record.pk, ())) if line[0] <= when), None)


def _day(at: dt.datetime, zone: ZoneInfo) -> Day:
    return at.astimezone(zone).date().toordinal()


def _audits(organisation: Organisation) -> list[Audited]:
    rows = list(_of_kind(organisation, "audit").filter(key__in=TYPES))
    links = Link.rows.of(organisation.pk)
    certificates = dict(
        links.filter(source__in=rows, relation="certificate", target__isnull=False).values_list(
            "source_id", "target__number"
        )
    )
    named = links.filter(
        target__in=rows, relation="audit", source__kind="finding", source__retired_day__isnull=True
    )
    findings: dict[int, list[Record]] = {}
    for link in named.select_related("source").order_by("source__number"):
        findings.setdefault(link.target_id, []).append(link.source)
    every = [*rows, *(f for some in findings.values() for f in some)]
    bodies = reading.bodies(organisation.pk, [(r.pk, r.head_number) for r in every])
    return [
        Audited(
            record,
            fields := bodies[record.pk]["fields"],
            to_day(fields.get("held_on")),
            to_day(fields.get("due")),
            f"CRT-{certificates[record.pk]:04d}" if record.pk in certificates else "",
            tuple((f, bodies[f.pk]["fields"]) for f in findings.get(record.pk, ())),
        )
        for record in rows
    ]


__all__ = ["Audited", "Certification", "Certified", "Moved", "booked", "certification"]
