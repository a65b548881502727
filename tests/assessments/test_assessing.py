"""An impact assessment: depth by tier, started from facts and from the last one, completed, signed."""

from __future__ import annotations

import pytest

from holdtrue.core import impacts
from holdtrue.core.assessing import aspect_lines, aspect_texts, aspects, parts_for, progress
from holdtrue.core.content import content
from holdtrue.core.impacts import Impact
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput, Stale

FIVE = {
    "purpose_and_use": "Plans rosters",
    "individual_impacts": "A shift may fall badly",
    "severity": "low",
    "measures": "People swap shifts freely",
    "conclusion": "Go on",
}
ROW = Impact("Applicants", "ranked low without cause", "moderate", "3", "CTL-1 and a second reader")
WHOLE = {
    **FIVE,
    "foreseeable_misuse": "Ranking staff",
    "impacts": impacts.write([ROW]),
    "group_impacts": "Careers with gaps are ranked low",
    "societal_impacts": "Little",
    "severity": "moderate",
    "benefits": "Faster answers",
    "alternatives": "Reading all",
    "costs_of_error": "A good person is missed",
    "contributors": ["Ada"],
    "retention_until": "2032-01-01",
}
DEEP = {
    **WHOLE,
    "assessment_scope": "The screener in the office",
    "data_information": "Applications",
    "model_information": "Bought",
    "deployment_environment": "Office",
    "aspects": aspect_lines(dict.fromkeys(aspects(), "looked at")),
    "review_plan": "Each spring",
}


def test_a_minimal_system_has_five_questions_and_a_high_one_every_section():
    assert [q.field for p in parts_for("minimal") for q in p.questions] == list(FIVE)
    assert {q.field for p in parts_for("high") for q in p.questions} == set(DEEP)
    assert parts_for("") == parts_for("limited")


def test_questions_fill_fields_that_exist_from_facts_that_exist():
    for part in content("assessments/impact.yaml")["sections"]:
        for question in part["questions"]:
            assert question["field"] in KINDS["impact_assessment"].specs_by_name()
            assert set(question.get("from", ())) <= set(KINDS["system"].specs_by_name())


def test_what_the_practice_asks_of_a_tier_is_asked_here():
    asked = {q.field for p in parts_for("limited") for q in p.questions}
    practice = "purpose_and_use foreseeable_misuse individual_impacts group_impacts societal_impacts benefits"
    assert (
        set(practice.split())
        | {"costs_of_error", "measures", "contributors", "conclusion", "retention_until"}
        <= asked
    )


def test_a_group_is_one_line_and_reads_back():
    lines = impacts.write([ROW, Impact(""), Impact("Staff | nurses")])
    assert lines[0] == "Applicants | ranked low without cause | moderate | 3 | CTL-1 and a second reader"
    assert impacts.read(lines) == (ROW, Impact("Staff / nurses"))
    assert impacts.answering([ROW, Impact("x", measures="rsk-7, CTL-0001")]) == (("CTL-0001",), ("RSK-0007",))
    assert impacts.gravest([ROW, Impact("x", severity="low")]) == "moderate"


@pytest.mark.parametrize(
    "row", [Impact("", "harm"), Impact("Staff", severity="awful"), Impact("Staff", likelihood="9")]
)
def test_a_row_without_a_group_or_off_the_scale_is_refused(row):
    with pytest.raises(BadInput):
        impacts.write([row])


def test_aspects_read_back_and_all_eight_are_asked():
    assert aspect_texts(aspect_lines({"fairness": "weak for accents", "safety": ""})) == {
        "fairness": "weak for accents"
    }
    open_ = {p.part.id: p for p in progress("high", {**DEEP, "aspects": ["fairness | x"]}, None, ())}
    assert not open_["aspects"].done


def test_minutes_left_fall_to_nothing_as_it_is_filled():
    assert sum(p.minutes for p in progress("minimal", {}, None, ())) == 11
    assert sum(p.minutes for p in progress("minimal", FIVE, None, ())) == 0


def test_what_is_taken_over_waits_for_still_so_and_a_change_needs_none():
    asked = {p.part.id: p for p in progress("minimal", {**FIVE, "measures": "New rule"}, FIVE, ["purpose"])}
    assert (asked["purpose"].done, asked["people"].done, asked["measures"].done) == (True, False, True)


