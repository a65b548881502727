"""The navigation of a starter: six plain entries, with all the others folded away until somebody wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.pages.shapes.page import Station

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.core.access import Actor
    from holdtrue.pages.places import Places

PROFILE = "starter"
_KINDS = {"system": "our_ai", "policy": "our_policy"}
_FULL = frozenset({"home", "settings", "worklist"})
"""Entries of the full navigation that a starter has under its own name."""


def plainly(
    full: Sequence[Station], places: Places, actor: Actor, *, here: str, kind: str
) -> tuple[tuple[Station, ...], tuple[Station, ...]]:
    """Return the entries shown and those folded away; `here` and `kind` say which of them one is at."""
    by_id = {station.id: station for station in full}
    at = _KINDS.get(kind, "") or {"worklist": "todo", "index": "report"}.get(here, here)
    addresses = {
        "home": places.home,
        "todo": places.at("worklist"),
        "our_ai": places.listing("system"),
        "our_policy": places.at("our-policy"),
        **({"report": places.at("report")} if actor.role != "member" else {}),
        **({"settings": places.at("settings")} if "settings" in by_id else {}),
    }
    shown = tuple(Station(name, address, current=name == at) for name, address in addresses.items())
    return shown, tuple(station for station in full if station.id not in _FULL)


__all__ = ["PROFILE", "plainly"]
