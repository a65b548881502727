"""The staff file and completions on pages and over HTTP: seen first, taken in by the same path as the command."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

HEAD = "Employee ID,Name,E-mail,Start date\n"
STAFF = (
    "E1,Ada,ada@example.org,2019-01-01\n",
    "E2,Lin Chen,lin@example.org,2020-02-01\n",
    "E3,Tom Rey,tom@example.org,2021-03-01\n",
)
DONE = (
    "E-mail,Course,Completed on,Status\n"
    "theo@example.org,Spotting AI errors,2025-05-02,Passed\n"
    "theo@example.org,Fire drill,2025-05-03,Passed\n"
    "nobody@example.org,Spotting AI errors,2025-05-02,Passed\n"
    "max@example.org,Spotting AI errors,2025-05-02,Failed\n"
)


@pytest.fixture
def bring(people):
    """Send a file to a page as its form would."""

    def sent(place, text, **words):
        file = SimpleUploadedFile("export.csv", text.encode(), "text/csv")
        response = people.client("owner").post(f"/o/{people.slug}/{place}/", {"file": file, **words})
        assert response.status_code == 302, response.content.decode()[-2000:]
        return response.headers["Location"].removeprefix(f"/o/{people.slug}/")

    return sent


def everybody(people):
    from holdtrue.store import reading
    from holdtrue.store.models import Record

    rows = Record.rows.of(people.organisation.pk).filter(kind="person", retired_day__isnull=True)
    return {r.title: reading.body(r)["fields"] for r in rows}


def test_a_staff_file_shows_every_row_then_brings_joiners_and_marks_leavers_only_where_said(
    people, ada, bring
):
    at = bring("staff-file", HEAD + "".join(STAFF), whole="no")
    before = len(everybody(people))
    page = ada.open(at)
    assert "2 people join" in page.text
    assert "Lin Chen" in page.text
    assert len(everybody(people)) == before
    ada.send(page, do="apply")
    assert len(everybody(people)) == before + 2
    at = bring("staff-file", HEAD + "".join(STAFF[:2]) + ",,,\nE9,,no-name@example.org,\n", whole="yes")
    assert "nobody is taken as having left" in ada.open(at).text
    at = bring("staff-file", HEAD + "".join(STAFF[:2]), whole="yes")
    page = ada.open(at)
    assert "One person is missing from the file" in page.text
    ada.send(page, do="apply", leave="yes")
    assert everybody(people)["Tom Rey"]["left_on"]
    assert ada.open(at).status == 404, "taken in once"


def test_what_is_said_of_a_column_is_remembered_for_the_next_file(people, ada, bring):
    head = "Number,Label,Mailbox\n"
    at = bring("staff-file", head + "E2,Lin Chen,lin@example.org\n", whole="no")
    from holdtrue.app import uploads

    run = uploads.run_of(people.owner, int(at.split("/")[1]))
    uploads.settle(people.owner, run, {0: "key", 1: "name", 2: "email"}, "")
    ada.send(ada.open(at), do="apply")
    assert everybody(people)["Lin Chen"]["email"] == "lin@example.org"
    again = bring("staff-file", head + "E5,Mo Diaz,mo@example.org\n", whole="no")
    page = ada.open(again)
    assert "One person joins" in page.text
    assert "Mo Diaz" in page.text


def test_completions_wait_for_a_topic_then_name_people_and_account_for_every_row(people, ada, bring):
    from holdtrue.store.models import Record

    at = bring("completions-file", DONE)
    page = ada.open(at)
    assert "2 courses have no topic yet" in page.text
    ada.send(page, **{"do": "again", "topic-0": "ai_literacy"})
    page = ada.open(at)
    assert "Newly named 1" in page.text
    assert "Not completed 1" in page.text
    assert "Course not known 1" in page.text
    assert "nobody@example.org" in page.text
    ada.send(page, do="apply")
    held = Record.rows.of(people.organisation.pk).filter(kind="training", source_key__startswith="course ")
    assert [r.title for r in held] == ["Spotting AI errors, 2025-05-02"]
    known = ada.open(bring("completions-file", DONE))
    assert "Known already 1" in known.text, "the course is known by its record"


def test_headings_said_for_completions_are_remembered_for_page_and_command(people, tmp_path):
    from holdtrue.app import completions
    from holdtrue.app.actions import completing

    path = tmp_path / "odd.csv"
    path.write_text("Who,What,When\ntheo@example.org,Ethics,2025-05-02\n", "utf-8")
    columns = {"email": "Who", "course": "What", "on": "When"}
    said = completions.read(people.owner, path, courses=["Ethics=ai_literacy"], columns_said=columns)
    completing.take(said)
    again = completions.read(people.owner, path)
    assert (again.known, again.added) == (1, 0)


def test_a_token_brings_both_files_and_nobody_else_but_who_may_import(people):
    def post(who, place, text, **words):
        file = SimpleUploadedFile("export.csv", text.encode(), "text/csv")
        url = f"/api/v1/o/{people.slug}/people/{place}"
        return people.client(who).post(url, {"file": file, **words}, headers=people.headers(who))

    told = post("token", "staff-file", HEAD + "".join(STAFF), dry_run="yes").json()
    assert (told["joiners"], told["written"]) == (2, False)
    assert post("token", "staff-file", HEAD + "".join(STAFF)).json()["joiners"] == 2
    left = post("token", "staff-file", HEAD + "".join(STAFF[:2]), whole="yes", leavers="3").json()
    assert [one["name"] for one in left["leavers"]] == ["Tom Rey"]
    done = post("token", "completions-file", DONE, courses="Spotting AI errors=ai_literacy").json()
    assert (done["added"], done["refused"], done["left_out"], done["not_completed"]) == (1, 1, 1, 1)
    assert post("member", "staff-file", HEAD).status_code == 403
    for place in ("staff-file", "completions-file"):
        client = people.client("contributor")
        assert client.get(f"/o/{people.slug}/{place}/").status_code == 403, place
