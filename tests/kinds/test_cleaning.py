"""What people give is taken in the spellings they use, or refused in a sentence that says what to write."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdtrue.core.kinds import KINDS, clean, kind_named, suggested
from holdtrue.core.refusals import BadInput
from holdtrue.words import say

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def refusal(kind, raw, **options):
    with pytest.raises(BadInput) as caught:
        clean(kind, raw, **options)
    return caught.value


def test_title_is_taken_for_the_naming_field():
    assert clean("system", {"title": "Résumé screener"})[0] == {"name": "Résumé screener"}
    assert clean("risk", {"title": "Bias"})[0] == {"title": "Bias"}


def test_a_kind_without_a_naming_field_keeps_a_title_given():
    assert clean("review", {"type": "quarterly_check", "title": "Autumn look"})[0]["title"] == "Autumn look"


def test_text_from_the_command_line_and_typed_json_come_out_alike():
    written = {"name": "x", "our_role": "deployer; developer", "personal_data": "Yes", "use": "In use"}
    typed = {"name": "x", "our_role": ["deployer", "developer"], "personal_data": True, "use": "in_use"}
    assert clean("system", written) == clean("system", typed)


@pytest.mark.parametrize(
    ("said", "kept"), [("yes", True), ("N", False), ("1", True), (0, False), ("TRUE", True), (False, False)]
)
def test_yes_and_no_are_read_in_several_spellings(said, kept):
    assert clean("system", {"name": "x", "personal_data": said})[0]["personal_data"] is kept


def test_links_stay_the_refs_given():
    fields, links = clean("system", {"name": "x", "owner": "PER-0004", "components": "CMP-1, CMP-2"})
    assert fields == {"name": "x"}
    assert links == {"owner": ("PER-0004",), "components": ("CMP-1", "CMP-2")}


def test_a_catalog_link_is_kept_as_a_field_too():
    fields, links = clean("classification", {"law": "EU AI Act"})
    assert fields["law"] == "eu_ai_act"
    assert links["law"] == ("eu_ai_act",)


def test_an_empty_value_clears_a_field():
    fields, links = clean("system", {"overseer": "", "stop_method": " "}, partial=True)
    assert fields == {"stop_method": None}
    assert links == {"overseer": ()}


def test_a_band_a_share_and_a_period_are_read():
    fields, _ = clean("indicator", {"target": "0.01 to 0.3", "frequency": "3 Months"})
    assert fields == {"target": [0.01, 0.3], "frequency": "3 months"}
    assert clean("indicator", {"target": "5 %"})[0]["target"] == 0.05


def test_a_day_given_as_a_date_is_written_as_iso():
    assert (
        clean("review", {"type": "quarterly_check", "held_on": dt.date(2026, 1, 2)})[0]["held_on"]
        == "2026-01-02"
    )


@pytest.mark.parametrize("word", ["organisation", "Organization", "systems", "impact-assessment"])
def test_a_kind_is_found_by_the_words_people_use(word):
    assert kind_named(word).id in KINDS


@pytest.mark.parametrize(
    ("kind", "raw", "field", "hint"),
    [
        ("system", {"nam": "x"}, "nam", "name"),
        ("system", {"name": "x", "tier": "high"}, "tier", "worked out"),
        ("system", {"name": "x", "use": "inuse"}, "use", "in_use"),
        ("system", {}, "name", "Fill in"),
        ("risk", {"title": "t", "due": "3/4/2026"}, "due", "2026-11-22"),
        ("risk", {"title": "t", "likelihood": "often"}, "likelihood", "number"),
        ("risk", {"title": "t", "likelihood": float("nan")}, "likelihood", "number"),
        ("control", {"title": "t", "every": "often"}, "every", "12 months"),
        ("indicator", {"target": "0.3 to 0.01"}, "target", "lower number first"),
        ("system", {"name": "x", "personal_data": "maybe"}, "personal_data", "yes or no"),
        ("system", {"name": "a\x00b"}, "name", "Retype"),
        ("system", {"name": "x" * 2000}, "name", "Shorten"),
        ("system", {"name": ["x"]}, "name", "Write words"),
        ("system", {"jurisdictions": "[" * 5_000}, "jurisdictions", "list"),
        ("indicator", {"title": "Errors", "frequency": "10000 months"}, "frequency", "12 months"),
        ("indicator", {"title": "Errors", "frequency": "100000 days"}, "frequency", "12 months"),
    ],
)
def test_a_refusal_names_the_field_and_says_what_to_write(kind, raw, field, hint):
    refused = refusal(kind, raw)
    assert refused.field == field
    assert hint in say(refused.message)


@pytest.mark.parametrize(
    ("kind", "fields", "due"),
    [
        ("incident", {"detected_on": "2026-11-01", "severity": "serious"}, "2026-12-01"),
        ("incident", {"detected_on": "2026-11-01", "severity": "minor"}, "2027-01-30"),
        ("concern", {"raised_on": "2026-11-01"}, "2026-12-01"),
        ("finding", {"type": "major"}, "2026-12-22"),
        ("finding", {"type": "minor"}, "2027-02-20"),
    ],
)
def test_a_due_day_is_suggested_and_never_forced(kind, fields, due):
    today = dt.date(2026, 11, 22).toordinal()
    assert suggested(kind, fields, today) == {"due": due}
    assert suggested(kind, {**fields, "due": "2026-11-30"}, today) == {}


def test_nothing_is_suggested_without_a_day_to_count_from():
    assert suggested("incident", {}, 1) == {}
    assert suggested("system", {}, 1) == {}


@pytest.mark.parametrize(("kind", "field"), [("incident", "detected_on"), ("concern", "raised_on")])
def test_nothing_is_suggested_beyond_the_end_of_the_calendar(kind, field):
    assert suggested(kind, {field: "9999-12-31"}, 1) == {}


def test_an_unknown_kind_is_refused_with_the_nearest():
    with pytest.raises(BadInput) as caught:
        kind_named("systm")
    assert "'system'" in say(caught.value.message)


def test_a_partial_edit_may_leave_out_what_is_required_but_not_empty_it():
    assert clean("system", {"use": "ended"}, partial=True)[0] == {"use": "ended"}
    assert refusal("system", {"name": ""}, partial=True).field == "name"


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_kept_is_what_the_declaration_types_and_cleans_to_itself(kind):
    raw = {spec.name: _sample(spec) for spec in KINDS[kind].field_specs() if not spec.derived}
    fields, links = clean(kind, raw)
    KINDS[kind].model_validate({k: v for k, v in fields.items() if k in KINDS[kind].specs_by_name()})
    assert clean(kind, {**fields, **{k: list(v) for k, v in links.items()}} | _single(kind, links)) == (
        fields,
        links,
    )


@given(value=JSON)
def test_anything_at_all_is_taken_or_refused_in_a_sentence(value):
    for spec in KINDS["indicator"].field_specs():
        said = None
        try:
            clean("indicator", {spec.name: value}, partial=True)
        except BadInput as refused:
            said = say(refused.message)
        assert said != ""


def _sample(spec):
    if spec.choices:
        value = spec.choices[0][0]
        return [value] if spec.type == "choices" else value
    if spec.target == "annex_control":
        return "A.5.2"
    return {
        "date": "2026-01-02",
        "yes_no": "yes",
        "number": "3",
        "period": "12 months",
        "link": "PER-0001",
        "links": "PER-0001;PER-0002",
        "list": "one; two",
    }.get(spec.type, "some words")


def _single(kind, links):
    return {name: refs[0] for name, refs in links.items() if KINDS[kind].spec(name).type == "link" and refs}
