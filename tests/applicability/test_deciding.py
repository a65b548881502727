"""Deciding the lines of the Statement of Applicability, and what a line without ground is told."""

from __future__ import annotations

import pytest

from harness.cast import cast
from holdtrue.core.refusals import BadInput, NotAllowed, Stale


@pytest.fixture
def people(begun):
    return begun(cast)


def decide(caller, number, answer, reason, **more):
    from holdtrue.app.actions.applying import Decided
    from holdtrue.app.actions.applying import decide as act

    return act(caller, [Decided(number, included=answer == "in", reason=reason, **more)])[0]


def statement(people, **asked):
    from holdtrue.app.queries.applying import statement_asked

    return statement_asked(people.owner, **asked)


def line(people, number):
    return next(x for x in statement(people).lines if x.control.id == number)


def sign(caller, refs, **more):
    from holdtrue.app.actions.sign import Decision
    from holdtrue.app.actions.sign_set import sign_set

    return sign_set(caller, "Statement of Applicability", refs, Decision("approved", "12 months"), **more)


def with_top_management(people):
    from holdtrue.app.actions import records

    records.add(
        people.owner,
        "role",
        {"name": "top_management", "holder": people.people["owner"].ref, "duties": "All"},
    )


def test_a_life_of_a_statement_from_undecided_to_reopened(people):
    from holdtrue.app.actions import records

    owner = people.owner
    assert (len(statement(people).lines), statement(people).decided) == (38, 0)
    control = records.add(owner, "control", {"title": "Read back drug names", "practice": "human-oversight"})
    risk = records.add(
        owner,
        "risk",
        {
            "title": "Wrong dose",
            "likelihood": 2,
            "severity": 4,
            "treatment": "reduce",
            "controls": control.ref,
        },
    )
    with_top_management(people)
    use = decide(owner, "9.2", "in", "We use AI in care.", controls=[control.ref], risks=[risk.ref])
    out = decide(owner, "A.10.4", "out", "We sell no AI systems.")
    found = line(people, "A.9.2")
    assert [p.id for p in found.practices] == ["responsible-use", "human-oversight"]
    assert found.state == "unsigned"
    sign(owner, [use.ref, out.ref])
    assert {x.control.id for x in statement(people).of_state("signed")} == {"A.9.2", "A.10.4"}

    records.edit(owner, risk.ref, {"likelihood": 4})
    opened = statement(people).of_state("reopened")
    assert [x.control.id for x in opened] == ["A.9.2"]
    assert [(x.ref, x.field, x.before, x.after) for x in opened[0].signed.changed] == [
        (risk.ref, "likelihood", 2, 4)
    ]
    sign(owner, [use.ref])
    assert statement(people).of_state("reopened") == ()

    another = records.add(owner, "risk", {"title": "Wrong patient", "controls": control.ref})
    assert line(people, "A.9.2").fresh == ((another.ref, another.title),)
    decide(owner, "A.9.2", "in", "We use AI in care and in planning.")
    changed = line(people, "A.9.2")
    assert (changed.state, [x.field for x in changed.signed.changed]) == ("reopened", ["reason"])


def test_standing_stored_is_standing_from_scratch_after_a_risk_of_a_line_changed(people):
    from holdtrue.app.actions import records
    from holdtrue.app.checking import check_standing
    from holdtrue.app.proving import verify

    owner = people.owner
    with_top_management(people)
    system = records.add(owner, "system", {"name": "Scribe", "use": "in_use"})
    risk = records.add(owner, "risk", {"title": "Wrong dose", "system": system.ref, "likelihood": 2})
    from holdtrue.app.actions.sign import sign as sign_one

    sign_one(people.caller("manager"), risk.ref, "approved")
    one = decide(owner, "A.9.2", "in", "We use AI.", risks=[risk.ref])
    sign(owner, [one.ref])
    records.edit(owner, system.ref, {"intended_purpose": "Something else"})
    assert line(people, "A.9.2").state == "signed"
    records.edit(owner, risk.ref, {"likelihood": 3})
    assert line(people, "A.9.2").state == "reopened"
    assert not check_standing(people.organisation, one.recorded_day).differences
    assert verify(people.organisation).ok


