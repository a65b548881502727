"""Standing: how far a practice stands, why, what would mend it, and which records a scope sees."""

from __future__ import annotations

import dataclasses
import zlib

import pytest

from core.cast import ORG, TODAY, day, fact, signed
from holdtrue.core.claims.parse import parse_claim
from holdtrue.core.packing import pack, unpack
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput
from holdtrue.core.register import Elsewhere, Register
from holdtrue.core.standing import (
    Standing,
    derive_organization,
    derive_system,
    explain,
    levels,
    operational,
    prepare,
    reads_of,
    verdicts_in,
)
from holdtrue.core.verdicts import HOLDS_ALWAYS, HOLDS_NEVER, State, Verdict
from holdtrue.words import say

BY_ID = library().by_id
MINIMAL = {
    "use": "in_use",
    "our_role": ["deployer"],
    "decisions_about_people": False,
    "effect_on_people": ["none"],
    "autonomy": "suggests",
    "interacts_with_people": False,
    "generates_content": False,
    "personal_data": False,
    "jurisdictions": ["QC"],
}
ADA = fact("ada", "person", 1, name="Ada", title="Ada")
FIRM = fact(ORG, "organization", 1, name="Firm")
CHAT = fact("chat", "system", 1, name="Chat", links={"owner": "ada"}, **MINIMAL)


def register(*facts, **more) -> Register:
    return Register([FIRM, ADA, *facts], organization=ORG, day=TODAY, **more)


def test_a_level_holds_only_with_all_lower_ones():
    ends = Verdict(TODAY + 9)
    reached = levels([HOLDS_ALWAYS, ends, HOLDS_NEVER, HOLDS_ALWAYS], TODAY)
    assert (reached.level, reached.until, reached.state) == (2, TODAY + 9, State.MISSING)
    assert levels([ends] * 4, TODAY) == (4, TODAY + 9, State.HOLDS, None)
    assert levels([HOLDS_NEVER] * 4, TODAY).level == 0


def test_the_sentence_names_the_record_that_changed_and_leaves_room_for_its_fields():
    model = fact("model", "component", 7, type="model", name="Model", version="5", links={"systems": "chat"})
    paper = fact("paper", "impact_assessment", 3, type="ai", links={"system": "chat"})
    basis = {"paper": paper.digest, "chat": CHAT.digest, "model": "as it was"}
    paper = paper._replace(signoffs=(signed("2026-05-01", "ada", basis=basis),))
    found = explain(BY_ID["impact-assessment"], 2, register(CHAT, model, paper).system_scope("chat"))
    assert found is not None
    claim = parse_claim({"signed": "impact_assessment", "where": {"type": "ai"}})
    verdict = claim.evaluate(register(CHAT, model, paper).system_scope("chat"))
    assert say(verdict.why.message) == (
        "The sign-off of IMP-0003 no longer covers it: CMP-0007 changed after it was signed."
    )
    assert verdict.why.message.params["changed_uid"] == "model"
    assert (
        say(claim.remedy(register().organization_scope(), verdict).message)
        == "Sign IMP-0003 again, or revise it."
    )


def test_what_would_mend_it_falls_to_the_owner_of_the_practice():
    found = explain(BY_ID["legal-class"], 0, register(CHAT).system_scope("chat"))
    assert found is not None
    assert (found.remedy.action, found.remedy.role) == ("add", BY_ID["legal-class"].owner_role)


def test_the_lowest_level_that_fails_decides():
    found = explain(BY_ID["legal-class"], 3, register(CHAT).system_scope("chat"))
    assert found is not None
    assert found.level == 0


def test_it_holds_with_a_minor_finding_named():
    line = fact("line", "classification", 1, law="eu_ai_act", links={"system": "chat"})
    minor = fact("f", "finding", 7, type="minor", practice="legal-class", nature="n", links={"about": "chat"})
    found = explain(BY_ID["legal-class"], 0, register(CHAT, line, minor).system_scope("chat"))
    assert found is not None
    assert found.verdict.holds(TODAY)
    assert found.findings == ("FND-0007",)


def test_a_law_joins_a_practice_from_the_day_its_duty_applies():
    known = {**MINIMAL, "personal_data": True, "jurisdictions": ["QC"]}
    scope = register(fact("chat", "system", 1, name="Chat", **known)).system_scope("chat")
    stands = derive_system(library().practices, scope)["personal-data"]
    joined = BY_ID["personal-data"].joined(scope.scope.fields, {})
    assert stands is not None
    assert joined is not None
    assert stands.joined == joined.day
    firm = derive_organization([BY_ID["incident-reporting"]], scope.register.organization_scope())
    assert firm["incident-reporting"] is not None
    assert firm["incident-reporting"].joined is not None


def test_packed_standing_of_another_shape_is_refused():
    packed = pack(derive_system(library().practices, register(CHAT).system_scope("chat")))
    assert isinstance(unpack(packed)["legal-class"], Standing)
    with pytest.raises(ValueError, match="shape 9"):
        unpack(zlib.compress(b"\x09" + zlib.decompress(packed)[1:]))


