"""Northwind with a level declared for every practice, a policy that is signed, and Vera, an auditor from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdtrue.settings import start

if TYPE_CHECKING:
    from harness.cast import Cast

start()


def declared() -> Cast:
    from harness.cast import cast
    from holdtrue.accounts.models import Membership
    from holdtrue.app.actions import members, records, sign
    from holdtrue.core.practices import library

    people = cast(profile="starter")
    owner = people.owner
    for name in ("Letter writer", "Sorter"):
        records.add(owner, "system", {"name": name, "use": "in_use"})
    for practice in sorted(library().profiles["starter"].members):
        about = {"about": ["SYS-0001"]} if library().by_id[practice].per_system else {}
        said = {"practice": practice, "answer": "yes", "said_by": "Ada", "said_on": "2026-01-05"}
        records.add(owner, "declaration", {**said, **about})
        if about:
            records.add(owner, "declaration", {**said, "about": ["SYS-0002"]})
    words = ("permitted_uses", "prohibited_uses", "who_to_ask", "commitments", "published_to")
    held = {"holder": people.people["owner"].ref, "name": "top_management"}
    records.add(owner, "role", held)
    policy = {
        "topic": "ai",
        "text": "We use AI with care.",
        "title": "AI policy",
        **dict.fromkeys(words, "Said."),
    }
    records.add(owner, "policy", {**policy, "owner": people.people["owner"].ref})
    sign.sign(owner, "POL-0001", "approved", good_for="6 months")
    members.invite(owner, "vera@example.org", role="auditor")
    membership = Membership.objects.get(user__email="vera@example.org")
    people.users["vera"] = membership.user
    if membership.person is None:
        membership.person = records.add(owner, "person", {"name": "Vera Stone"})
        membership.save()
    people.people["vera"] = membership.person
    records.edit(owner, membership.person.ref, {"name": "Vera Stone", "employment": "outside"})
    return people


@pytest.fixture
def people(begun) -> Cast:
    return begun(declared)


@pytest.fixture
def owner(people):
    return people.owner


@pytest.fixture
def vera(people):
    return people.caller("vera")
