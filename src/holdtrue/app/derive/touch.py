"""What an action touched, and which claims that concerns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdtrue.core.claims.base import Read

_TAGGED = frozenset({"evidence", "indicator", "declaration", "finding"})
"""Kinds whose claims name a tag or a practice; of the others every claim on the kind is asked again."""


@dataclass(frozen=True, slots=True)
class Touch:
    """One record that was added, revised, signed, measured or retired."""

    row: int
    uid: str
    kind: str
    keys: tuple[str, ...]
    """What claims pick it by, now and before; '' where nothing says, which every one of them may see."""
    before: tuple[int, ...] = ()
    """Row ids of records it was linked to and no longer is."""
    wide: bool = True
    """Of a kind that every system's facts are read with: whether what changed of it is read by them."""
    fresh: bool = False
    """Added by this action: nothing of it was derived before."""


def reads_of(touched: Iterable[Touch]) -> frozenset[Read]:
    """Return what claims must be asked again."""
    found: set[Read] = set()
    for touch in touched:
        if touch.kind in _TAGGED:
            found.update((touch.kind, key) for key in touch.keys or ("",))
            if touch.kind == "finding":
                found.add((touch.kind, ""))
        else:
            found.add((touch.kind, ""))
    return frozenset(found)
