"""The guided page: filled in as a browser would, saved, completed, signed, and read as a whole."""

from __future__ import annotations

import pytest

from assessments.test_assessing import FIVE
from harness.house import ASSESSMENT

LITTLE = {
    "decisions_about_people": False,
    "personal_data": False,
    "effect_on_people": ["convenience"],
    "jurisdictions": ["EU"],
}


@pytest.fixture
def roster(people, screener):
    from holdtrue.app.actions import records

    records.edit(people.owner, screener.ref, LITTLE)
    return screener


def test_a_minimal_system_is_assessed_in_five_questions_and_sent_to_signing(people, ada, roster):
    page = ada.open(f"r/{roster.ref}/assess/")
    assert "A minimal system: five questions." in page.text
    assert "About 9 minutes left" in page.text
    assert "Taken from the system's record" in page.text
    done = ada.send(page, holding="purpose_and_use", act="complete", **FIVE)
    assert done.address.endswith("/r/IMP-0001/sign/")
    whole = ada.open("r/IMP-0001/assessment/")
    assert "Plans rosters" in whole.text
    assert "draft, not in force" in whole.text


def test_what_is_open_is_named_and_what_was_typed_is_saved(ada, roster):
    page = ada.open(f"r/{roster.ref}/assess/")
    again = ada.send(page, holding="purpose_and_use", act="complete", purpose_and_use="Plans rosters")
    assert again.status == 422
    assert "not complete yet. Still open: People affected" in again.text
    assert "Plans rosters" in ada.open(f"r/{roster.ref}/assess/").html


def test_groups_are_rows_and_a_row_without_its_group_is_refused_beside_it(people, ada, screener):
    page = ada.open(f"r/{screener.ref}/assess/")
    fields = page.form("row-0-group")["fields"]
    assert fields["row-0-group"] == ["Applicants"]
    row = {"row-0-what": "ranked low", "row-0-severity": "moderate", "row-0-likelihood": "3"}
    again = ada.send(page, holding="row-0-group", act="save", **row, **{"row-1-what": "who?"})
    assert again.status == 422
    assert "One field needs a look" in again.text
    assert "Say which people “who?” is about." in again.text
    ada.send(again, holding="row-0-group", act="save", **{"row-1-group": "Staff"})
    read = ada.open("r/IMP-0001/assessment/")
    assert "ranked low" in read.text
    assert "3 possible" in read.text


def test_groups_and_aspects_read_as_sentences_where_they_are_read_and_signed(people, ada, screener):
    from holdtrue.app.actions import records

    said = {
        **ASSESSMENT,
        "impacts": ["Applicants | ranked low | moderate | 2 | two people look again", "Staff"],
        "aspects": ["fairness | weaker for strong accents"],
    }
    made = records.add(people.owner, "impact_assessment", {**said, "system": screener.ref})
    for page in ("", "sign/", "history/"):
        read = ada.open(f"r/{made.ref}/{page}").text
        assert (
            "Applicants: ranked low · severity: moderate · likelihood: 2 unlikely · measures: two people look again"
            in read
        )
        assert "Fairness: weaker for strong accents" in read
        assert " | " not in read
    assert f"CV screener ({screener.ref})" in ada.open(f"r/{made.ref}/history/").text


def test_a_section_taken_over_asks_whether_it_is_still_so(people, ada, roster):
    from holdtrue.app.actions.assessing import complete
    from holdtrue.app.actions.sign import sign

    made = complete(people.owner, roster.ref, FIVE)
    sign(people.caller("manager"), made.ref, "approved")
    page = ada.open(f"r/{roster.ref}/assess/")
    assert "Started from the one in force" in page.text
    still = page.form("still")["choices"]["still"]
    assert still == ["purpose", "people", "measures", "conclusion"]
    ada.send(page, holding="still", act="save", still=still[:2])
    assert ada.open(f"r/{roster.ref}/assess/").form("still")["fields"]["still"] == still[:2]
    done = ada.send(ada.open(f"r/{roster.ref}/assess/"), holding="still", act="complete", still=still)
    assert done.address.endswith("/sign/")


def test_an_auditor_reads_it_and_may_not_write_it(people, ada, roster):
    from holdtrue.app.actions.assessing import save
    from pages_acts.filling import Browser

    save(people.owner, roster.ref, FIVE)
    auditor = Browser(people, "auditor")
    assert auditor.open("r/IMP-0001/assessment/").status == 200
    assert auditor.open(f"r/{roster.ref}/assess/").status == 403
    assert ada.open(f"r/{roster.ref}/assessment/").status == 422
    assert ada.open("r/IMP-0099/assessment/").status == 404