def test_two_organisation_wide_parts_apart_in_one_level_are_refused():
    told = {
        "all": [
            {"any": [{"record": "procedure"}, {"record": "risk"}]},
            {"any": [{"record": "policy"}, {"record": "component"}]},
        ]
    }
    practice = dataclasses.replace(
        BY_ID["legal-class"], levels={**BY_ID["legal-class"].levels, "documented": told}
    )
    with pytest.raises(BadInput) as refusal:
        prepare(practice)
    assert refusal.value.code == "claim.bad.shared"
    assert "legal-class.documented" in say(refusal.value.message)


def test_a_control_may_rest_on_a_practice_of_the_organisation():
    found = register(CHAT)
    verdict = operational("ai-policy", found.system_scope("chat"), found.organization_scope(), None)
    assert verdict is not None
    assert verdict.state(TODAY) is State.MISSING
    assert operational("exit-plan", found.system_scope("chat"), found.organization_scope(), None) is None


def test_a_change_names_what_claims_must_read_to_be_touched():
    assert reads_of(fact("e", "evidence", 1, tag="test-report")) == {("evidence", "test-report")}
    assert reads_of(fact("e", "evidence", 1)) == {("evidence", "")}
    assert reads_of(CHAT) == {("system", "")}


def test_the_organisation_sees_of_kinds_that_belong_to_systems_only_its_own():
    own = fact("own", "risk", 1, title="Fine")
    theirs = fact("theirs", "risk", 2, title="Wrong answer", links={"system": "chat"})
    part = fact("part", "component", 1, name="Model", type="model")
    user = CHAT._replace(links={**CHAT.links, "components": ("part",)})
    scope = register(own, theirs, part, user).organization_scope()
    assert [f.uid for f in scope.of("risk")] == ["own"]
    assert not scope.of("component")


def test_the_risks_of_the_organisation_cover_every_minimal_system():
    own = fact("own", "risk", 1, title="Fine")
    assert [f.uid for f in register(own, CHAT).system_scope("chat").of("risk")] == ["own"]
    limited = fact("chat", "system", 1, name="Chat", **{**MINIMAL, "personal_data": True})
    assert not register(own, limited).system_scope("chat").of("risk")


def test_an_action_that_addresses_a_risk_is_the_systems():
    risk = fact("risk", "risk", 1, title="R", links={"system": "chat"})
    finding = fact("finding", "finding", 1, nature="n", links={"about": "risk"})
    action = fact("action", "action", 1, title="A", links={"addresses": "finding"})
    scope = register(CHAT, risk, finding, action).system_scope("chat")
    assert [f.uid for f in scope.of("action")] == ["action"]


def test_facts_of_a_later_day_are_not_there_yet():
    later = fact("line", "classification", 1, law="eu_ai_act", links={"system": "chat"}, recorded=TODAY + 1)
    assert not register(CHAT, later).system_scope("chat").of("classification")


def test_a_past_day_is_read_from_the_history_where_there_is_one():
    held = {"held": {"record": "impact_assessment", "with": ["conclusion"]}, "at": "change"}
    change = fact("change", "change", 1, type="deploy", effective_on="2026-05-01", links={"system": "chat"})
    paper = fact(
        "paper", "impact_assessment", 1, links={"system": "chat"}, recorded=day("2026-04-01"), conclusion="Go"
    )
    edited = paper._replace(recorded=day("2026-08-01"))

    def history(when):
        return Register([FIRM, ADA, CHAT, paper, change], organization=ORG, day=when)

    claim = parse_claim(held)
    assert claim.evaluate(register(CHAT, edited, change).system_scope("chat")).state(TODAY) is State.MISSING
    known = register(CHAT, edited, change, elsewhere=Elsewhere(history=history)).system_scope("chat")
    assert claim.evaluate(known).holds(TODAY)


def test_an_answer_kept_with_its_event_is_taken_as_it_is():
    held = parse_claim({"held": {"record": "impact_assessment"}, "at": "change"})
    change = fact("change", "change", 1, type="deploy", effective_on="2026-05-01", links={"system": "chat"})
    kept = register(CHAT, change, telling=False, elsewhere=Elsewhere(kept=lambda *_: HOLDS_ALWAYS))
    assert held.evaluate(kept.system_scope("chat")) == HOLDS_ALWAYS


def test_the_real_organisation_wide_part_can_be_answered_from_elsewhere():
    scope = register(CHAT, elsewhere=Elsewhere(shared=lambda _: HOLDS_ALWAYS)).system_scope("chat")
    limited = fact("chat", "system", 1, name="Chat", **{**MINIMAL, "personal_data": True})
    assert verdicts_in(BY_ID["change-control"], scope) is None
    scope = register(limited, elsewhere=Elsewhere(shared=lambda _: HOLDS_ALWAYS)).system_scope("chat")
    verdicts = verdicts_in(BY_ID["change-control"], scope)
    assert verdicts is not None
    assert verdicts[1].holds(TODAY)
