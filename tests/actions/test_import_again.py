"""The same file again asks nothing twice; a running import can be stopped; imported evidence knows its versions."""

from __future__ import annotations

import io
import sys

import pytest

from harness.house import House
from holdtrue.app import intake, uploads
from holdtrue.app.actions import importing
from holdtrue.app.actions.importing.decide import decide
from holdtrue.app.actions.importing.run import __name__ as running
from holdtrue.app.queries.runs import run_asked
from holdtrue.core.refusals import BadInput
from holdtrue.store import log
from holdtrue.store.models import ImportRun, Record
from holdtrue.words import say

TWICE = "ID,Name,Purpose\n1,Bot,Sort calls\n1,Bot,Answer calls\n1,Bot,Rank calls\n2,Other,Count\n"


@pytest.fixture
def house(begun):
    return begun(House, "Northwind")


def written(folder, text, name="systems.csv"):
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def taken(house, path, **more):
    return intake.execute(intake.plan(house.ada, path, **more))


def latest(house):
    return ImportRun.rows.of(house.pk).select_related("blob").order_by("-number").first()


def purposes(house):
    from holdtrue.store import reading

    rows = Record.rows.of(house.pk).filter(kind="system", retired_day__isnull=True).order_by("number")
    bodies = reading.bodies(house.pk, rows.values_list("pk", "head_number"))
    return [bodies[row.pk]["fields"]["intended_purpose"] for row in rows]


def test_what_was_decided_on_a_file_is_not_asked_again_when_it_comes_again(house, tmp_path):
    path = written(tmp_path, TWICE)
    first = taken(house, path)
    assert first.counts["review"] == 2
    decide(house.ada, latest(house), {3: "same", 4: "new"})
    told = purposes(house)
    assert sorted(told) == ["Answer calls", "Count", "Rank calls"]
    again = taken(house, path)
    assert (again.counts["review"], again.counts["added"], again.counts["changed"]) == (0, 0, 0)
    assert again.rows == 4
    assert purposes(house) == told


def test_undoing_an_import_takes_back_what_was_decided_on_its_rows_and_all_they_brought_along(
    house, tmp_path
):
    before = alive(house)
    rows = ("1,Bot,Sort calls,Care,Acme", "1,Bot,Answer calls,Care,Acme", "1,Bot,Rank calls,Sales,Globex")
    taken(house, written(tmp_path, "\n".join(("ID,Name,Purpose,Department,Vendor", *rows))))
    decide(house.ada, latest(house), {3: "same", 4: "new"})
    assert {"Sales", "Globex"} <= alive(house)
    undone = intake.undo(house.ada, 1)
    assert (undone["kept"], alive(house)) == (0, before)


def test_what_somebody_wrote_between_an_import_and_a_decision_on_its_rows_stays(house, tmp_path):
    from holdtrue.app.actions import records

    taken(house, written(tmp_path, TWICE))
    records.edit(house.ada, "SYS-0001", {"users": "Nurses"})
    decide(house.ada, latest(house), {3: "same"})
    assert sorted(purposes(house)) == ["Answer calls", "Count"]
    undone = intake.undo(house.ada, 1)
    assert (undone["retired"], undone["restored"], undone["kept"]) == (1, 1, 1)
    assert purposes(house) == ["Sort calls"]


def alive(house):
    return set(Record.rows.of(house.pk).filter(retired_day__isnull=True).values_list("title", flat=True))


def test_rows_left_for_later_are_asked_again(house, tmp_path):
    path = written(tmp_path, TWICE)
    taken(house, path)
    decide(house.ada, latest(house), {3: "leave", 4: "new"})
    assert taken(house, path).counts["review"] == 1


def test_a_stopped_import_keeps_what_it_wrote_and_can_be_undone_or_gone_on_with(house, tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules[running], "CHUNK", 2)
    lines = "".join(f"{n},Bot {n},Sort\n" for n in range(1, 7))
    path = written(tmp_path, f"ID,Name,Purpose\n{lines}")
    planned = intake.plan(house.ada, path)
    run = importing.prepare(
        house.ada, path, name="systems.csv", mapping=planned.mapping, said_on=planned.said_on, total=6
    )

    def after_two(done, _):
        if done == 2:
            importing.stop(house.ada, run)

    importing.run(house.ada, run, planned.table, planned.mapping, progress=after_two)
    run.refresh_from_db()
    assert (run.state, run.done, len(purposes(house))) == ("stopped", 2, 2)
    with pytest.raises(BadInput):
        importing.stop(house.ada, run)
    again = taken(house, path)
    assert (again.counts["unchanged"], again.counts["added"]) == (2, 4)
    importing.undo(house.ada, run.number)
    house.agrees()


