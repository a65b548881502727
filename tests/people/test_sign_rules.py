"""How many signatures the records of a kind need, set once for the kind."""

from __future__ import annotations

import pytest

from holdtrue.core.refusals import BadInput, NotAllowed


@pytest.fixture
def ruled(people):
    """Two of top management and the AI lead sign an assessment; the manager holds one office, the contributor one."""
    from holdtrue.app.actions import records
    from holdtrue.app.actions.sign_rules import set_rule

    for name, who in (("top_management", "manager"), ("ai_lead", "contributor")):
        records.add(people.owner, "role", {"name": name, "holder": people.people[who].ref})
    system = records.add(people.owner, "system", {"name": "Heron", "use": "in_use"})
    made = records.add(people.owner, "impact_assessment", {"type": "ai", "system": system.ref})
    set_rule(people.owner, "impact_assessment", needed=2, roles=["top_management", "ai_lead"])
    return made


def signed(people, who, record):
    from holdtrue.app.actions import sign

    made = sign.sign(people.caller(who), record.ref, "approved", good_for="12 months")
    record.refresh_from_db()
    return made


def test_a_draft_comes_into_force_with_the_last_signature_the_rule_needs(people, ruled):
    first = signed(people, "manager", ruled)
    assert (first.needed, ruled.in_force_number) == (2, 0)
    assert signed(people, "contributor", ruled).needed == 2
    assert ruled.in_force_number == ruled.head_number


def test_after_the_first_signature_the_other_is_owed_and_told(people, ruled):
    from pages_acts.filling import Browser

    assert f"({ruled.ref}) and sign it" not in Browser(people, "contributor").open("worklist/").text
    signed(people, "manager", ruled)
    assert f"of Heron ({ruled.ref}) and sign it" in Browser(people, "contributor").open("worklist/").text
    assert "of 2" in Browser(people, "owner").open(f"r/{ruled.ref}/").text


def test_whoever_holds_none_of_the_roles_is_refused_and_nothing_is_asked(people, ruled):
    from holdtrue.app.actions.sign_rules import set_rule
    from holdtrue.store.models import SignRequest

    set_rule(people.owner, "impact_assessment", needed=2, roles=["ai_lead"])
    with pytest.raises(NotAllowed, match=r"sign\.not_asked"):
        signed(people, "manager", ruled)
    assert not SignRequest.rows.of(people.organisation.pk).exists()


def test_one_signature_takes_the_rule_away(people, ruled):
    from holdtrue.app.actions.sign_rules import rules, set_rule

    assert set_rule(people.owner, "impact_assessment", needed=1) is None
    assert rules(people.organisation.pk) == []
    assert signed(people, "manager", ruled).needed == 1


@pytest.mark.parametrize(
    ("kind", "needed", "roles", "code"),
    [
        ("impact_assessment", 0, ["ai_lead"], "sign.rule.needed"),
        ("impact_assessment", 2, [], "sign.rule.roles"),
        ("impact_assessment", 2, ["juggler"], "sign.ask.role"),
        ("person", 2, ["ai_lead"], "sign.rule.kind"),
    ],
)
def test_a_rule_nobody_could_meet_is_refused(people, kind, needed, roles, code):
    from holdtrue.app.actions.sign_rules import set_rule

    with pytest.raises(BadInput) as refusal:
        set_rule(people.owner, kind, needed=needed, roles=roles)
    assert refusal.value.code == code


def test_only_who_may_change_settings_sets_a_rule_on_its_page(people, ruled):
    from holdtrue.app.actions.sign_rules import rules, set_rule
    from pages_acts.filling import Browser

    with pytest.raises(NotAllowed):
        set_rule(people.caller("contributor"), "risk", needed=2, roles=["ai_lead"])
    page = Browser(people, "owner").open("settings/signing/")
    done = Browser(people, "owner").send(page, holding="needed", of="risk", needed="3", roles="ai_lead")
    assert "3 signatures" in done.text
    assert [(r.kind, r.needed) for r in rules(people.organisation.pk)] == [
        ("impact_assessment", 2),
        ("risk", 3),
    ]
