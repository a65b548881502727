"""Proposals: right where they are made, silent where they would guess."""

from __future__ import annotations

import pytest

from holdtrue.app.imports.proposal import propose
from holdtrue.app.imports.reading import read
from holdtrue.core.kinds import KINDS
from holdtrue.words import say
from imports.scoring import KEYS, federal, inventory, score


@pytest.mark.parametrize("name", list(KEYS))
def test_an_inventory_maps_without_help(name):
    found = score(name)
    assert found.recall >= 0.7, found
    assert found.precision >= 0.95, found


def test_over_all_inventories_nineteen_in_twenty_are_right():
    scores = [score(name) for name in KEYS]
    assert sum(s.found for s in scores) >= 0.95 * sum(s.mapped for s in scores)
    assert sum(s.found for s in scores) >= 0.85 * sum(s.having for s in scores)


def test_every_column_has_a_confidence_and_a_reason_in_words():
    for column in propose(inventory("saas.xlsx"), "system").columns:
        assert 0 <= column.confidence <= 1
        assert bool(column.target) == (column.confidence > 0)
        assert say(column.reason)


def test_values_that_do_not_fit_keep_a_named_column_from_its_field():
    table = read(b"Name,Status,Date implemented\nScribe,seven,blue\nSift,eight,green\nLens,nine,red\n")
    mapped = {column.header: column.target for column in propose(table, "system").columns}
    assert mapped == {"Name": "name", "Status": "", "Date implemented": ""}


@pytest.mark.parametrize(
    ("header", "values", "target"),
    [
        ("Risk level", ("High", "Low", "High"), ""),
        ("Risk tier", ("High risk", "Low risk", "Medium risk"), ""),
        ("Risk level", ("High", "Limited", "Minimal"), "classification.eu_ai_act"),
        ("EU AI Act risk level", ("High", "Low", "High"), "classification.eu_ai_act"),
    ],
)
def test_high_and_low_are_no_classes_of_a_law_that_nobody_names(header, values, target):
    rows = "".join(f"Tool {n},{value}\n" for n, value in enumerate(values))
    table = read(f"Name,{header}\n{rows}".encode())
    assert propose(table, "system").columns[1].target == target


def test_values_alone_can_give_a_column_away():
    table = read(b"Name,Col7\nScribe,in use\nSift,pilot\nLens,retired\nBot,planned\n")
    assert propose(table, "system").columns[1].target == "use"


def test_no_field_is_fed_twice_but_texts_and_people():
    for name in KEYS:
        mapping = propose(inventory(name), KEYS[name]["kind"], known=())
        for target, columns in mapping.fed().items():
            kinds = mapping.target_of(columns[0])
            assert len(columns) == 1 or kinds.type == "long_text" or kinds.link == "person", target


def test_units_are_ordered_from_the_whole_to_its_parts_and_abbreviations_left_out():
    mapping = propose(federal("2023_consolidated_ai_inventory_raw.csv"), "system", known=())
    found = {column.header: column.target for column in mapping.columns}
    assert [found[h] for h in ("Department", "Agency", "Office", "Department_Code")] == [
        "unit.1",
        "unit.2",
        "unit.3",
        "",
    ]


def test_the_source_s_own_id_is_the_identity_else_units_and_name():
    by_id = propose(inventory("bank_de.csv"), "system")
    assert [by_id.columns[i].header for i in by_id.identity] == ["Kennung"]
    by_name = propose(inventory("saas.xlsx"), "system")
    assert [by_name.columns[i].header for i in by_name.identity] == ["Department", "Application"]


def test_a_repeated_id_is_no_identity():
    table = read(b"ID,Name,Purpose\n1,A,x\n1,B,y\n1,C,z\n")
    mapping = propose(table, "system")
    assert [mapping.columns[i].header for i in mapping.identity] == ["Name"]


def test_a_missing_required_field_is_told_before_anything_is_read():
    assert propose(read(b"Purpose,Cost\nSorting,1\n"), "system").missing() == ("name",)


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_can_be_proposed_from_its_own_field_names(kind):
    specs = [spec for spec in KINDS[kind].field_specs() if not spec.derived]
    header = ",".join(spec.name for spec in specs)
    mapping = (
        propose(read(f"{header}\n".encode() + b"," * (len(specs) - 1) + b"\n"), kind)
        if len(specs) > 1
        else None
    )
    assert mapping
    found = {column.header: column.target.removesuffix(".1") for column in mapping.columns}
    assert found == {spec.name: spec.name for spec in specs}


def _mapped(*headers: str, rows: str = "") -> dict[str, str]:
    table = read((",".join(headers) + "\n" + rows).encode())
    return {column.header: column.target for column in propose(table, "system", known=()).columns}


def test_a_question_about_the_tool_is_no_name_but_what_it_asks_for():
    rows = "Blue badge triage,Sorts applications,Compares forms,Officers\nPothole finder,Marks damage,Sees,Crews\n"
    mapped = _mapped("Tool Name", "What the tool does", "How does the tool work?", "Who uses it?", rows=rows)
    assert list(mapped.values()) == ["name", "intended_purpose", "task_and_method", "users"]


def test_a_header_in_two_languages_names_a_field_when_both_sides_do():
    rows = "Visa triage,Operations,2025-06-01\nLetter drafting,Services,2026-02-10\n"
    mapped = _mapped(
        "Project title / Titre du projet", "Department / Name", "Start date / End date", rows=rows
    )
    assert mapped["Project title / Titre du projet"] == "name"
    assert mapped["Start date / End date"] != "retired_on"


def test_an_assessment_of_something_else_is_no_impact_assessment_of_the_system():
    rows = "Badge triage,Yes,Yes,Yes\nPothole finder,No,Yes,No\n"
    mapped = _mapped("Name", "Equality Impact Assessment", "AIA completed", "Recourse process", rows=rows)
    assert list(mapped.values()) == [
        "name",
        "",
        "declaration.impact-assessment",
        "declaration.explain-and-contest",
    ]
