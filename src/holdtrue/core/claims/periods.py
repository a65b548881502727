"""How long something stays good: one period for all, or one by the tier of the system at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from holdtrue.core.claims.telling import witness
from holdtrue.core.days import ALWAYS, Day, Period, add_months, period
from holdtrue.core.verdicts import NOTHING, Witness

if TYPE_CHECKING:
    from holdtrue.core.facts import Fact, Facts


class Ending(Protocol):
    """Gives the first day on which what was done on a day no longer counts; None for a system not yet sorted."""

    def __call__(self, day: Day, facts: Facts, of: Fact | None = None, /) -> Day | None: ...


STRICTEST = "high"
"""The tier whose period counts where no system is at hand."""


@dataclass(frozen=True, slots=True)
class Every:
    """A period, or one per tier; without either it does not age."""

    flat: Period | None = None
    tiers: Mapping[str, Period] | None = None

    def after(self, day: Day, facts: Facts, of: Fact | None = None) -> Day | None:
        """Return the first day on which what was done on `day` no longer counts; None for a system not yet sorted."""
        if self.tiers is None:
            return ALWAYS if self.flat is None else self.flat.after(day)
        tier = tier_for(facts, of)
        return None if tier is None else self.tiers[tier].after(day)

    def ending(self) -> Ending:
        """Return `after` made ready."""
        if self.tiers is not None:
            return _by_tier({tier: (p.months, p.days) for tier, p in self.tiers.items()})
        flat = self.flat
        if flat is None:
            return lambda _day, _facts, _of=None: ALWAYS
        months, days = flat.months, flat.days
        if months:
            return lambda day, _facts, _of=None: add_months(day, months)
        return lambda day, _facts, _of=None: day + days

    def words(self) -> str:
        """The period as text, the shortest first where it follows the tier."""
        if self.tiers is None:
            return str(self.flat or "")
        return " / ".join(dict.fromkeys(str(p) for p in self.tiers.values()))


def _by_tier(tiers: Mapping[str, tuple[int, int]]) -> Ending:
    def ending(day: Day, facts: Facts, of: Fact | None = None) -> Day | None:
        tier = facts.tier if of is None or of.kind != "system" else tier_for(facts, of)
        if tier is None:
            tier = tier_for(facts, of)
            if tier is None:
                return None
        months, days = tiers[tier]
        return add_months(day, months) + days if months else day + days

    return ending


AGELESS = Every()


def read_every(value: object) -> Every:
    """Read '12 months', or a mapping of the three tiers; raise ValueError for anything else."""
    if isinstance(value, Mapping):
        return Every(tiers={str(tier): period(str(text)) for tier, text in value.items()})
    return Every(flat=period(str(value)))


def tier_for(facts: Facts, of: Fact | None) -> str | None:
    """Return the tier whose period counts: the record's where it is a system, else that of the system at hand."""
    if of is not None and of.kind == "system":
        tier = of.fields.get("tier")
        return tier if isinstance(tier, str) else None
    if facts.tier is None and facts.system is None:
        return STRICTEST
    return facts.tier


def unsorted_witness(facts: Facts, of: Fact | None = None) -> Witness:
    """Return the witness of a tiered period asked of a system whose tier is not known, naming the facts it lacks."""
    if not facts.telling:
        return NOTHING
    system = of if of is not None and of.kind == "system" else facts.system or facts.scope
    missing = system.fields.get("_missing") or ()
    names = tuple(missing) if isinstance(missing, (list, tuple)) else ()
    return witness(
        "unsorted",
        system.ref,
        n=len(names),
        fields=tuple(str(x).replace("_", " ") for x in names),
        role="system_owner",
    )