@pytest.mark.parametrize(
    ("number", "answer", "reason", "said"),
    [
        ("A.99", "in", "Needed", "applicability.no_such_control"),
        ("4.4", "in", "", "applicability.in_without_reason"),
        ("A.10.4", "out", " ", "applicability.out_without_reason"),
    ],
)
def test_a_line_without_ground_is_refused_by_name(people, number, answer, reason, said):
    with pytest.raises(BadInput) as refused:
        decide(people.owner, number, answer, reason)
    assert refused.value.message.id == said


def test_a_control_that_keeps_down_a_risk_stays_in_however_it_is_written(people):
    from holdtrue.app.actions import records

    owner = people.owner
    control = records.add(owner, "control", {"title": "Sampling"})
    risk = records.add(owner, "risk", {"title": "Wrong dose", "controls": control.ref})
    one = decide(owner, "A.9.2", "in", "Needed", controls=[control.ref])
    for write in (
        lambda: decide(owner, "A.9.2", "out", "Not needed"),
        lambda: records.edit(owner, one.ref, {"included": False}),
    ):
        with pytest.raises(BadInput) as refused:
            write()
        assert refused.value.message.id == "applicability.risk_asks"
        assert refused.value.message.params["risks"] == (risk.ref,)
    records.retire(owner, risk.ref, why="Gone")
    decide(owner, "A.9.2", "out", "Not needed")


def test_a_control_has_one_line_and_a_number_is_kept_as_the_annex_has_it(people):
    from holdtrue.app.actions import records

    made = records.add(people.owner, "applicability", {"control_id": "annex a 5.2", "included": True})
    assert line(people, "A.5.2").fact.ref == made.ref
    with pytest.raises(BadInput) as refused:
        records.add(people.owner, "applicability", {"control_id": "A.5.2"})
    assert refused.value.message.params["ref"] == made.ref
    with pytest.raises(Stale):
        decide(people.owner, "A.5.2", "in", "Needed", revision=0)


def test_who_may_not_add_lines_may_not_decide(people):
    for role in ("contributor", "auditor", "member", "token"):
        with pytest.raises(NotAllowed):
            decide(people.caller(role), "A.5.2", "in", "Needed")


def test_facts_suggest_and_decide_nothing(people):
    from holdtrue.app.actions import records

    suggested = {x.control.id: x.suggestion for x in statement(people).lines}
    assert not suggested["A.10.3"].included
    records.add(people.owner, "supplier", {"name": "Notewell"})
    own = records.find(people.owner, "ORG-0001")
    records.edit(people.owner, own.ref, {"ai_roles": ["deployer"]})
    again = {x.control.id: x.suggestion for x in statement(people).lines}
    assert again["A.10.3"].included
    assert {n for n, x in again.items() if not x.included} == {
        *("A.10.4", "A.6.1.2", "A.6.1.3", "A.6.2.2", "A.6.2.3", "A.7.2", "A.7.3", "A.7.6")
    }
    assert statement(people).decided == 0


def test_a_past_day_shows_the_statement_as_it_was(people):
    from holdtrue.core.days import iso

    made = decide(people.owner, "A.5.2", "in", "Needed")
    today = made.recorded_day
    assert statement(people, at=iso(today)).decided == 1
    assert statement(people, at=iso(today - 1)).decided == 0


def test_a_line_is_not_made_another_control_s_that_has_a_line(people, database):
    from holdtrue.app.actions import records

    first = decide(people.owner, "A.5.2", "in", "We assess impacts")
    second = decide(people.owner, "A.5.3", "in", "We keep the assessments")
    with pytest.raises(BadInput) as refused:
        records.edit(people.owner, second.ref, {"control_id": "A.5.2"})
    assert (refused.value.code, refused.value.field) == ("record.there_already", "control_id")
    assert refused.value.message.params["ref"] == first.ref
    records.edit(people.owner, second.ref, {"control_id": "A.5.3", "reason": "We keep them for a year"})
    records.edit(people.owner, second.ref, {"control_id": "A.5.4"})
