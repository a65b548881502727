"""The mapping file: corrects a proposal, is remembered, and says plainly what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdtrue.app.imports import mapfile
from holdtrue.app.imports.drafts import Declared, Draft
from holdtrue.app.imports.mapfile import as_said, corrected, parse_mapping, to_yaml
from holdtrue.app.imports.mapping import signature
from holdtrue.app.imports.proposal import propose
from holdtrue.app.imports.reading import read
from holdtrue.app.imports.rows import drafts
from holdtrue.core.refusals import BadInput
from holdtrue.words import say
from imports.scoring import KEYS, federal, inventory

if TYPE_CHECKING:
    from holdtrue.app.imports.table import Table

TABLE = (
    b"Tool,Phase,Begun,Checked,Blurb,Blurb\n"
    b"Scribe,green,3/4/2024,done,notes,more\n"
    b"Sift,amber,5/6/2024,not yet,ranks,\n"
)


def table() -> Table:
    return read(TABLE, name="tools.csv")


def mapped(text: str) -> list[Draft]:
    found = corrected(propose(table(), "system"), parse_mapping(text), table().headers)
    return [draft for draft in drafts(table(), found) if isinstance(draft, Draft)]


def test_a_file_names_fields_wordings_date_order_and_aspects():
    found = mapped("""
        kind: system
        said_on: 2025-01-31
        columns:
          Phase: {to: use, values: {in_use: green, trial: [amber]}}
          Begun: {to: implemented_on, dates: day_first}
          Checked: {to: declaration.verification-validation, aspect: first check, values: {"no": not yet}}
          Blurb (5): intended_purpose
          Blurb (6): {to: keep, as: remark}
    """)
    assert [draft.fields["use"] for draft in found] == ["in_use", "trial"]
    assert [draft.fields["implemented_on"] for draft in found] == ["2024-04-03", "2024-06-05"]
    assert [draft.effects for draft in found] == [
        (Declared("verification-validation", "first check", "yes", "Checked", "done"),),
        (Declared("verification-validation", "first check", "no", "Checked", "not yet"),),
    ]
    assert found[0].fields["intended_purpose"] == "notes"
    assert found[0].source_fields["remark"] == "more"


def test_json_is_a_mapping_file_too():
    assert mapped('{"columns": {"Phase": "task_and_method"}}')[0].fields["task_and_method"] == "green"


def test_several_columns_can_feed_one_text():
    found = mapped("columns: {Blurb (5): outputs, Blurb (6): outputs}")
    assert [draft.fields["outputs"] for draft in found] == ["notes\n\nmore", "ranks"]


def test_only_its_own_wordings_count_where_the_file_says_so():
    more = mapped("columns: {Checked: {to: declaration.tell-people, values: {planned: not yet}}}")
    only = mapped("columns: {Checked: {to: declaration.tell-people, only: true, values: {planned: not yet}}}")
    assert [len(draft.effects) for draft in more] == [1, 1]
    assert [len(draft.effects) for draft in only] == [0, 1]


def test_what_the_file_gives_to_one_column_is_taken_from_the_one_proposed():
    found = corrected(propose(table(), "system"), parse_mapping("columns: {Phase: name}"), table().headers)
    assert {column.header: column.target for column in found.columns}["Tool"] == ""


def test_identity_can_be_stated():
    found = corrected(propose(table(), "system"), parse_mapping("identity: [Tool, Phase]"), table().headers)
    assert [draft.key for draft in drafts(table(), found) if isinstance(draft, Draft)] == [
        "scribe | green",
        "sift | amber",
    ]


@pytest.mark.parametrize("name", list(KEYS))
def test_a_saved_mapping_makes_the_same_drafts_again(name):
    source, kind = inventory(name), KEYS[name]["kind"]
    proposed = propose(source, kind)
    again = corrected(propose(source, kind, known=()), parse_mapping(to_yaml(proposed)), source.headers)
    assert as_said(again) == as_said(proposed)
    assert list(drafts(source, again)) == list(drafts(source, proposed))


def test_a_known_source_s_mapping_survives_saving():
    source = federal("2024_consolidated_ai_inventory_raw.csv")
    proposed = propose(source, "system")
    again = corrected(
        propose(source, "system", known=()),
        parse_mapping(to_yaml(proposed)),
        source.headers,
        reason="remembered",
    )
    assert list(drafts(source, again)) == list(drafts(source, proposed))
    assert say(again.columns[0].reason) == "As in the last import of this source."


def test_a_source_is_remembered_by_its_headers_in_any_order():
    other = read(b"Begun,Tool, phase,Checked,Blurb,Blurb\n1,2,3,4,5,6\n")
    assert signature(other.headers) == signature(table().headers)
    assert signature(read(b"A,B\n1,2\n").headers) != signature(table().headers)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("columns: [", "The mapping is no YAML or JSON that can be read (line 1)."),
        ("- a", "'mapping' in the mapping must be a mapping of names to values."),
        ("colums: {}", "The mapping does not know the key 'colums'. Did you mean 'columns'?"),
        ("kind: risk", "The mapping is for risk, this import is for system."),
        (
            "columns: {Tol: name}",
            "The mapping names the column 'Tol', which the file does not have. The nearest is 'Tool'.",
        ),
        (
            "columns: {Tool: nmae}",
            "'Tool' is mapped to 'nmae', which is no field of this kind. Did you mean 'name'?",
        ),
        (
            "columns: {Tool: {to: name, as_: x}}",
            "The mapping does not know the key 'Tool: as_'. Did you mean 'as'?",
        ),
        (
            "columns: {Phase: {to: use, values: {sleeping: x}}}",
            (
                "'Phase' maps answers to 'sleeping', which its field does not take. "
                "It takes: ended, in_use, planned, trial."
            ),
        ),
        (
            "columns: {Begun: {to: implemented_on, dates: backwards}}",
            "The date order of 'Begun' must be month_first or day_first.",
        ),
        ("said_on: last year", "'said_on' must be a day, written as 2024-03-31."),
        ("identity: Tool", "'identity' in the mapping must be a list of column names."),
        (
            "columns: {Tool: use, Phase: use}",
            "'use' is fed by 'Tool' and 'Phase'. Only texts and lists can be put together; choose one.",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_key(text, sentence):
    with pytest.raises(BadInput) as refused:
        mapped(text)
    assert say(refused.value.message) == sentence


@pytest.mark.parametrize(
    "text",
    [
        "columns: " + "[" * 5_000,
        "said_on: 2024-13-45",
        f"kind: {'9' * 5_000}",
        "columns: &a [x]\nkind: [*a, *a]",
    ],
)
def test_what_no_mapping_says_is_refused_before_it_is_written_out(text):
    with pytest.raises(BadInput) as refused:
        parse_mapping(text)
    assert refused.value.code == "imports.mapping.unreadable"


def test_what_says_by_reference_is_not_unfolded_to_find_that_out(monkeypatch):
    """Ten merge keys of ten, nine times over: no machine has the memory, or the day, to write that out."""
    monkeypatch.setattr(mapfile.yaml, "load", lambda *_: pytest.fail("it was built"))
    lines = [
        "a0: &a0 {x: 1}",
        *(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}]}}" for n in range(1, 10)),
    ]
    with pytest.raises(BadInput) as refused:
        parse_mapping("\n".join(lines))
    assert refused.value.code == "imports.mapping.unreadable"


def test_a_yaml_that_would_make_objects_is_refused():
    with pytest.raises(BadInput):
        parse_mapping("columns: !!python/object/apply:os.system ['echo']")
