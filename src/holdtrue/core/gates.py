"""The life-cycle gates of a system and of the management system itself, and the triage that sorts a system, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from holdtrue.core.content import by_edition, content

ClaimSource = Mapping[str, Any]
Requires = Mapping[str, str]
"""Practice -> the level it must hold."""


@dataclass(frozen=True, slots=True)
class EvidenceBefore:
    """Read evidence a gate asks for on top of its practices."""

    tiers: frozenset[str]
    claim: ClaimSource


@dataclass(frozen=True, slots=True)
class Gate:
    """One stage of a system's life and what must hold to enter it."""

    stage: str
    asks: str
    requires: Mapping[str, Requires]
    """Tier -> practices and levels named by this gate alone."""
    hard: frozenset[str]
    """Practices that can never be waived."""
    stop_if: ClaimSource | None
    """A claim that must hold (a `none`), whatever the practices say."""
    evidence_before: tuple[EvidenceBefore, ...]
    approver: Mapping[str, str]
    cumulative: bool
    record: str
    after: ClaimSource | None
    """What is owed once it is entered: {within, holds}."""


@dataclass(frozen=True, slots=True)
class OrganizationGate:
    """One milestone of the management system: live, ready for stage 1 or stage 2."""

    id: str
    asks: str
    requires: Requires
    each_system: Requires
    claims: tuple[ClaimSource, ...]
    profile: tuple[str, str] | None
    """A whole profile and the level each of its practices must hold."""
    history: Mapping[str, Any] | None
    """How long a share of practices must have held: {share_of_practices, level, for}."""


@dataclass(frozen=True, slots=True)
class Triage:
    """The few facts that sort a system, each with the question that asks for it."""

    minutes: int
    questions: Mapping[str, str]
    also_if: Mapping[str, tuple[str, ...]]
    """Fact -> facts asked as well once it is yes."""
    also_once: tuple[str, ...]
    """Facts taken from the organisation unless the system differs."""


@dataclass(frozen=True, slots=True)
class Gates:
    """Everything the gates file says."""

    stages: tuple[Gate, ...]
    organization: tuple[OrganizationGate, ...]
    triage: Triage
    profile_floor: Mapping[str, str]
    """Tier -> the least profile a system of it is gated by."""
    takeover_days: Mapping[str, int]
    """Tier -> days from registration within which a system already in use is taken over."""
    takeover_by_look: Mapping[str, frozenset[str]]
    """Profile -> tiers whose take-over is their owner's look, so that passing the gate is not asked for besides."""

    def stage(self, name: str) -> Gate:
        """Return the gate of that stage; KeyError where there is none."""
        for gate in self.stages:
            if gate.stage == name:
                return gate
        raise KeyError(name)

    def required(self, stage: str, tier: str) -> Requires:
        """Return what entering asks, earlier gates included unless the gate is not cumulative; a higher level wins."""
        gate = self.stage(stage)
        if not gate.cumulative:
            return gate.requires[tier]
        found: dict[str, str] = {}
        for earlier in self.stages[: self.stages.index(gate) + 1]:
            if earlier.cumulative:
                for practice, level in earlier.requires[tier].items():
                    if practice not in found or _LEVEL[level] > _LEVEL[found[practice]]:
                        found[practice] = level
        return found


_LEVEL = {"declared": 0, "documented": 1, "operational": 2, "measured": 3}


_TAKEOVER_DAYS: Mapping[str, int] = {"high": 90, "limited": 180, "minimal": 365}
"""Of rules kept from before these were data."""


@by_edition
def gates() -> Gates:
    """Return the gates in force."""
    raw: Mapping[str, Any] = content("gates/gates.yaml")
    return Gates(
        stages=tuple(_gate(g) for g in raw["gates"]),
        organization=tuple(_organization_gate(g) for g in raw["organization_gates"]),
        triage=Triage(
            minutes=raw["triage"]["minutes"],
            questions={f["field"]: f["ask"] for f in raw["triage"]["facts"]},
            also_if={k: tuple(v) for k, v in raw["triage"]["also_if"].items()},
            also_once=tuple(raw["triage"]["also_once"]),
        ),
        profile_floor=raw["rules"]["profile_floor"],
        takeover_days=raw["rules"].get("takeover_days", _TAKEOVER_DAYS),
        takeover_by_look={
            p: frozenset(tiers) for p, tiers in raw["rules"].get("takeover_by_look", {}).items()
        },
    )


def _gate(raw: Mapping[str, Any]) -> Gate:
    before = raw.get("evidence_before", ())
    return Gate(
        stage=raw["stage"],
        asks=raw["asks"],
        requires=raw["requires"],
        hard=frozenset(raw.get("hard", ())),
        stop_if=raw.get("stop_if"),
        evidence_before=tuple(
            EvidenceBefore(frozenset(e["tier"]), {"evidence": e["evidence"], "every": e["every"]})
            for e in before
        ),
        approver=raw.get("approver", {}),
        cumulative=raw.get("cumulative", True),
        record=raw["record"],
        after=raw.get("after"),
    )


def _organization_gate(raw: Mapping[str, Any]) -> OrganizationGate:
    profile = raw.get("requires_profile")
    return OrganizationGate(
        id=raw["id"],
        asks=raw["asks"],
        requires=raw.get("requires", {}),
        each_system=raw.get("each_system", {}),
        claims=tuple(raw[k] for k in ("all_controls_decided", "none_open") if k in raw),
        profile=(profile["profile"], profile["level"]) if profile else None,
        history=raw.get("standing_history"),
    )
