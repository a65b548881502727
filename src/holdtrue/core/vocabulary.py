"""The words claims may use: value lists, roles, evidence tags, indicators, and which records a scope sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdtrue.core.content import SHIPPED, by_edition, by_the_rules_of, content

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class EvidenceTag:
    """One sort of evidence a claim may ask for."""

    id: str
    shareable: bool
    """Counts for every system that uses the same component version."""
    counts: str
    """What counts as this evidence, in English."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure a claim may ask for, with the target suggested for it."""

    id: str
    unit: str
    direction: str
    """up, down or band."""
    target: float | tuple[float, float] | None
    """None where each system sets its own."""
    suggested: tuple[float, float] | None
    source: str
    """computed or entered."""
    per: str
    """organization or system."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The published words of the calculus, as claims, kinds and the rule author's page use them."""

    version: int
    forms: Mapping[str, frozenset[str]]
    """Claim form -> its arguments."""
    states: Mapping[str, tuple[str, ...]]
    """Claim form -> the states it can return; empty for forms that return any state of a part."""
    roles: Mapping[str, str]
    tiers: Mapping[str, str]
    evidence_tags: Mapping[str, EvidenceTag]
    indicators: Mapping[str, Indicator]
    visible_from_systems: frozenset[str]
    belongs_to_system: frozenset[str]
    paths: Mapping[str, tuple[tuple[str, str], ...]]
    """Kind -> the (kind, relation) steps by which a system's scope reaches it."""
    catalogs: Mapping[str, tuple[str, ...]]
    """Catalog scope -> its fields."""
    derived_fields: Mapping[str, Mapping[str, str]]


@by_edition
def vocabulary() -> Vocabulary:
    """Return the vocabulary in force."""
    raw: Mapping[str, Any] = content("practices/vocabulary.yaml")
    links = raw["links"]
    return Vocabulary(
        version=raw["version"],
        forms={form: frozenset(c["args"]) for form, c in raw["claims"].items()},
        states={
            form: () if isinstance(c["states"], str) else tuple(c["states"])
            for form, c in raw["claims"].items()
        },
        roles=raw["roles"],
        tiers=raw["tiers"],
        evidence_tags={
            k: EvidenceTag(k, t["shareable"], t["counts"]) for k, t in raw["evidence_tags"].items()
        },
        indicators={k: _indicator(k, i) for k, i in raw["indicators"].items()},
        visible_from_systems=frozenset(raw["visible_from_systems"]),
        belongs_to_system=frozenset(links["belongs_to_system"]),
        paths={kind: _steps(text) for kind, text in links["paths"].items()},
        catalogs={name: tuple(c["fields"]) for name, c in raw["relations"].items()},
        derived_fields=raw["derived_fields"],
    )


@by_edition
def value_list(name: str) -> tuple[str, ...]:
    """Return the controlled values of that name: `use`, `topics.policy`, `types.change`, `roles`, `tiers`.

    A list that rules installed before did not have yet is that of today: kinds are declared by this version.
    """
    raw: Mapping[str, Any] = content("practices/vocabulary.yaml")
    if name in ("roles", "tiers"):
        return tuple(raw[name])
    group, dot, key = name.partition(".")
    lists = raw[group] if dot else raw["values"]
    if (key or name) not in lists:
        with by_the_rules_of(SHIPPED):
            today: Mapping[str, Any] = content("practices/vocabulary.yaml")
        lists = today[group] if dot else today["values"]
    return tuple(lists[key or name])


def _indicator(tag: str, raw: Mapping[str, Any]) -> Indicator:
    target = raw["target"]
    return Indicator(
        id=tag,
        unit=raw["unit"],
        direction=raw["direction"],
        target=None
        if isinstance(target, str)
        else _band(target)
        if isinstance(target, list)
        else float(target),
        suggested=_band(raw["suggested"]) if "suggested" in raw else None,
        source=raw["source"],
        per=raw["per"],
    )


def _band(pair: Sequence[float]) -> tuple[float, float]:
    low, high = pair
    return float(low), float(high)


def _steps(text: str) -> tuple[tuple[str, str], ...]:
    """Read 'system.owner, system.overseer'."""
    return tuple((kind, relation) for kind, relation in (step.split(".") for step in text.split(", ")))
