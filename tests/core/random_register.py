"""Registers of one organisation and one system, drawn at random, for the laws."""
# ruff: noqa: E501, FBT003 - tables of fields read better as long lines

from __future__ import annotations

from random import Random

from core.cast import ORG, TODAY, fact
from holdtrue.core.facts import Fact, SignOff, Value
from holdtrue.core.register import Register
from holdtrue.core.vocabulary import vocabulary

TAGS = (
    "test-report",
    "threat-list",
    "access-list",
    "monitoring-log",
    "technical-file",
    "stop-tried",
    "law-watch",
)
FIGURES = ("output-quality", "owner-actions-on-time", "outputs-overruled", "objectives-progress")
SYSTEM = "sys"


def drawn(seed: int) -> Random:
    """The draws that a seed gives, the same in every run."""
    return Random(seed)  # noqa: S311 - drawn for tests, no secret


def draw(rng: Random) -> list[Fact]:
    """Between a handful and sixty facts, some undated, some late, some drifted, some contradicting."""
    facts = [
        fact(
            ORG,
            "organization",
            1,
            name="Firm",
            jurisdictions=["QC"],
            ai_roles=["deployer"],
            public_body=rng.choice([True, False]),
        ),
        _system(rng),
        *(
            fact(f"per{n}", "person", n, name=f"P{n}", left_on=_day(rng) if rng.random() < 0.2 else None)
            for n in range(3)
        ),
        fact(
            "crit",
            "risk_criteria",
            1,
            scales="likelihood 1-5, severity 1-5",
            appetite=rng.choice([3, 9, None]),
        ),
    ]
    makers = (_component, _risk, _assessment, _classification, _change, _evidence, _evidence, _evidence, _indicator,
              _action, _finding, _declaration, _procedure, _policy, _role, _incident, _control, _training, _review, _supplier)  # fmt: skip
    facts += [rng.choice(makers)(rng, n) for n in range(rng.randint(0, 50))]
    return sign(rng, facts)


def sign(rng: Random, facts: list[Fact]) -> list[Fact]:
    """The same facts, some of them signed, some of those sign-offs broken since."""
    bare = Register(facts, organization=ORG, day=TODAY)
    signed = []
    for one in facts:
        found = []
        for number in range(rng.choice([0, 0, 1, 2])):
            day = TODAY - rng.randint(0, 900)
            basis = {one.uid: one.digest, **{other.uid: other.digest for other in bare.rests_on(one)}}
            if rng.random() < 0.3:
                basis[rng.choice(list(basis))] = "other"
            roles = frozenset(rng.sample(sorted(vocabulary().roles), 8))
            good = day + rng.randint(30, 800) if rng.random() < 0.3 else None
            found.append(SignOff(day, day, "per0", roles, good, basis, number=number))
        signed.append(one._replace(signoffs=tuple(found)))
    return signed


def _day(rng: Random, least: int = 0) -> str:
    import datetime as dt

    return dt.date.fromordinal(TODAY - rng.randint(least, 900)).isoformat()


def _maybe(rng: Random, value: object) -> object:
    return value if rng.random() < 0.8 else None


def _when(rng: Random) -> tuple[object, int]:
    """A day and when it was recorded: mostly in time."""
    on = _maybe(rng, _day(rng, 20))
    if on is None:
        return None, TODAY - 30
    from core.cast import day

    return on, day(str(on)) + rng.choice([0, 0, 0, 3, 20])


def _system(rng: Random) -> Fact:
    use = rng.choice(["planned", "in_use", "trial", "ended"])
    full = rng.random() < 0.8
    links = {"owner": "per0", "overseer": "per1"} if rng.random() < 0.8 else {}
    return fact(
        SYSTEM, "system", 1, links=links, name="S", use=use,
        our_role=rng.sample(["provider", "deployer", "developer"], 2) if full else None,
        decisions_about_people=rng.choice([True, False]), effect_on_people=rng.choice([["none"], ["work"], ["health"]]),
        autonomy=rng.choice(["suggests", "decides", "acts_with_tools"]), interacts_with_people=rng.choice([True, False]),
        generates_content=rng.choice([True, False]), published_output=False, personal_data=_maybe(rng, True),
        adapts_with_data=_maybe(rng, True), stop_method=_maybe(rng, "Off"), fallback=_maybe(rng, "Hand"),
        intended_purpose=_maybe(rng, "Answer"), users="All", affected_groups="All", hosting="own_machines",
        assumptions_and_limits=_maybe(rng, "Few"), data_categories=["names"], data_locations=_maybe(rng, ["here"]),
    )  # fmt: skip


