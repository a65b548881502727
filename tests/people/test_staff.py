"""The staff file: joiners, changes and leavers follow; the same file again changes nothing; nobody leaves silently."""

from __future__ import annotations

import pytest

from holdtrue.core.refusals import BadInput

HEAD = "Employee ID,Name,E-mail,Department,Manager,Start date,Leaving date\n"
ROWS = (
    "E1,Ada,ada@example.org,Board,,2019-01-01,\n",
    "E2,Lin Chen,lin@example.org,IT,E1,2020-02-01,\n",
    "E3,Tom Rey,tom@example.org,IT,Lin Chen,2021-03-01,\n",
    "E4,Old Hand,old@example.org,IT,lin@example.org,2010-03-01,2024-05-31\n",
)


@pytest.fixture
def file(tmp_path):
    def write(*rows):
        path = tmp_path / "staff.csv"
        path.write_text(HEAD + "".join(rows), "utf-8")
        return path

    return write


def everybody(people):
    from holdtrue.store import reading
    from holdtrue.store.models import Record

    rows = Record.rows.of(people.organisation.pk).filter(kind="person", retired_day__isnull=True)
    return {r.title: reading.body(r) | {"uid": r.uid, "ref": r.ref} for r in rows}


def test_people_come_with_their_managers_and_those_by_hand_are_known_by_e_mail(people, file):
    from holdtrue.app import staff

    before = len(everybody(people))
    told = staff.rehearse(staff.read(people.owner, file(*ROWS), whole=True))
    assert (told.outcome.counts["added"], len(everybody(people))) == (3, before)
    made = staff.take(staff.read(people.owner, file(*ROWS), whole=True))
    found = everybody(people)
    assert (made.outcome.counts["added"], len(found)) == (3, before + 3)
    assert found["Lin Chen"]["links"]["manager"] == [found["Ada"]["uid"]]
    assert found["Tom Rey"]["links"]["manager"] == [found["Lin Chen"]["uid"]]
    assert found["Old Hand"]["fields"]["left_on"] == "2024-05-31"
    again = staff.take(staff.read(people.owner, file(*ROWS), whole=True), most_leavers=5)
    assert (again.outcome.counts["unchanged"], again.moved, again.left) == (4, 0, ())


def test_who_is_missing_from_a_whole_file_is_proposed_and_marked_only_where_allowed(people, file):
    from holdtrue.app import staff

    staff.take(staff.read(people.owner, file(*ROWS), whole=False))
    part = staff.take(staff.read(people.owner, file(*ROWS[:1]), whole=False), most_leavers=5)
    assert part.left == ()
    proposed = staff.take(staff.read(people.owner, file(*ROWS[:1]), whole=True))
    assert [r.title for r in proposed.staff.leavers] == ["Lin Chen", "Tom Rey"]
    assert "left_on" not in everybody(people)["Tom Rey"]["fields"]
    with pytest.raises(BadInput, match=r"staff\.many_left"):
        staff.take(staff.read(people.owner, file(*ROWS[:1]), whole=True), most_leavers=1)
    staff.take(staff.read(people.owner, file(*ROWS[:2]), whole=True), most_leavers=1)
    assert everybody(people)["Tom Rey"]["fields"]["left_on"]
    assert "left_on" not in everybody(people)["Max"]["fields"]


def test_a_row_that_cannot_be_read_keeps_everybody_from_having_left(people, file):
    from holdtrue.app import staff

    staff.take(staff.read(people.owner, file(*ROWS), whole=True))
    found = staff.read(people.owner, file(ROWS[0], "E2,,,,,,\n"), whole=True)
    assert found.refused
    assert found.leavers == ()
