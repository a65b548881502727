"""Sorts a system: which facts are missing, which tier the facts at hand give, and what a stated class suggests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdtrue.core.content import by_edition, content
from holdtrue.core.gates import Triage, gates
from holdtrue.core.matching import filled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from holdtrue.core.facts import Fact, Fields

TIERS = ("minimal", "limited", "high")
"""Lowest first."""

_NOTHING: tuple[object, ...] = (None, "", [], ())
_STATED = frozenset({"stated", "imported"})
_SUGGESTS: Mapping[str, str] = {
    "prohibited": "high",
    "high_risk": "high",
    "high_risk_annex_i": "high",
    "high_risk_annex_iii": "high",
    "high_risk_annex_iii_1a": "high",
    "rights_impacting": "high",
    "safety_impacting": "high",
    "rights_and_safety_impacting": "high",
    "high_impact": "high",
    "annex_iii_not_high_risk": "limited",
    "transparency": "limited",
    "gpai": "limited",
    "gpai_systemic": "limited",
    "automated_decision": "limited",
    "personal_information": "limited",
    "presumed_not_high_impact": "minimal",
    "not_high_impact": "minimal",
    "minimal": "minimal",
}
"""Class -> the tier a statement of it suggests; it weighs a system not yet sorted and silences no missing fact."""


@dataclass(frozen=True, slots=True)
class Tiering:
    """Where a system stands in the sorting."""

    tier: str | None
    """None while it is not yet sorted."""
    missing: tuple[str, ...]
    """Triage facts that are unset, in the order they are asked."""
    decided_by: str
    """uid of the record whose facts give the tier; '' where nothing raised it or it is not yet sorted."""
    stated_class: str | None
    """The class a register, an inventory or a person stated."""
    stated_tier: str | None
    """The tier that class suggests."""

    @property
    def is_sorted(self) -> bool:
        """Whether its tier is known; a high tier is, whatever is missing."""
        return self.tier is not None

    @property
    def confirmed(self) -> bool:
        """Whether the tier rests on a complete triage."""
        return self.tier is not None and not self.missing


@dataclass(frozen=True, slots=True)
class _Condition:
    """A `record` claim made ready: asked of every system at every change, so kept to set lookups."""

    kind: str
    wanted: tuple[tuple[str, frozenset[object]], ...]

    def met(self, fields: Fields) -> bool:
        """Whether the fields surely match; an unset one does not raise a tier."""
        for name, values in self.wanted:
            value = fields.get(name)
            if value.__class__ is list or value.__class__ is tuple:
                if values.isdisjoint(value):
                    return False
            elif value not in values:
                return False
        return True


def sort_system(
    system: Fact, fields: Fields, linked: Callable[[Fact, str], Sequence[Fact]], organization: Fields
) -> Tiering:
    """Return the tiering of a system from its own facts and those of the records linked to it.

    `linked(system, kind)` gives the linked records of a kind. The head of a drafted record is read: a stated class
    counts before anyone signed it.
    """
    missing = missing_facts(fields, organization)
    classes = linked(system, "classification")
    stated = _stated(classes)
    suggested = _SUGGESTS.get(stated) if stated else None
    tier, witness = _tier(system, fields, linked, sorted_already=not missing)
    return Tiering(tier, missing, witness, stated, suggested)


def missing_facts(fields: Fields, organization: Fields) -> tuple[str, ...]:
    """Return the triage facts still unset, in the order they are asked."""
    triage = gates().triage
    missing = [name for name in triage.questions if fields.get(name) in _NOTHING]
    missing += _follow_ups(fields, triage)
    missing += [n for n in triage.also_once if not (filled(fields.get(n)) or filled(organization.get(n)))]
    return tuple(missing)


def _follow_ups(fields: Fields, triage: Triage) -> list[str]:
    return [
        name
        for fact, more in triage.also_if.items()
        if fields.get(fact) is True
        for name in more
        if not filled(fields.get(name))
    ]


def _tier(
    system: Fact, fields: Fields, linked: Callable[[Fact, str], Sequence[Fact]], *, sorted_already: bool
) -> tuple[str | None, str]:
    rules = _rules()
    witness = _raised(rules["high"], system, fields, linked)
    if witness is not None:
        return "high", witness
    if not sorted_already:
        return None, ""
    witness = _raised(rules["limited"], system, fields, linked)
    return ("limited", witness) if witness is not None else ("minimal", "")


def _raised(
    conditions: Sequence[_Condition],
    system: Fact,
    fields: Fields,
    linked: Callable[[Fact, str], Sequence[Fact]],
) -> str | None:
    """Return the uid of the first record that meets a condition."""
    for condition in conditions:
        if condition.kind == "system":
            if condition.met(fields):
                return system.uid
        else:
            for fact in linked(system, condition.kind):
                if condition.met(fact.newest):
                    return fact.uid
    return None


def _stated(classes: Sequence[Fact]) -> str | None:
    """The gravest class somebody stated."""
    found = [
        str(f.newest["class"])
        for f in classes
        if f.newest.get("provenance") in _STATED and f.newest.get("class")
    ]
    return max(found, key=lambda c: TIERS.index(_SUGGESTS[c]) if c in _SUGGESTS else -1, default=None)


@by_edition
def _rules() -> Mapping[str, tuple[_Condition, ...]]:
    raw: Mapping[str, Any] = content("gates/gates.yaml")
    return {
        tier: tuple(_Condition(c["record"], _wanted(c["where"])) for c in raw["tiering"][tier]["any"])
        for tier in ("high", "limited")
    }


def _wanted(where: Mapping[str, Any]) -> tuple[tuple[str, frozenset[object]], ...]:
    return tuple((name, frozenset(v if isinstance(v, list) else [v])) for name, v in where.items())