def _component(rng: Random, n: int) -> Fact:
    supplier = rng.choice(["sup1", "sup2", ""])
    links = {"systems": SYSTEM, **({"supplier": supplier} if supplier else {})}
    return fact(f"cmp{n}", "component", n, links=links, type=rng.choice(["model", "dataset", "compute"]), name="C",
                version=_maybe(rng, "1"), made_by=_maybe(rng, "others"), purpose="p", location="here", licence=_maybe(rng, "MIT"),
                settings="s", quality_needs=_maybe(rng, "q"), preparation="p", recorded=TODAY - rng.randint(0, 900))  # fmt: skip


def _supplier(rng: Random, n: int) -> Fact:
    return fact(
        rng.choice(["sup1", "sup2"]),
        "supplier",
        n,
        name="S",
        data_location=_maybe(rng, "here"),
        trains_on_our_data=False,
    )


def _risk(rng: Random, n: int) -> Fact:
    links = {
        "system": SYSTEM,
        "owner": "per0",
        "accepted_by": "per1",
        "controls": rng.sample(["ctl1", "ctl2"], rng.randint(0, 2)),
    }
    return fact(f"rsk{n}", "risk", n, links=links, title="R", source="s", event="e", likelihood=_maybe(rng, rng.randint(1, 5)),
                severity=rng.randint(1, 5), treatment=rng.choice(["reduce", "accept"]), residual_level=_maybe(rng, 4),
                consequence_organization="c", consequence_people="c", acceptance_reason=_maybe(rng, "a"),
                due=_maybe(rng, _day(rng)), treated_on=rng.choice([None, _day(rng)]), recorded=TODAY - rng.randint(0, 900))  # fmt: skip


def _control(rng: Random, n: int) -> Fact:
    named = rng.choice(
        [
            {"tag": "stop-tried", "every": "6 months"},
            {"practice": "legal-class"},
            {"practice": "ai-policy"},
            {},
        ]
    )
    return fact(rng.choice(["ctl1", "ctl2"]), "control", n, title="C", **named)


def _assessment(rng: Random, n: int) -> Fact:
    fields = {
        "type": _maybe(rng, rng.choice(["ai", "privacy"])),
        "purpose_and_use": "p",
        "individual_impacts": "i",
        "conclusion": _maybe(rng, "c"),
    }
    drafted = rng.random() < 0.3
    return fact(f"imp{n}", "impact_assessment", n, links={"system": SYSTEM}, recorded=TODAY - rng.randint(0, 900),
                in_force=not drafted, draft=dict(fields) if drafted else None, **({} if drafted else fields))  # fmt: skip


def _classification(rng: Random, n: int) -> Fact:
    named = {"class": rng.choice(["minimal", "transparency", "prohibited", "high_risk_annex_iii", None])}
    return fact(f"cls{n}", "classification", n, links={"system": SYSTEM}, law="eu_ai_act", role=["deployer"], facts="f",
                reasons="r", prohibited_screen="p", recorded=TODAY - rng.randint(0, 900), **named)  # fmt: skip


def _change(rng: Random, n: int) -> Fact:
    on, recorded = _when(rng)
    return fact(f"chg{n}", "change", n, links={"system": SYSTEM, "approver": rng.choice(["per0", "per1"])},
                type=rng.choice(["deploy", "modify", "take_over"]), effective_on=on, recorded=recorded, reason="r",
                business_value="b", criteria="c", rollback=_maybe(rng, "r"))  # fmt: skip


