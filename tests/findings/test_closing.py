"""It is closed by somebody who did none of the work, on evidence from after the time to wait; by nothing else."""

from __future__ import annotations

import io
from functools import partial

import pytest

from harness.house import House
from holdtrue.app import intake
from holdtrue.app.actions import evidence, importing, many, merging, records, restoring
from holdtrue.app.actions.findings import checking, mending
from holdtrue.app.queries import mending as query
from holdtrue.core.days import iso
from holdtrue.core.mending import Step
from holdtrue.core.refusals import BadInput, NotAllowed
from holdtrue.core.verdicts import State
from holdtrue.words import say


def northwind():
    house = House("Northwind")
    house.assessed()
    house.max = house.member("Max", "manager")
    house.cleo = house.member("Cleo", "contributor")
    house.ines = house.member("Ines", "auditor")
    house.theo = house.member("Theo", "member")
    house.add(
        "finding", type="minor", practice="system-owner", nature="Nobody answers at night", about="SYS-1"
    )
    return house


@pytest.fixture
def house(begun):
    """Whatever a test did, the ledger, the records and the standing agree after it."""
    house = begun(northwind)
    yield house
    house.agrees()


def mended(house, ref="FND-1", *, done="2027-03-10"):
    """Everything but the look at the effect: Max finds the cause, Cleo does the work."""
    mending.correct(house.max, ref, "The desk answers until then")
    mending.trace(house.max, ref, "Nobody is told when a shift has no owner")
    mending.compare(house.max, ref, "All systems looked at, no other")
    action = mending.answer(house.max, ref, "Owner on the rota", owner="PER-3", due="2027-03-20")
    house.hands.turn_to(done)
    mending.done(house.ada, ref, action.ref)
    return action


def shown(house, on, *, about="FND-1", tag="effect-check", by=None):
    made = evidence.attach(
        by or house.cleo,
        [about],
        io.BytesIO(b"Four nights, four owners"),
        f"{on}.txt",
        tag=tag,
        collected_on=on,
    )
    return made.ref


def refused(call, *args, **more):
    with pytest.raises(BadInput) as caught:
        call(*args, **more)
    return caught.value.code, say(caught.value.message)


def fields(house, ref="FND-1"):
    return house.body(ref)["fields"]


def test_it_closes_after_the_wait_by_somebody_else_with_evidence(house):
    mended(house)
    assert query.of_record(mending.found(house.ada, "FND-1")).at(house.today).step is Step.WAITING
    house.hands.turn_to("2027-04-10")
    checking.verify(house.ada, "FND-1", [shown(house, "2027-04-10")], why="Four nights looked at")
    assert fields(house)["closed_on"] == fields(house)["effect_verified_on"] == "2027-04-10"
    links = house.body("FND-1")["links"]
    assert links["verified_by"] == [house.ada.actor.person]
    read = fields(house, "EVI-1")
    assert (read["result"], read["self_read"]) == ("in_order", False)


def test_what_is_missing_is_named_one_by_one(house):
    code, told = refused(checking.verify, house.ada, "FND-1", [])
    assert code == "finding.not_ready"
    assert "put it right at once" in told
    assert "say the cause" in told
    assert "agree on an action" in told
    action = mended(house)
    records.edit(house.ada, action.ref, {"done_on": ""})
    assert "do the actions agreed" in refused(checking.verify, house.ada, "FND-1", [])[1]


def test_it_does_not_close_before_its_time_or_without_evidence(house):
    mended(house)
    assert "9 Apr 2027" in refused(checking.verify, house.ada, "FND-1", [])[1]
    early = shown(house, "2027-03-10")
    house.hands.turn_to("2027-04-09")
    assert refused(checking.verify, house.ada, "FND-1", [])[0] == "finding.no_evidence"
    assert refused(checking.verify, house.ada, "FND-1", [early])[0] == "finding.evidence.early"
    other = shown(house, "2027-04-09", tag="oversight-sample")
    assert refused(checking.verify, house.ada, "FND-1", [other])[0] == "finding.evidence.tag"
    elsewhere = shown(house, "2027-04-09", about="SYS-1")
    assert refused(checking.verify, house.ada, "FND-1", [elsewhere])[0] == "finding.evidence.elsewhere"
    bad = shown(house, "2027-04-09")
    evidence.read(house.ada, bad, "not_in_order", why="One night without")
    assert refused(checking.verify, house.ada, "FND-1", [bad])[0] == "finding.evidence.result"
    assert "closed_on" not in fields(house)


