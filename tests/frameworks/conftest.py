"""The demonstration with one system that the EU AI Act reaches, and its owner acting today."""

from __future__ import annotations

import pytest

FACTS = {
    "jurisdictions": ["QC", "EU"],
    "annex_iii_point": "AIII-4a",
}
ANSWERS = {
    "ai_system": "yes",
    "excluded": "none",
    "own_name": "no",
    "practices": "none",
    "gpai_model": "none",
    "product": "none",
    "profiling": "yes",
    "emotion": "no",
    "deep_fake": "no",
}


def european(clinic):
    """Bring the CV screener of the clinic under the Act, as a deployer of a high-risk system."""
    from holdtrue.accounts.models import Membership
    from holdtrue.app import callers
    from holdtrue.app.actions import records
    from holdtrue.app.actions.classifying import record_class

    membership = Membership.objects.get(organisation=clinic, role="owner")
    owner = callers.member(membership.user, clinic.slug)
    records.edit(owner, "SYS-0003", FACTS)
    record_class(owner, "SYS-0003", "eu_ai_act", ANSWERS)
    return clinic


@pytest.fixture
def clinic(begun):
    from holdtrue.app.demo import load

    return begun(european, on=load)


@pytest.fixture
def owner(clinic):
    from holdtrue.accounts.models import Membership
    from holdtrue.app import callers

    membership = Membership.objects.get(organisation=clinic, role="owner")
    return callers.member(membership.user, clinic.slug)


@pytest.fixture
def browser(clinic):
    from django.test import Client

    from holdtrue.accounts.models import Membership

    client = Client()
    client.force_login(Membership.objects.get(organisation=clinic, role="owner").user)
    return client
