"""The named roles: who holds each, who stands in, since when, who acts today, and which practices rest on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.queries.holdings import absent_until, away
from holdtrue.core.practices import library
from holdtrue.core.vocabulary import vocabulary
from holdtrue.store import reading
from holdtrue.store.models import Record, Revision

if TYPE_CHECKING:
    from holdtrue.core.days import Day
    from holdtrue.core.practices import Practice
    from holdtrue.store.models import Organisation

OF_EACH_SYSTEM = ("system_owner", "overseer")
"""Roles that are named on each system beside any record of the firm's."""
_MOST = 200
_BACK = 30
"""Revisions looked back through for the day the holder was named."""


@dataclass(frozen=True, slots=True)
class Held:
    """One role as it stands today."""

    role: str
    record: Record | None
    holder: Record | None
    deputy: Record | None
    left: Day | None
    """The day the holder left, where they did."""
    deputy_left: Day | None
    since: Day | None
    """The day the holder was named."""
    duties: str
    practices: tuple[Practice, ...]
    away: Day | None = None
    """The last day the holder is away, where they are."""
    deputy_away: Day | None = None

    @property
    def acts(self) -> Record | None:
        """Who answers today: the holder, or the deputy where there is none, or they left or are away."""
        there = self.deputy is not None and self.deputy_left is None
        if self.holder is not None and self.left is None:
            stands_in = self.away is not None and there and self.deputy_away is None
            return self.deputy if stands_in else self.holder
        return self.deputy if there else None


def roles(organisation: Organisation, day: Day) -> list[Held]:
    """Return every named role, those of the vocabulary first in their order, then the organisation's own."""
    pk = organisation.pk
    records = list(
        Record.rows.of(pk).filter(kind="role", retired_day__isnull=True).order_by("number")[:_MOST]
    )
    bodies = reading.bodies(pk, [(r.pk, r.head_number) for r in records])
    uids = {uid for body in bodies.values() for n in ("holder", "deputy") for uid in body["links"].get(n, ())}
    people = reading.by_uid(pk, uids)
    gone = away(list(people.values()), day)
    gone = {**{p.pk: p.retired_day for p in people.values() if p.retired_day is not None}, **gone}
    absent = absent_until(list(people.values()), day)
    rests = _practices()
    found = []
    for record in records:
        body = bodies[record.pk]
        holder, deputy = (
            next((people[uid] for uid in body["links"].get(name, ()) if uid in people), None)
            for name in ("holder", "deputy")
        )
        found.append(
            Held(
                record.key,
                record,
                holder,
                deputy,
                gone.get(holder.pk) if holder else None,
                gone.get(deputy.pk) if deputy else None,
                _since(record, holder.uid) if holder else None,
                str(body["fields"].get("duties") or ""),
                rests.get(record.key, ()),
                absent.get(holder.pk) if holder else None,
                absent.get(deputy.pk) if deputy else None,
            )
        )
    order = list(vocabulary().roles)
    held = {one.role for one in found}
    found += [
        Held(role, None, None, None, None, None, None, "", rests.get(role, ()))
        for role in order
        if role not in held
    ]
    return sorted(found, key=lambda one: order.index(one.role) if one.role in order else len(order))


def _practices() -> dict[str, tuple[Practice, ...]]:
    found: dict[str, tuple[Practice, ...]] = {}
    for practice in library().practices:
        found[practice.owner_role] = (*found.get(practice.owner_role, ()), practice)
    return found


def _since(record: Record, holder: str) -> Day | None:
    """The day of the first of the newest revisions that all name this holder."""
    since: int | None = None
    numbers = range(record.head_number, max(0, record.head_number - _BACK), -1)
    days = dict(
        Revision.rows.of(record.organisation_id)
        .filter(record=record, number__in=list(numbers))
        .values_list("number", "true_from")
    )
    for number in numbers:
        if holder not in reading.body(record, number)["links"].get("holder", ()):
            break
        since = days.get(number, since)
    return since


__all__ = ["OF_EACH_SYSTEM", "Held", "roles"]
