"""Short ways through the gates: records that a gate of the minimal tier asks for, asking and deciding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.house import ASSESSMENT, SORTED
from holdtrue.app.actions import gating, sign
from holdtrue.app.queries.gates import Asked, gate_asked
from holdtrue.app.queries.lives import life_of
from holdtrue.store import reading

if TYPE_CHECKING:
    from harness.house import House
    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.gating import Life as Standing
    from holdtrue.store.models import GateDecision, Record

MINIMAL = {**SORTED, "interacts_with_people": False}
CHANGE = {
    "reason": "The desk is overrun on Mondays",
    "business_value": "Calls are answered within a minute",
    "criteria": "Nine of ten calls sorted as a person would",
    "rollback": "Switch it off and sort by hand",
    "approver": "PER-1",
}


class Life:
    """One house with the short ways."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.system = house.add(
            "system",
            **{**MINIMAL, "use": "planned"},
            name="Call sorter",
            owner="PER-1",
            overseer="PER-1",
            intended_purpose="Sorts calls by urgency",
            data_locations=["Canada"],
            stop_method="Switch it off",
            fallback="By hand",
        )

    def gate(self, stage: str, *, on: str = "", caller: Caller | None = None, ref: str = "SYS-1") -> Asked:
        return gate_asked(caller or self.house.ada, ref, stage, on=on)

    def missing(self, stage: str) -> list[str]:
        return [line.key for line in self.gate(stage).answer.missing]

    def ask(self, stage: str, **said: object) -> Record:
        return gating.ask(self.house.ada, "SYS-1", stage, {**CHANGE, **said})

    def go(
        self, stage: str, decision: str = "go", *, caller: Caller | None = None, **more: str
    ) -> GateDecision:
        verdict = gating.Verdict(decision, more.pop("reason", "" if decision == "go" else "Not good enough"))
        return gating.decide(caller or self.house.ada, "SYS-1", stage, verdict, **more)

    @property
    def now(self) -> Standing:
        """Where it is in its life."""
        reading.renew(self.system)
        return life_of(self.house.organisation, self.system, self.house.today)

    @property
    def stage(self) -> str:
        return self.now.stage

    def fields(self) -> dict[str, object]:
        reading.renew(self.system)
        return dict(reading.body(self.system)["fields"])

    def assess(self) -> None:
        """What the gate of assessment asks of the minimal tier."""
        self.house.add("impact_assessment", **ASSESSMENT, system="SYS-1")
        sign.sign(self.house.ada, "IMP-1", "approved", good_for="12 months")
