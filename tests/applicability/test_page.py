"""The statement in a browser: one control decided, several at once, refused beside the field, downloaded."""

from __future__ import annotations

import io
import json

import docx
import openpyxl
import pytest

from pages_acts.filling import Browser

MOST_ASKED = 10
"""Questions to the database for the whole statement, however many lines were signed or came undone."""


def test_one_control_is_decided_in_place_and_again(ada):
    page = ada.open("applicability/A.5.2/")
    done = ada.send(page, holding="reason", included="in", reason="We assess what touches people.")
    assert done.address.endswith("/applicability/#A.5.2") or done.address.endswith("/applicability/")
    assert "A.5.2 is in." in done.text
    assert "We assess what touches people." in done.text
    again = ada.open("applicability/A.5.2/")
    assert again.form("reason")["fields"]["reason"] == ["We assess what touches people."]
    assert "1 of 38" in ada.open("applicability/").text


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(ada):
    page = ada.open("applicability/A.10.4/")
    again = ada.send(page, holding="reason", included="out", reason="")
    assert again.status == 422
    assert "A.10.4 would be out without a reason." in again.text
    assert ada.open("applicability/A.99/").status == 404


def test_a_decision_on_a_line_that_moved_on_is_stale(ada, people):
    from holdtrue.app.actions.applying import Decided, decide

    page = ada.open("applicability/A.5.2/")
    decide(people.owner, [Decided("A.5.2", included=True, reason="Somebody was quicker.")])
    assert ada.send(page, holding="reason", included="in", reason="Mine.").status == 409


def test_suggestions_are_ticked_and_the_rest_stays_undecided(ada):
    page = ada.open("applicability/suggestions/")
    assert "No supplier and no bought component is on record" in page.text
    done = ada.send(page, holding="control", control=["A.10.2", "A.10.3"])
    assert "2 controls decided." in done.text
    assert "2 of 38" in done.text
    refused = ada.send(ada.open("applicability/suggestions/"), holding="control", control=[])
    assert refused.status == 422
    every = ada.send(ada.open("applicability/suggestions/"), holding="control", control=[], all="1")
    assert "38 of 38" in every.text
    assert "Sign all 38 lines" in every.text


@pytest.mark.parametrize("role", ["auditor", "contributor"])
def test_who_may_not_decide_reads_and_is_offered_nothing(people, role):
    browser = Browser(people, role)
    page = browser.open("applicability/")
    assert page.status == 200
    assert "suggestions/" not in page.text
    assert browser.open("applicability/A.5.2/").status == 403


def test_the_files_say_what_an_auditor_looks_for(people):
    from holdtrue.app.actions.applying import Decided, decide

    decide(
        people.owner,
        [
            Decided("A.5.2", included=True, reason="=We assess."),
            Decided("A.10.4", included=False, reason="We have no customers."),
        ],
    )
    client, at = people.client("owner"), f"/o/{people.slug}/applicability/file/?format="
    pdf = client.get(at + "pdf").content
    assert pdf.startswith(b"%PDF")
    assert b"pdfuaid" in pdf
    words = docx.Document(io.BytesIO(client.get(at + "docx").content))
    assert any("A.10.4 Customers" in p.text for p in words.paragraphs)
    book = openpyxl.load_workbook(io.BytesIO(client.get(at + "xlsx").content))
    heads, *rows = book.worksheets[0].iter_rows()
    told = {row[0].value: {h.value: c.value for h, c in zip(heads, row, strict=True)} for row in rows}
    assert len(told) == 38
    assert told["A.10.4"]["Applicable"] == "no"
    assert told["A.10.4"]["Justification"] == "We have no customers."
    assert told["A.10.4"]["Implementation status"] == "Left out"
    cell = next(row[4] for row in rows if row[0].value == "A.5.2")
    assert (cell.value, cell.data_type) == ("=We assess.", "s")
    assert client.get(at + "odt").status_code == 422


def test_open_findings_on_a_control_are_named_wherever_it_is_shown(people):
    from holdtrue.app.actions import records
    from holdtrue.app.actions.applying import Decided, decide

    decide(people.owner, [Decided(n, included=True, reason="Needed.") for n in ("A.2.2", "A.5.2")])
    minor = records.add(people.owner, "finding", {"type": "minor", "requirement": "A.2.2", "nature": "Thin."})
    major = records.add(people.owner, "finding", {"type": "major", "requirement": "A.5.2", "nature": "None."})
    client, at = people.client("owner"), f"/o/{people.slug}/applicability/"
    page = client.get(at).content.decode()
    stops = f"Does not hold: {major.ref} is open, a major finding"
    assert "Does not hold until its mending is seen to work:" in page
    assert f'href="/o/{people.slug}/r/{minor.ref}/"' in page
    book = openpyxl.load_workbook(io.BytesIO(client.get(at + "file/?format=xlsx").content))
    told = {row[0].value: " ".join(str(c.value) for c in row) for row in book.worksheets[0].iter_rows()}
    assert stops in told["A.5.2"]
    assert f"with {minor.ref} open" in told["A.2.2"]
    read = client.get(f"/api/v1/o/{people.slug}/applicability").json()["lines"]
    lines = {one["control"]: one for one in read}
    assert (lines["A.5.2"]["stopped_by"], lines["A.2.2"]["holds_with"]) == ([major.ref], [minor.ref])
    assert lines["A.5.2"]["level"] == "absent"
    tree = client.get(f"/o/{people.slug}/frameworks/iso42001/").content.decode()
    assert f"An open major finding keeps it from holding: {major.ref}" in tree
    assert f"/r/{major.ref}/" in tree
    asked = client.get(f"/api/v1/o/{people.slug}/requirements?framework=iso42001").json()["requirements"]
    one = next(x for x in asked if x["id"] == "A.5.2")
    assert (one["standing"], one["stopped_by"], one["until"]) == ("fails", [major.ref], "never")


def test_a_program_reads_it_and_decides(people):
    client, address = people.client("owner"), f"/api/v1/o/{people.slug}/applicability"
    sent = {"controls": ["A.5.2", "5.3"], "answer": "in", "reason": "We assess."}
    made = client.post(address, json.dumps(sent), content_type="application/json")
    assert [x["control"] for x in made.json()["lines"]] == ["A.5.2", "A.5.3"]
    assert client.get(address + "?show=in").json()["decided"] == 2
    suggested = client.post(address, '{"suggested": true}', content_type="application/json")
    assert suggested.json()["decided"] == 38
    wrong = client.post(address, '{"controls": ["A.99"], "answer": "in"}', content_type="application/json")
    assert wrong.status_code == 422


def test_groups_of_controls_are_folded_and_jumped_to_and_unfold_where_one_looks(people):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, address = people.client("owner"), f"/o/{people.slug}/applicability/"
    with CaptureQueriesContext(connection) as seen:
        shown = client.get(address).content.decode()
    assert len([q for q in seen if q["sql"].startswith(("SELECT", "WITH"))]) <= MOST_ASKED
    assert shown.count('<details class="soa-group">') == 10
    assert all(f'href="#{one}"' in shown and f'id="{one}"' in shown for one in ("A.2.2", "A.6.1.2", "A.10.2"))
    assert "38 controls" not in shown
    assert "3 controls · 3 want something done" in shown
    looked = client.get(address + "?show=undecided").content.decode()
    assert looked.count('<details class="soa-group" open>') == 10
