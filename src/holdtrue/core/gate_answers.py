"""The answer of a gate: what a stage asks of a system of that tier, what of it holds, and until when it stays so."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import rfc8785

from holdtrue.core.claims.parse import parse_claim
from holdtrue.core.claims.telling import tag_word
from holdtrue.core.content import by_edition
from holdtrue.core.days import ALWAYS, NEVER, Day
from holdtrue.core.gates import gates
from holdtrue.core.messages import Message
from holdtrue.core.practices import LEVELS, library
from holdtrue.core.refusals import BadInput
from holdtrue.core.scoring import gate_profile, members
from holdtrue.core.verdicts import State, Verdict, all_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from holdtrue.core.claims.base import Claim
    from holdtrue.core.practices import Practice

STAGES = ("intake", "assessed", "approved", "deployed", "monitored", "changed", "retired")
"""In the order of a life."""
UNSORTED_ASKS = "minimal"
"""What the gate of intake asks of a system not yet sorted."""
_FIRST = STAGES[0]


@dataclass(frozen=True, slots=True)
class Need:
    """One practice a gate asks for."""

    practice: Practice
    level: int
    """1 declared to 4 measured."""
    stage: str
    """The gate that names it at this level; an earlier one where the gate asks for those too."""
    hard: bool
    """Whether nobody can waive it."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A practice the gate names and does not ask of this system, and why not."""

    practice: Practice
    why: Message


