"""Who has the authority for judgement calls: the holder of one role, and who stands in for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.absence import away_until
from holdtrue.core.days import to_day
from holdtrue.store import reading
from holdtrue.store.models import Link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdtrue.core.days import Day
    from holdtrue.store.models import Record

ROLE = "ai_lead"
"""Runs the management system from day to day, so it knows what was decided before; see docs/decisions."""


@dataclass(frozen=True, slots=True)
class Authority:
    """Those who may answer, of whom only people who are still there count."""

    holders: tuple[Record, ...]
    deputies: tuple[Record, ...]
    absent: frozenset[int] = frozenset()
    """Row ids of those who are away for a while."""

    @property
    def first(self) -> tuple[Record, ...]:
        """Who is asked from the first day: the holders, or the deputies where none of them is there."""
        here, deputies = (
            tuple(p for p in some if p.pk not in self.absent) for some in (self.holders, self.deputies)
        )
        return here or deputies or self.holders or self.deputies

    def may(self, person: str) -> bool:
        """Whether a person, by uid, may answer."""
        return bool(person) and any(p.uid == person for p in (*self.holders, *self.deputies))


def authority(organisation_id: int, day: Day) -> Authority:
    """Return them as of a day. Two queries."""
    links = (
        Link.rows.of(organisation_id)
        .filter(
            source__kind="role",
            source__key=ROLE,
            source__retired_day__isnull=True,
            relation__in=("holder", "deputy"),
            target__retired_day__isnull=True,
        )
        .select_related("target")
        .order_by("id")
    )
    found = [(link.relation, link.target) for link in links]
    there, absent = _there(organisation_id, [person for _, person in found], day)
    named = {
        relation: tuple({p.pk: p for r, p in found if r == relation and p.pk in there}.values())
        for relation in ("holder", "deputy")
    }
    return Authority(named["holder"], named["deputy"], absent)


def _there(organisation_id: int, people: Iterable[Record], day: Day) -> tuple[set[int], frozenset[int]]:
    """Row ids of those who have not left, and of those who are away for a while."""
    bodies = reading.bodies(organisation_id, [(p.pk, p.head_number) for p in people])
    left = {pk: to_day(body["fields"].get("left_on")) for pk, body in bodies.items()}
    absent = (pk for pk, body in bodies.items() if away_until(body["fields"], day) is not None)
    return {pk for pk, gone in left.items() if gone is None or gone > day}, frozenset(absent)
