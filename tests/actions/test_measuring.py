"""Values of indicators: one a day, corrected beside, from files; computed ones by snapshot; what follows a miss."""

from __future__ import annotations

import datetime as dt

import pytest

from harness.house import House
from holdtrue.app.actions import following, measuring, records, snapshots, values_file
from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.permission import on_record
from holdtrue.app.actions.records import edit_within
from holdtrue.app.queries.counted import counted
from holdtrue.app.queries.indicating import listed, of_owner, offered, one
from holdtrue.core.computed import COUNTED, Reading
from holdtrue.core.refusals import BadInput, NotAllowed
from holdtrue.core.verdicts import State
from holdtrue.store.models import Measurement
from holdtrue.words import say


def figures():
    house = House("Figures")
    house.system("Call sorting")
    house.add(
        "indicator",
        title="Minutes to stop",
        tag="minutes-to-stop",
        target="5",
        direction="down",
        system="SYS-1",
        owner="PER-1",
        frequency="1 month",
    )
    return house


@pytest.fixture
def house(begun):
    return begun(figures)


def day(said):
    return dt.date.fromisoformat(said).toordinal()


def refused(call, *args, error=BadInput, **given):
    with pytest.raises(error) as caught:
        call(*args, **given)
    assert say(caught.value.message)
    return caught.value.code


def values(house, ref="IND-1"):
    found = one(house.ada, records.find(house.ada, ref))
    return [(dt.date.fromordinal(v.day).isoformat(), v.value, v.version) for v in found.every]


def standing(house, ref="IND-1"):
    return one(house.ada, records.find(house.ada, ref)).standing


def noted(house, ref, **fields):
    """Write what only an action of its own may: the day an effect was verified."""
    record = records.find(house.ada, ref)
    with acting(house.ada, "finding.verify", "edit", on_record(record)) as act:
        edit_within(act, record, fields, {})


def test_the_same_value_twice_is_one_and_another_is_refused(house):
    assert measuring.measure(house.ada, "IND-1", 4, on="2027-03-01").state == "added"
    before = house.entries()
    assert measuring.measure(house.ada, "IND-1", "4.0", on="2027-03-01T08:00:00+00:00").state == "unchanged"
    assert refused(measuring.measure, house.ada, "IND-1", 5, on="2027-03-01") == "measure.twice"
    assert refused(measuring.measure, house.ada, "IND-1", 4, on="2027-03-01", count=3) == "measure.twice"
    assert house.entries() == before
    house.agrees()


def test_a_correction_stands_beside_what_it_corrects_and_counts(house):
    measuring.measure(house.ada, "IND-1", 9, on="2027-03-01")
    assert standing(house).judged.state is State.OUT_OF_TARGET
    assert refused(measuring.correct, house.ada, "IND-1", 4, on="2027-03-01", why=" ") == "measure.say_why"
    assert (
        refused(measuring.correct, house.ada, "IND-1", 4, on="2027-02-01", why="Slip")
        == "measure.nothing_to_correct"
    )
    assert measuring.correct(house.ada, "IND-1", 4, on="2027-03-01", why="Wrong line").state == "corrected"
    assert values(house) == [("2027-03-01", 4.0, 2), ("2027-03-01", 9.0, 1)]
    assert standing(house).judged.state is State.HOLDS
    assert measuring.correct(house.ada, "IND-1", 4, on="2027-03-01", why="Again").state == "unchanged"
    house.agrees()


def test_a_value_from_before_the_indicator_is_taken_and_shown_as_recorded_late(house):
    assert measuring.measure(house.ada, "IND-1", 4, on="2026-06-30").state == "added"
    found = standing(house).values[0]
    assert found.recorded - found.day > 7


def test_without_a_target_nobody_can_tell(house):
    house.edit("IND-1", target="")
    measuring.measure(house.ada, "IND-1", 4, on="2027-03-01")
    assert standing(house).judged.state is State.UNKNOWN


def test_a_unit_that_is_not_its_own_and_a_missing_figure_are_refused(house):
    assert refused(measuring.measure, house.ada, "IND-1", 4, on="2027-03-01", unit="hours") == "measure.unit"
    assert refused(measuring.measure, house.ada, "IND-1", None, on="2027-03-01") == "measure.no_figure"
    assert measuring.measure(house.ada, "IND-1", None, on="2027-03-01", count=0).state == "added"
    assert standing(house).judged.state is State.HOLDS, "there was nothing to count"