@pytest.mark.parametrize("after", [2, 6])
def test_an_import_undone_while_it_runs_ends_there_and_leaves_nothing(house, tmp_path, monkeypatch, after):
    monkeypatch.setattr(sys.modules[running], "CHUNK", 2)
    lines = "".join(f"{n},Bot {n},Sort\n" for n in range(1, 7))
    path = written(tmp_path, f"ID,Name,Purpose\n{lines}")
    planned = intake.plan(house.ada, path)
    run = importing.prepare(
        house.ada, path, name="systems.csv", mapping=planned.mapping, said_on=planned.said_on, total=6
    )

    def then(done, _):
        if done == after:
            assert importing.undo(house.ada, run.number)["retired"] == after

    importing.run(house.ada, run, planned.table, planned.mapping, progress=then)
    assert (latest(house).state, purposes(house)) == ("undone", [])


def test_what_is_written_while_an_undoing_waits_for_its_turn_is_undone_too(house, tmp_path, monkeypatch):
    taken(house, written(tmp_path, TWICE))
    run = latest(house)
    lock = log.lock

    def after_a_decision(*given, **more):
        monkeypatch.setattr(log, "lock", lock)
        decide(house.ada, latest(house), {4: "new"})
        return lock(*given, **more)

    monkeypatch.setattr(log, "lock", after_a_decision)
    importing.undo(house.ada, run.number)
    assert purposes(house) == []


def test_what_a_person_and_a_file_both_changed_is_told_in_words(house, tmp_path):
    for name in ("Bea Holm", "Cid Roy"):
        house.add("person", name=name)
    head = "ID,Name,Owner,Jurisdictions,Personal data\n"
    taken(house, written(tmp_path, f"{head}1,Bot,Ada Novak,EU,\n"))
    house.edit("SYS-1", owner="PER-2", jurisdictions=["QC", "US"], personal_data=False)
    planned = intake.plan(house.ada, written(tmp_path, f"{head}1,Bot,Cid Roy,UK,yes\n"))
    for outcome in (intake.rehearse(planned), intake.execute(planned)):
        told = {name: say(why).partition(". ")[0] for _, name, why in outcome.conflicts}
        assert told == {
            "owner": "The source now says 'Cid Roy'; a person set 'Bea Holm'",
            "jurisdictions": "The source now says 'UK'; a person set 'QC, US'",
            "personal_data": "The source now says 'yes'; a person set 'no'",
        }
    assert {name for _, name, _ in run_asked(house.ada, outcome.run).conflicts.first} == told.keys()


def test_what_is_said_of_columns_too_late_leaves_a_run_as_it_was_taken_in(house):
    first = uploads.keep(house.ada, io.BytesIO(b"ID,Name,Purpose\n1,Bot,Sort\n"), "systems.csv")
    said, late = uploads.map_text(house.ada, first), uploads.run_of(house.ada, first.number)
    uploads.begin(house.ada, first)
    taken_in = latest(house).summary
    with pytest.raises(BadInput, match="moved_on"):
        uploads.settle_by_file(house.ada, late, said)
    with pytest.raises(BadInput, match="moved_on"):
        uploads.settle(house.ada, late, {}, "")
    with pytest.raises(BadInput, match="moved_on"):
        uploads.note_said(house.ada, late, "staff", {"whole": "yes"})
    assert latest(house).summary == taken_in
    other = uploads.keep(house.ada, io.BytesIO(b"ID,Name,Purpose\n2,Bot,Sort\n"), "others.csv")
    uploads.drop(house.ada, uploads.run_of(house.ada, other.number))
    with pytest.raises(BadInput, match="moved_on"):
        uploads.propose_as(house.ada, other, "risk")
    with pytest.raises(BadInput, match="moved_on"):
        uploads.note_said(house.ada, other, "staff", {"whole": "yes"})


def test_imported_evidence_records_the_versions_of_its_components(house, tmp_path):
    from holdtrue.store import reading

    house.system()
    component = house.add("component", name="Model", type="model", version="1.2", systems="SYS-1")
    path = written(
        tmp_path, f"Title,About,Collected on\nTest report,{component.ref},2027-02-01\n", "evidence.csv"
    )
    assert taken(house, path, kind="evidence").counts["added"] == 1
    record = Record.rows.of(house.pk).get(kind="evidence")
    assert reading.body(record).get("versions") == {component.uid: "1.2"}
