"""What an attestation of readiness states: levels confirmed or lowered, the index they give, and the floor below it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput
from holdtrue.core.scoring import LEVEL_WORDS, index, level_word

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from holdtrue.core.practices import Library
    from holdtrue.core.properties import Scheme
    from holdtrue.core.scoring import Index

MONTHS = 12
"""How long one is good for at most."""
STEP = 25
"""Points between two levels."""


@dataclass(frozen=True, slots=True)
class Derived:
    """How one practice stands by the register on a day."""

    practice: str
    score: Fraction
    level: int
    """0 to 4: of the organisation's own practice the level reached, of one asked of systems the level of its mean."""


@dataclass(frozen=True, slots=True)
class Floor:
    """What an attestation rests on: it stands while what is derived is nowhere below."""

    band: str
    index: int
    """Where that band begins."""
    properties: Mapping[str, int]
    """Property → the step of the levels at or below what was attested."""


@dataclass(frozen=True, slots=True)
class Below:
    """What lies below the floor."""

    part: str
    """'index', 'band', or a property."""
    at_least: int
    found: int

    @property
    def message(self) -> Message:
        """The reason, for people."""
        params: dict[str, object] = {"found": self.found, "least": self.at_least}
        if self.part not in ("index", "band"):
            params["property"] = Message(f"property.{self.part}")
            return Message("attest.below.property", params)
        return Message(f"attest.below.{self.part}", params)


def derived_level(score: Fraction, reached: int | None) -> int:
    """Return the level an assessor may confirm at most: the one reached, or that of the mean over many systems."""
    return min(floor(score / STEP), len(LEVEL_WORDS) - 1) if reached is None else reached


def confirmed(derived: Derived, level: int, reason: str) -> int:
    """Return the level an assessor gives to a practice; BadInput where it raises, or lowers without a reason."""
    if not 0 <= level < len(LEVEL_WORDS):
        raise BadInput("attest.level", field=derived.practice, known=LEVEL_WORDS)
    if level > derived.level:
        raise BadInput("attest.raised", field=derived.practice, level=level_word(derived.level))
    if level < derived.level and not reason.strip():
        raise BadInput("attest.reason", field=derived.practice)
    return level


def attested_score(derived: Derived, level: int) -> Fraction:
    """Return what a practice counts: as derived where its level was confirmed, at most the level given where not."""
    return derived.score if level >= derived.level else min(derived.score, Fraction(STEP * level))


def attested(
    library: Library,
    derived: Sequence[Derived],
    levels: Mapping[str, int],
    profile: str,
    *,
    joined: Collection[str] = (),
    prohibited: bool = False,
) -> Index:
    """Return the index that the levels given lead to: by the same scoring, and never above the derived one."""
    scores = {each.practice: attested_score(each, levels[each.practice]) for each in derived}
    return index(library, scores, profile, joined=joined, prohibited=prohibited)


def floor_of(given: Index) -> Floor:
    """Return the floor of an attested index: its band, and of each property the step it stands on."""
    return Floor(
        band=given.band.id,
        index=given.band.start,
        properties={
            name: floor(value / STEP) * STEP
            for name, value in sorted(given.properties.items())
            if value is not None
        },
    )


def below(scheme: Scheme, least: Floor, found: Index) -> Below | None:
    """Return what of a derived index lies below the floor; None where nothing does.

    A property that no practice is asked of any more is not below: there is nothing left to fall.
    """
    if found.shown < least.index:
        return Below("index", least.index, found.shown)
    for name, value in least.properties.items():
        now = found.properties.get(name)
        if now is not None and now < value:
            return Below(name, value, floor(now))
    order = [band.id for band in scheme.bands]
    if least.band in order and order.index(found.band.id) < order.index(least.band):
        return Below("band", least.index, found.band.start)
    return None