def test_nobody_verifies_their_own_work(house):
    mended(house)
    house.hands.turn_to("2027-04-09")
    ref = shown(house, "2027-04-09")
    assert refused(checking.verify, house.cleo, "FND-1", [ref])[0] == "finding.own_work"
    assert refused(checking.verify, house.max, "FND-1", [ref])[0] == "finding.own_work_cause"
    with pytest.raises(NotAllowed):
        checking.verify(house.theo, "FND-1", [ref])
    with pytest.raises(NotAllowed):
        checking.verify(house.machine(), "FND-1", [ref])
    checking.verify(house.ines, "FND-1", [ref])
    assert fields(house)["closed_on"] == "2027-04-09"


def test_a_checker_is_somebody_who_does_none_of_the_work(house):
    mended(house)
    assert refused(checking.plan, house.ada, "FND-1", checker="PER-3")[0] == "finding.checker_own"
    assert refused(checking.plan, house.ada, "FND-1", checker="PER-2")[0] == "finding.checker_own_cause"
    checking.plan(house.ada, "FND-1", checker="PER-4")
    assert house.body("FND-1")["links"]["checker"] == [house.ines.actor.person]


def test_looking_sooner_needs_a_reason_and_a_week(house):
    assert refused(checking.plan, house.ada, "FND-1", after="14 days")[0] == "finding.sooner"
    assert refused(checking.plan, house.ada, "FND-1", after="3 days", why="Quick")[0] == "finding.wait"
    assert refused(checking.plan, house.ada, "FND-1", after="soon")[0] == "finding.wait"
    checking.plan(house.ada, "FND-1", after="14 days", why="Every night shows it")
    assert fields(house)["effect_after"] == "14 days"
    mended(house)
    seen = query.of_record(mending.found(house.ada, "FND-1")).work.effect_from
    assert seen is not None
    assert iso(seen) == "2027-03-24"


def test_a_plan_leaves_time_for_the_effect_before_the_day_to_close(house):
    house.edit("FND-1", due="2027-03-31")
    mended(house)
    assert fields(house)["due"] == "2027-05-03"


@pytest.mark.parametrize("name", ["closed_on", "effect_verified_on", "effect_after", "round"])
def test_no_plain_edit_closes_it(house, name):
    given = {
        "closed_on": "2027-03-01",
        "effect_verified_on": "2027-03-01",
        "effect_after": "7 days",
        "round": 3,
    }
    assert refused(house.edit, "FND-1", **{name: given[name]})[0] == "field.derived"
    assert (
        refused(house.add, "finding", type="minor", nature="n", **{name: given[name]})[0] == "field.derived"
    )
    change = many.Change("FND-1", {name: given[name]})
    told = many.apply(house.ada, "finding", [change])
    assert told.changed == 0
    assert [why.id for _, _, why in told.refused] == ["field.derived"]


def test_no_link_and_no_older_revision_closes_it(house):
    mended(house)
    house.hands.turn_to("2027-04-10")
    assert refused(records.link, house.ada, "FND-1", "verified_by", "PER-1")[0] == "field.derived"
    checking.verify(house.ada, "FND-1", [shown(house, "2027-04-10")])
    closed = mending.found(house.ada, "FND-1").head_number
    checking.reopen(house.ines, "FND-1", why="A night without an owner")
    assert refused(restoring.restore_revision, house.ada, "FND-1", closed)[0] == "finding.by_act"


def test_it_is_not_taken_away_while_it_acts(house):
    assert refused(records.retire, house.ada, "FND-1", why="Gone")[0] == "finding.acts_still"
    assert refused(house.edit, "FND-1", type="observation")[0] == "finding.lighter"
    with pytest.raises(NotAllowed):
        records.edit(house.theo, "FND-1", {"type": "observation"}, why="Please")
    house.edit("FND-1", type="observation", why="It was the test desk")
    records.retire(house.ada, "FND-1", why="Made by mistake")


def test_moving_it_elsewhere_needs_a_reason_too(house):
    assert refused(house.edit, "FND-1", practice="legal-class")[0] == "finding.lighter"
    assert refused(house.edit, "FND-1", about="")[0] == "finding.lighter"
    house.system("Letters")
    house.edit("FND-1", about="SYS-1, SYS-2")


