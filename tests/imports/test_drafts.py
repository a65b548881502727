"""Rows to drafts: links, people, suppliers, notes and refusals, for every kind; hostile cells stay text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdtrue.app.imports.drafts import (
    Classified,
    Declared,
    Doubtful,
    Draft,
    Part,
    Refused,
    Repeat,
    Wanted,
    classify,
)
from holdtrue.app.imports.mapfile import corrected, parse_mapping
from holdtrue.app.imports.proposal import propose
from holdtrue.app.imports.reading import read
from holdtrue.app.imports.report import rehearse
from holdtrue.app.imports.rows import drafts
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.words import say
from imports.scoring import KEYS, inventory

SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>"


def of(name: str) -> list[Draft]:
    table = inventory(name)
    return [d for d in drafts(table, propose(table, KEYS[name]["kind"])) if isinstance(d, Draft)]


def made(content: bytes, kind: str = "system", said: str = "{}") -> list[Draft | Refused]:
    table = read(content)
    return list(drafts(table, corrected(propose(table, kind), parse_mapping(said), table.headers)))


def test_a_saas_list_becomes_systems_with_owner_unit_supplier_and_class():
    scribe = of("saas.xlsx")[0]
    assert scribe.fields == {
        "name": "Scribe",
        "intended_purpose": "Minutes of meetings",
        "use": "in_use",
        "implemented_on": "2024-03-01",
        "personal_data": True,
        "data_locations": ["EU-West"],
        "generates_content": True,
    }
    assert Wanted("owner", "person", "Lena Frost", create=True, column="Business owner") in scribe.links
    assert (
        Wanted("unit", "unit", "Operations", path=("Operations",), create=True, column="Department")
        in scribe.links
    )
    assert set(scribe.effects) == {
        Classified("eu_ai_act", "transparency", "EU AI Act risk class", "Limited risk"),
        Declared("personal-data", "", "yes", "DPIA done?", "Yes"),
        Part("service", "Scribe", "others", "Scribe Labs", "Vendor"),
    }
    assert scribe.source_fields["Annual cost (EUR)"] == "4200"


def test_a_name_in_one_column_and_an_address_in_another_are_one_person():
    owner = next(link for link in of("models.json")[0].links if link.relation == "owner")
    assert (owner.text, owner.email) == ("Ines Duarte", "ines@firm.example")
    both = made(b"Name,Owner\nScribe,Ada Moss <Ada@firm.example>\n")[0]
    assert isinstance(both, Draft)
    assert (both.links[0].text, both.links[0].email) == ("Ada Moss", "ada@firm.example")


def test_several_people_in_a_cell_for_one_are_noted():
    draft = made(b"Name,Owner\nScribe,Ada Moss; Ben Ode\n")[0]
    assert isinstance(draft, Draft)
    assert draft.links[0].text == "Ada Moss"
    assert draft.source_fields["Owner"] == "Ada Moss; Ben Ode"
    assert draft.notes[0].why.id == "imports.cell.several"


def test_staff_suppliers_risks_and_evidence_come_with_their_links():
    ada = of("staff.csv")[0]
    assert ada.fields == {
        "name": "Ada Moss",
        "email": "ada.moss@firm.example",
        "started_on": "2019-04-01",
        "employment": "employee",
    }
    assert {(link.relation, link.text) for link in ada.links} == {("unit", "Data"), ("manager", "Ruth Lane")}
    talkwell = of("vendors.csv")[0]
    assert talkwell.fields["criticality"] == "high"
    assert talkwell.fields["subprocessors"] == ["Cloudhost", "Mailrun"]
    risk = of("risks.csv")[0]
    assert (risk.fields["likelihood"], risk.fields["severity"], risk.fields["due"]) == (3, 4, "2025-09-30")
    assert [(w.relation, w.text, w.create) for w in risk.links if w.relation in ("controls", "system")] == [
        ("system", "SYS-0001", False),
        ("controls", "CTL-0001", False),
        ("controls", "CTL-0002", False),
    ]
    proof = of("evidence.csv")[1]
    assert (proof.fields["tag"], proof.fields["result"]) == ("monitoring-log", "cannot_tell")
    assert {(w.relation, w.kind) for w in proof.links} == {("read_by", "person"), ("about", "record")}


@pytest.mark.parametrize("name", list(KEYS))
def test_every_draft_s_fields_are_clean(name):
    for draft in of(name):
        cleaned = clean(draft.kind, dict(draft.fields), partial=True)
        assert cleaned


def test_html_and_script_in_every_field_stay_text():
    for kind in KINDS:
        specs = [spec for spec in KINDS[kind].field_specs() if not spec.derived]
        content = json.dumps([{spec.name: SCRIPT for spec in specs}]).encode()
        for draft in made(content, kind):
            if isinstance(draft, Refused):
                continue
            texts = [
                *map(str, draft.fields.values()),
                *draft.source_fields.values(),
                *(w.text for w in draft.links),
            ]
            assert any(SCRIPT in text for text in texts)
            assert clean(kind, dict(draft.fields), partial=True)


def test_formulas_in_a_text_file_stay_text():
    draft = made(b'Name,Purpose\n"=HYPERLINK(""http://evil.example"")",@SUM(1+1)*cmd|calc\n')[0]
    assert isinstance(draft, Draft)
    assert draft.fields == {
        "name": '=HYPERLINK("http://evil.example")',
        "intended_purpose": "@SUM(1+1)*cmd|calc",
    }


def test_control_characters_and_odd_spaces_are_removed():
    draft = made("Name,Purpose\n\u00a0Sc\x00ribe\u200b,a\x07b\r\n".encode())[0]
    assert isinstance(draft, Draft)
    assert draft.fields == {"name": "Scribe", "intended_purpose": "ab"}


def test_a_row_without_a_name_is_refused_and_says_what_is_missing():
    found = made(b"Name,Purpose\nScribe,Notes\n ,Ranks\n")
    assert isinstance(found[1], Refused)
    assert say(found[1].why).startswith("Line 3 has no value for 'Name'.")


def test_a_title_beyond_reason_is_refused():
    found = made(b"Name,Purpose\n" + b"x" * 600 + b",b\nScribe,c\n")
    assert [type(item).__name__ for item in found] == ["Refused", "Draft"]


def test_an_impossible_date_is_noted_kept_and_the_row_taken():
    draft = made(b"Name,Date implemented\nScribe,2024-02-30\nSift,2024-02-28\n")[0]
    assert isinstance(draft, Draft)
    assert "implemented_on" not in draft.fields
    assert draft.source_fields["Date implemented"] == "2024-02-30"
    assert say(draft.notes[0].why) == "'2024-02-30' is no day of the calendar."


def test_dates_in_five_styles_in_one_column():
    days = ("2024-03-31", "31.3.2024", "Mar 31, 2024", "3/31/2024", "45382")
    body = "".join(f'T{n},"{day}"\n' for n, day in enumerate(days))
    found = made(f"Name,Go-live\n{body}".encode())
    assert {draft.fields["implemented_on"] for draft in found if isinstance(draft, Draft)} == {"2024-03-31"}


def test_keys_fold_case_and_space_and_nothing_else():
    table = read(
        "Department,Name,Purpose\nIT,Scribe,a\nit , scribe\u00a0,a\nIT,Scribe!,a\nIT,Scribe,a\n".encode()
    )
    found = list(classify(drafts(table, propose(table, "system"))))
    assert [type(item).__name__ for item in found] == ["Draft", "Doubtful", "Draft", "Repeat"]
    assert isinstance(found[1], Doubtful)
    assert (
        say(found[1].why)
        == "'scribe' stands on line 2 already, with other contents. Decide which one counts."
    )
    assert isinstance(found[3], Repeat)
    assert found[3].first == 2


def test_agencies_and_bureaus_of_one_name_are_one_unit():
    draft = made(b"Agency,Bureau,Name\nParks,Parks,Scribe\nParks,Trails,Sift\n")[0]
    assert isinstance(draft, Draft)
    assert draft.links[0].path == ("Parks",)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.text(max_size=40), min_size=6, max_size=6), min_size=1, max_size=8))
def test_every_row_is_accounted_for_whatever_it_holds(cells):
    header = ["Name", "Status", "Department", "Go-live date", "Owner", "Notes"]
    records = [dict(zip(header, row, strict=True)) for row in cells]
    table = read(json.dumps(records).encode(), name="any.json")
    mapping = propose(table, "system")
    report = rehearse(table, mapping, classify(drafts(table, mapping)))
    assert report.rows == len(records)
    for draft in drafts(table, mapping):
        if isinstance(draft, Draft):
            assert clean("system", dict(draft.fields), partial=True)


def test_what_is_made_in_house_has_no_supplier():
    ours, bought = made(b"Name,Supplier\nPothole finder,In-house\nBadge triage,Acme Ltd\n")
    assert not ours.effects
    assert ours.fields["developed_by"] == "In-house"
    assert [effect.supplier for effect in bought.effects] == ["Acme Ltd"]
