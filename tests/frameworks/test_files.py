"""Every framework is a whole tree in our own words, answered by practices, with what is in doubt marked as such."""

from __future__ import annotations

import re

import pytest

from holdtrue.core.crosswalk import related
from holdtrue.core.days import iso
from holdtrue.core.frameworks import FRAMEWORKS, answering, answers_of, coverage, framework
from holdtrue.core.practices import library

each_framework = pytest.mark.parametrize("name", FRAMEWORKS)


@pytest.mark.parametrize(
    ("name", "kind", "n"),
    [
        ("iso42001", "clause", 32),
        ("iso42001", "control", 38),
        ("nist_ai_rmf", "subcategory", 72),
        ("law25", "duty", 13),
        ("amf_ai", "expectation", 21),
        ("osfi_e23", "expectation", 13),
    ],
)
def test_every_requirement_of_a_kind_is_answered_by_a_practice(name, kind, n):
    found = coverage(name, library())
    asked = [r for r in found.requirements if r.kind == kind]
    assert len(asked) == n
    assert all(found.satisfied_by[r.id] for r in asked)


@pytest.mark.parametrize("actor", ["provider", "deployer"])
def test_every_obligation_of_providers_and_deployers_is_answered_by_a_practice(actor):
    found = coverage("eu_ai_act", library())
    bound = [r for r in framework("eu_ai_act").requirements if actor in r.actors]
    assert len(bound) == {"provider": 55, "deployer": 29}[actor]
    assert all(found.satisfied_by[r.id] for r in bound)
    assert not {r.id for r in bound} & set(found.aside)


@each_framework
def test_every_requirement_hangs_on_a_branch_that_leads_to_the_top(name):
    found = framework(name)
    parents = {section.id: section.parent for section in found.sections}
    assert len(parents) == len(found.sections)
    for requirement in found.requirements:
        at, steps = requirement.section, 0
        while at:
            at, steps = parents[at], steps + 1
        assert 0 < steps <= 3, requirement.id


@each_framework
def test_a_framework_names_its_source_and_the_day_it_was_read(name):
    found = framework(name)
    assert found.short
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found.as_of)
    assert found.source.startswith("https://") or name == "iso42001"
    assert found.publisher or name == "eu_ai_act"
    assert found.doubts


@pytest.mark.parametrize("name", ["amf_ai", "osfi_e23"])
def test_guidelines_are_not_law_and_say_how_sure_we_are(name):
    found = framework(name)
    known = {p.id for p in library().practices}
    for requirement in found.requirements:
        assert requirement.confidence in ("V", "M", "?"), requirement.id
        assert requirement.doubts or requirement.confidence != "?", requirement.id
        assert iso(requirement.applies_from()) == "2027-05-01"
        assert set(requirement.practices) <= known, requirement.id


@each_framework
def test_nothing_is_said_to_be_compliant_or_certified(name):
    for requirement in framework(name).requirements:
        words = f"{requirement.title} {requirement.description}".lower()
        assert not re.search(r"\bcompliant\b|\bcertified\b", words), requirement.id


def test_uncertain_dates_of_the_act_carry_their_doubt():
    unsure = [r for r in framework("eu_ai_act").requirements if not r.date_certain]
    assert unsure
    assert all(r.doubts for r in unsure)


@each_framework
def test_what_a_practice_answers_and_what_answers_it_agree(name):
    lib = library()
    for practice in lib.practices:
        for requirement in answers_of(practice).get(name, ()):
            assert practice in answering(name, requirement, lib)


def test_related_work_is_told_from_both_ends():
    for requirement in framework("iso42001").requirements:
        for one in related("iso42001", requirement.id):
            back = related(one.framework, one.requirement)
            assert ("iso42001", requirement.id) in {(b.framework, b.requirement) for b in back}
    assert related("iso42001", "5.2")
    assert not related("iso42001", "99")
