"""A list written to a file, changed there and brought back on the page changes those records and adds none."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile


@pytest.fixture
def scanners(people):
    from holdtrue.app.actions import records

    return [records.add(people.owner, "system", {"name": f"Scanner {n}", "use": "trial"}) for n in range(3)]


def changed_workbook(ada, row, head, value):
    response = ada.client.get(ada.at("systems/export.xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    heads = [cell.value for cell in book.active[1]]
    book.active.cell(row, heads.index(head) + 1).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_changed_cell_is_told_taken_and_undone_and_no_record_is_added(people, ada, scanners):
    from holdtrue.store import reading

    body = changed_workbook(ada, 2, "users", "Gate staff")
    file = SimpleUploadedFile("systems.xlsx", body)
    led = ada.client.post(ada.at("import/"), {"file": file, "kind": "system"})
    assert led.url.endswith("/take/")
    told = ada.open(led.url)
    assert "Gate staff" in told.text
    before = len(reading.of_kinds(people.organisation.pk, ["system"]))
    done = ada.send(told)
    assert "1 record changed, 0 added, 0 refused" in done.text
    assert len(reading.of_kinds(people.organisation.pk, ["system"])) == before
    users = [
        reading.body(r)["fields"].get("users") for r in reading.of_kinds(people.organisation.pk, ["system"])
    ]
    assert users.count("Gate staff") == 1 or users.count(["Gate staff"]) == 1
    assert ada.client.get(led.url).status_code == 404
