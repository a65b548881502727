"""A digest changes with what is material and with nothing else; its value is pinned for every kind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdtrue.core.digests import digest, fold, search_text
from holdtrue.core.kinds import KINDS, title_of

PINNED = json.loads(Path(__file__).with_name("digests.json").read_text("utf-8"))
SYSTEM = {"name": "Screener", "intended_purpose": "Ranks applications", "our_role": ["deployer"]}


def filled_record(kind):
    """One value in every material field, by type."""
    values = {"yes_no": True, "number": 3, "date": "2026-01-02", "choices": ["b", "a"], "list": ["é", "a"]}
    fields, links = {}, {}
    for spec in KINDS[kind].field_specs():
        if spec.linked:
            links[spec.name] = ("u2", "u1") if spec.multiple else ("u1",)
        else:
            fields[spec.name] = values.get(spec.type, f"words of {spec.name}")
    return fields, links


@pytest.mark.parametrize("kind", KINDS)
def test_the_digest_of_a_shape_never_changes(kind):
    assert digest(kind, *filled_record(kind)) == PINNED[f"{kind}/{KINDS[kind].shape}"]


@pytest.mark.parametrize("kind", KINDS)
def test_only_material_fields_and_relations_enter(kind):
    fields, links = filled_record(kind)
    whole = digest(kind, fields, links)
    for spec in KINDS[kind].field_specs():
        held = links if spec.linked else fields
        was = held.pop(spec.name)
        assert (digest(kind, fields, links) != whole) == spec.material, spec.name
        held[spec.name] = was


def test_an_empty_field_changes_nothing():
    assert digest("system", {**SYSTEM, "users": "", "data_categories": []}, {}) == digest(
        "system", SYSTEM, {}
    )


def test_false_and_zero_are_content():
    assert digest("system", {**SYSTEM, "personal_data": False}, {}) != digest("system", SYSTEM, {})


@given(st.permutations(["EU", "QC", "CA"]), st.permutations(["u1", "u2", "u3"]))
def test_the_order_of_values_and_links_carries_no_meaning(places, uids):
    held = digest("organization", {"jurisdictions": places}, {})
    assert held == digest("organization", {"jurisdictions": ["CA", "EU", "QC"]}, {})
    risk = digest("risk", {"event": "x"}, {"controls": uids})
    assert risk == digest("risk", {"event": "x"}, {"controls": ["u1", "u2", "u3"]})


def test_five_and_five_point_nought_agree():
    assert digest("risk", {"severity": 5}, {}) == digest("risk", {"severity": 5.0}, {})


def test_search_folds_case_accents_and_space():
    assert fold("  Évaluation\nÀ Québec ") == "evaluation a quebec"
    assert "screener" in search_text("system", SYSTEM)
    assert "sys-0012" in search_text("system", SYSTEM, "SYS-0012")


def test_search_holds_no_personal_field_but_the_name():
    text = search_text("person", {"name": "Anne Roy", "email": "anne@boreal.example"})
    assert text == "anne roy"
    assert "anne" not in search_text("concern", {"source": "Anne", "text": "Anne was turned down"})


@pytest.mark.parametrize(
    ("kind", "fields", "links", "title"),
    [
        ("system", {"name": "Screener"}, {}, "Screener"),
        ("impact_assessment", {"type": "ai"}, {}, "AI impact assessment"),
        (
            "review",
            {"type": "management_review", "held_on": "2026-01-02"},
            {},
            "Management review · 2 Jan 2026",
        ),
        ("review", {"type": "management_review", "title": "Autumn"}, {}, "Autumn"),
        ("classification", {"class": "transparency"}, {"law": ("eu_ai_act",)}, "EU AI act · transparency"),
        ("applicability", {"control_id": "A.2.2"}, {}, "A.2.2"),
        ("risk_criteria", {}, {}, "Risk criteria"),
        ("concern", {"text": "secret"}, {}, "Concern"),
    ],
)
def test_every_record_has_a_title(kind, fields, links, title):
    assert title_of(kind, fields, links) == title