def test_a_file_makes_none_lighter_and_undoing_it_takes_none_away(house, tmp_path):
    first = intake.execute(listed(house, tmp_path, "F-1,Nobody answers,major,ai-policy"))
    assert first.counts["added"] == 1
    lighter = listed(house, tmp_path, "F-1,Nobody answers,observation,ai-policy")
    for outcome in (intake.rehearse(lighter), intake.execute(lighter)):
        assert [why.id for _, why in outcome.refusals] == ["finding.lighter"]
    assert fields(house, "FND-2")["type"] == "major"
    assert importing.undo(house.ada, first.run)["kept"] == 1
    assert records.find(house.ada, "FND-2").retired_day is None


def listed(house, folder, row):
    path = folder / "findings.csv"
    path.write_text(f"Key,Nature,Type,Practice\n{row}\n", encoding="utf-8")
    return intake.plan(house.ada, path, kind="finding")


def test_merging_and_undoing_many_make_none_lighter(house):
    other = house.add("finding", type="observation", practice="system-owner", nature="A quiet night").ref
    merge = partial(merging.merge, house.ada, other, "FND-1", why="The same night")
    assert refused(merge)[0] == "finding.merged_lighter"
    merge(take=("type",))
    assert fields(house, other)["type"] == "minor"
    made = many.apply(house.ada, "finding", [many.Change("", {"type": "major", "practice": "ai-policy"})])
    assert [why.id for *_, why in many.undo(house.ada, made.action).refused] == ["finding.acts_still"]


def test_what_did_not_work_goes_back_to_its_cause_and_is_kept(house):
    assert refused(checking.not_effective, house.ada, "FND-1", why="No")[0] == "finding.not_done"
    action = mended(house)
    checking.not_effective(house.ines, "FND-1", why="Two nights without an owner")
    known = query.of_record(mending.found(house.ada, "FND-1"))
    assert (known.work.round, known.at(house.today).step) == (1, Step.CAUSE)
    assert [fix.ref for fix in known.tried] == [action.ref]
    assert known.fixes == ()
    told, _ = query.rounds(mending.found(house.ada, "FND-1"))
    assert [(r.number, r.cause, r.why) for r in told] == [
        (1, "Nobody is told when a shift has no owner", "Two nights without an owner")
    ]
    mending.trace(house.ada, "FND-1", "The rota has no owner column")
    house.hands.turn_to("2027-06-01")
    assert refused(checking.verify, house.max, "FND-1", [])[0] == "finding.not_ready"


def test_it_opens_again_with_a_reason(house):
    mended(house)
    house.hands.turn_to("2027-04-10")
    assert refused(checking.reopen, house.ada, "FND-1", why="x")[0] == "finding.open"
    checking.verify(house.ada, "FND-1", [shown(house, "2027-04-10")])
    assert refused(mending.trace, house.max, "FND-1", "Another")[0] == "finding.closed"
    assert refused(checking.reopen, house.ada, "FND-1", why=" ")[0] == "finding.say.why"
    checking.reopen(house.ada, "FND-1", why="A night without an owner")
    assert "closed_on" not in fields(house)
    assert fields(house)["round"] == 1
    assert house.body("FND-1")["links"].get("verified_by", []) == []


def test_a_major_stops_its_practice_until_the_effect_is_seen(house):
    house.edit("SYS-1", owner="PER-1")
    assert house.why("system-owner", "SYS-1", level="declared").findings == ("FND-0001",)
    house.edit("FND-1", type="major")
    assert house.why("system-owner", "SYS-1", level="declared").state is State.CONTRADICTED
    mended(house)
    house.hands.turn_to("2027-06-08")
    assert house.why("system-owner", "SYS-1", level="declared").state is State.CONTRADICTED
    checking.verify(house.ada, "FND-1", [shown(house, "2027-06-08")])
    assert house.why("system-owner", "SYS-1", level="declared").state is State.HOLDS


def test_an_observation_is_answered(house):
    ref = house.add("finding", type="observation", nature="The rota is hard to find").ref
    assert refused(checking.settle, house.ada, "FND-1", answer="Fine")[0] == "finding.not_slight"
    assert refused(checking.verify, house.ada, ref, [])[0] == "finding.slight"
    checking.settle(house.ada, ref, answer="It stands on the wall now")
    assert fields(house, ref)["closed_on"] == iso(house.today)


