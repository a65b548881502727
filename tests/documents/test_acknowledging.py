"""Acknowledging: those it is for are asked, each revision in force anew, and it is known who has not."""

from __future__ import annotations

import pytest

from holdtrue.app.actions import records, sign
from holdtrue.app.actions.documents.acknowledge import acknowledge
from holdtrue.app.documents.acknowledged import acknowledged
from holdtrue.app.queries.documents import fields_of
from holdtrue.core.refusals import BadInput, NotAllowed, Stale


@pytest.fixture
def policy(house):
    """An AI policy in force; Theo is an employee with an account, Ines audits."""
    house.theo = house.member("Theo", "member")
    house.ines = house.member("Ines", "auditor")
    said = dict.fromkeys(
        ("permitted_uses", "prohibited_uses", "who_to_ask", "commitments", "published_to"), "x"
    )
    house.add("policy", topic="ai", title="AI policy", text="Be careful.", owner="PER-1", **said)
    sign.sign(house.console, "POL-1", "approved", good_for="12 months")
    return house


def now(house, ref="POL-1"):
    record = records.find(house.ada, ref)
    return acknowledged(house.ada, record, fields_of(record))


def names(readers):
    return [reader.person.title for reader in readers]


def test_everyone_here_is_asked_and_who_has_not_answered_is_known(policy):
    acknowledge(policy.theo, "POL-1", revision=1)
    acknowledge(policy.ines, "POL-1")
    count = now(policy)
    assert (count.done, len(count.readers)) == (2, 5)
    assert names(count.waiting) == ["Ada Novak", "Ben Okafor", "Cleo Marsh"]


def test_the_next_revision_in_force_asks_again_and_uses_the_same_record(policy):
    acknowledge(policy.theo, "POL-1")
    policy.edit("POL-1", text="Be more careful.")
    assert now(policy).done == 1  # a draft asks nobody
    sign.sign(policy.console, "POL-1", "approved")
    count = now(policy)
    assert (count.done, count.of(policy.theo.actor.person).before) == (0, True)
    acknowledge(policy.theo, "POL-1", revision=2)
    assert now(policy).done == 1
    assert policy.body("ACK-1")["fields"]["revision"] == "2"
    policy.agrees()


def test_acknowledging_carries_the_practice_that_counts_it(policy):
    before = policy.why("ai-policy", level="operational")
    for person in ("PER-2", "PER-3"):
        policy.edit(person, left_on="2027-03-01")
    for caller in (policy.ada, policy.theo, policy.ines):
        acknowledge(caller, "POL-1")
    after = policy.why("ai-policy", level="operational")
    assert before.state.name != "HOLDS"
    assert after.state.name == "HOLDS"
    policy.agrees()


def test_a_document_may_be_for_those_who_work_with_ai_or_for_nobody(policy):
    policy.edit("POL-1", asked_of="works_with_ai")
    assert names(now(policy).readers) == ["Ben Okafor"]
    policy.edit("POL-1", asked_of="nobody")
    assert now(policy).readers == ()


def test_a_procedure_asks_where_it_says_so(policy):
    policy.add("procedure", topic="responsible_use", title="Using AI", steps="1. Look", asked_of="everyone")
    sign.sign(policy.console, "PRC-1", "approved")
    acknowledge(policy.theo, "PRC-1")
    assert now(policy, "PRC-1").done == 1
    assert now(policy).done == 0


def test_it_is_refused_where_nothing_is_in_force_or_another_revision_is(policy):
    policy.add("policy", topic="personal_information", title="Privacy")
    with pytest.raises(BadInput):
        acknowledge(policy.theo, "POL-2")
    with pytest.raises(Stale):
        acknowledge(policy.theo, "POL-1", revision=7)
    policy.system()
    with pytest.raises((BadInput, NotAllowed)):
        acknowledge(policy.theo, "SYS-1")
    with pytest.raises(NotAllowed):
        acknowledge(policy.machine(), "POL-1")
    assert now(policy).done == 0
