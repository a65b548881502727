"""Every kind passes the same contract: it agrees with the vocabulary and every word of it can be said."""

from __future__ import annotations

import pytest

from holdtrue.core.content import content
from holdtrue.core.kinds import KINDS, PREFIXES
from holdtrue.core.vocabulary import value_list
from holdtrue.words import say

VOCABULARY = content("practices/vocabulary.yaml")
POLISHED = (
    "system",
    "impact_assessment",
    "policy",
    "person",
    "evidence",
    "declaration",
    "supplier",
    "component",
    "risk",
)
EVENTS = {"change", "review", "audit", "training", "incident"}
DRAFTED = {
    "policy",
    "procedure",
    "scope",
    "risk_criteria",
    "applicability",
    "impact_assessment",
    "classification",
}
each_kind = pytest.mark.parametrize("kind", KINDS)


def test_the_kinds_are_those_of_the_vocabulary():
    assert set(KINDS) == set(VOCABULARY["kinds"])
    assert {prefix: kind for kind, prefix in VOCABULARY["prefixes"].items()} == dict(PREFIXES)
    assert len(KINDS) == 36


@each_kind
def test_a_kind_is_declared_as_the_vocabulary_says(kind):
    stated, declared = VOCABULARY["kinds"][kind], KINDS[kind]
    assert [s.name for s in declared.field_specs() if not s.extra] == stated["fields"]
    assert sorted(declared.material) == sorted(stated["material"])
    assert set(declared.personal) == set(stated["personal"])
    assert dict(declared.edges) == stated["edges"]
    assert list(declared.rests_on) == stated["rests_on"]
    assert declared.edits == stated["edits"]
    assert declared.dated == stated.get("dated")
    assert declared.event == stated.get("event", False)
    settles = stated.get("settles")
    assert declared.settles == ((settles["closed_by"], settles["due"]) if settles else None)
    assert set(declared.derived) == set(VOCABULARY["derived_fields"].get(kind, {}))


@each_kind
def test_every_word_of_a_kind_can_be_said(kind):
    declared = KINDS[kind]
    said = [say(declared.label), say(declared.label_plural), say(declared.help)]
    for spec in declared.field_specs():
        said.append(say(spec.label))
        said.extend(say(m) for m in (spec.help, spec.example, spec.why) if m)
        said.extend(say(label) for _, label in spec.choices)
    assert all(said)


@each_kind
def test_every_field_says_how_to_fill_it(kind):
    assert not [s.name for s in KINDS[kind].field_specs() if s.help is None]


@pytest.mark.parametrize("kind", POLISHED)
def test_a_polished_kind_shows_an_example_in_every_field_people_fill(kind):
    assert not [s.name for s in KINDS[kind].field_specs() if not s.derived and s.example is None]


@each_kind
def test_a_schema_can_be_made_of_a_kind(kind):
    schema = KINDS[kind].model_json_schema(by_alias=True)
    assert set(schema["properties"]) == {s.name for s in KINDS[kind].field_specs()}


@each_kind
def test_the_fields_a_kind_names_are_its_own(kind):
    declared = KINDS[kind]
    named = {declared.title_field, declared.owner_field, declared.dated, *(declared.settles or ())} - {None}
    assert named <= {s.name for s in declared.field_specs()}
    assert not set(declared.derived) & set(declared.material)
    assert kind == "concern" or not set(declared.personal) & set(declared.material)


def test_event_kinds_and_drafted_kinds_are_the_settled_ones():
    assert {k for k, d in KINDS.items() if d.event} == EVENTS
    assert {k for k, d in KINDS.items() if d.edits == "drafted"} == DRAFTED


@each_kind
def test_what_a_sign_off_rests_on_can_be_walked_and_never_comes_back(kind):
    def walk(at, seen):
        assert at not in seen
        for path in KINDS[at].rests_on:
            end = at
            for step in path.split("."):
                end = KINDS[end].edges[step]
            if end in KINDS:
                assert KINDS[end].material
                walk(end, (*seen, at))

    walk(kind, ())


def test_a_stage_is_no_part_of_what_is_signed():
    assert "lifecycle_stage" not in KINDS["system"].material


def test_classes_and_points_are_those_of_the_law():
    law = content("frameworks/eu_ai_act.yaml")
    assert set(value_list("eu_class")) == {r["id"] for r in law["risk_classes"]} - {"all"}
    points = [p["id"] for a in law["high_risk"]["route_annex_iii"]["areas"] for p in a["points"]]
    assert list(value_list("annex_iii_point")) == points


def test_stages_are_those_of_the_gates():
    assert list(value_list("lifecycle_stage")) == [g["stage"] for g in content("gates/gates.yaml")["gates"]]
