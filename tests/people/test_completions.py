"""Completions from another learning system: training records by course and day, known again, refused in sentences."""

from __future__ import annotations

import openpyxl
import pytest

from holdtrue.core.refusals import BadInput, NotAllowed

HEAD = ("E-mail", "Employee ID", "Course", "Completed on", "Status")
ROWS = (
    ("ada@example.org", "", "AI Basics 2026", "2026-03-02", "Passed"),
    ("MAX@example.org", "", "AI basics 2026", "2026-03-02", "completed"),
    ("", "E7", "AI Basics 2026", "2026-03-03", ""),
    ("ada@example.org", "", "Fire safety", "2026-03-04", "Passed"),
    ("ada@example.org", "", "AI Basics 2026", "2026-03-09", "Failed"),
    ("nobody@example.org", "", "AI Basics 2026", "2026-03-02", "Passed"),
    ("ada@example.org", "", "AI Basics 2026", "", "Passed"),
    ("ada@example.org", "", "AI Basics 2026", "2026-03-02", "87"),
    ("ada@example.org", "", "AI Basics 2026", "2999-03-02", "Passed"),
    ("", "", "AI Basics 2026", "2026-03-02", "Passed"),
)
COURSES = ("AI Basics 2026=everyone",)


@pytest.fixture
def file(tmp_path):
    def write(*rows, head=HEAD):
        path = tmp_path / "completions.csv"
        path.write_text("".join(",".join(row) + "\n" for row in (head, *rows)), "utf-8")
        return path

    return write


@pytest.fixture
def staffed(people, tmp_path):
    """The cast, and Lin whom the staff file brought by an employee id."""
    from holdtrue.app import staff

    path = tmp_path / "staff.csv"
    path.write_text("Employee ID,Name,E-mail\nE7,Lin Chen,lin@example.org\n", "utf-8")
    staff.take(staff.read(people.owner, path, whole=False))
    return people


def trainings(people):
    from holdtrue.store import reading
    from holdtrue.store.models import Record

    rows = Record.rows.of(people.organisation.pk).filter(kind="training").order_by("number")
    return {r.title: reading.body(r) for r in rows}


def told(people, path, *courses, dry=False):
    from holdtrue.app import completions
    from holdtrue.app.actions import completing

    found = completions.read(people.owner, path, courses=courses)
    action, refs = ("", {}) if dry else completing.take(found)
    return completions.completions_json(found, refs, action)


def test_a_file_becomes_training_records_by_course_and_day_and_is_known_again(staffed, file):
    would = told(staffed, file(*ROWS), *COURSES, dry=True)
    assert (would["added"], would["written"], trainings(staffed)) == (3, False, {})
    made = told(staffed, file(*ROWS), *COURSES)
    counts = ("rows", "added", "known", "not_completed", "left_out", "refused")
    assert [made[name] for name in counts] == [10, 3, 0, 1, 1, 5]
    assert made["unmapped"] == [{"course": "Fire safety", "rows": 1}]
    found = trainings(staffed)
    first, second = found["AI Basics 2026, 2026-03-02"], found["AI Basics 2026, 2026-03-03"]
    assert first["fields"]["topic"] == "ai_literacy"
    assert first["fields"]["audience"] == "Everyone who uses AI at work"
    assert (len(first["links"]["attendees"]), len(second["links"]["attendees"])) == (2, 1)
    again = told(staffed, file(*ROWS))
    assert [again[name] for name in counts] == [10, 0, 3, 1, 1, 5]
    assert (again["written"], trainings(staffed)) == (False, found)


def test_who_follows_later_is_named_on_the_same_training_record(staffed, file):
    told(staffed, file(ROWS[0]), *COURSES)
    later = told(staffed, file(*ROWS[:2]))
    assert (later["added"], later["known"], later["trainings"][0]["people"]) == (1, 1, 2)
    assert len(trainings(staffed)) == 1


def test_rows_that_cannot_be_taken_are_listed_by_line_with_a_sentence(staffed, file):
    refused = told(staffed, file(*ROWS), *COURSES, dry=True)["refusals"]
    assert [one["line"] for one in refused] == [7, 8, 9, 10, 11]
    assert "nobody@example.org" in refused[0]["why"]
    assert "87" in refused[2]["why"]


def test_an_excel_file_is_read_and_two_people_behind_one_row_are_refused(staffed, tmp_path):
    book = openpyxl.Workbook()
    for row in (HEAD, ROWS[0], ("ada@example.org", "E7", "AI Basics 2026", "2026-03-02", "")):
        book.active.append(row)
    book.save(tmp_path / "completions.xlsx")
    made = told(staffed, tmp_path / "completions.xlsx", *COURSES)
    assert (made["added"], made["refused"]) == (1, 1)


def test_the_share_of_people_with_ai_basics_follows(staffed, file):
    from holdtrue.store.models import Record

    told(staffed, file(*ROWS), "AI Basics 2026=ai_literacy")
    record = Record.rows.of(staffed.organisation.pk).filter(kind="training").first()
    assert (record.key, record.event_day is not None) == ("ai_literacy", True)


def test_a_wrong_course_topic_or_column_is_told_before_anything(staffed, file):
    for courses, why in ((("Sailing=everyone",), "no_course"), (("AI Basics 2026=boats",), "topic")):
        with pytest.raises(BadInput, match=rf"completions\.{why}"):
            told(staffed, file(*ROWS), *courses)
    with pytest.raises(BadInput, match=r"staff\.no_id"):
        told(staffed, file(ROWS[0], head=("Who", "Number", *HEAD[2:])), *COURSES)
    with pytest.raises(BadInput, match=r"completions\.no_on_column"):
        told(staffed, file(ROWS[0], head=(*HEAD[:3], "When", "Status")), *COURSES)
    assert trainings(staffed) == {}


def test_who_may_not_import_may_not_bring_completions(staffed, file):
    from holdtrue.app import completions

    with pytest.raises(NotAllowed):
        completions.read(staffed.caller("contributor"), file(*ROWS))