def test_a_first_assessment_starts_from_the_systems_facts(people, screener):
    from holdtrue.app.queries.assessing import assessing, impacts_of

    found = assessing(people.owner, screener.ref)
    assert found.tier in {"high", "limited"}
    assert "Sorts applications" in str(found.fields["purpose_and_use"])
    assert impacts_of(found.fields) == (Impact("Applicants"),)
    assert "purpose_and_use" in found.taken


def limited(people, screener):
    from holdtrue.app.actions import records

    records.edit(people.owner, screener.ref, {"effect_on_people": ["convenience"]})
    records.add(people.owner, "control", {"title": "Second reader", "practice": "human-oversight"})


def test_it_is_saved_unfinished_and_completed_only_when_every_section_is_done(people, screener):
    from holdtrue.app.actions.assessing import complete, save
    from holdtrue.app.queries.assessing import assessing

    limited(people, screener)
    made = save(people.owner, screener.ref, {"purpose_and_use": "Ranks"})
    with pytest.raises(BadInput) as refusal:
        complete(people.owner, screener.ref, {"foreseeable_misuse": "Ranking staff"})
    assert refusal.value.code == "assess.unfinished"
    assert assessing(people.owner, screener.ref).fields["foreseeable_misuse"] == "Ranking staff"
    done = complete(people.owner, screener.ref, WHOLE)
    now = assessing(people.owner, screener.ref)
    assert (done.ref, now.finished, now.minutes, now.in_force) == (made.ref, True, 0, False)
    assert now.fields["completed_on"]


def test_measures_that_name_a_control_link_it(people, screener):
    from holdtrue.app.actions.assessing import save
    from holdtrue.store import reading

    limited(people, screener)
    made = save(people.owner, screener.ref, WHOLE)
    control = reading.by_ref(people.organisation.pk, ["CTL-0001"])["CTL-0001"]
    assert reading.body(made)["links"]["controls"] == [control.uid]


def test_the_next_one_starts_from_the_one_in_force_which_stays_until_signed(people, screener):
    from holdtrue.app.actions.assessing import complete, save
    from holdtrue.app.actions.records import find
    from holdtrue.app.actions.sign import sign
    from holdtrue.app.queries.assessing import assessing

    limited(people, screener)
    made = complete(people.owner, screener.ref, WHOLE)
    sign(people.caller("manager"), made.ref, "approved")
    again = assessing(people.owner, screener.ref)
    assert again.fields["benefits"] == "Faster answers"
    assert not any(p.done for p in again.progress)
    every = [p.part.id for p in again.progress]
    save(people.owner, screener.ref, {"benefits": "Faster, fairer answers"}, still_so=every[:2])
    now = assessing(people.owner, screener.ref)
    assert {p.part.id for p in now.progress if p.done} == {*every[:2], "balance"}
    save(people.owner, screener.ref, {"measures": "Nobody is turned away unread"}, still_so=every[:2])
    assert find(people.owner, made.ref).in_force_number < find(people.owner, made.ref).head_number
    complete(people.owner, screener.ref, {}, still_so=every)


def test_the_whole_is_never_milder_than_its_gravest_part(people, screener):
    from holdtrue.app.actions.assessing import save
    from holdtrue.app.queries.assessing import assessing

    limited(people, screener)
    with pytest.raises(BadInput) as refusal:
        save(people.owner, screener.ref, {**WHOLE, "severity": "low"})
    assert refusal.value.field == "severity"
    save(people.owner, screener.ref, {**WHOLE, "severity": ""})
    assert assessing(people.owner, screener.ref).fields["severity"] == "moderate"


def test_a_save_on_an_older_revision_is_refused_and_writes_nothing(people, screener):
    from holdtrue.app.actions.assessing import save

    made = save(people.owner, screener.ref, FIVE)
    save(people.owner, screener.ref, {**FIVE, "measures": "Other"}, revision=made.head_number)
    with pytest.raises(Stale):
        save(people.owner, screener.ref, {**FIVE, "measures": "Third"}, revision=1)
