"""Made-up systems of each tier with all that lies around them, as facts: what the benches of evaluation derive."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from holdtrue.core.digests import digest
from holdtrue.core.facts import Fact, SignOff, Value
from holdtrue.core.frameworks import framework
from holdtrue.core.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ORG = "org"
TODAY = dt.date(2026, 11, 22).toordinal()
TAGS = (
    "log-settings", "test-report", "notice-text", "stop-tried", "monitoring-log", "access-list", "test-plan",
    "technical-file", "user-instructions", "threat-list", "log-retention-rule", "decision-traced-end-to-end",
    "attack-test-plan", "attack-test-report", "agent-permission-list", "access-review", "stop-criteria",
    "fairness-measure-and-limit", "notice-seen-in-place", "configuration-snapshot", "replay-recipe",
    "data-quality-check",
)  # fmt: skip
FIGURES = ("fairness-gap", "attack-success-rate", "output-quality", "outputs-overruled")
FULL: Mapping[str, object] = {
    "name": "S",
    "use": "in_use",
    "our_role": ["provider", "deployer"],
    "decisions_about_people": True,
    "effect_on_people": ["work"],
    "autonomy": "decides_with_review",
    "interacts_with_people": True,
    "generates_content": True,
    "published_output": True,
    "personal_data": True,
    "intended_purpose": "Answer",
    "users": "All",
    "affected_groups": "All",
    "data_categories": ["names"],
    "data_locations": ["here"],
    "stop_method": "Off",
    "fallback": "By hand",
    "assumptions_and_limits": "Few",
    "adapts_with_data": True,
}
TIERS: Mapping[str, Mapping[str, object]] = {
    "high": FULL,
    "limited": {
        **FULL,
        "decisions_about_people": False,
        "adapts_with_data": False,
        "our_role": ["deployer"],
        "effect_on_people": ["none"],
    },
    "minimal": {
        **FULL,
        "decisions_about_people": False,
        "interacts_with_people": False,
        "generates_content": False,
        "published_output": False,
        "personal_data": False,
        "adapts_with_data": False,
        "our_role": ["deployer"],
        "effect_on_people": ["none"],
        "autonomy": "suggests",
    },
    "unsorted": {"name": "S", "use": "in_use", "intended_purpose": "Answer"},
}


def common() -> list[Fact]:
    """The organisation, its people, risk criteria and suppliers, which every system may share."""
    facts = [_fact(ORG, "organization", 1, name="Firm", jurisdictions=["EU", "QC"], ai_roles=["deployer"])]
    facts += [_fact(f"p{n}", "person", n, name=f"P{n}") for n in range(4)]
    facts += [
        _fact(
            f"s{n}", "supplier", n, name="S", data_location="here", trains_on_our_data=False, exit_terms="x"
        )
        for n in range(2)
    ]
    return _signed(facts, {})


def catalog() -> list[Fact]:
    """The items of the standard, as every register has them."""
    return [
        Fact(
            r.id, r.id, "annex_control" if r.kind == "control" else "requirement", {"applies": True}, number=n
        )
        for n, r in enumerate(framework("iso42001").requirements, start=1)
    ]


def system(tier: str, number: int, evidences: int = 22, *, full: bool = True) -> list[Fact]:
    """One system with what belongs to it; where not full, with its classification and evidence only."""
    me = f"{tier}{number}"
    made = _Made(me, number)
    parts = range(4) if full else range(1)
    owned = {"owner": "p0", "overseer": "p1", "components": [f"{me}-c{n}" for n in parts]}
    made.add("", "system", owned, TIERS[tier])
    for n in parts:
        made.add(f"c{n}", "component", {"supplier": f"s{n % 2}"}, _component("model" if n else "dataset"), n)
    if tier != "unsorted":
        named = "high_risk_annex_iii" if tier == "high" else "minimal"
        made.add(
            "cl", "classification", {"system": me},
            {"law": "eu_ai_act", "role": ["deployer"], "facts": "f", "reasons": "r", "prohibited_screen": "p",
             "class": named},
        )  # fmt: skip
    for n, tag in enumerate(TAGS[:evidences]):
        made.dated(f"e{n}", "evidence", "2026-10-01", {"tag": tag, "result": "in_order"}, {"about": me}, n)
    if full:
        _papers(made, me)
    return _signed(made.facts, {f.uid: f for f in common()})


def _papers(made: _Made, me: str) -> None:
    risk = {
        "title": "R", "source": "s", "event": "e", "consequence_organization": "x", "consequence_people": "x",
        "likelihood": 2, "severity": 3, "treatment": "reduce", "residual_level": 2, "due": "2026-12-30",
    }  # fmt: skip
    for n in range(5):
        links = {"system": me, "controls": [f"{me}-k0", f"{me}-k1"], "owner": "p0", "accepted_by": "p1"}
        made.add(f"r{n}", "risk", links, risk, n)
    for n in range(2):
        made.add(f"k{n}", "control", {}, {"title": "C", "tag": "stop-tried"}, n)
    impact = {"purpose_and_use": "x", "individual_impacts": "x", "conclusion": "x", "measures": "m"}
    for n, kind in enumerate(("ai", "privacy")):
        made.add(f"ia{n}", "impact_assessment", {"system": me}, {**impact, "type": kind}, n)
    why = {"reason": "r", "business_value": "b", "criteria": "c", "rollback": "x"}
    by = {"system": me, "approver": "p2"}
    made.dated("ch0", "change", "2026-05-01", {"type": "deploy", **why}, by, 1)
    made.dated("ch1", "change", "2026-08-01", {"type": "modify", **why}, by, 2)
    figure = {"direction": "up", "target": 0.5}
    values = (Value(TODAY - 52, TODAY - 52, 0.9),)
    for n, tag in enumerate(FIGURES):
        made.add(f"i{n}", "indicator", {"system": me}, {**figure, "tag": tag}, n, values=values)
    for n in range(3):
        made.add(f"a{n}", "action", {"addresses": me}, {"title": "a", "due": "2026-12-01"}, n)
    made.add("f0", "finding", {"about": me}, {"type": "minor", "practice": "intended-use", "nature": "n"}, 1)


class _Made:
    """The facts of one system as they are written."""

    def __init__(self, me: str, number: int) -> None:
        self.me, self.number, self.facts = me, number, list[Fact]()

    def add(
        self,
        name: str,
        kind: str,
        links: Mapping[str, object],
        fields: Mapping[str, object],
        n: int = 0,
        **more: object,
    ) -> None:
        uid = f"{self.me}-{name}" if name else self.me
        self.facts.append(_fact(uid, kind, self.number * 30 + n, links=links, more=more, **fields))

    def dated(
        self, name: str, kind: str, on: str, fields: Mapping[str, object], links: Mapping[str, object], n: int
    ) -> None:
        day = dt.date.fromisoformat(on).toordinal()
        self.add(name, kind, links, {**fields, KINDS[kind].dated or "": on}, n, day=day, recorded=day)


def _component(kind: str) -> Mapping[str, object]:
    return {
        "type": kind, "name": "c", "version": "1", "made_by": "others", "licence": "l", "purpose": "x", "location": "x",
        "settings": "s", "quality_needs": "x", "preparation": "x", "origin": "x", "rights": "x",
    }  # fmt: skip


def _fact(
    uid: str, kind: str, number: int, *, links: Mapping[str, object] | None = None,
    more: Mapping[str, object] | None = None, **fields: object,
) -> Fact:  # fmt: skip
    tied = {name: (ends,) if isinstance(ends, str) else tuple(ends) for name, ends in (links or {}).items()}  # type: ignore[arg-type]  # uids
    bare = Fact(
        uid, f"{KINDS[kind].prefix}-{number:04}", kind, fields, tied, digest(kind, fields, tied), number
    )
    return bare._replace(**(more or {}))  # type: ignore[arg-type]  # fields of a Fact


def _signed(facts: Sequence[Fact], known: Mapping[str, Fact]) -> list[Fact]:
    """The facts with a sign-off on those that people sign, whose basis is as it was."""
    by_uid = {**known, **{f.uid: f for f in facts}}
    day = dt.date(2026, 9, 1).toordinal()
    roles = frozenset({"system_owner", "top_management", "privacy_officer"})
    found = []
    for fact in facts:
        signoffs: tuple[SignOff, ...] = ()
        if fact.kind in (
            "system",
            "risk",
            "impact_assessment",
            "component",
            "change",
            "supplier",
            "classification",
        ):
            ends = {fact.uid, *_rests(fact, by_uid)}
            basis = {uid: by_uid[uid].digest for uid in ends}
            signoffs = (SignOff(day, day, "p0", roles, None, basis),)
        found.append(fact._replace(signoffs=signoffs))
    return found


def _rests(fact: Fact, by_uid: Mapping[str, Fact]) -> Iterable[str]:
    for path in KINDS[fact.kind].rests_on:
        at = [fact]
        for step in path.split("."):
            at = [by_uid[uid] for one in at for uid in one.links.get(step, ()) if uid in by_uid]
        yield from (end.uid for end in at)
