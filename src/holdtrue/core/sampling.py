"""A sample of systems by class, drawn by a recorded seed so that anybody can draw it again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from heapq import nsmallest
from math import isqrt
from typing import TYPE_CHECKING

from holdtrue.core.refusals import BadInput
from holdtrue.core.scoring import UNSORTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

STRATA = ("high", "limited", "minimal", UNSORTED)
"""From the class that weighs most to systems nobody has sorted yet."""
ALL_UP_TO = 20
"""High-tier systems are all looked at up to this many."""
RULE = "root-1"
"""The name of the rule below, kept with each sample: a later rule gets another name."""
SEED_BYTES = 32
_SEED = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Stratum:
    """One class of systems with those drawn from it."""

    name: str
    population: int
    least: int
    """What the rule asks for."""
    drawn: tuple[str, ...]
    """uids, in the order in which they were drawn."""

    @property
    def size(self) -> int:
        """How many were drawn."""
        return len(self.drawn)

    @property
    def short(self) -> bool:
        """Whether fewer were drawn than the rule asks for."""
        return self.size < self.least


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample with all that drawing it again takes, save the systems there were."""

    seed: str
    strata: tuple[Stratum, ...]
    rule: str = RULE

    @property
    def drawn(self) -> tuple[str, ...]:
        """All that were drawn, class by class."""
        return tuple(uid for stratum in self.strata for uid in stratum.drawn)

    @property
    def population(self) -> int:
        """How many systems there were to draw from."""
        return sum(stratum.population for stratum in self.strata)


def least(stratum: str, population: int) -> int:
    """Return how many the rule asks for: the square root, rounded up; of the high tier all, up to twenty, if more."""
    root = isqrt(population - 1) + 1 if population > 0 else 0
    return max(root, min(population, ALL_UP_TO)) if stratum == "high" else root


def seed_of(entropy: bytes) -> str:
    """Return a seed as it is written, from 32 random bytes; BadInput for any other number of them."""
    if len(entropy) != SEED_BYTES:
        raise BadInput("sampling.seed", field="seed", n=SEED_BYTES * 2)
    return entropy.hex()


def place(seed: str, uid: str) -> bytes:
    """Return where a system stands in the draw: SHA-256 of the seed's 64 letters and then its uid, both as text."""
    return sha256(f"{seed}{uid}".encode()).digest()


def draw(systems: Iterable[tuple[str, str]], *, seed: str, sizes: Mapping[str, int] | None = None) -> Sample:
    """Return the sample of these (uid, class) that a seed draws: per class, those whose places come first.

    `sizes` sets another number for some classes; a class of none of STRATA counts as not yet sorted. The order in which
    systems come changes nothing. BadInput for a seed that is not 64 small hexadecimal letters, a class there is not, or
    a number the class cannot give.
    """
    if not _SEED.fullmatch(seed):
        raise BadInput("sampling.seed", field="seed", n=SEED_BYTES * 2)
    members: dict[str, list[str]] = {name: [] for name in STRATA}
    for uid, tier in systems:
        members[tier if tier in members else UNSORTED].append(uid)
    asked = _looked_into(sizes or {}, members)
    return Sample(seed, tuple(_stratum(name, members[name], seed, asked.get(name)) for name in STRATA))


def _looked_into(sizes: Mapping[str, int], members: Mapping[str, Sequence[str]]) -> Mapping[str, int]:
    for name, size in sizes.items():
        if name not in members:
            raise BadInput("sampling.no_such_class", field="sizes", name=name, known=STRATA)
        if not 0 <= size <= len(members[name]):
            raise BadInput("sampling.size", field="sizes", name=name, n=len(members[name]))
    return sizes


def _stratum(name: str, members: Sequence[str], seed: str, size: int | None) -> Stratum:
    rule = least(name, len(members))
    drawn = nsmallest(rule if size is None else size, members, key=lambda uid: place(seed, uid))
    return Stratum(name, len(members), rule, tuple(drawn))


__all__ = ["ALL_UP_TO", "RULE", "STRATA", "Sample", "Stratum", "draw", "least", "place", "seed_of"]
