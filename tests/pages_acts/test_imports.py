"""Bringing in a file, step by step, without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pages_acts.filling import Browser

INVENTORY = Path(__file__).parents[1] / "imports" / "inventories" / "city.tsv"
LINES = [
    "Name,Purpose,Owner,Stage,Colour",
    "Loan scoring,Ranks loans,ada@example.org,in use,red",
    "Mail sorter,Sorts letters,,planned,blue",
    "Mail sorter,Sorts parcels,,in use,green",
    ",Nothing,,planned,grey",
]
SMALL = "\n".join(LINES).encode()


def runs(people):
    from holdtrue.store.models import ImportRun

    return list(ImportRun.rows.of(people.organisation.pk).order_by("number"))


def systems(people):
    from holdtrue.store.models import Record

    rows = Record.rows.of(people.organisation.pk).filter(kind="system", retired_day__isnull=True)
    return sorted(rows.values_list("title", flat=True))


def uploaded(ada, content=SMALL, name="inventory.csv"):
    page = ada.open("import/")
    assert page.status == 200
    return ada.send(page, file=SimpleUploadedFile(name, content), kind="system")


def column(page, header):
    """The name under which the page asks what a column means."""
    import re

    return re.search(rf'<label for="(column-\d+)">{header}</label>', page.html)[1]


def test_a_small_file_goes_from_upload_to_report_and_back(people, ada):
    columns = uploaded(ada)
    assert columns.address.endswith("/import/1/columns/")
    assert "separated by commas" in columns.text
    assert systems(people) == []
    preview = ada.send(columns, holding="said_on")
    assert preview.address.endswith("/import/1/preview/")
    assert "Nothing has been written yet." in preview.text
    assert systems(people) == []
    report = ada.send(preview)
    assert report.address.endswith("/import/1/report/")
    assert systems(people) == ["Loan scoring", "Mail sorter"]
    assert "Look at one row" in report.text
    assert "Line 5" in report.text
    undone = ada.send(ada.open("import/1/undo/"))
    assert "is undone" in undone.text
    assert systems(people) == []
    assert runs(people)[0].state == "undone"


def test_a_row_under_review_is_decided_by_a_person(people, ada):
    ada.send(ada.send(uploaded(ada), holding="said_on"))
    page = ada.open("import/1/review/")
    assert "Mail sorter" in page.text
    assert "Sorts parcels" in page.text
    assert "Colour" in page.text
    done = ada.send(page, **{"line-4": "new"})
    assert "Added: 1." in done.text
    assert systems(people) == ["Loan scoring", "Mail sorter", "Mail sorter"]
    assert runs(people)[0].review == 0
    ada.send(ada.open("import/1/undo/"))
    assert systems(people) == []


def test_the_same_row_updates_the_record_it_repeats(people, ada):
    from holdtrue.store import reading
    from holdtrue.store.models import Record

    ada.send(ada.send(uploaded(ada), holding="said_on"))
    ada.send(ada.open("import/1/review/"), **{"line-4": "same"})
    sorter = Record.rows.of(people.organisation.pk).get(kind="system", title="Mail sorter")
    assert reading.body(sorter)["fields"]["intended_purpose"] == "Sorts parcels"


def test_a_row_is_not_the_same_as_a_record_that_was_retired_meanwhile(people, ada):
    from holdtrue.app.actions import records

    ada.send(ada.send(uploaded(ada), holding="said_on"))
    before = ada.open("import/1/review/")
    assert 'value="same"' in before.html
    records.retire(people.owner, "SYS-0002", why="Nobody uses it.")
    assert 'value="same"' not in ada.open("import/1/review/").html
    late = ada.send(before, **{"line-4": "same"})
    assert "The record it looked like is retired" in late.text
    assert systems(people) == ["Loan scoring"]
    ada.send(late, **{"line-4": "new"})
    assert systems(people) == ["Loan scoring", "Mail sorter"]


def test_what_a_person_says_of_a_column_is_kept_for_the_next_file(people, ada):
    columns = uploaded(ada)
    ada.send(ada.send(columns, **{column(columns, "Colour"): "outputs"}))
    again = uploaded(ada, SMALL.replace(b"red", b"pink"), "next.csv")
    form = again.form("said_on")
    assert form["fields"][column(again, "Colour")] == ["outputs"]


def test_a_mapping_is_taken_out_as_a_file_and_given_back_corrected(ada):
    columns = uploaded(ada)
    out = ada.client.get(ada.at("import/1/mapping/"))
    assert 'filename="inventory.mapping.yaml"' in out["Content-Disposition"]
    text = out.content.decode()
    for wrong, said in (("columns: [", "is no YAML"), ("columns:\n  Nam: name\n", "does not have")):
        refused = ada.send(columns, holding="map", map=SimpleUploadedFile("m.yaml", wrong.encode()))
        assert said in refused.text
    given = SimpleUploadedFile("m.yaml", text.replace("Colour: keep", "Colour: outputs").encode())
    again = ada.send(columns, holding="map", map=given)
    assert "The columns are mapped as the file says" in again.text
    assert again.form("said_on")["fields"][column(again, "Colour")] == ["outputs"]
    assert "Set in the mapping file." in again.text
    assert "red" in ada.send(again, holding="said_on").text


def test_two_columns_for_one_field_are_refused_beside_the_column(ada):
    columns = uploaded(ada)
    again = ada.send(columns, **{column(columns, "Stage"): "use", column(columns, "Colour"): "use"})
    assert again.status == 422
    assert "choose one" in again.text


def test_without_a_name_no_row_can_be_taken(ada):
    columns = uploaded(ada)
    again = ada.send(columns, **{column(columns, "Name"): ""})
    assert again.status == 422
    assert "Choose the column that does." in again.text


def test_another_kind_is_proposed_anew(ada):
    columns = uploaded(ada)
    again = ada.send(columns, kind="supplier")
    assert again.status == 200
    assert "Supplier" in again.text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"Name,Purpose\n", "holds no rows"),
        (b"\x89PNG\r\n\x1a\n" + bytes(400), "its content is something else"),
        (b"PK\x03\x04 not a workbook", "its content is something else"),
    ],
)
def test_a_file_that_holds_no_table_is_refused_in_a_sentence_and_not_kept(people, ada, content, said):
    from holdtrue.store import blobs

    again = uploaded(ada, content, "file.csv")
    assert again.status == 422
    assert said in again.text
    assert runs(people) == []
    folder = blobs.path_of(people.organisation, "0" * 64).parents[1]
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_a_column_of_formulas_without_results_is_told_before_and_on_each_row(ada):
    from io import BytesIO

    from openpyxl import Workbook

    book, stream = Workbook(), BytesIO()
    book.active.append(["Name", "Purpose", "Supplier"])
    for n in range(3):
        book.active.append([f'="Tool "&{n}', "Sorts letters", f"Maker {n}"])
    book.save(stream)
    columns = uploaded(ada, stream.getvalue(), "tools.xlsx")
    assert "The cells under Name are formulas whose results the file does not hold" in columns.text
    preview = ada.send(columns, holding="said_on")
    assert "the formula under 'Name' has no stored result" in preview.text


def test_the_preview_counts_the_suppliers_that_the_report_tells(ada):
    rows = "\n".join(["Name,Purpose,Supplier", *(f"Tool {n},Sorts letters,Maker {n % 2}" for n in range(3))])
    preview = ada.send(uploaded(ada, rows.encode()), holding="said_on")
    assert "3 components, 2 suppliers" in preview.text
    assert "3 components, 2 suppliers" in ada.send(preview).text


def test_the_preview_shows_which_rows_wait_and_which_cells_are_not_taken(ada):
    rows = ("Name,Purpose,Stage,Date implemented", "A,Sorts,in use,31/02/2024", "B,Sorts,,", "B,Ranks,,")
    preview = ada.send(uploaded(ada, "\n".join(rows).encode()), holding="said_on")
    assert "'B' stands on line 3 already, with other contents" in preview.text
    assert "31/02/2024" in preview.text


def test_the_preview_and_the_report_list_what_changes_and_which_cells_it_did_not_take(ada):
    head = "Name,Purpose,Date implemented,Colour"
    ada.send(ada.send(uploaded(ada, f"{head}\nA,Sorts,2024-02-01,red\n".encode()), holding="said_on"))
    again = f"{head}\nA,Ranks,31/02/2024,blue\n".encode()
    preview = ada.send(uploaded(ada, again, "next.csv"), holding="said_on")
    report = ada.send(preview)
    for page, said in ((preview, "Records it would change"), (report, "Records it changed")):
        assert said in page.text
        assert "Intended purpose, Colour" in page.text
    assert "31/02/2024' is no day of the calendar" in report.text


def test_rows_of_an_undone_import_wait_for_nobody(people, ada):
    ada.send(ada.send(uploaded(ada), holding="said_on"))
    waiting = ada.open("import/1/review/")
    ada.send(ada.open("import/1/undo/"))
    assert ada.open("import/1/review/").address.endswith("/import/1/report/")
    late = ada.send(waiting, **{"line-4": "new"})
    assert "Import 1 is undone already." in late.text
    assert systems(people) == []


def test_markup_in_a_file_is_shown_and_never_run(ada):
    bad = b"Name,<script>alert(1)</script>\n<img src=x onerror=alert(1)>,=cmd()\n"
    page = uploaded(ada, bad)
    for shown in (page, ada.send(page, holding="said_on"), ada.open("import/")):
        assert "<script>alert" not in shown.html
        assert "<img src=x" not in shown.html


def test_a_longer_file_is_taken_in_by_the_worker(people, ada):
    from holdtrue.server.jobs import Jobs

    content = "Name,Purpose\n" + "\n".join(f"Bot {n:03},Sorts {n}" for n in range(300))
    progress = ada.send(ada.send(uploaded(ada, content.encode()), holding="said_on"))
    assert progress.address.endswith("/import/1/progress/")
    assert progress.response["Refresh"] == "2"
    assert "It waits for its turn." in progress.text
    assert Jobs("test").once()
    assert ada.open("import/1/").address.endswith("/import/1/report/")
    assert len(systems(people)) == 300
    ada.send(ada.open("import/1/undo/"))
    assert runs(people)[0].state == "undoing"
    assert Jobs("test").once()
    assert systems(people) == []


def test_a_file_never_brought_in_can_be_forgotten(people, ada):
    uploaded(ada)
    ada.client.post(ada.at("import/1/drop/"))
    assert runs(people) == []


@pytest.mark.parametrize("who", ["contributor", "auditor", "member"])
def test_only_those_who_manage_bring_files_in(people, who):
    assert Browser(people, who).open("import/").status == 403
