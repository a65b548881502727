"""Taking in files by command: rehearsed, run, repeated, corrected by a mapping, remembered, undone, refused."""

from __future__ import annotations

import csv
import gzip
import io

import pytest

from cli.conftest import FIXTURES

V1 = "2024_consolidated_ai_inventory_raw.csv"
V2 = "2024_consolidated_ai_inventory_raw_v2.csv"
FEW = ("National Aeronautics and Space Administration", "Environmental Protection Agency")
LATE = "National Credit Union Administration"
COUNTS = ("added", "changed", "unchanged", "refused", "review")


def counts(document):
    return {name: document[name] for name in COUNTS if document[name]}


def part(folder, name, encoding, agencies):
    """The rows of some agencies, as they were published."""
    text = gzip.decompress((FIXTURES / f"{name}.gz").read_bytes()).decode(encoding)
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    agency = next(n for n, title in enumerate(head) if title in ("3_agency", "Agency"))
    path = folder / name
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([head, *(row for row in rows if row[agency].strip() in agencies)])
    return path


@pytest.fixture
def first(tmp_path):
    return part(tmp_path, V1, "utf-8-sig", FEW)


@pytest.fixture
def second(tmp_path):
    return part(tmp_path, V2, "cp1252", (*FEW, LATE))


def test_a_rehearsal_says_what_the_import_then_does_and_writes_nothing(shell, first, second):
    rehearsed = shell.json("import", first, "--dry-run")
    assert shell.json("list", "system") == []
    done = shell.json("import", first)
    assert counts(rehearsed) == counts(done) == {"added": 35}
    assert rehearsed["effects"] == done["effects"]
    assert (rehearsed["run"], done["run"]) == (None, 1)
    assert counts(shell.json("import", second, "--dry-run")) == counts(shell.json("import", second))


def test_a_rehearsal_names_the_records_that_the_import_then_changes(shell, tmp_path):
    file = tmp_path / "tools.csv"
    head = "id,name,purpose,owner,colour\n"
    file.write_text(head + "1,Sorter,Sorts,Ben <ben@x.example>,red\n2,Other,Counts,,red\n", "utf-8")
    shell.json("import", file)
    file.write_text(head + "1,Sorter,Ranks,Cy <cy@x.example>,blue\n2,Other,Counts,,red\n", "utf-8")
    rehearsed, done = (shell.json("import", file, *words)["changes"] for words in (("--dry-run",), ()))
    assert [(one["line"], one["ref"], one["title"]) for one in rehearsed] == [(2, "SYS-0001", "Sorter")]
    assert set(rehearsed[0]["fields"]) == set(done[0]["fields"]) == {"intended_purpose", "owner", "colour"}


def test_the_same_file_again_changes_nothing(shell, first):
    shell.json("import", first)
    again = shell.json("import", first)
    assert counts(again) == {"unchanged": 35}
    assert (again["effects"], again["standing"]) == ({}, [])


def test_the_next_publication_finds_the_systems_under_other_headers(shell, first, second):
    shell.json("import", first)
    found = shell.json("import", second)
    assert found["added"] == 15
    assert sum(counts(found).values()) == found["rows"] == 51


def test_a_persons_edit_stays_and_the_difference_is_told(shell, first, second):
    shell.json("import", first)
    shell.json("edit", "SYS-1", "intended_purpose=What we use it for here")
    assert counts(shell.json("import", first)) == {"unchanged": 35}
    assert shell.json("show", "SYS-1")["fields"]["intended_purpose"] == "What we use it for here"


def test_an_import_is_undone_by_new_revisions_and_edited_records_stay(shell, first):
    shell.json("import", first)
    shell.json("edit", "SYS-1", "intended_purpose=Ours now")
    undone = shell.json("import", "--undo", 1)
    assert undone["kept"] >= 1  # the edited system, and the units it stands in
    assert [row["ref"] for row in shell.json("list", "system")] == ["SYS-0001"]
    assert shell.json("check-standing")["ok"] is True
    assert shell("import", "--undo", 1).err == "Import 1 is undone already.\n"


def test_an_undone_import_can_be_taken_in_again(shell, first):
    shell.json("import", first)
    shell.json("import", "--undo", 1)
    assert counts(shell.json("import", first)) == {"added": 35}


def test_a_file_speaks_of_the_day_said(shell, first):
    shell.json("import", first, "--said-on", "2024-12-16")
    said = {row["fields"]["said_on"] for row in shell.json("list", "declaration", "--limit", 200)}
    assert said == {"2024-12-16"}
    assert shell("import", first, "--said-on", "2999-01-01").code == 2


