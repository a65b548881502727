"""The organisation-wide parts that cap system claims: under which names they are stored, and their verdicts."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from holdtrue.core.packing import opened, split
from holdtrue.core.standing import shared_parts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.practices import Practice
    from holdtrue.core.standing import Standing as Held
    from holdtrue.core.verdicts import Verdict
    from holdtrue.store.standings import Kept

CAP = "="
"""Before the id of an organisation-wide part in the organisation's stored standing."""
_NAMES: dict[int, tuple[Practice, tuple[str | None, ...]]] = {}
_MOST = 2_000


def cap_names(practice: Practice) -> tuple[str | None, ...]:
    """Return under which name the cap of each level is stored."""
    found = _NAMES.get(id(practice))
    if found is None or found[0] is not practice:
        if len(_NAMES) > _MOST:
            _NAMES.clear()
        names = tuple(None if c is None else CAP + c.id for c in shared_parts(practice))
        found = _NAMES[id(practice)] = (practice, names)
    return found[1]


def caps_of(standing: Mapping[str, Held | None]) -> dict[str, Verdict]:
    """Return the stored caps by name, as verdicts."""
    return {
        name: held.rungs[0].verdict(None, 0)
        for name, held in standing.items()
        if held and name.startswith(CAP)
    }


def stored_caps(kept: Kept | None) -> Mapping[str, Verdict]:
    """Return the caps in the organisation's own stored standing."""
    return _opened(kept.packed) if kept else {}


@lru_cache(maxsize=64)
def _opened(standing: bytes) -> Mapping[str, Verdict]:
    """Most changes leave the organisation's standing as it is, and it is read with every one of them."""
    segments = split(standing)
    return caps_of({name: opened(segment) for name, segment in segments.items() if name.startswith(CAP)})