def test_every_row_of_a_file_is_accounted_for_and_a_second_time_changes_nothing(house):
    file = (
        b"Indicator;Measured on;Value;N;Unit\n"
        b"IND-1;2027-02-01;4,5;12;minutes\n"
        b"minutes-to-stop;2027-02-15;6;;\n"
        b"IND-1;2027-02-15;7;;\n"
        b"IND-9;2027-02-15;7;;\n"
        b"IND-1;2030-01-01;7;;\n"
        b"IND-1;2027-02-20;much;;\n"
        b"IND-1;2027-02-20;3;;hours\n"
        b"IND-1;2027-02-20;3;-1;\n"
    )
    told = values_file.take_file(house.ada, file, name="values.csv")
    assert [(x.line, x.state) for x in told.lines] == [
        (2, "added"),
        (3, "added"),
        *((line, "refused") for line in range(4, 10)),
    ]
    assert all(say(x.why) for x in told.lines if x.state == "refused")
    again = values_file.take_file(house.ada, file, name="values.csv")
    assert [again.counted(state) for state in ("added", "unchanged", "refused")] == [0, 2, 6]
    assert [v[:2] for v in values(house)] == [("2027-02-15", 6.0), ("2027-02-01", 4.5)]
    assert refused(values_file.take_file, house.ada, b"a,b\n1,2\n", name="x.csv") == "measure.file.columns"
    house.agrees()


def test_an_auditor_takes_no_file_in(house):
    ines = house.member("Ines Marin", "auditor")
    assert refused(values_file.take_file, ines, b"on,value\n", name="x.csv", error=NotAllowed)


def test_a_computed_figure_is_never_typed(house):
    made = following.begin(house.ada, "days-to-mend")
    assert refused(measuring.measure, house.ada, made.ref, 4, on="2027-03-01") == "measure.computed"
    assert refused(measuring.correct, house.ada, made.ref, 4, on="2027-03-01", why="So") == "measure.computed"
    told = values_file.take_file(
        house.ada, f"indicator,on,value\n{made.ref},2027-02-01,4\n".encode(), name="v"
    )
    assert [x.state for x in told.lines] == ["refused"]
    assert "days-to-mend" not in [x.id for x in offered(house.ada)]


def test_days_to_mend_is_the_middle_of_days_from_finding_to_verified_effect(house):
    found = [house.add("finding", type="minor", nature=f"Gap {n}").ref for n in range(3)]
    house.hands.turn_to("2027-03-25")
    noted(house, found[0], effect_verified_on="2027-03-11")
    noted(house, found[1], effect_verified_on="2027-03-21")
    assert counted(house.organisation, "days-to-mend", day("2027-03-31")) == Reading(15.0, 2)
    assert counted(house.organisation, "days-to-mend", day("2027-03-20")) == Reading(10.0, 1)
    assert counted(house.organisation, "days-to-mend", day("2028-03-20")) == Reading(20.0, 1), "a year back"
    assert counted(house.organisation, "days-to-mend", day("2026-03-20")) == Reading(None, 0)


def test_the_share_of_what_was_recorded_late_counts_dated_facts_of_the_month(house):
    house.hands.turn_to("2028-02-29")
    for held_on in ("2028-02-29", "2028-02-22", "2028-02-21", "2027-12-01"):
        house.add("training", topic="ai", title=f"Held {held_on}", held_on=held_on)
    measuring.measure(house.ada, "IND-1", 4, on="2028-02-29")
    assert counted(house.organisation, "recorded-late", day("2028-02-29")) == Reading(0.4, 5)
    assert counted(house.organisation, "recorded-late", day("2028-03-31")) == Reading(None, 0)


def test_actions_due_and_done_in_time(house):
    for n, (due, done) in enumerate(
        (("2027-03-10", "2027-03-10"), ("2027-03-10", "2027-03-11"), ("2027-03-20", ""), ("2027-05-01", ""))
    ):
        house.hands.turn_to("2027-03-25")
        house.add("action", title=f"Mend {n}", owner="PER-1", due=due, done_on=done)
    assert counted(house.organisation, "actions-closed-on-time", day("2027-03-31")) == Reading(0.3333, 3)


def test_what_holds_is_read_from_the_reading_kept_at_the_months_end(house):
    assert counted(house.organisation, "claims-holding-share", day("2027-03-31")) is None
    house.hands.turn_to("2027-04-02")
    house.system("Another")
    held = counted(house.organisation, "claims-holding-share", day("2027-03-31"))
    assert held is not None
    assert held.count > 0