def test_progress_goes_to_standard_error_alone(shell, first):
    done = shell("import", first, "--json")
    assert done.json["rows"] == 35
    assert done.err == "Taking in rows: 35 of 35\n"


def test_a_mapping_is_saved_corrected_given_back_and_remembered(shell, tmp_path):
    file = tmp_path / "tools.csv"
    file.write_text("Tool,What for,Odd\nSorter,Sorts letters,x\nReader,Reads forms,y\n", "utf-8")
    saved = tmp_path / "map.yaml"
    shell.json("import", file, "--dry-run", "--save-map", saved)
    text = saved.read_text("utf-8")
    assert "Odd: keep" in text
    saved.write_text(text.replace("Odd: keep", "Odd: outputs"), "utf-8")
    done = shell.json("import", file, "--map", saved)
    assert done["mapping"]["Odd"] == {
        "field": "outputs",
        "confidence": 1.0,
        "because": "Set in the mapping file.",
    }
    assert shell.json("show", "SYS-1")["fields"]["outputs"] == "x"
    later = shell.json("import", file)
    assert later["set_by"] == "remembered"
    assert later["mapping"]["Odd"]["field"] == "outputs"
    assert counts(later) == {"unchanged": 2}


def test_every_kind_is_taken_in_with_its_links(shell, tmp_path):
    shell.json("add", "system", "name=Triage")
    file = tmp_path / "risks.csv"
    file.write_text(
        "title,system,description\nWrong queue,SYS-1,Calls wait\nLost,SYS-9,Calls drop\n", "utf-8"
    )
    done = shell.json("import", file, "--kind", "risk")
    assert done["added"] + done["refused"] == 2
    assert shell.json("show", "RSK-1")["links"][
        "systems" if "systems" in shell.json("show", "RSK-1")["links"] else "system"
    ]
    told = [*done["refusals"], *done["notes"]]
    assert any("SYS-9" in line["why"] or "SYS-0009" in line["why"] for line in told)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "is empty"),
        ("none.csv", b"name,purpose\n", "holds no rows"),
        ("broken.json", b'[{"name": "Sorter"', "is no valid JSON"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(64), "holds no table"),
        ("nameless.csv", b"colour,size\nred,3\nblue,4\n", "without which no row can be taken"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_in_a_sentence(shell, tmp_path, name, content, said):
    file = tmp_path / name
    file.write_bytes(content)
    done = shell("import", file)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert done.err.count("\n") == 1


def test_rows_that_cannot_be_taken_are_named_by_line_and_the_others_are_taken(shell, tmp_path):
    file = tmp_path / "tools.csv"
    file.write_text(
        "name,purpose,retired on\nSorter,Sorts,2050-01-01\n,Nameless,\nReader,Reads,2024-02-30\n", "utf-8"
    )
    done = shell.json("import", file)
    assert counts(done) == {"added": 2, "refused": 1}
    assert [row["line"] for row in done["refusals"]] == [3]
    assert "future" in next(note["why"] for note in done["notes"] if note["line"] == 2)
    assert "no day of the calendar" in next(note["why"] for note in done["notes"] if note["line"] == 4)


def test_measured_values_are_imported_with_every_row_accounted_for(shell, tmp_path):
    given = ["tag=output-quality", "target=0.8", "direction=up", "unit=share"]
    ref = shell.json("add", "indicator", *given)["ref"]
    file = tmp_path / "values.csv"
    rows = (
        f"{ref},2026-01-01,0.9",
        f"{ref},2026-02-01,much",
        f"{ref},2199-02-01,0.9",
        "IND-9999,2026-01-01,1",
    )
    file.write_text("\n".join(("indicator,on,value,remark", *(f"{row},x" for row in rows))), "utf-8")
    rehearsed = shell.json("import", file, "--kind", "measurement", "--dry-run")
    assert shell.json("indicators", ref)["values"] == []
    done = shell.json("import", file, "--kind", "measurement")
    assert counts(rehearsed) == counts(done) == {"added": 1, "refused": 3}
    assert (done["rows"], [one["line"] for one in done["refusals"]]) == (4, [3, 4, 5])
    assert {column: told["field"] for column, told in done["mapping"].items()} == {
        "indicator": "indicator",
        "on": "on",
        "value": "value",
        "remark": None,
    }
    assert [one["value"] for one in shell.json("indicators", ref)["values"]] == [0.9]
    assert counts(shell.json("import", file, "--kind", "measurements")) == {"unchanged": 1, "refused": 3}
    assert shell("import", file, "--kind", "measurement", "--said-on", "2026-01-01").code == 2


def test_cells_that_are_no_value_are_told_and_a_unit_is_known_by_its_name(shell, tmp_path):
    file = tmp_path / "register.csv"
    file.write_text("Name,Department,Date retired\nScribe,Claims,2024-02-30\nSift,Claims,2024-02-28\n")
    assert "Date retired: '2024-02-30' is no day of the calendar." in shell("import", str(file)).out
    found = shell.json("status", "--unit", "claims")
    assert (found["unit"], found["title"], found["systems"]) == ("UNT-0001", "Claims", 2)
    for day in ([], ["--at", "2020-01-01"]):
        assert shell("status", "--unit", "claims", *day).out.startswith("UNT-0001 Claims, ")
    assert "unit" not in shell.json("status")
    assert shell("status", "--unit", "Nowhere").code == 2
    assert (
        shell("why", "organisation", "zzzz").err
        == "There is no practice 'zzzz'. 'holdtrue practices' lists them.\n"
    )


def test_the_report_says_how_the_file_was_read_what_it_changed_and_what_to_do_next(shell, tmp_path):
    file = tmp_path / "tools.csv"
    file.write_bytes("name,purpose,colour\nCaf\xe9,Sorts,red\n".encode("latin-1"))
    first = shell("import", str(file), "--dry-run").out
    assert "would bring one row" in first
    assert "it was read as Windows-1252" in first
    assert "Kept beside the record: colour." in first
    assert counts(shell.json("import", file)) == {"added": 1}
    file.write_text("name,purpose,colour\nCafé,Ranks,red\nCafé,Counts\n", "utf-8")
    for words, said in ((("--dry-run",), "would be"), ((), "was")):
        again = shell("import", str(file), *words).out
        assert f"One record {said} changed:" in again
        assert "SYS-0001   Café    intended_purpose" in again
    assert "'holdtrue import-review 2' shows what differs, and decides them." in again
    assert " imported\n" in shell("history", "SYS-1").out
    then = shell("status", "--known-at", "2020-01-01").out
    assert "As it was known at the end of 1 Jan 2020." in then
    assert "Units" not in then
    assert "'holdtrue why organisation " in then
    assert shell("import", "--undo", 2).code == 0
    assert shell("import-review", 2).out == "No row of import 2 waits for a decision.\n"
    assert shell("import-review", 2, "--new", 3).code == 2


def test_rows_that_wait_are_shown_with_what_differs_and_decided(shell, tmp_path):
    file = tmp_path / "tools.csv"
    rows = ("id,name,purpose,colour", "7,Sorter,Sorts,red", "7,Sorter,Sorts letters,blue", "7,Sorter,Sorts,")
    file.write_text("\n".join(rows), "utf-8")
    assert counts(shell.json("import", file)) == {"added": 1, "review": 2}
    waiting = shell.json("import-review", 1)["rows"]
    assert [(row["line"], row["ref"]) for row in waiting] == [(3, "SYS-0001"), (4, "SYS-0001")]
    assert waiting[0]["differs"] == [
        {"field": "intended_purpose", "stands": "Sorts", "row": "Sorts letters"},
        {"field": "colour", "stands": "red", "row": "blue"},
    ]
    assert waiting[1]["differs"] == []
    assert "says nothing that does not stand already" in shell("import-review", 1).out
    for wrong, said in ((("--same", 9), "Line 9 of import 1 waits for no decision"), (_BOTH, "name it once")):
        done = shell("import-review", 1, *wrong)
        assert (done.code, done.out) == (2, "")
        assert said in done.err
    decided = shell.json("import-review", 1, "--same", 4, "--new", 3)
    assert (decided["decided"], decided["rows"]) == ({"same": 1, "new": 1}, [])
    assert shell.json("show", "SYS-2")["fields"]["intended_purpose"] == "Sorts letters"
    assert shell("import-review", 1).out == "No row of import 1 waits for a decision.\n"
    assert shell("import-review", 2).code == 2


_BOTH = ("--same", 3, "--new", 3)


def test_a_register_whose_own_numbers_stand_under_ref_is_brought_in_like_any_other(shell, tmp_path):
    path = tmp_path / "register.csv"
    path.write_text("Ref,Tool,Department\nS-1,Scribe,Care\nS-2,Sift,Care\n", "utf-8")
    assert shell.json("import", path)["added"] == 2
    assert shell.json("import", path)["unchanged"] == 2
