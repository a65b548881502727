"""What a person holds today and would have to be handed over: grouped by kind and relation, and signatures asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.absence import away_until
from holdtrue.core.days import to_day
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.store import reading, requests
from holdtrue.store.models import Link, PlannedAudit, Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from holdtrue.core.days import Day

HELD = ("owner", "overseer", "holder", "deputy", "lead", "approver", "auditor", "chair", "manager", "checker")
"""Relations that ask something of a person from now on. What they read, learned, accepted or attended stays theirs."""
ONCE = frozenset({"change", "audit", "review", "action"})
"""Kinds that are over once they have a day: whoever did them did them."""
SIGNATURES = "signatures"
"""The group of open requests that ask for their signature by name."""
PLANNED = "planned_audits"
"""The group of audits of the programme that they are to do and nobody has begun."""
_ASKED = 2_000


@dataclass(frozen=True, slots=True)
class Group:
    """What a person holds of one kind by one relation."""

    id: str
    """`system.owner`, SIGNATURES or PLANNED."""
    kind: str
    relation: str
    records: tuple[Record, ...]
    plans: tuple[PlannedAudit, ...] = ()
    """Audits planned, which are no records yet."""

    @property
    def count(self) -> int:
        """How many things there are."""
        return len(self.records) + len(self.plans)

    @property
    def label(self) -> Message:
        """What the group is called."""
        if self.id in (SIGNATURES, PLANNED):
            return Message(f"people.group.{self.id}")
        kind = KINDS[self.kind]
        return Message(
            "people.group", {"kinds": kind.label_plural, "relation": kind.spec(self.relation).label}
        )


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything one person holds."""

    person: Record
    left: Day | None
    """The day they left, or will have left."""
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many things there are; a record held twice over counts twice."""
        return sum(group.count for group in self.groups)


def holdings(person: Record) -> Holdings:
    """Return what a person holds. Five queries, whatever there is."""
    pk = person.organisation_id
    found: dict[tuple[str, str], list[Record]] = {}
    for link in links_of(pk, [person.pk]).select_related("source").order_by("source__number"):
        found.setdefault((link.source.kind, link.relation), []).append(link.source)
    order = list(KINDS)
    groups = [
        Group(f"{kind}.{relation}", kind, relation, tuple(records))
        for (kind, relation), records in sorted(
            found.items(), key=lambda x: (order.index(x[0][0]), HELD.index(x[0][1]))
        )
    ]
    asked = tuple(request.row.record for request in requests.naming(pk, person.pk, most=_ASKED))
    if asked:
        groups.append(Group(SIGNATURES, "", "", asked))
    plans = tuple(planned(pk, person.pk))
    if plans:
        groups.append(Group(PLANNED, "", "", (), plans))
    left = to_day(reading.body(person)["fields"].get("left_on"))
    return Holdings(person, left, tuple(groups))


def links_of(organisation_id: int, people: Sequence[int]) -> QuerySet[Link]:
    """Return the links by which people hold something that is still to be held."""
    links: QuerySet[Link] = (
        Link.rows.of(organisation_id)
        .filter(target_id__in=people, relation__in=HELD, source__retired_day__isnull=True)
        .exclude(source__kind__in=ONCE, source__event_day__isnull=False)
    )
    return links


def planned(organisation_id: int, person: int) -> QuerySet[PlannedAudit]:
    """Return the audits of the programme a person is to do that nobody has begun, the first due first."""
    rows: QuerySet[PlannedAudit] = PlannedAudit.rows.of(organisation_id).filter(
        auditor_id=person, audit__isnull=True
    )
    return rows.order_by("day", "id")


def away(people: Sequence[Record], day: Day) -> Mapping[int, Day]:
    """Return who of these people has left by the day, by row, with the day they left. One query."""
    if not people:
        return {}
    bodies = reading.bodies(people[0].organisation_id, [(p.pk, p.head_number) for p in people])
    left = {row: to_day(body["fields"].get("left_on")) for row, body in bodies.items()}
    return {row: on for row, on in left.items() if on is not None and on <= day}


def absent_until(people: Sequence[Record], day: Day) -> Mapping[int, Day]:
    """Return who of these people is away for a while, by row, with the last day of it. One query."""
    if not people:
        return {}
    bodies = reading.bodies(people[0].organisation_id, [(p.pk, p.head_number) for p in people])
    until = {row: away_until(body["fields"], day) for row, body in bodies.items()}
    return {row: on for row, on in until.items() if on is not None}


def absence_of(organisation_id: int, row: int, day: Day) -> tuple[Record | None, Day | None]:
    """Return a person by the row of their record, and the last day they are away where they are. Two queries."""
    person = reading.by_id(organisation_id, [row]).get(row) if row else None
    return person, absent_until([person], day).get(person.pk) if person else None


__all__ = [
    "HELD",
    "ONCE",
    "PLANNED",
    "SIGNATURES",
    "Group",
    "Holdings",
    "absence_of",
    "absent_until",
    "away",
    "holdings",
    "links_of",
    "planned",
]
