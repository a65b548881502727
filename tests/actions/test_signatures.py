"""Signatures between people: independence, refusal, withdrawal, quorum; what each does to what holds."""

from __future__ import annotations

import pytest

from harness.house import ASSESSMENT, House
from holdtrue.app.actions import asking_signature, declining, records, sign
from holdtrue.core.refusals import BadInput, NotAllowed, Stale
from holdtrue.core.verdicts import State
from holdtrue.store.models import SignOff
from holdtrue.words import say


def northwind():
    house = House("Northwind")
    house.assessed()
    house.add("change", type="deploy", effective_on="2027-03-01", description="Live", system="SYS-1")
    return house


@pytest.fixture
def house(begun):
    return begun(northwind)


def standing(house):
    return house.why("impact-assessment", "SYS-1", level="operational").state


def refused(error, call, *args, **more):
    with pytest.raises(error) as caught:
        call(*args, **more)
    return caught.value.code, say(caught.value.message)


def test_a_one_person_firm_signs_its_own_work_and_it_says_so(house):
    assert sign.sign(house.ada, "IMP-1", "approved").self_signed


def test_where_another_could_sign_the_author_may_not_be_the_only_signer(house):
    max_ = house.member("Max Holm", "manager")
    code, sentence = refused(NotAllowed, sign.sign, house.ada, "IMP-1", "approved")
    assert code == "sign.own_writing"
    assert "Ask Max Holm." in sentence
    assert sign.sign(max_, "IMP-1", "approved").self_signed is False
    assert sign.sign(house.ada, "IMP-1", "confirmed").self_signed, "beside another's signature they may"
    house.agrees()


def test_a_corrected_typo_makes_nobody_else_the_author(house):
    max_ = house.member("Max Holm", "manager")
    records.edit(max_, "IMP-1", {"benefits": "Urgent calls are answered much sooner"})
    assert refused(NotAllowed, sign.sign, house.ada, "IMP-1", "approved")[0] == "sign.own_writing"


def test_an_auditor_never_signs_an_audit_of_their_own_work(house):
    max_ = house.member("Max Holm", "manager")
    person = records.find(house.ada, "PER-2")
    house.edit("SYS-1", owner=person.ref)
    house.add(
        "audit", type="internal", covers="SYS-1", auditor=person.ref, held_on="2027-03-01", result="Fine"
    )
    code, sentence = refused(NotAllowed, sign.sign, max_, "AUD-1", "confirmed")
    assert code == "sign.own_work"
    assert "Ask Ada Novak." in sentence


def test_a_refusal_makes_nothing_hold_and_keeps_its_reason(house):
    max_ = house.member("Max Holm", "manager")
    row = declining.refuse(max_, "IMP-1", "The measures name nobody", revision=1)
    assert (row.meaning, standing(house)) == ("refused", State.MISSING)
    assert records.find(house.ada, "IMP-1").in_force_number == 0, "a refusal puts no draft in force"
    assert refused(BadInput, declining.refuse, max_, "IMP-1", " ")[0] == "sign.refuse.why"
    assert refused(Stale, declining.refuse, max_, "IMP-1", "No", revision=7)[0] == "record.stale"
    sign.sign(max_, "IMP-1", "approved")
    assert standing(house) is State.HOLDS, "their own signature later clears it"
    assert refused(BadInput, declining.refuse, max_, "IMP-1", "No")[0] == "sign.refuse.signed"
    house.agrees()


def test_a_signature_taken_back_stops_holding_today_and_not_in_the_past(house):
    from holdtrue.app.queries.past import register_at

    given = sign.sign(house.ada, "IMP-1", "approved", good_for="12 months")
    then, uid = house.today, records.find(house.ada, "IMP-1").uid
    house.hands.turn_to("2027-06-01")
    row = declining.withdraw(house.ada, "IMP-1", "I had read the wrong version")
    assert (row.withdraws_id, row.meaning) == (given.pk, "withdrawn")
    assert standing(house) is State.MISSING
    assert refused(BadInput, declining.withdraw, house.ada, "IMP-1", "Again")[0] == "sign.withdraw.none"
    for day, signed in ((then, 1), (house.today, 0)):
        fact = register_at(house.organisation, day, day).get(uid)
        assert len(fact.signoffs) == signed
    house.agrees()


def test_nobody_takes_back_anothers_signature(house):
    given = sign.sign(house.ada, "IMP-1", "approved")
    max_ = house.member("Max Holm", "manager")
    code, sentence = refused(NotAllowed, declining.withdraw, max_, "IMP-1", "No", signoff=given.uid)
    assert code == "sign.withdraw.anothers"
    assert "Ada Novak" in sentence


