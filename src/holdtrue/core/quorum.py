"""Quorum: sign-offs that count only once enough different people have signed on the same basis."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.core.facts import SignOff


def counted(signoffs: Sequence[SignOff], needed: Mapping[int, int]) -> list[SignOff]:
    """Return the sign-offs that count, in their order. `needed` is by number; those not in it count alone.

    One of a quorum is known from the day the last one needed was given.
    """
    groups: dict[frozenset[tuple[str, str]], list[SignOff]] = defaultdict(list)
    for signoff in signoffs:
        if signoff.number in needed:
            groups[frozenset(signoff.basis.items())].append(signoff)
    kept = []
    for signoff in signoffs:
        if signoff.number not in needed:
            kept.append(signoff)
            continue
        group = groups[frozenset(signoff.basis.items())]
        if signoff.withdrawn is None:
            group = [s for s in group if s.withdrawn is None]
        since = reached(group, needed[signoff.number])
        if since is not None:
            kept.append(replace(signoff, recorded=max(signoff.recorded, since)))
    return kept


def reached(signoffs: Sequence[SignOff], needed: int) -> int | None:
    """Return the day on which the last person needed signed; None while they are too few."""
    first: dict[str, int] = {}
    for signoff in signoffs:
        first.setdefault(signoff.signer, signoff.recorded)
    days = sorted(first.values())
    return days[needed - 1] if len(days) >= needed else None
