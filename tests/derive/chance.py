"""A made-up organisation that people act on by chance: any kind, any field, any link, through the actions alone."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdtrue.app.actions import evidence, measuring, records, sign
from holdtrue.app.actions.acting import Caller
from holdtrue.app.actions.organisation import found
from holdtrue.app.clock import Clock
from holdtrue.core.access import Actor
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdtrue.core.kinds import FieldSpec

OFTEN = (
    *(
        "system",
        "system",
        "system",
        "evidence",
        "evidence",
        "evidence",
        "risk",
        "component",
        "person",
        "role",
    ),
    *(
        "impact_assessment",
        "classification",
        "change",
        "incident",
        "finding",
        "action",
        "concern",
        "declaration",
    ),
    *("supplier", "control", "indicator", "policy", "procedure", "acknowledgement", "training", "competence"),
    *("audit", "review", "applicability", "issue", "objective", "group", "unit", "party"),
)
TAGS = (
    "test-report",
    "development-checkpoint",
    "effect-check",
    "law-watch",
    "use-spot-check",
    "provider-change-check",
)
TOPICS = ("ai", "change", "monitoring", "oversight", "incident")
_NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@dataclass
class Life:
    """One organisation, its chance and its calendar."""

    seed: int
    days: int = 0
    refs: dict[str, list[str]] = field(default_factory=dict)
    done: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311  the same life again from the same seed
        self.moment = _NOON
        self.clock = Clock(now=lambda: self.moment, entropy=self.chance.randbytes)
        made = found(f"Life {self.seed}", profile="certification", clock=self.clock)
        actor = Actor(account=made.owner.uid, person=made.person.uid, role="owner")
        self.caller = Caller(made.organisation, actor, self.clock, console=True)
        self.refs = {"person": [made.person.ref], "organization": ["ORG-0001"]}

    @property
    def organisation_id(self) -> int:
        return self.caller.organisation.pk

    @property
    def day(self) -> int:
        return self.clock.day("UTC")

    def live(self, acts: int) -> None:
        """Do that many things; what is refused counts as nothing done."""
        before = self.done
        while self.done < before + acts:
            self.moment += dt.timedelta(minutes=1)
            act = self.chance.choices((self.add, self.edit, self.sign, self.other), (5, 3, 3, 1))[0]
            try:
                act()
            except Refusal:
                continue
            self.done += 1

    def pass_days(self, days: int) -> None:
        self.moment += dt.timedelta(days=days)

    def add(self) -> None:
        kind = self.chance.choice(OFTEN)
        self.refs.setdefault(kind, []).append(records.add(self.caller, kind, self._fields(kind, 0.7)).ref)

    def edit(self) -> None:
        kind, ref = self._any()
        raw = self._fields(kind, 0.2)
        if self.chance.random() < 0.3:
            raw[self.chance.choice([s.name for s in KINDS[kind].field_specs() if not s.derived])] = ""
        records.edit(self.caller, ref, raw)

    def sign(self) -> None:
        _, ref = self._any()
        sign.sign(
            self.caller, ref, "approved", signer=self.chance.choice(self.refs["person"]), good_for="6 months"
        )

    def other(self) -> None:
        def read() -> None:
            evidence.read(
                self.caller, self.chance.choice(self.refs["evidence"]), self.chance.choice(evidence.RESULTS)
            )

        def measure() -> None:
            on = (self.moment.date() - dt.timedelta(days=self.chance.randrange(40))).isoformat()
            measuring.measure(
                self.caller, self.chance.choice(self.refs["indicator"]), self.chance.random(), on=on
            )

        def retire() -> None:
            kind, ref = self._any()
            if ref == self.refs["person"][0]:
                return
            records.retire(self.caller, ref, why="No longer")
            self.refs[kind].remove(ref)

        acts: dict[str, Callable[[], None]] = {"evidence": read, "indicator": measure, "system": retire}
        needs = self.chance.choice(sorted(acts))
        if self.refs.get(needs):
            acts[needs]()

    def _any(self) -> tuple[str, str]:
        kind = self.chance.choice([kind for kind, refs in sorted(self.refs.items()) if refs])
        return kind, self.chance.choice(self.refs[kind])

    def _fields(self, kind: str, share: float) -> dict[str, object]:
        raw: dict[str, object] = {}
        for spec in KINDS[kind].field_specs():
            if spec.derived or (self.chance.random() > share and spec.name != KINDS[kind].title_field):
                continue
            value = self._value(kind, spec)
            if value is not None:
                raw[spec.name] = value
        return raw

    def _value(self, kind: str, spec: FieldSpec) -> object:  # noqa: PLR0911  one way out per type of field
        choose = self.chance.choice
        if spec.linked:
            known = [
                ref for k, refs in sorted(self.refs.items()) if spec.target in ("record", k) for ref in refs
            ]
            if spec.target in ("annex_control", "requirement", "law_text"):
                known = list(_CATALOG[spec.target])
            return (choose(known) if spec.type == "link" else [choose(known)]) if known else None
        if spec.name == "tag":
            return choose(TAGS)
        if spec.name == "topic" and not spec.choices:
            return choose(TOPICS)
        match spec.type:
            case "choice":
                return choose([value for value, _ in spec.choices]) if spec.choices else None
            case "choices":
                return [choose([value for value, _ in spec.choices])] if spec.choices else None
            case "yes_no":
                return choose((True, False))
            case "date":
                return (self.moment.date() - dt.timedelta(days=self.chance.randrange(200))).isoformat()
            case "number":
                return self.chance.randrange(1, 5)
            case "text" | "long_text":
                return f"{kind} {spec.name} {self.chance.randrange(1000)}"
            case _:
                return None


_CATALOG = {
    "annex_control": ("A.6.2.4", "A.2.2"),
    "requirement": ("9.2.1", "4.1"),
    "law_text": ("eu_ai_act", "law25"),
}