def test_of_a_quorum_none_counts_and_no_draft_is_in_force_until_enough_have_signed(house):
    max_, ines = house.member("Max Holm", "manager"), house.member("Ines Roth", "manager")
    ruth = house.member("Ruth Vale", "manager")
    request = asking_signature.ask(house.ada, "IMP-1", people=["PER-2", "PER-3"])
    assert request.needed == 2
    sign.sign(max_, "IMP-1", "approved", good_for="12 months")
    assert (standing(house), records.find(house.ada, "IMP-1").in_force_number) == (State.MISSING, 0)
    assert refused(NotAllowed, sign.sign, ruth, "IMP-1", "approved")[0] == "sign.not_asked"
    sign.sign(max_, "IMP-1", "confirmed")
    assert standing(house) is State.MISSING, "one person twice is one person"
    sign.sign(ines, "IMP-1", "approved", good_for="6 months")
    assert (standing(house), records.find(house.ada, "IMP-1").in_force_number) == (State.HOLDS, 1)
    house.agrees()
    declining.withdraw(ines, "IMP-1", "Changed my mind")
    assert standing(house) is State.MISSING, "too few again"
    house.agrees()


def test_a_quorum_counts_on_one_basis_only(house):
    max_, ines = house.member("Max Holm", "manager"), house.member("Ines Roth", "manager")
    asking_signature.ask(house.ada, "IMP-1", people=["PER-2", "PER-3"])
    sign.sign(max_, "IMP-1", "approved")
    house.edit("SYS-1", intended_purpose="Rank callers")
    sign.sign(ines, "IMP-1", "approved")
    assert records.find(house.ada, "IMP-1").in_force_number == 0
    sign.sign(max_, "IMP-1", "approved")
    assert standing(house) is State.HOLDS
    house.agrees()


def test_a_request_to_one_of_several_is_closed_by_the_first_signature(house):
    max_ = house.member("Max Holm", "manager")
    house.member("Ines Roth", "manager")
    request = asking_signature.ask(house.ada, "IMP-1", people=["PER-2", "PER-3"], needed=1)
    sign.sign(max_, "IMP-1", "approved")
    request.refresh_from_db()
    assert request.closed_day == house.today


def test_whoever_is_asked_may_sign_and_nothing_else(house):
    from holdtrue.app.actions.permission import decision, on_record

    cleo = house.member("Cleo Ward", "contributor")
    record = records.find(house.ada, "IMP-1")
    assert not decision(cleo, "sign", on_record(record)).allowed
    asking_signature.ask(house.ada, "IMP-1", people=["PER-2"])
    assert decision(cleo, "sign", on_record(record)).allowed
    assert not decision(cleo, "edit", on_record(record)).allowed
    assert sign.sign(cleo, "IMP-1", "approved").signer.title == "Cleo Ward"


def test_roles_may_be_asked_and_their_holder_answers(house):
    max_ = house.member("Max Holm", "manager")
    house.add("role", name="top_management", duties="Directs", authority="All", holder="PER-2")
    asking_signature.ask(house.ada, "IMP-1", roles=["top_management"])
    assert sign.sign(max_, "IMP-1", "approved").roles == ["top_management"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "sign.ask.nobody"),
        ({"people": ["PER-1"], "needed": 2}, "sign.ask.needed"),
        ({"people": ["SYS-1"]}, "sign.not_a_person"),
        ({"roles": ["wizard"]}, "sign.ask.role"),
        ({"people": ["PER-1"], "due": "2020-01-01"}, "sign.ask.due"),
        ({"people": ["PER-1"], "meaning": "liked"}, "sign.meaning"),
    ],
)
def test_a_request_that_cannot_be_met_is_refused(house, given, code):
    assert refused(BadInput, asking_signature.ask, house.ada, "IMP-1", **given)[0] == code


def test_a_machine_neither_signs_nor_refuses_nor_withdraws_nor_asks(house):
    machine, before = house.machine(), house.entries()
    sign.sign(house.ada, "IMP-1", "approved")
    for act in (
        lambda: sign.sign(machine, "IMP-1", "approved"),
        lambda: declining.refuse(machine, "IMP-1", "No"),
        lambda: declining.withdraw(machine, "IMP-1", "No"),
        lambda: asking_signature.ask(machine, "IMP-1", people=["PER-1"]),
    ):
        assert refused(NotAllowed, act)[0] == "access.refused"
    assert house.entries() == before + 1


def test_what_was_not_the_basis_shown_is_not_signed(house):
    from holdtrue.app.actions.basis import basis, print_of

    shown = print_of(basis(records.find(house.ada, "IMP-1")))
    house.edit("SYS-1", intended_purpose="Rank callers")
    code, sentence = refused(Stale, sign.sign, house.ada, "IMP-1", "approved", revision=1, shown=shown)
    assert (code, "nothing was signed" in sentence) == ("sign.basis_moved", True)
    assert not SignOff.rows.of(house.pk).exists()


def test_how_the_signer_proved_who_they_are_is_kept_and_proven(house):
    given = sign.sign(house.ada, "IMP-1", "approved", proof="passkey")
    assert (given.method, given.entry) == ("passkey", house.entries() - 1)
    assert sign.sign(house.console, "IMP-1", "confirmed").method == "console"
    house.agrees()


def test_an_assessment_of_another_is_not_touched_by_a_quorum(house):
    house.member("Max Holm", "manager")
    asking_signature.ask(house.ada, "IMP-1", people=["PER-1", "PER-2"])
    house.add("impact_assessment", **{**ASSESSMENT, "conclusion": "Go"}, system="SYS-1")
    max_ = records.find(house.ada, "PER-2")
    assert sign.sign(house.console, "IMP-2", "approved", signer=max_.ref).needed == 1
