"""The published federal inventories: the figures the data rules state, read off the drafts."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pytest

from holdtrue.app.imports.drafts import Classified, Declared, Doubtful, Draft, Repeat, classify
from holdtrue.app.imports.proposal import propose
from holdtrue.app.imports.report import ImportReport, rehearse
from holdtrue.app.imports.rows import drafts
from imports.scoring import federal

if TYPE_CHECKING:
    from holdtrue.app.imports.mapping import Mapping

FIRST = "2024_consolidated_ai_inventory_raw.csv"
SECOND = "2024_consolidated_ai_inventory_raw_v2.csv"


@cache
def judged(name: str) -> tuple[Mapping, tuple[object, ...]]:
    table = federal(name)
    mapping = propose(table, "system")
    return mapping, tuple(classify(drafts(table, mapping)))


def taken(name: str) -> list[Draft]:
    return [item for item in judged(name)[1] if isinstance(item, Draft)]


def every(name: str) -> list[Draft]:
    """Drafts of all rows but exact repeats, doubtful ones among them."""
    return [
        item.draft if isinstance(item, Doubtful) else item
        for item in judged(name)[1]
        if isinstance(item, Draft | Doubtful)
    ]


def by_title(name: str, title: str) -> Draft:
    return next(draft for draft in taken(name) if draft.title == title)


@pytest.mark.parametrize(
    ("name", "rows", "keys", "repeats", "review"), [(FIRST, 1757, 1742, 3, 12), (SECOND, 2133, 2083, 3, 47)]
)
def test_rows_keys_repeats_and_doubtful_ones_add_up(name, rows, keys, repeats, review):
    mapping, items = judged(name)
    assert mapping.profile == "us_omb_2024"
    assert len(items) == rows
    assert Counter(type(item).__name__ for item in items) == {
        "Draft": keys,
        "Repeat": repeats,
        "Doubtful": review,
    }
    assert len({draft.key for draft in taken(name)}) == keys


def test_repeated_keys_are_those_of_the_data_rules():
    for name, repeated, rows in ((FIRST, 15, 30), (SECOND, 30, 80)):
        firsts = {draft.line: draft.key for draft in taken(name)}
        again = [firsts[item.first] for item in judged(name)[1] if isinstance(item, Repeat | Doubtful)]
        assert len(set(again)) == repeated
        assert len(again) + len(set(again)) == rows


def test_an_exact_repeat_names_its_first_line():
    assert [(r.line, r.first) for r in judged(FIRST)[1] if isinstance(r, Repeat)] == [
        (902, 886),
        (915, 911),
        (956, 950),
    ]


def test_every_system_of_the_first_file_recurs_in_the_second():
    assert {draft.key for draft in taken(FIRST)} <= {draft.key for draft in taken(SECOND)}


def test_the_stated_classes_are_those_of_the_data_rules():
    stated = Counter(
        effect.name for draft in every(FIRST) for effect in draft.effects if isinstance(effect, Classified)
    )
    # the three exact repeats state 'neither' once more each
    assert stated == {
        "not_high_impact": 1488,
        "rights_and_safety_impacting": 150,
        "rights_impacting": 59,
        "safety_impacting": 18,
    }
    assert 150 + 59 + 18 == 227
    assert 1757 - 227 - (1488 + 3) == 39


def test_wordings_of_the_second_file_that_state_no_class_are_left_unset_and_kept():
    odd = [
        draft
        for draft in every(SECOND)
        if draft.source_fields.get("17_impact_type", "").startswith(("No, use case is too new", "Case-by"))
    ]
    assert len(odd) == 21
    for draft in odd:
        assert not any(isinstance(effect, Classified) for effect in draft.effects)
        assert any(note.why.id == "imports.cell.choice" for note in draft.notes)


def test_stages_set_the_use_and_are_kept_as_they_stand():
    stages = {draft.source_fields.get("16_dev_stage", ""): draft.fields.get("use") for draft in every(FIRST)}
    assert stages == {
        "Operation and Maintenance": "in_use",
        "Acquisition and/or Development": "planned",
        "Initiated": "planned",
        "Implementation and Assessment": "trial",
        "Retired": "ended",
        "Planned": "planned",
        "In production": "in_use",
        "In mission": "in_use",
        "": None,
    }
    later = {draft.source_fields.get("16_dev_stage"): draft.fields.get("use") for draft in every(SECOND)}
    assert later["Ideation"] is None
    assert later["Research or  Administrative Action Complete"] is None


def test_a_row_becomes_a_system_with_its_unit_dates_class_and_declarations():
    draft = by_title(FIRST, "Argo")
    assert draft.line == 692
    assert draft.key == "department of energy | anl - argonne national laboratory (sc43 oim) | argo"
    assert draft.links[0].path == ("Department of Energy", "ANL - Argonne National Laboratory (SC43 OIM)")
    assert draft.fields["initiated_on"] == "2023-04-01"
    assert draft.fields["developed_by"] == "in-house"
    assert draft.fields["personal_data"] is False
    assert Classified("us_omb", "not_high_impact", "17_impact_type", "Neither") in draft.effects
    said = {(e.practice, e.answer, e.column) for e in draft.effects if isinstance(e, Declared)}
    assert said == {("data-origin", "no", "34_data_docs"), ("deployment-approval", "yes", "40_has_ato")}
    assert (
        draft.source_fields["41_system_name"]
        == "Argonne National Laboratory Information Technology Infrastructure"
    )


def test_declarations_of_the_first_file():
    found = Counter(
        (e.practice, e.aspect, e.answer) for d in every(FIRST) for e in d.effects if isinstance(e, Declared)
    )
    assert {key: found[key] for key in found if key[0] == "impact-assessment"} == {
        ("impact-assessment", "", "yes"): 61,
        ("impact-assessment", "", "no"): 65,
        ("impact-assessment", "", "planned"): 31,
        ("impact-assessment", "", "not_applicable"): 51,
    }
    assert found["verification-validation", "independent evaluation", "yes"] == 53
    assert found["verification-validation", "independent evaluation", "planned"] == 62
    assert found["explain-and-contest", "", "yes"] == 76
    assert {practice for practice, _, _ in found} == {
        "impact-assessment",
        "verification-validation",
        "operation-monitoring",
        "tell-people",
        "explain-and-contest",
        "data-origin",
        "deployment-approval",
    }


def test_a_blank_or_unclear_cell_declares_nothing():
    for draft in every(SECOND):
        if draft.source_fields.get("59_ai_notice") == "Other":
            assert not any(isinstance(e, Declared) and e.practice == "tell-people" for e in draft.effects)
        if "52_impact_assessment" not in draft.source_fields:
            assert not any(
                isinstance(e, Declared) and e.practice == "impact-assessment" for e in draft.effects
            )


def test_both_forms_of_the_file_name_their_source_fields_alike():
    first, second = (
        {key for draft in taken(name) for key in draft.source_fields} for name in (FIRST, SECOND)
    )
    assert first == second
    argo = [by_title(name, "Argo") for name in (FIRST, SECOND)]
    assert argo[0].source_fields == argo[1].source_fields
    assert argo[0].fields == argo[1].fields


def test_the_general_proposer_alone_reads_most_of_the_first_file():
    mapping = propose(federal(FIRST), "system", known=())
    known = judged(FIRST)[0]
    by_profile = {column.index: column.target for column in known.columns if column.target}
    alone = {column.index: column.target for column in mapping.columns if column.target}
    assert not mapping.profile
    assert len([i for i, t in by_profile.items() if alone.get(i) == t]) >= 0.75 * len(by_profile)


def test_the_rehearsal_counts_add_up():
    table = federal(FIRST)
    report: ImportReport = rehearse(table, *judged(FIRST))
    assert (report.rows, report.added, report.unchanged, report.refused, len(report.review)) == (
        1757,
        1742,
        3,
        0,
        12,
    )
    assert report.effects["unit"] == 1742
    assert report.effects["classification"] == 1742 - 39
