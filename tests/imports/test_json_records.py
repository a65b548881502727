"""JSON records: lists, lines and objects that hold a list, in bounds."""

from __future__ import annotations

import json

import pytest

from holdtrue.app.imports.limits import Limits
from holdtrue.app.imports.proposal import propose
from holdtrue.app.imports.reading import read
from holdtrue.app.imports.rows import drafts
from holdtrue.app.imports.table import Unread
from holdtrue.core.refusals import BadInput


def test_a_list_of_objects_becomes_a_table_of_all_their_names():
    table = read(
        json.dumps([{"name": "A", "cost": 1.50}, {"name": "B", "live": True, "note": None}]).encode()
    )
    assert [header.name for header in table.headers] == ["name", "cost", "live", "note"]
    assert [row.cells for row in table.rows()] == [("A", "1.5", "", ""), ("B", "", "true", "")]


def test_nested_objects_become_columns_with_dots_and_lists_stay_whole():
    table = read(
        b'{"meta": {"page": 1}, "items": [{"name": "A", "owner": {"email": "a@x.example"}, "tags": ["p", "q"]}]}'
    )
    assert [header.name for header in table.headers] == ["name", "owner.email", "tags"]
    assert next(table.rows()).cells == ("A", "a@x.example", '["p", "q"]')


def test_one_object_a_line_is_read_and_a_broken_line_is_named():
    table = read(b'{"name": "A"}\n\n{"name": \n{"name": "B"}\n', name="tools.jsonl")
    assert table.format == "jsonl"
    found = list(table.rows())
    assert [row.line for row in found] == [1, 3, 4]
    assert isinstance(found[1], Unread)


def test_an_item_that_is_no_object_is_refused_and_the_rest_kept():
    found = list(read(b'[{"name": "A"}, 7, {"name": "B"}]').rows())
    assert [type(row).__name__ for row in found] == ["Row", "Unread", "Row"]


def test_a_name_given_twice_loses_nothing():
    table = read(b'[{"name": "A", "name": "B"}]')
    assert next(table.rows()).cells == ("A", "B")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"a": [' + b"[" * 5_000, "imports.json.broken"),
        (b"[" * 100_000 + b"]" * 100_000, "imports.json.deep"),
        (b'[{"a": NaN}]', "imports.json.deep"),
        (b"[1, 2, 3]", "imports.json.no_objects"),
        (b'"hello"', "imports.json.no_list"),
        (b'{"a": 1', "imports.json.broken"),
        (b'{"count": {}}', "imports.json.no_list"),
    ],
)
def test_what_cannot_be_taken_is_told(content, code):
    with pytest.raises(BadInput) as refused:
        read(content, name="records.json")
    assert refused.value.code in (code, "imports.json.deep")


def test_a_large_document_is_refused_before_it_is_parsed():
    with pytest.raises(BadInput, match=r"imports\.json\.large"):
        read(b'[{"name": "A"}]', limits=Limits(json_file=10))


def test_half_a_surrogate_pair_does_not_reach_the_register():
    cell = next(read(b'[{"name": "A \\ud800"}]').rows()).cells[0]
    cell.encode("utf-8")


def test_nested_names_speak_of_what_they_stand_in_and_lists_read_as_lists():
    table = read(
        b'[{"id": 7, "owner": {"displayName": "Ann Lee"}, "vendor": {"name": "Acme", "country": "DE"}, "tags": [],'
        b' "department": {"id": 3, "name": "Care"}, "title": "Scribe", "users": ["Nurses", "Doctors"]}]'
    )
    mapping = propose(table, "system")
    assert {c.header: c.target for c in mapping.columns} == {
        "id": "key",
        "owner.displayName": "owner",
        "vendor.name": "supplier",
        "vendor.country": "",
        "tags": "",
        "department.id": "",
        "department.name": "unit.1",
        "title": "name",
        "users": "users",
    }
    (draft,) = drafts(table, mapping)
    assert draft.fields["users"] == "Nurses; Doctors"
    assert "tags" not in draft.source_fields


def test_objects_that_stand_by_their_ids_are_records_with_them():
    text = b'{"made": {"on": "2025-01-01"}, "systems": {"s7": {"name": "Scribe"}, "s8": {"name": "Sift", "id": "own"}}}'
    table = read(text)
    assert [h.name for h in table.headers] == ["id", "name"]
    assert [row.cells for row in table.rows()] == [("s7", "Scribe"), ("own", "Sift")]


def test_one_record_whose_parts_are_objects_is_not_several():
    with pytest.raises(BadInput, match=r"imports\.json\.no_list"):
        read(b'{"general": {"name": "Scribe"}, "method": {"model": "m"}}')


def test_several_suppliers_in_a_cell_are_several():
    table = read(b'[{"name": "Scribe", "supplier": ["Acme", "Globex"]}]')
    (draft,) = drafts(table, propose(table, "system"))
    assert [(part.name, part.supplier) for part in draft.effects] == [
        ("Scribe", "Acme"),
        ("Scribe (Globex)", "Globex"),
    ]
