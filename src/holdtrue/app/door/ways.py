"""A way in: whose door it is, and who came, where they came by a link of their own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app import rules
from holdtrue.app.actions.acting import Caller
from holdtrue.app.clock import SYSTEM, Clock
from holdtrue.core.access import Actor
from holdtrue.core.days import to_day
from holdtrue.core.door import AT_THE_DOOR
from holdtrue.core.refusals import NotFound
from holdtrue.store import doors, reading
from holdtrue.store.models import Door

if TYPE_CHECKING:
    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation, Record

_SHORTEST = 20


@dataclass(frozen=True, slots=True)
class Way:
    """One person at the door, or nobody in particular."""

    organisation: Organisation
    door: Door
    person: Record | None
    clock: Clock
    day: Day

    @property
    def rules_shown(self) -> bool:
        """Whether the rules are shown and requests taken; concerns always are."""
        return self.person is not None or self.door.free

    @property
    def caller(self) -> Caller:
        """Whoever came, with no more than an employee may do."""
        uid = self.person.uid if self.person else ""
        return Caller(self.organisation, Actor(uid or AT_THE_DOOR, uid, "member"), self.clock)


def digest_of(secret: str) -> str:
    """Return what a secret is kept and looked up by."""
    return hashlib.sha256(secret.encode()).hexdigest()


def by_link(secret: str, *, clock: Clock = SYSTEM) -> Way:
    """Return the way of a personal link; NotFound, always alike, for one that is none or has ended."""
    found = doors.by_link(digest_of(secret)) if len(secret) >= _SHORTEST else None
    if found is None:
        raise NotFound("door.nothing")
    organisation, link = found
    way = _way(organisation, door_of(organisation.pk), link.person, clock)
    if way.day >= link.until or _gone(link.person, way.day):
        raise NotFound("door.nothing")
    return way


def by_code(code: str, *, clock: Clock = SYSTEM) -> Way:
    """Return the way of the organisation's code; NotFound, always alike, where it opens nothing."""
    found = doors.by_code(code) if code else None
    if found is None:
        raise NotFound("door.nothing")
    organisation, door = found
    return _way(organisation, door, None, clock)


def door_of(organisation_id: int) -> Door:
    """Return what an organisation says of its door; a shut one where it said nothing."""
    return Door.rows.of(organisation_id).select_related("answers").first() or Door(
        organisation_id=organisation_id
    )


def _way(organisation: Organisation, door: Door, person: Record | None, clock: Clock) -> Way:
    if not door.open:
        raise NotFound("door.nothing")
    rules.follow(organisation)
    return Way(organisation, door, person, clock, clock.day(organisation.time_zone))


def _gone(person: Record, day: Day) -> bool:
    left = to_day(reading.body(person)["fields"].get("left_on"))
    return person.retired_day is not None or (left is not None and left <= day)


__all__ = ["AT_THE_DOOR", "Way", "by_code", "by_link", "digest_of", "door_of"]
