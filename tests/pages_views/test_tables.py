"""A record and its history for a spreadsheet: complete, harmless, and only for those who may read it."""

from __future__ import annotations

import csv
import io
from types import SimpleNamespace


def read(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_the_history_of_a_record_is_a_table_without_formulas(north):
    from holdtrue.app.actions import records

    records.edit(north.owner, "SYS-1", {"users": "=SUM(1;2)"}, why="Asked for")
    page = north.client("owner").get(f"/o/{north.slug}/r/SYS-0001/history/")
    assert "/r/SYS-0001/history.csv/" in page.content.decode()
    found = north.client("owner").get(f"/o/{north.slug}/r/SYS-0001/history.csv/")
    assert found["Content-Type"].startswith("text/csv")
    head, newest, *_ = read(found)
    assert head[:4] == ["Entry", "When", "By", "What"]
    assert newest[2:] == ["Ada", "system.edit", "2", "Asked for", "users", "", "'=SUM(1;2)"]


def test_a_record_is_a_table_of_its_fields(north):
    found = read(north.client("auditor").get(f"/o/{north.slug}/r/SYS-0001/record.csv/"))
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


def test_a_list_of_systems_names_the_practice_that_ends(people):
    """And not only that something does."""
    from holdtrue.app.queries.standings import Glance
    from holdtrue.core.kinds import KINDS
    from holdtrue.pages.views.list_rows import Showing, rows

    glance = Glance((0, 0, 1, 0, 0), 1, 1, 9, "impact-assessment")
    line = SimpleNamespace(ref="SYS-0001", title="Sorter", tier="high", use="in_use", packed=b"-", worst=None)
    visit = SimpleNamespace(day=4, places=SimpleNamespace(record=str))
    reader = SimpleNamespace(glance=lambda _: glance)
    [row] = rows(Showing(visit, KINDS["system"], {}, ("next",), SimpleNamespace(lines=[line]), reader=reader))
    assert row.cells[1].note == "Impact assessed before use ends"


def test_a_practice_under_its_property_does_not_name_it_again(north):
    page = north.client("owner").get(f"/o/{north.slug}/do/").content.decode()
    assert '<span class="note">Accountable</span>' not in page
    by_phase = north.client("owner").get(f"/o/{north.slug}/practices/").content.decode()
    assert '<span class="note">Accountable</span>' in by_phase


def test_people_affected_named_in_words_are_not_said_to_be_unnamed(north):
    from holdtrue.app.actions import records

    page = f"/o/{north.slug}/r/SYS-0001/"
    assert "nobody said whom it touches" in north.client("owner").get(page).content.decode()
    records.edit(north.owner, "SYS-1", {"affected_groups": "Callers"})
    assert "said in words; no group is on record" in north.client("owner").get(page).content.decode()
