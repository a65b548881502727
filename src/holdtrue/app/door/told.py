"""The employee's door as JSON says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from holdtrue.app.door.links import links
from holdtrue.app.door.ways import door_of

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller


def door_json(caller: Caller) -> dict[str, object]:
    """Return whether it is open, what the code alone shows, where it lies, and how many links open it."""
    held = door_of(caller.organisation.pk)
    day = caller.clock.day(caller.organisation.time_zone)
    found = links(caller.organisation.pk, day)
    address = f"{settings.HOLDTRUE_ADDRESS.rstrip('/')}/door/o/{held.code}/" if held.open else ""
    return {
        "open": held.open,
        "free": held.free,
        "address": address,
        "links": sum(1 for link in found if not link.ended),
    }


__all__ = ["door_json"]
