"""Standing against frameworks over real records: findings, the statement of applicability, classes, single systems."""

from __future__ import annotations

import datetime as dt

import pytest


def stands(caller, name="iso42001"):
    """Requirement → its answer, as the pages read it."""
    from holdtrue.app.queries import asking, grounds
    from holdtrue.app.queries.requirements import answered

    found = answered(grounds.of_organisation(caller, (name,), asking.today(caller)), name)
    return {a.requirement.id: a for a in found.answers}


def test_a_requirement_stands_as_the_status_says_of_its_practices(owner):
    from holdtrue.app.queries import asking

    levels = {s.practice.id: s.level for s in asking.status_asked(owner).stands if s.score is not None}
    for name in ("iso42001", "nist_ai_rmf", "law25"):
        for told in stands(owner, name).values():
            asked = [levels[r.practice.id] for r in told.by if r.practice.id in levels]
            if told.standing != "away":
                assert (told.standing == "fails") == (min(asked) < 3), told.requirement.id


def test_findings_act_on_the_requirement_they_name_at_once(owner):
    from holdtrue.app.actions import records

    assert stands(owner)["A.8.4"].standing == "holds"
    minor = records.add(
        owner, "finding", {"type": "minor", "requirement": "A.8.4", "nature": "One late note"}
    )
    assert stands(owner)["A.8.4"].minor == (minor.ref,)
    assert stands(owner)["A.8.4"].standing == "holds"
    records.add(owner, "finding", {"type": "major", "requirement": "A.8.4", "nature": "No plan at all"})
    assert stands(owner)["A.8.4"].standing == "fails"


def test_a_control_left_out_in_force_does_not_apply(owner):
    from holdtrue.app.actions import records, sign
    from holdtrue.store import reached

    reason = "Nothing of ours is bought."
    lines = {line.about: line.ref for line in reached.said_of_requirements(owner.organisation.pk)}
    records.edit(owner, lines["A.10.3"], {"included": False, "reason": reason})
    assert stands(owner)["A.10.3"].standing != "away"
    sign.sign(owner, lines["A.10.3"], "approved", good_for="12 months")
    assert stands(owner)["A.10.3"].standing == "away"
    assert stands(owner)["A.10.3"].applies.because.params["reason"] == reason


def test_the_act_binds_as_the_system_on_record_is_classed(owner):
    found = stands(owner, "eu_ai_act")
    assert found["AIA-26.2"].standing == "fails"
    assert found["AIA-9.1"].standing == "away"
    assert found["AIA-26.2"].starts > found["AIA-4"].starts
    assert sum(a.standing != "away" for a in found.values()) == 23


def test_supervision_brings_a_guideline(owner):
    from holdtrue.app.actions import records

    assert {a.standing for a in stands(owner, "amf_ai").values()} == {"away"}
    records.edit(owner, "ORG-0001", {"financial_supervisors": ["amf"]})
    assert "away" not in {a.standing for a in stands(owner, "amf_ai").values()}
    assert {a.standing for a in stands(owner, "osfi_e23").values()} == {"away"}


def test_one_system_is_told_by_its_own_class_and_verdicts(owner):
    from holdtrue.app.queries import asking, grounds
    from holdtrue.app.queries.requirements import answered

    found = grounds.of_system(owner, "SYS-0003", "eu_ai_act", asking.today(owner))
    told = {a.requirement.id: a for a in answered(found.ground, "eu_ai_act").answers}
    duties = {duty.id for duty in found.looked.found.duties}
    assert {name for name, a in told.items() if a.standing != "away"} == duties | {"AIA-5"}
    other = grounds.of_system(owner, "SYS-0004", "eu_ai_act", asking.today(owner))
    assert other.looked.found.settled is None
    assert all(a.applies.holds is None for a in answered(other.ground, "eu_ai_act").answers)


def test_a_record_that_is_no_system_is_refused(owner):
    from holdtrue.app.queries import asking, grounds
    from holdtrue.core.refusals import BadInput, NotFound

    with pytest.raises(BadInput):
        grounds.of_system(owner, "POL-0001", "iso42001", asking.today(owner))
    with pytest.raises(NotFound):
        grounds.of_system(owner, "SYS-0999", "iso42001", asking.today(owner))


def test_systems_that_decide_are_those_that_fall_short(owner):
    from holdtrue.app.queries import asking
    from holdtrue.app.queries.deciding import deciding
    from holdtrue.core.standing import levels

    day = asking.today(owner)
    found = deciding(owner, ["human-oversight", "system-owner"], 3, day)
    assert 0 < len(found["human-oversight"]) <= 3
    assert all(levels(one.verdicts, day).level < 3 for one in found["human-oversight"])


def test_a_past_day_has_the_lines_of_its_statement(owner):
    from dataclasses import replace

    from holdtrue.app.actions import applying, sign
    from holdtrue.app.queries import asking, grounds
    from holdtrue.app.queries.requirements import answered
    from holdtrue.core.days import iso

    out = applying.Decided("A.8.4", included=False, reason="Nobody outside uses it.")
    line = applying.decide(owner, [out])[0].ref
    sign.sign(owner, line, "approved", good_for="12 months")
    now = owner.clock.now()
    later = replace(owner, clock=replace(owner.clock, now=lambda: now + dt.timedelta(days=2)))
    applying.decide(later, [replace(out, included=True, reason="Clients do.")])
    sign.sign(later, line, "approved", good_for="12 months")

    def standing(at):
        then, _ = grounds.asked(later, "iso42001", at=at)
        return next(a.standing for a in answered(then, "iso42001").answers if a.requirement.id == "A.8.4")

    day = asking.today(later)
    assert [standing(iso(day - n)) == "away" for n in (0, 1, 2, 3)] == [False, True, True, False]


def test_a_past_day_is_told_from_what_was_known_then(owner):
    from holdtrue.app.queries import grounds
    from holdtrue.app.queries.requirements import answered
    from holdtrue.core.days import iso

    today = stands(owner)
    then, _ = grounds.asked(owner, "iso42001", at=iso(grounds.asking.today(owner) - 420))
    before = {a.requirement.id: a.standing for a in answered(then, "iso42001").answers}
    assert before["A.8.4"] == "fails"
    assert today["A.8.4"].standing == "holds"


def test_a_past_day_names_the_findings_of_that_day(owner):
    from holdtrue.app.actions import records
    from holdtrue.app.queries import grounds
    from holdtrue.app.queries.requirements import answered
    from holdtrue.core.days import iso

    made = records.add(
        owner, "finding", {"type": "major", "requirement": "A.8.4", "nature": "No plan at all"}
    )
    assert stands(owner)["A.8.4"].major == (made.ref,)
    then, _ = grounds.asked(owner, "iso42001", at=iso(grounds.asking.today(owner) - 1))
    before = {a.requirement.id: a for a in answered(then, "iso42001").answers}
    assert before["A.8.4"].major == ()
