"""A second import: what changed is written, what people edited stays, what both changed is shown."""

from __future__ import annotations

from holdtrue.app.imports.changes import Existing, compare
from holdtrue.words import say

IMPORTED = {"name": "Scribe", "use": "trial", "intended_purpose": "Notes"}
SOURCE = {"3_abr": "DOE"}


def existing(**edits: object) -> Existing:
    return Existing({**IMPORTED, **edits}, {"unit": ("u1",)}, SOURCE, {**IMPORTED, "unit": ("u1",)})


def test_the_same_row_again_changes_nothing():
    found = compare(existing(), IMPORTED, {"unit": ("u1",)}, SOURCE)
    assert found.unchanged
    assert (found.conflicts, found.kept) == ((), ())


def test_what_the_source_changed_is_written():
    found = compare(
        existing(),
        {**IMPORTED, "use": "in_use"},
        {"unit": ("u2",)},
        {"3_abr": "DOE", "8_topic_area": "Energy"},
    )
    assert found.fields == {"use": "in_use"}
    assert found.links == {"unit": ("u2",)}
    assert found.source_fields == {"3_abr": "DOE", "8_topic_area": "Energy"}


def test_a_blank_erases_nothing():
    found = compare(existing(owner="ada"), {"name": "Scribe", "use": None, "intended_purpose": ""}, {}, {})
    assert found.unchanged
    assert found.source_fields == SOURCE


def test_a_person_s_edit_stays_where_the_source_says_what_it_said():
    found = compare(existing(intended_purpose="Minutes of meetings"), IMPORTED, {}, SOURCE)
    assert found.unchanged
    assert found.kept == ("intended_purpose",)
    assert found.conflicts == ()


def test_both_changed_is_a_conflict_and_the_person_s_value_stays():
    found = compare(existing(use="ended"), {**IMPORTED, "use": "in_use"}, {}, SOURCE)
    assert found.unchanged
    assert [(c.name, c.current, c.incoming) for c in found.conflicts] == [("use", "ended", "in_use")]
    assert say(found.conflicts[0].why).startswith("The source now says 'in_use'; a person set 'ended'.")


def test_both_changed_to_the_same_is_no_conflict():
    assert compare(existing(use="in_use"), {**IMPORTED, "use": "in_use"}, {}, SOURCE).unchanged


def test_a_field_never_filled_is_filled():
    assert compare(existing(), {**IMPORTED, "outputs": "A text"}, {}, SOURCE).fields == {"outputs": "A text"}


def test_false_is_a_value_and_lists_compare_as_sets():
    held = Existing({"personal_data": False, "our_role": ["deployer", "provider"]}, imported={})
    assert compare(held, {"personal_data": False, "our_role": ["provider", "deployer"]}, {}, {}).unchanged
    assert [c.name for c in compare(held, {"personal_data": True}, {}, {}).conflicts] == ["personal_data"]