@dataclass(frozen=True, slots=True)
class Told:
    """Why a line does not hold, what mends it, and who can."""

    because: Message
    remedy: Message
    remedy_action: str = ""
    remedy_ref: str = ""
    witness: tuple[str, ...] = ()
    role: str = ""
    person: str = ""
    """Ref of who answers for it; '' where nobody does."""
    person_uid: str = ""
    name: str = ""
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that must hold: a practice at a level, evidence that was read, or that nothing stops it."""

    key: str
    """The practice's id; `evidence:tag`, `stop` or `triage` where it is none."""
    title: Message | str
    verdict: Verdict
    """Cumulative: with all lower levels."""
    need: Need | None = None
    told: Told | None = None

    def holds(self, day: Day) -> bool:
        """Whether it holds on that day."""
        return self.verdict.holds(day)

    def state(self, day: Day) -> State:
        """How it stands on that day."""
        return self.verdict.state(day)

    @property
    def hard(self) -> bool:
        """Whether it can never be waived: a hard practice, what stops the gate, and the triage."""
        return self.need.hard if self.need is not None else self.key in ("stop", "triage")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a gate says of one system on one day."""

    stage: str
    tier: str
    """'' while the system is not yet sorted."""
    profile: str
    """The one it is gated by: never less than the floor of its tier."""
    day: Day
    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """When everything holds at once."""
        if not self.lines:
            return Verdict(ALWAYS)
        return all_of([line.verdict for line in self.lines], self.day)

    @property
    def open(self) -> bool:
        """Whether it is open on that day."""
        return all(line.holds(self.day) for line in self.lines)

    @property
    def closes(self) -> Day:
        """The first day it would be shut again if nobody did anything; NEVER while it is shut."""
        return min((line.verdict.until for line in self.lines), default=ALWAYS) if self.open else NEVER

    @property
    def missing(self) -> tuple[Line, ...]:
        """What does not hold."""
        return tuple(line for line in self.lines if not line.holds(self.day))

    @property
    def print(self) -> str:
        """A digest of what was answered: a decision names the one it was taken on."""
        held = [
            [line.key, line.need.level if line.need else 0, line.holds(self.day), line.verdict.until]
            for line in self.lines
        ]
        told: list[object] = [self.stage, self.tier, self.profile, self.day, held]
        return hashlib.sha256(rfc8785.dumps(told)).hexdigest()  # type: ignore[arg-type]  # lists of plain values


def stage_named(name: str) -> str:
    """Return the stage; BadInput naming those there are."""
    if name not in STAGES:
        raise BadInput("gate.unknown_stage", field="stage", name=name, known=STAGES)
    return name


@by_edition
def needs(stage: str, tier: str) -> tuple[Need, ...]:
    """Return what the gate asks for in every profile, its own first, then those of earlier gates."""
    found = gates()
    wanted = found.required(stage, tier)
    own = found.stage(stage)
    earlier = [
        g for g in found.stages[: STAGES.index(stage)] if g.cumulative and own.cumulative and g is not own
    ]
    asked: list[Need] = []
    for gate in (own, *reversed(earlier)):
        for name, level in gate.requires[tier].items():
            if wanted[name] == level and all(n.practice.id != name for n in asked):
                asked.append(
                    Need(library().by_id[name], LEVELS.index(level) + 1, gate.stage, name in hard_practices())
                )
    return tuple(asked)


@by_edition
def hard_practices() -> frozenset[str]:
    """Return the practices nobody can waive at any gate."""
    return frozenset(name for gate in gates().stages for name in gate.hard)


def asked_of(
    stage: str,
    tier: str,
    profile: str,
    *,
    stands: Mapping[str, Sequence[Verdict] | None],
    joined: Collection[str] = (),
) -> tuple[list[tuple[Need, Verdict]], list[LeftOut]]:
    """Return what is asked with its verdict as it stands, and what is left out and why.

    `stands` gives the four levels of each practice, of the system or the organisation; None where it does not apply.
    """
    gated = gate_profile(library(), profile, tier)
    inside = members(library(), gated, joined)
    asked, left = [], []
    for need in needs(stage, tier):
        practice = need.practice
        verdicts = stands.get(practice.id)
        if practice.id not in inside:
            left.append(
                LeftOut(practice, Message("gate.left.profile", {"profile": Message(f"profile.{gated}")}))
            )
        elif verdicts is None:
            left.append(LeftOut(practice, Message("gate.left.not_applicable")))
        else:
            asked.append((need, reaching(verdicts, need.level)))
    return asked, left


def reaching(verdicts: Sequence[Verdict], level: int) -> Verdict:
    """Return a level with all lower ones as one verdict."""
    first = verdicts[:level]
    until = min(v.until for v in first)
    opens = max(v.opens for v in first)
    best = min(v.best for v in first)
    decides = min(first, key=lambda v: (v.until, -v.opens))
    return Verdict(until, decides.why, opens, best, decides.cause, decides.bearing)


def beside(stage: str, tier: str) -> tuple[tuple[str, Message, Claim], ...]:
    """Return what the gate asks beside practices: (key, title, claim over the system's facts)."""
    found = gates()
    own = found.stage(stage)
    told = [own]
    if own.cumulative:
        told += [g for g in found.stages[: STAGES.index(stage)] if g.cumulative]
    claims: list[tuple[str, Message, Claim]] = []
    for gate in told:
        if gate.stop_if is not None:
            claims.append(("stop", Message("gate.line.stop"), _parsed(gate.stage, "stop")))
        if gate is own or stage == "deployed":
            claims += [
                (
                    f"evidence:{before.claim['evidence']}",
                    Message("gate.line.evidence", {"tag": tag_word(str(before.claim["evidence"]))}),
                    _parsed(gate.stage, str(before.claim["evidence"])),
                )
                for before in gate.evidence_before
                if tier in before.tiers
            ]
    return tuple(claims)


@by_edition
def _parsed(stage: str, what: str) -> Claim:
    gate = gates().stage(stage)
    if what == "stop" and gate.stop_if is not None:
        return parse_claim(gate.stop_if, strict=True, path=f"gates.{stage}.stop_if")
    source = next(b.claim for b in gate.evidence_before if b.claim["evidence"] == what)
    return parse_claim(source, strict=True, path=f"gates.{stage}.evidence_before")
