"""Which people have a link to the door, for those who give and end them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.store.models import DoorLink

if TYPE_CHECKING:
    from holdtrue.core.days import Day


@dataclass(frozen=True, slots=True)
class Shown:
    """One person's link, without its secret, which nobody has but they."""

    ref: str
    name: str
    until: Day
    ended: bool


def links(organisation_id: int, day: Day, *, most: int = 500) -> list[Shown]:
    """Return them by name. One query."""
    rows = DoorLink.rows.of(organisation_id).select_related("person").order_by("person__title", "id")[:most]
    return [Shown(r.person.ref, r.person.title, r.until, r.until <= day) for r in rows]


__all__ = ["Shown", "links"]