def _evidence(rng: Random, n: int) -> Fact:
    on, recorded = _when(rng)
    return fact(f"evi{n}", "evidence", n, links={"about": rng.choice([SYSTEM, SYSTEM, f"cmp{n - 1}", ORG])}, tag=_maybe(rng, rng.choice(TAGS)),
                collected_on=on, recorded=recorded, result=rng.choice([None, "in_order", "in_order", "not_in_order", "cannot_tell"]),
                valid_until=rng.choice([None, None, _day(rng)]))  # fmt: skip


def _indicator(rng: Random, n: int) -> Fact:
    days = sorted(TODAY - rng.randint(0, 700) for _ in range(rng.randint(0, 4)))
    values = tuple(Value(d, d, rng.choice([None, 0.1, 0.9]), rng.choice([None, 0, 5])) for d in days)
    return fact(f"ind{n}", "indicator", n, links={"system": SYSTEM} if rng.random() < 0.6 else {}, tag=rng.choice(FIGURES),
                direction="up", target=_maybe(rng, 0.5), definition="d", values=values)  # fmt: skip


def _action(rng: Random, n: int) -> Fact:
    done, recorded = rng.choice([(None, TODAY - 30), _when(rng)])
    return fact(f"act{n}", "action", n, links={"addresses": SYSTEM}, title="A", due=_maybe(rng, _day(rng)), done_on=done,
                type=_maybe(rng, rng.choice(["treatment", "corrective"])), recorded=recorded)  # fmt: skip


def _finding(rng: Random, n: int) -> Fact:
    return fact(f"fnd{n}", "finding", n, links={"about": SYSTEM}, nature="n", due=_day(rng), type=rng.choice(["major", "minor", "observation"]),
                practice=rng.choice([None, "legal-class", "system-owner", "ai-policy"]), effect_verified_on=_maybe(rng, _day(rng)))  # fmt: skip


def _declaration(rng: Random, n: int) -> Fact:
    return fact(f"dec{n}", "declaration", n, links={"about": rng.choice([SYSTEM, ORG])}, entry=rng.randint(0, 99), said_on=_day(rng),
                practice=rng.choice(["legal-class", "change-control", "risk-assessment", "ai-policy"]), answer=rng.choice(["yes", "no", "planned"]))  # fmt: skip


def _procedure(rng: Random, n: int) -> Fact:
    return fact(f"prc{n}", "procedure", n, links={"owner": "per0"}, topic=_maybe(rng, rng.choice(["change", "monitoring", "oversight"])),
                steps="s", criteria=_maybe(rng, "c"), audience="a", recorded=TODAY - rng.randint(0, 900))  # fmt: skip


def _policy(rng: Random, n: int) -> Fact:
    return fact(
        f"pol{n}",
        "policy",
        n,
        links={"owner": "per0"},
        topic=_maybe(rng, rng.choice(["ai", "personal_information"])),
        published_to="all",
    )


def _role(rng: Random, n: int) -> Fact:
    links = {"holder": rng.choice(["per0", "per1", "per2"])} if rng.random() < 0.7 else {}
    return fact(
        f"rol{n}",
        "role",
        n,
        links=links,
        name=rng.choice(["ai_lead", "privacy_officer", "system_owner"]),
        duties="d",
        authority="a",
    )


def _incident(rng: Random, n: int) -> Fact:
    on, recorded = _when(rng)
    return fact(
        f"inc{n}",
        "incident",
        n,
        links={"systems": SYSTEM},
        title="I",
        severity="serious",
        detected_on=on,
        recorded=recorded,
        due=_day(rng),
    )


def _training(rng: Random, n: int) -> Fact:
    on, recorded = _when(rng)
    return fact(
        f"trn{n}",
        "training",
        n,
        links={"attendees": rng.sample(["per0", "per1", "per2"], 2)},
        topic="ai_literacy",
        held_on=on,
        recorded=recorded,
    )


def _review(rng: Random, n: int) -> Fact:
    on, recorded = _when(rng)
    return fact(f"rev{n}", "review", n, links={"chair": "per0"}, type=rng.choice(["quarterly_check", "management_review"]), held_on=on,
                recorded=recorded, decisions="d")  # fmt: skip
