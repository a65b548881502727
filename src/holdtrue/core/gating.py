"""The rules of passing a gate: from which stage, by which change, decided by whom, and what entering does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.derived import IN_USE
from holdtrue.core.gates import gates
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from holdtrue.core.gate_answers import Answer

GO, NO_GO, NOT_YET = DECISIONS = ("go", "no_go", "not_yet")
REOPENED = "reopened"
"""What is noted of the gate of assessment when the tier of a system in service rose."""
REOPENED_DAYS = 30
BY_ITSELF = "00000000-0000-4000-8000-0000000057a6"
"""The account under which stages are entered by themselves."""
OBSERVE, ENFORCE = MODES = ("observe", "enforce")
CHAIN = ("system_owner", "ai_lead", "top_management")
"""Who decides where a gate names an approver: that role, or a wider one."""
FROM: Mapping[str, frozenset[str]] = {
    "assessed": frozenset({"intake"}),
    "approved": frozenset({"intake", "assessed"}),
    "deployed": frozenset({"approved"}),
    "monitored": frozenset({"deployed", "changed"}),
    "changed": frozenset({"deployed", "monitored", "changed"}),
    "retired": frozenset({"intake", "assessed", "approved", "deployed", "monitored", "changed"}),
}
"""Stage → the stages it is entered from; intake is where every system begins."""
IN_SERVICE = ("deployed", "monitored", "changed")
BEFORE_SERVICE = frozenset({"intake", "assessed", "approved"})
_TESTED = ("impact-assessment", "evidence:test-report")
"""What a take-over comes after, whatever the mode."""


@dataclass(frozen=True, slots=True)
class Life:
    """What of a system's past decides which gate it stands before."""

    stage: str
    use: str
    first_use: str
    """The first use anybody stated; a system planned at first is never taken over."""
    taken_over: bool
    tier: str = ""
    assessed_tier: str = ""
    """The tier it had when it last passed a gate that assesses; '' where it passed none."""

    @property
    def may_be_taken_over(self) -> bool:
        """Whether it was in use when it was first registered, and came through no gate into service yet."""
        return (
            not self.taken_over
            and self.use in IN_USE
            and self.first_use in IN_USE
            and self.stage in BEFORE_SERVICE
        )

    @property
    def reopened(self) -> bool:
        """Whether its tier rose since it was assessed, so that the gate stands open again while it is in use."""
        order = ("", "minimal", "limited", "high")
        return (
            self.stage in IN_SERVICE
            and bool(self.assessed_tier)
            and self.tier in order
            and order.index(self.tier) > order.index(self.assessed_tier)
        )


def change_types(stage: str, life: Life) -> tuple[str, ...]:
    """Return the types of change that carry the decision at a gate; the first is taken where none is named."""
    if stage in ("assessed", "approved", "deployed"):
        if stage == "assessed" and life.reopened:
            return ("modify", "replace_supplier")
        return ("take_over",) if life.may_be_taken_over else ("deploy",)
    return {"changed": ("modify", "replace_supplier"), "retired": ("retire",)}.get(stage, ())


def require_passage(stage: str, life: Life, ref: str) -> None:
    """Return where the system stands before that gate; BadInput says what comes first."""
    words = {"ref": ref, "now": _stage(life.stage), "stage": _stage(stage)}
    if stage == "intake":
        raise BadInput("gate.intake", field="stage", **words)
    if stage == "monitored":
        raise BadInput("gate.by_itself", field="stage", **words)
    if stage == "assessed" and life.reopened:
        return
    if stage == "deployed" and life.may_be_taken_over:
        return
    if life.stage == stage and stage != "changed":
        raise BadInput("gate.already", field="stage", **words)
    if life.stage not in FROM[stage]:
        raise BadInput(_why_not(stage, life.stage), field="stage", **words)


def _why_not(stage: str, now: str) -> str:
    if now == "retired":
        return "gate.retired_already"
    order = [gate.stage for gate in gates().stages]
    return "gate.passed" if order.index(stage) < order.index(now) else "gate.not_from_there"


def approver(stage: str, tier: str, change_type: str) -> str:
    """Return the role that decides; '' where whoever may pass gates does. A take-over asks for the approver too."""
    asked = "approved" if change_type == "take_over" and stage == "deployed" else stage
    return gates().stage(asked).approver.get(tier, "")


def may_decide(role: str, held: Collection[str]) -> bool:
    """Whether somebody with these roles decides where that role is asked, by it or by a wider one."""
    return not role or bool(set(held) & set(CHAIN[CHAIN.index(role) :] if role in CHAIN else (role,)))


def require_possible(answer: Answer, decision: str, mode: str, change_type: str) -> None:
    """Return where the gate lets the decision through; BadInput with what stands against it.

    A no and a not yet always pass. Observing, a shut gate is stated and people may go on; never for a prohibited use,
    a system not yet sorted, or a take-over before its assessment and test.
    """
    if decision != GO or answer.open:
        return
    shut = {line.key: line for line in answer.missing}
    if "triage" in shut:
        raise BadInput("gate.not_sorted", field="decision")
    if "stop" in shut:
        raise BadInput("gate.prohibited", field="decision")
    if change_type == "take_over" and answer.stage == "deployed":
        first = next((shut[key] for key in _TESTED if key in shut), None)
        if first is not None:
            raise BadInput("gate.take_over_first", field="decision", what=first.title)
    if mode == ENFORCE:
        first = answer.missing[0]
        raise BadInput("gate.shut", field="decision", n=len(answer.missing), what=first.title)


def effects(stage: str, change_type: str, *, today: str) -> tuple[dict[str, object], dict[str, object]]:
    """Return what entering a stage sets on the system and on its change; nothing of it is material to a system."""
    system: dict[str, object] = {"lifecycle_stage": stage}
    change: dict[str, object] = {}
    if stage in ("deployed", "changed", "retired"):
        change["effective_on"] = today
    if stage == "deployed" and change_type == "deploy":
        system["use"] = "in_use"
    if stage == "retired":
        system |= {"use": "ended", "retired_on": today}
    return system, change


def _stage(stage: str) -> Message:
    return Message(f"choice.lifecycle_stage.{stage}")