def test_evidence_not_in_order_opens_a_finding_with_a_day(house):
    ref = shown(house, "2027-03-01", about="SYS-1", tag="stop-tried")
    evidence.read(house.ada, ref, "not_in_order", why="It did not stop")
    assert (fields(house, "FND-2")["source"], fields(house, "FND-2")["due"]) == (ref, "2027-05-30")


def test_an_effect_check_that_fails_opens_no_second_finding(house):
    mended(house)
    evidence.read(house.ada, shown(house, "2027-03-10"), "not_in_order", why="One night without")
    assert query.open_ones(house.pk)[0].finding.ref == "FND-0001"
    assert len(query.open_ones(house.pk)) == 1


def test_what_was_done_before_it_was_found_answers_nothing(house, tmp_path):
    mended(house)
    early = {"title": "An older rota", "owner": "PER-3", "addresses": "FND-1", "done_on": "2027-02-10"}
    name, told = refused(house.add, "action", **early)
    assert name == "finding.done_before"
    assert "10 Feb 2027" in told
    assert refused(mending.done, house.ada, "FND-1", "ACT-1", on="2027-02-10")[0] == name
    assert refused(house.edit, "ACT-1", done_on="2027-02-10")[0] == name
    told = many.apply(house.ada, "action", [many.Change("ACT-1", {"done_on": "2027-02-10"})])
    assert [why.id for _, _, why in told.refused] == [name]
    path = tmp_path / "actions.csv"
    path.write_text(
        "Key,Title,Owner,Addresses,Done on\nA-1,An older rota,PER-3,FND-1,2027-02-10\n", encoding="utf-8"
    )
    outcome = intake.execute(intake.plan(house.ada, path, kind="action"))
    assert [why.id for _, why in outcome.refusals] == [name]
    other = house.add("action", **{**early, "addresses": ""}).ref
    assert refused(house.edit, other, addresses="FND-1")[0] == name
    house.add("audit", type="internal", title="Winter", held_on="2027-02-01")
    house.edit("FND-1", audit="AUD-1")
    house.edit(other, addresses="FND-1")
    found = {"type": "minor", "nature": "Told late of what was found early"}
    told_late = records.add(house.ada, "finding", found, true_from="2027-02-01").ref
    house.add("action", **{**early, "addresses": told_late})


def test_what_was_done_in_a_round_before_answers_nothing_in_this_one(house, tmp_path):
    first = mended(house)
    house.hands.turn_to("2027-04-10")
    checking.verify(house.ada, "FND-1", [shown(house, "2027-04-10")])
    house.hands.turn_to("2027-05-03")
    checking.reopen(house.ines, "FND-1", why="A night without an owner")
    early = {"title": "A second rota", "owner": "PER-3", "addresses": "FND-1", "done_on": "2027-04-20"}
    name, told = refused(house.add, "action", **early)
    assert name == "finding.done_in_round"
    assert "opened again on 3 May 2027" in told
    other = house.add("action", **{**early, "addresses": ""}).ref
    assert refused(house.edit, other, addresses="FND-1")[0] == name
    path = tmp_path / "actions.csv"
    path.write_text(
        "Key,Title,Owner,Addresses,Done on\nA-1,A rota,PER-3,FND-1,2027-04-20\n", encoding="utf-8"
    )
    outcome = intake.execute(intake.plan(house.ada, path, kind="action"))
    assert [why.id for _, why in outcome.refusals] == [name]
    house.edit(first.ref, done_on="2027-03-11")  # tried in the round before, so its day may be put right
    house.add("action", **{**early, "done_on": "2027-05-03"})


def test_the_day_to_close_by_follows_the_weight_until_somebody_names_one(house):
    assert fields(house)["due"] == "2027-05-30"
    house.edit("FND-1", type="major")
    assert fields(house)["due"] == "2027-03-31"
    house.edit("FND-1", due="2027-04-20")
    house.edit("FND-1", type="minor", why="It was one night")
    assert fields(house)["due"] == "2027-04-20"
    house.add("audit", type="stage_2", title="Stage 2", held_on="2027-02-20")
    ref = house.add("finding", type="observation", nature="A rota without a name", audit="AUD-1").ref
    assert fields(house, ref)["due"] == "2027-05-30"
    house.edit(ref, type="major")
    assert fields(house, ref)["due"] == "2027-05-21"
