"""Incidents of others: every row accounted for, brought in once however often, harmless whatever a cell holds."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from holdtrue.core import elsewhere
from holdtrue.core.refusals import BadInput, NotAllowed

EXCERPT = Path(__file__).parents[1] / "fixtures" / "incidents"
HEAD = "incident_id,date,title,description,Alleged deployer of AI system\n"


def read(incidents, **more):
    return elsewhere.read({elsewhere.NAMES[0]: incidents, **more})


def test_every_row_of_an_export_is_taken_or_named_with_its_reason():
    cset = "Incident ID,AI Task,Sector of Deployment\n1,ranking,Education\n1,again,\n9,other,\n"
    found = read(
        HEAD + "1,2020-01-02,Grades guessed,,\n1,2020-01-02,Twice,,\nx,,No number,,\n3,2020-01-02,,,\n\n",
        **{elsewhere.NAMES[1]: cset},
    )
    assert [(x.number, x.task, x.sector) for x in found.incidents] == [(1, "ranking", "Education")]
    assert [(s.file, s.why) for s in found.skipped] == [
        (elsewhere.NAMES[0], "twice"),
        (elsewhere.NAMES[0], "no_number"),
        (elsewhere.NAMES[0], "no_title"),
        (elsewhere.NAMES[1], "twice"),
        (elsewhere.NAMES[1], "unknown"),
    ]
    assert found.rows == {elsewhere.NAMES[0]: 4, elsewhere.NAMES[1]: 3}


def test_a_hostile_cell_is_words_and_no_more():
    cell = "=1+1<script>x</script>\u202eevil\x07"
    found = read(HEAD + f'1,29 Feb,"{cell}","{"[" * 5000}","{"[" * 5000}"\n').incidents[0]
    assert found.title == "=1+1<script>x</script>evil"
    assert found.day == 0
    assert len(found.description) <= elsewhere.LONGEST


def test_likeness_is_the_same_each_time_and_a_single_shared_word_is_none():
    found = [("hiring", 3, 7), ("gender", 1, 7), ("hiring", 1, 8), ("hiring", 3, 9), ("gender", 1, 9)]
    asked = {"hiring": 3, "gender": 1}
    ranked = elsewhere.rank(asked, found, 10)
    assert [x[0] for x in ranked] == [9, 7]
    assert ranked == elsewhere.rank(asked, found, 10)


def test_bringing_in_again_writes_only_what_changed_and_a_newer_export_takes_nothing_away(people, tmp_path):
    from holdtrue.app.actions.elsewhere import bring_in
    from holdtrue.app.queries.elsewhere import looked_through, one
    from holdtrue.store.models import Log

    first = bring_in(people.owner, EXCERPT)
    assert (first.new, first.changed, first.same, first.skipped) == (12, 0, 0, ())
    size = Log.objects.get(organisation=people.organisation).size
    again = bring_in(people.owner, EXCERPT)
    assert (again.new, again.changed, again.same) == (0, 0, 12)
    assert Log.objects.get(organisation=people.organisation).size == size
    text = (EXCERPT / elsewhere.NAMES[0]).read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))[:2]
    rows[0]["title"] = "Told anew"
    with (tmp_path / elsewhere.NAMES[0]).open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    newer = bring_in(people.owner, tmp_path)
    assert newer.new == 0
    assert newer.changed >= 1
    assert looked_through(people.owner).every == 12
    assert one(people.owner, int(rows[0]["incident_id"])).title == "Told anew"
    assert looked_through(people.caller("outsider")).every == 0


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("other.csv", b"x", "elsewhere.empty"), ("incidents.csv", b"\xff\xfe", "elsewhere.no_text")],
)
def test_a_folder_without_an_export_is_refused(people, tmp_path, name, content, code):
    from holdtrue.app.actions.elsewhere import bring_in

    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInput) as refused:
        bring_in(people.owner, tmp_path)
    assert refused.value.code == code
    with pytest.raises(NotAllowed):
        bring_in(people.caller("contributor"), EXCERPT)


def test_those_like_a_system_stand_on_its_page_with_whose_they_are(people, screener, leak, ada):
    from holdtrue.app.actions.elsewhere import bring_in

    assert "AI Incident Database" not in ada.open(f"/o/northwind/r/{screener.ref}/").text
    bring_in(people.owner, EXCERPT)
    for ref in (screener.ref, leak.ref, f"{leak.ref}/incident"):
        page = ada.open(f"/o/northwind/r/{ref}/").text
        assert "Incidents like this one" in page
        assert "CC BY-SA 4.0" in page
    assert "Experimental Hiring Tool" in ada.open(f"/o/northwind/r/{screener.ref}/").text
    found = ada.open("/o/northwind/incidents-elsewhere/?q=hiring").text
    assert "Experimental Hiring Tool" in found
    assert "YouTube" not in found
    assert "CC BY-SA 4.0" in ada.open("/o/northwind/incidents-elsewhere/37/").text
