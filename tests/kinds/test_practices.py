"""The practice library is whole: every claim reads what exists, every word is used, every requirement is answered."""

from __future__ import annotations

import re

import pytest
import yaml

from harness.each import for_each
from holdtrue.core.computed import COMPUTED
from holdtrue.core.content import content, content_bytes
from holdtrue.core.frameworks import FRAMEWORKS, SCORED, coverage, framework, level_asked
from holdtrue.core.kinds import KINDS
from holdtrue.core.practices import LEVELS, PROFILES, library
from holdtrue.core.vocabulary import vocabulary
from kinds import grammar

FILES = (
    "practices/practices.yaml",
    "practices/properties.yaml",
    "practices/vocabulary.yaml",
    "gates/gates.yaml",
    "checks/index.yaml",
    "checks/iso42001.yaml",
    "checks/eu_ai_act.yaml",
    "checks/nist_ai_rmf.yaml",
    "frameworks/iso42001.yaml",
    "frameworks/nist_ai_rmf.yaml",
    "frameworks/eu_ai_act.yaml",
    "frameworks/law25.yaml",
    "frameworks/nist_genai.yaml",
    "frameworks/crosswalk.yaml",
    "frameworks/neighbours.yaml",
    "frameworks/deadlines.yaml",
)
RAW = content(FILES[0])
CLAIMS = grammar.claims()
each_practice = for_each("practice", library().practices)


class Strict(yaml.CSafeLoader):
    """Refuses a key that stands twice, which YAML readers drop in silence."""


def _mapping(loader, node):
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    assert len(keys) == len(set(keys)), f"a key stands twice at {node.start_mark}"
    return yaml.CSafeLoader.construct_mapping(loader, node, deep=True)


Strict.add_constructor("tag:yaml.org,2002:map", _mapping)


@pytest.mark.parametrize("path", FILES)
def test_no_key_stands_twice(path):
    yaml.load(content_bytes(path), Strict)  # noqa: S506  # a safe loader, made stricter


@for_each("where, claim, scope", CLAIMS)
def test_a_claim_reads_only_what_exists(where, claim, scope):
    found = [(part, p) for part, member in grammar.walk(claim) for p in grammar.problems(part, scope, member)]
    assert not found, where


@each_practice
def test_a_claim_is_parsed_and_evidence_must_be_read_from_operational_on(practice):
    assert [claim.strict for claim in practice.claims][:2] == [False, False]
    assert [claim.form for claim in practice.claims] == [grammar.head(practice.levels[v]) for v in LEVELS]


def test_periods_lengthen_as_tiers_fall():
    for where, claim, _ in CLAIMS:
        for part, _member in grammar.walk(claim):
            every = part.get("every")
            if isinstance(every, dict):
                assert set(every) == set(grammar.TIERS), where
                days = [_days(every[tier]) for tier in ("high", "limited", "minimal")]
                assert days == sorted(days), where


def _days(text):
    number, unit = text.split()
    return int(number) * (30.4 if unit.startswith("month") else 1)


@each_practice
def test_a_practice_is_well_formed(practice):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", practice.id)
    assert len(practice.title.split()) <= 6
    assert len(practice.statement.split()) <= 55
    assert ". " not in practice.statement
    assert practice.scope in ("organization", "system")
    assert practice.property in {p.id for p in library().scheme.properties}
    assert practice.phase in ("plan", "do", "check", "act")
    assert practice.profile in PROFILES
    assert practice.owner_role in vocabulary().roles
    assert practice.tiers <= set(grammar.TIERS)
    assert practice.per_system == bool(practice.tiers)
    assert tuple(practice.levels) == tuple(practice.minutes) == LEVELS
    assert all(0 < minutes <= 480 for minutes in practice.minutes.values())
    assert set(practice.satisfies) == set(SCORED)
    assert any(practice.satisfies.values())
    assert practice.auditor_asks
    assert practice.pitfall


@each_practice
def test_facts_that_ask_for_a_practice_exist(practice):
    assert not list(grammar.facts(practice.applies_when))
    for line in practice.law_when:
        assert not list(grammar.facts(line.when))
        assert "jurisdictions" in line.when
        assert set(line.duties) <= set(practice.satisfies[line.law])


@each_practice
def test_a_practice_answers_requirements_that_exist(practice):
    for name, ids in practice.satisfies.items():
        assert len(set(ids)) == len(ids)
        assert set(ids) <= {r.id for r in framework(name).requirements}


def test_there_are_about_fifty_practices_and_a_light_starter():
    lib = library()
    assert 45 <= len(lib.practices) <= 60
    assert len(lib.by_id) == len(lib.practices)
    starters = [p for p in lib.practices if p.profile == "starter"]
    assert 10 <= len(starters) <= 14
    assert len({p.property for p in starters}) == 6


