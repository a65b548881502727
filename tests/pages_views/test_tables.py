"""A record and its history for a spreadsheet: complete, harmless, and only for those who may read it."""

from __future__ import annotations

import csv
import io


def rows(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_the_history_of_a_record_is_a_table_without_formulas(north):
    from holdtrue.app.actions import records

    records.edit(north.owner, "SYS-1", {"users": "=SUM(1;2)"}, why="Asked for")
    page = north.client("owner").get(f"/o/{north.slug}/r/SYS-0001/history/")
    assert "/r/SYS-0001/history.csv/" in page.content.decode()
    found = north.client("owner").get(f"/o/{north.slug}/r/SYS-0001/history.csv/")
    assert found["Content-Type"].startswith("text/csv")
    head, newest, *_ = rows(found)
    assert head[:4] == ["Entry", "When", "By", "What"]
    assert newest[2:] == ["Ada", "system.edit", "2", "Asked for", "users", "", "'=SUM(1;2)"]


def test_a_record_is_a_table_of_its_fields(north):
    found = rows(north.client("auditor").get(f"/o/{north.slug}/r/SYS-0001/record.csv/"))
    said = {name: value for name, _, value in found}
    assert (said["ref"], said["name"], said["owner"]) == (
        "SYS-0001",
        "Call sorter",
        north.people["owner"].ref,
    )


def test_whoever_may_not_read_a_record_gets_no_table(north):
    for who, status in (("member", 403), ("outsider", 404)):
        for table in ("history.csv", "record.csv"):
            assert north.client(who).get(f"/o/{north.slug}/r/RSK-0001/{table}/").status_code == status