def test_snapshots_are_dated_by_the_months_end_taken_once_and_by_nobody(house):
    made = following.begin(house.ada, "recorded-late")
    assert snapshots.take(house.organisation, house.clock) == 0, "founded today: no day is over yet"
    house.hands.turn_to("2027-04-02")
    house.add("training", topic="ai", title="Held", held_on="2027-03-30")
    assert snapshots.take(house.organisation, house.clock) == 1
    assert snapshots.take(house.organisation, house.clock) == 0
    row = Measurement.rows.of(house.pk).get(indicator=made)
    assert (row.day, row.author, row.value, row.count) == (day("2027-03-31"), COUNTED, None, 0)
    assert standing(house, made.ref).judged.state is State.HOLDS, "there was nothing to count"
    house.hands.turn_to("2027-07-01")
    assert snapshots.take(house.organisation, house.clock) == 3
    assert [v[:2] for v in values(house, made.ref)][::-1] == [
        ("2027-03-31", None),
        ("2027-04-30", 0.0),
        ("2027-05-31", None),
        ("2027-06-30", None),
    ]
    house.agrees()


def test_what_only_the_state_of_things_tells_is_counted_once_a_month(house):
    made = following.begin(house.ada, "owed-overdue")
    house.hands.turn_to("2027-03-10")
    assert snapshots.take(house.organisation, house.clock) == 1
    house.hands.turn_to("2027-03-11")
    assert snapshots.take(house.organisation, house.clock) == 0
    house.hands.turn_to("2027-06-05")
    assert snapshots.take(house.organisation, house.clock) == 1
    assert [v[0] for v in values(house, made.ref)] == ["2027-06-04", "2027-03-09"]
    newest = standing(house, made.ref).values[-1]
    assert newest.count
    house.agrees()


def test_out_of_target_is_owed_by_its_owner_until_something_is_opened_and_never_ends_by_that(house):
    measuring.measure(house.ada, "IND-1", 9, on="2027-03-01")
    assert standing(house).unanswered
    assert [x.record.ref for x in of_owner(house.organisation, standing(house).owner.pk, house.today)] == [
        "IND-0001"
    ]
    assert owed(house) == {("follow", "IND-0001")}
    assert refused(following.follow_up, house.ada, "IND-1", "finding", why="") == "indicators.follow.why"
    assert refused(following.follow_up, house.ada, "IND-1", "else", why="So") == "indicators.follow.way"
    assert (
        refused(following.follow_up, house.ada, "IND-1", "action", why="So", owner="PER-1")
        == "indicators.follow.who"
    )
    finding = following.follow_up(house.ada, "IND-1", "finding", why="The button was moved.")
    assert finding.kind == "finding"
    assert house.body(finding.ref)["fields"]["source"] == "IND-0001"
    found = standing(house)
    assert [x.record.ref for x in found.followed] == [finding.ref]
    assert (found.unanswered, found.judged.out) == (False, True)
    assert owed(house) == {("measure", "IND-0001")}
    house.hands.turn_to("2027-03-02")
    measuring.measure(house.ada, "IND-1", 4, on="2027-03-02")
    assert owed(house) == set()
    assert (
        refused(following.follow_up, house.ada, "IND-1", "finding", why="So") == "indicators.follow.in_target"
    )


def test_an_action_or_another_target_follows_as_well(house):
    measuring.measure(house.ada, "IND-1", 9, on="2027-03-01")
    action = following.follow_up(
        house.ada, "IND-1", "action", why="Put the button back", owner="PER-1", due="2027-04-01"
    )
    assert [x.record.ref for x in standing(house).followed] == [action.ref]
    assert (
        refused(following.follow_up, house.ada, "IND-1", "target", why="Too strict")
        == "indicators.follow.target_missing"
    )
    following.follow_up(house.ada, "IND-1", "target", why="Agreed with the desk", target="10")
    assert standing(house).judged.state is State.HOLDS


def owed(house):
    from holdtrue.app.worklist.measuring import out_of_target
    from holdtrue.app.worklist.reading import asked_for

    person = records.find(house.ada, "PER-1")
    asked = asked_for(house.organisation, person.pk, "owner", house.today, caller=house.ada)
    return {(item.action, item.ref) for item in out_of_target(asked)}


def test_the_list_is_paged_and_narrowed_to_a_system_or_a_unit(house):
    unit = house.add("unit", name="Clinic")
    house.system("Elsewhere", unit=unit.ref)
    house.add("indicator", tag="output-quality", system="SYS-2")
    house.add("indicator", tag="uses-outside-policy")

    def refs(**asked):
        return [x.record.ref for x in listed(house.ada, **asked).rows]

    assert refs() == ["IND-0001", "IND-0002", "IND-0003"]
    assert refs(system="SYS-0002") == ["IND-0002"]
    assert refs(unit=unit.ref) == ["IND-0002"]
    first = listed(house.ada, most=2)
    assert (len(first.rows), first.next) == (2, 2)
    assert refs(after=first.next) == ["IND-0003"]
