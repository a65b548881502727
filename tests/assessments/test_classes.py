"""A class worked out from a system's facts, kept, signed, and opened again when a fact or the law changes."""

from __future__ import annotations

import pytest

from holdtrue.core.refusals import BadInput, NotAllowed

ANSWERS = {
    "ai_system": "yes",
    "excluded": "none",
    "practices": ["none"],
    "gpai_model": "none",
    "product": "none",
    "annex_iii": "AIII-4a",
    "profiling": "yes",
    "emotion": "no",
    "deep_fake": "no",
}


def kept(people, ref):
    from holdtrue.app.actions.records import find
    from holdtrue.store import reading

    return reading.body(find(people.owner, ref))["fields"]


def recorded(people, system, **more):
    from holdtrue.app.actions.classifying import record_class

    return record_class(people.owner, system.ref, "eu_ai_act", {**ANSWERS, **more})


def test_a_class_is_kept_with_its_facts_screen_and_reasons(people, screener):
    made = recorded(people, screener)
    fields = kept(people, made.ref)
    assert (fields["class"], fields["provenance"], fields["role"]) == (
        "high_risk_annex_iii",
        "derived",
        ["deployer"],
    )
    assert "It profiles people: yes" in fields["facts"]
    assert "Art. 6(3), last subparagraph: It profiles people" in fields["reasons"]
    assert fields["prohibited_screen"].startswith("All ten practices were checked; none fits.")
    assert "profiling = yes" in fields["answers"]
    assert made.in_force_number == 0


def test_while_a_fact_is_missing_nothing_is_kept_and_the_fact_is_named(people, screener):
    with pytest.raises(BadInput) as refusal:
        recorded(people, screener, profiling="", grounds="a", no_significant_risk="yes")
    assert refusal.value.code == "classify.undecided"
    assert refusal.value.message.params["missing"] == ("It profiles people",)


def test_the_next_walk_starts_from_the_answers_on_record(people, screener):
    from holdtrue.app.actions.classifying import record_class
    from holdtrue.app.queries.classes import look

    made = recorded(people, screener)
    again = look(people.owner, screener.ref, "eu_ai_act")
    assert (again.record, again.recorded, again.agrees) == (made.ref, "high_risk_annex_iii", True)
    changed = record_class(
        people.owner,
        screener.ref,
        "eu_ai_act",
        {"profiling": "no", "grounds": "a", "no_significant_risk": "yes"},
    )
    assert changed.ref == made.ref
    assert kept(people, made.ref)["class"] == "annex_iii_not_high_risk"


def test_a_changed_fact_drifts_the_signed_class_and_the_walk_disagrees(people, screener):
    from holdtrue.app.actions import records
    from holdtrue.app.actions.sign import sign
    from holdtrue.app.queries.classes import look
    from holdtrue.app.queries.signing import ahead

    made = recorded(people, screener, profiling="no", grounds="a", no_significant_risk="yes")
    sign(people.caller("manager"), made.ref, "approved")
    records.edit(people.owner, screener.ref, {"interacts_with_people": True, "jurisdictions": ["QC"]})
    record = records.find(people.owner, made.ref)
    changed = ahead(people.organisation, record, kept(people, made.ref)).changed
    assert {c.field for c in changed} == {"interacts_with_people", "jurisdictions"}
    now = look(people.owner, screener.ref, "eu_ai_act", {"output_in_union": "no"})
    assert (now.found.settled, now.agrees) == ("does_not_apply", False)


def test_another_version_of_how_the_law_is_read_is_another_digest():
    import hashlib

    from holdtrue.core.frameworks import framework, law_digest
    from holdtrue.core.walks import walk

    both = framework("eu_ai_act").digest + walk("eu_ai_act").digest
    assert law_digest("eu_ai_act") == hashlib.sha256(both.encode()).hexdigest()
    assert law_digest("us_omb") != hashlib.sha256(b"us_omb").hexdigest()


def test_what_an_inventory_stated_stands_beside_and_is_not_written_over(people, screener):
    from holdtrue.app.actions import records
    from holdtrue.app.queries.classes import look

    stated = records.add(
        people.owner,
        "classification",
        {"system": screener.ref, "law": "eu_ai_act", "class": "minimal", "provenance": "imported"},
    )
    made = recorded(people, screener)
    assert made.ref != stated.ref
    assert look(people.owner, screener.ref, "eu_ai_act").stated == ((stated.ref, "minimal"),)


def test_an_auditor_sees_the_walk_and_may_not_keep_it(people, screener):
    from holdtrue.app.actions.classifying import record_class
    from holdtrue.app.queries.classes import look

    auditor = people.caller("auditor")
    assert look(auditor, screener.ref, "eu_ai_act", ANSWERS).found.settled == "high_risk_annex_iii"
    with pytest.raises(NotAllowed):
        record_class(auditor, screener.ref, "eu_ai_act", ANSWERS)


def test_only_systems_are_classified(people):
    from holdtrue.app.queries.classes import look

    with pytest.raises(BadInput):
        look(people.owner, "ORG-0001", "eu_ai_act")