def test_every_tag_indicator_and_form_is_known_and_used():
    used = {"evidence": {}, "measured": {}}
    forms = set()
    for _, claim, scope in CLAIMS:
        for part, _member in grammar.walk(claim):
            form = grammar.head(part)
            forms.add(form)
            if form in used:
                used[form].setdefault(part[form], set()).add(scope)
    vocab = vocabulary()
    assert set(used["evidence"]) == set(vocab.evidence_tags)
    kept_for_themselves = {tag for tag in COMPUTED if tag not in used["measured"]}
    assert set(used["measured"]) | kept_for_themselves == set(vocab.indicators)
    assert forms | {"at_least"} == set(vocab.forms)
    for tag in vocab.evidence_tags.values():
        assert tag.counts
        assert not tag.shareable or "system" in used["evidence"][tag.id]
    for indicator in vocab.indicators.values():
        assert indicator.per == "organization" or "organization" not in used["measured"][indicator.id]
        assert indicator.direction != "band" or indicator.target or indicator.suggested


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_every_requirement_is_answered(name):
    assert not coverage(name, library()).uncovered


def test_a_clause_never_rests_on_conditional_practices_alone():
    found = coverage("iso42001", library())
    always = {
        p.id
        for p in library().practices
        if not p.applies_when and (not p.per_system or p.tiers == set(grammar.TIERS))
    }
    for requirement in found.requirements:
        assert requirement.kind == "control" or always & set(found.satisfied_by[requirement.id]), (
            requirement.id
        )


def test_what_practices_cannot_show_names_requirements_they_list():
    for name, lines in library().needs_more.items():
        assert set(lines) <= set(coverage(name, library()).satisfied_by)


def test_the_library_names_profiles_and_practices_that_exist():
    lib = library()
    assert set(lib.profiles) == set(PROFILES)
    assert lib.profiles["certification"].measured <= set(lib.by_id)
    assert set(lib.meets_at) == set(lib.shown_as) == set(SCORED)
    assert {level_asked(name, lib) for name in FRAMEWORKS} <= set(LEVELS)
    assert len(lib.digest) == 64
    for target in ("practice", "evidence_tag", "indicator_tag"):
        assert all(value and title for value, title in lib.catalog(target))
    tags = dict(lib.catalog("evidence_tag"))
    assert (tags["eu-registration"], tags["customer-terms-on-ai"]) == (
        "EU registration",
        "Customer terms on AI",
    )


def test_a_control_may_not_name_a_practice_that_reads_controls():
    assert library().reads_controls == {"risk-treatment"}


def test_which_records_a_scope_sees_is_said_in_kinds_that_exist():
    vocab = vocabulary()
    assert vocab.visible_from_systems | vocab.belongs_to_system | set(vocab.paths) <= set(KINDS)
    for steps in vocab.paths.values():
        for kind, relation in steps:
            assert relation in KINDS[kind].edges


def test_each_form_returns_states_that_exist():
    known = set(content("practices/vocabulary.yaml")["verdict"]["states"])
    sources = {
        "drifted": {"signed", "upheld", "when"},
        "out_of_target": {"evidence", "measured", "sustained", "upheld", "when"},
        "contradicted": {"none", "distinct", "upheld", "when"},
    }
    for form, states in vocabulary().states.items():
        assert set(states) <= known
        assert not states or "holds" in states
        for state, forms in sources.items():
            assert not states or (state in states) == (form in forms), (form, state)


def test_a_law_brings_a_practice_in_from_the_day_its_duty_applies():
    tell = library().by_id["tell-people"]
    facts = {
        "jurisdictions": ["EU"],
        "our_role": ["deployer"],
        "generates_content": True,
        "published_output": True,
    }
    joined = tell.joined(facts, {})
    assert (joined.law, joined.duty) == ("eu_ai_act", "AIA-50.4a")
    assert tell.joined({**facts, "published_output": None}, {}) is None
    assert library().by_id["ai-policy"].joined(facts, {}) is None


def test_a_duty_of_high_risk_systems_brings_its_practice_in_for_every_class_it_binds():
    binds = {
        "high_risk": {"high_risk", "high_risk_annex_i", "high_risk_annex_iii", "high_risk_annex_iii_1a"},
        "high_risk_annex_iii": {"high_risk", "high_risk_annex_iii", "high_risk_annex_iii_1a"},
    }
    for practice in library().practices:
        for line in practice.law_when:
            groups = (
                {framework(line.law).requirement(duty).group for duty in line.duties}
                if line.law == "eu_ai_act"
                else set()
            )
            for group in groups & set(binds):
                assert set(line.when["eu_class"]) == binds[group], (practice.id, line.duties)


def test_a_public_body_that_deploys_owes_a_rights_assessment():
    rights = library().by_id["fundamental-rights"]
    facts = {
        "jurisdictions": ["EU"],
        "our_role": ["deployer"],
        "eu_class": "high_risk_annex_iii",
        "public_service": False,
    }
    facts["annex_iii_point"] = "AIII-4a"
    assert rights.joined(facts, {"public_body": True}).duty == "AIA-27.1"
    assert rights.joined(facts, {"public_body": False}) is None
    product = {**facts, "eu_class": "high_risk_annex_i", "public_service": True}
    assert rights.joined(product, {}) is None, "Article 27 binds the uses of Annex III only"


def test_an_unset_fact_counts_as_asked():
    fairness = library().by_id["fairness-evaluation"]
    assert fairness.applies({"decisions_about_people": False}, {}) is False
    assert fairness.applies({}, {}) is None


@pytest.mark.parametrize("path", FILES)
def test_no_file_tells_how_it_was_made(path):
    text = content_bytes(path).decode()
    for word in ("/tmp", "/work", "/home", "TODO", "github:", "search:", "read_file", "spike"):  # noqa: S108  # words looked for, no path opened
        assert word not in text
