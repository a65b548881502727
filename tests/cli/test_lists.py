"""Lists from the command line: written to a file, taken back, many records changed and that undone."""

from __future__ import annotations

import csv


def test_a_list_goes_to_a_file_and_comes_back_by_ref(shell, tmp_path):
    for name in ("=Alpha", "Beta"):
        shell.json("add", "system", f"name={name}", "use=trial", "tags=pilot", "owner=PER-1")
    file = tmp_path / "systems.csv"
    assert shell.json("export-list", "system", str(file), "--where", "tags=pilot")["rows"] == 2
    assert shell.json("import", str(file), "--dry-run")["unchanged"] == 2
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    rows[0]["use"] = "in_use"
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    done = shell.json("import", str(file))
    assert (done["rows"], done["changed"], done["unchanged"], done["refused"]) == (2, 1, 1, 0)
    assert shell.json("show", "SYS-1")["fields"]["use"] == "in_use"
    back = shell.json("undo", done["action"])
    assert back["changed"] == 1
    assert shell.json("show", "SYS-1")["fields"]["use"] == "trial"


def test_many_records_are_told_then_changed(shell):
    for name in ("Alpha", "Beta", "Gamma"):
        shell.json("add", "system", f"name={name}", "use=trial")
    told = shell.json("edit-many", "system", "use=in_use", "--tag", "pilot", "--dry-run")
    assert (told["action"], told["changed"]) == (None, 3)
    assert shell.json("edit-many", "system", "use=in_use", "--tag", "pilot")["changed"] == 3
    assert len(shell.json("list", "system", "--where", "tags=pilot", "--sort", "-name")) == 3
    assert shell("edit-many", "system").code == 2
