"""Plain navigation: a starter's six entries with the rest folded away, and an employee's own things alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdtrue.pages.shapes.page import Station

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.pages.places import Places

PROFILE = "starter"
SETTINGS = ("settings", "members", "door", "leave")
"""The pages of settings a starter sees at once."""
_KINDS = {"system": "our_ai", "policy": "our_policy"}
_FULL = frozenset({"home", "settings", "worklist"})
"""Entries of the full navigation that a starter has under its own name."""


def plainly(
    full: Sequence[Station], places: Places, *, here: str, kind: str
) -> tuple[tuple[Station, ...], tuple[Station, ...]]:
    """Return the entries shown and those folded away; `here` and `kind` say which of them one is at.

    Where that is one of those shown, it alone says so, and the others stay folded.
    """
    by_id = {station.id: station for station in full}
    at = _KINDS.get(kind, "") or {"worklist": "todo", "index": "report"}.get(here, here)
    addresses = {
        "home": places.home,
        "todo": places.at("worklist"),
        "our_ai": places.listing("system"),
        "our_policy": places.at("our-policy"),
        "report": places.at("report"),
        **({"settings": places.at("settings")} if "settings" in by_id else {}),
    }
    shown = tuple(Station(name, address, current=name == at) for name, address in addresses.items())
    folded = (station for station in full if station.id not in _FULL)
    if at in addresses:
        folded = (replace(station, current=False, children=()) for station in folded)
    return shown, tuple(folded)


def own_things(places: Places, *, here: str, kind: str, path: str) -> tuple[Station, ...]:
    """Return what an employee finds in any profile: what they are to do, read, learn and may say; no phases.

    `path` tells the lessons, which lie within the worklist, from the rest of it.
    """
    at = {**_KINDS, "concern": "speak_up"}.get(kind, "") or {"worklist": "todo"}.get(here, here)
    if path.startswith(places.at("lessons")):
        at = "lessons"
    addresses = {
        "home": places.home,
        "todo": places.at("worklist"),
        "lessons": places.at("lessons"),
        "our_ai": places.listing("system"),
        "our_policy": places.at("our-policy"),
        "speak_up": places.add("concern"),
    }
    return tuple(Station(name, address, current=name == at) for name, address in addresses.items())


__all__ = ["PROFILE", "SETTINGS", "own_things", "plainly"]
