"""Nobody may do what the table does not allow; every act has a row and every refusal a sentence that helps."""

from __future__ import annotations

from itertools import product

import pytest

from harness.each import for_each
from holdtrue.core.access import PEOPLE_ONLY, ROLES, TABLE, Actor, Reach, Target, allowed_kinds, decide
from holdtrue.core.kinds import KINDS
from holdtrue.words import say

ME, OTHERS = frozenset({"me"}), frozenset({"someone"})
MEMBERSHIPS = {"invite", "change_role", "end_membership"}
cells = for_each("act, role", product(TABLE, ROLES))


def actor(role, **more):
    return Actor(account="account", person="me", role=role, **more)


def may(role, act, target=None, **more):
    return decide(actor(role, **more), act, target or Target(kind="system")).allowed


@cells
def test_every_act_has_a_rule_for_every_role_and_can_be_told(act, role):
    targets = [Target(kind=kind, people=people) for kind in KINDS for people in (ME, OTHERS)]
    targets += [Target(), Target(roles=frozenset({"owner"})), Target(roles=frozenset({"member", "auditor"}))]
    for target in targets:
        for is_token in (False, True):
            decision = decide(actor(role, is_token=is_token), act, target)
            assert say(decision.reason)
            assert decision.allowed == (decision.reason.id == "access.allowed")


@cells
def test_the_decision_is_the_cell_of_the_table(act, role):
    grant = TABLE[act][role]
    for kind, people in product(KINDS, (ME, OTHERS)):
        own, listed = people == ME, kind in grant.kinds
        expected = {
            Reach.ALL: True,
            Reach.OWN: own,
            Reach.NAMED: own,
            Reach.KINDS: listed,
            Reach.OWN_OF_KINDS: own and listed,
            Reach.KINDS_OR_OWN: own or listed,
            Reach.NOT_OWNERS: True,
            Reach.NEVER: False,
        }
        assert may(role, act, Target(kind=kind, people=people)) is expected[grant.reach], (kind, people)


OF_OUTSIDERS = {"attest"}
"""An attestation is worth something because nobody inside can make it."""


@for_each("act", TABLE)
def test_an_owner_may_do_everything_but_what_is_an_outsiders_and_a_role_unknown_nothing(act):
    allowed = may("owner", act, Target(kind="risk", roles=frozenset({"owner"})))
    assert allowed is (act not in OF_OUTSIDERS)
    assert not may("stranger", act)
    assert not may("", act)


def test_an_act_unknown_is_refused():
    assert not may("owner", "launch")


@pytest.mark.parametrize("act", sorted(MEMBERSHIPS))
def test_a_manager_never_touches_an_owners_membership(act):
    assert may("manager", act, Target(roles=frozenset({"member", "contributor"})))
    assert not may("manager", act, Target(roles=frozenset({"owner", "member"})))
    assert not may("manager", act, Target(roles=frozenset({"member", "owner"})))


@for_each("act", TABLE)
def test_a_token_acts_at_most_as_a_contributor_and_never_gives_a_persons_word(act):
    target = Target(kind="evidence", author="account")
    assert may("owner", act, target, is_token=True) == may("contributor", act, target, is_token=True)
    assert not (act in PEOPLE_ONLY and may("owner", act, target, is_token=True))
    assert not may("auditor", act, target, is_token=True)


def test_signing_is_a_persons_word():
    assert {"sign", "read_evidence", "gate"} <= PEOPLE_ONLY


def test_a_token_edits_what_it_added_and_nothing_else():
    token = Actor("token", "", "contributor", is_token=True)
    assert decide(token, "edit", Target(kind="component", author="token")).allowed
    assert not decide(token, "edit", Target(kind="component", author="account")).allowed
    assert not decide(token, "edit", Target(kind="component", people=frozenset({""}))).allowed


def test_having_added_a_record_gives_no_right_to_sign_it():
    added = Target(kind="policy", author="account", people=OTHERS)
    assert may("contributor", "edit", added)
    assert not may("contributor", "sign", added)
    assert may("contributor", "sign", Target(kind="policy", people=ME))


def test_an_auditor_reads_all_and_writes_findings_and_audits_only():
    assert all(may("auditor", "read", Target(kind=kind)) for kind in KINDS)
    assert {k for k in KINDS if may("auditor", "add", Target(kind=k, new=True))} == {
        "audit",
        "finding",
        "concern",
    }
    assert not may("auditor", "edit", Target(kind="finding", people=OTHERS))


def test_an_employee_reads_the_rules_and_raises_concerns():
    assert may("member", "read", Target(kind="policy"))
    assert not may("member", "read", Target(kind="risk", people=OTHERS))
    assert may("member", "read", Target(kind="risk", people=ME))
    assert may("member", "add", Target(kind="concern", new=True))
    assert not may("member", "add", Target(kind="system", new=True))


def test_who_is_held_to_a_unit_acts_in_its_branch_only():
    held = {"unit_path": "/3/7/"}
    assert may("manager", "edit", Target(kind="system", unit_path="/3/7/9/"), **held)
    assert not may("manager", "edit", Target(kind="system", unit_path="/3/8/"), **held)
    assert not may("manager", "edit", Target(kind="policy"), **held)
    assert may("manager", "read", Target(kind="policy"), **held)
    assert not may("manager", "read", Target(kind="system", unit_path="/3/8/"), **held)
    assert may("contributor", "edit", Target(kind="system", unit_path="/3/8/", people=ME), **held)
    assert may("owner", "edit", Target(kind="system", unit_path="/3/8/"), **held)


def test_kinds_for_a_menu_are_those_the_table_allows():
    assert allowed_kinds(actor("manager"), "add") is None
    assert allowed_kinds(actor("member"), "add") == {"concern", "acknowledgement", "ruling"}
    assert allowed_kinds(actor("contributor"), "edit") == frozenset()


def test_a_refusal_says_who_could():
    refused = decide(actor("contributor"), "import", Target())
    assert say(refused.reason).endswith("Ask one of these: owner, manager.")


def test_the_table_names_kinds_that_exist():
    for act, row in TABLE.items():
        assert tuple(row) == ROLES, act
        assert all(grant.kinds <= set(KINDS) for grant in row.values())
