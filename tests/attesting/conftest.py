"""The demonstration with an assessor from outside, made once for a test."""

from __future__ import annotations

import pytest

from holdtrue.settings import start

start()


def clinic_and_assessor():
    """The clinic, its owner Léa … and Vera from outside, who is an auditor here and nothing else."""
    from holdtrue.accounts.models import Membership, User
    from holdtrue.app import callers
    from holdtrue.app.actions import members, records
    from holdtrue.app.demo import load

    organisation = load()
    owner = callers.member(Membership.objects.get(organisation=organisation, role="owner").user, organisation.slug)
    members.invite(owner, "vera@example.org", role="auditor")
    user = User.objects.get(email="vera@example.org")
    membership = Membership.objects.get(user=user, organisation=organisation)
    if membership.person is None:
        membership.person = records.add(owner, "person", {"name": "Vera Stone", "employment": "outside"})
        membership.save()
    else:
        records.edit(owner, membership.person.ref, {"name": "Vera Stone", "employment": "outside"})
    return organisation, owner.actor.account, user.pk


@pytest.fixture
def clinic(begun):
    return begun(clinic_and_assessor)


@pytest.fixture
def owner(clinic):
    from holdtrue.accounts.models import Membership
    from holdtrue.app import callers

    organisation, _, _ = clinic
    return callers.member(
        Membership.objects.get(organisation=organisation, role="owner").user, organisation.slug
    )


@pytest.fixture
def vera(clinic):
    from holdtrue.accounts.models import User
    from holdtrue.app import callers

    organisation, _, user = clinic
    return callers.member(User.objects.get(pk=user), organisation.slug)
