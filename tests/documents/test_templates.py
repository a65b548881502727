"""Documents to start from: complete, filled with the organisation's facts, and carrying their practices once signed."""

from __future__ import annotations

import re

import pytest

from harness.house import SORTED
from holdtrue.app.actions import sign
from holdtrue.app.actions.documents.start import start
from holdtrue.app.documents.templates import filled, template, templates
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.refusals import NotFound
from holdtrue.reports.markdown import parse

CARRIES = {
    "ai_policy": "ai-policy",
    "acceptable_use": "responsible-use",
    "scope": "aims-scope",
    "incidents": "incident-handling",
    "incident_reporting": "incident-reporting",
    "retirement": "retirement",
    "change": "change-control",
    "communication": "communication-plan",
    "documents": "document-control",
}
"""Template → the practice whose level documented it carries once top management signed it."""


def test_there_is_a_template_for_what_every_organisation_writes():
    assert {t.id for t in templates()} >= {
        *CARRIES,
        *("roles_and_authority", "risk_method", "risk_criteria", "impact_method", "suppliers"),
        *("data_management", "monitoring", "oversight"),
    }
    assert [t.id for t in templates()][:2] == ["ai_policy", "acceptable_use"]


def test_a_template_is_filled_without_a_blank_left(house):
    for one in templates():
        _, content = filled(house.ada, one.id)
        words = " ".join(str(value) for value in content.values())
        assert not re.search(r"\{\{|\}\}", words), one.id
        assert clean(one.kind, content)[0]["title"] == one.title
        for name, value in content.items():
            if name in KINDS[one.kind].specs_by_name() and KINDS[one.kind].spec(name).type == "long_text":
                assert parse(str(value)), (one.id, name)


def test_the_facts_of_the_organisation_stand_in_it(house):
    house.edit("ORG-1", sector="Health care", jurisdictions="QC, CA", ai_roles="deployer")
    house.system()
    _, policy = filled(house.ada, "ai-policy")
    assert policy["text"].startswith("Northwind uses AI")
    assert policy["who_to_ask"] == "Ada Novak (AI lead)"
    _, scope = filled(house.ada, "scope")
    assert "in health care" in scope["statement"]
    assert "one system" in scope["statement"]
    assert scope["ai_roles"] == ["deployer"]


def test_a_role_nobody_holds_is_said_by_what_it_does(house):
    assert "the person in charge of personal information" in filled(house.ada, "data_management")[1]["steps"]


def test_it_is_started_as_a_draft_that_somebody_owns(house):
    record = start(house.ada, "ai_policy")
    assert (record.ref, record.in_force_number, record.key) == ("POL-0001", 0, "ai")
    assert house.body("POL-1")["links"]["owner"]


def test_an_unknown_template_is_refused_by_name(house):
    with pytest.raises(NotFound) as refused:
        template(house.ada, "coffee")
    assert "ai_policy" in refused.value.message.params["known"]


def test_once_signed_they_carry_their_practices(house):
    house.edit("ORG-1", ai_roles="deployer")
    house.system(**SORTED)
    for name, practice in CARRIES.items():
        scope = "SYS-1" if practice == "change-control" else "ORG-1"
        assert house.why(practice, scope, level="documented").state.name != "HOLDS"
        record = start(house.ada, name)
        sign.sign(house.console, record.ref, "approved", good_for="12 months")
        why = house.why(practice, scope, level="documented")
        assert why.state.name == "HOLDS", (name, why.because)
    house.agrees()
