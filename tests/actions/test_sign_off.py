"""Sign-offs rest on what they covered, drift when it changes, lapse by time, and are made by people alone."""

from __future__ import annotations

import pytest

from harness.house import House
from holdtrue.app.actions import records, sign
from holdtrue.core.days import iso
from holdtrue.core.refusals import BadInput, NotAllowed, NotFound, Stale
from holdtrue.core.verdicts import State
from holdtrue.words import say


def northwind():
    house = House("Northwind")
    house.assessed()
    house.add("change", type="deploy", effective_on="2027-03-01", description="Live", system="SYS-1")
    return house


@pytest.fixture
def house(begun):
    return begun(northwind)


def approved(house, **more):
    return sign.sign(house.ada, "IMP-1", "approved", **{"good_for": "12 months", **more})


def standing(house):
    return house.why("impact-assessment", "SYS-1", level="operational")


def code(error, call, *args, **more):
    with pytest.raises(error) as caught:
        call(*args, **more)
    assert say(caught.value.message)
    return caught.value.code


def test_the_basis_is_the_record_and_what_it_rests_on_the_record_first(house):
    model = house.add("component", name="Model A", type="model", version="1", systems="SYS-1")
    group = house.add("group", name="Callers", systems="SYS-1")
    house.add("component", name="Another's model", type="model", version="1")
    signoff = approved(house)
    system, assessment = records.find(house.ada, "SYS-1"), records.find(house.ada, "IMP-1")
    assert signoff.basis[0] == [assessment.uid, 1, assessment.digest]
    rest = sorted(
        [uid, 1, records.reading.by_uid(house.pk, [uid])[uid].digest]
        for uid in (system.uid, model.uid, group.uid)
    )
    assert signoff.basis[1:] == rest


@pytest.mark.parametrize(
    ("ref", "change", "field"),
    [
        ("SYS-1", {"intended_purpose": "Rank callers"}, "intended_purpose"),
        ("SYS-1", {"personal_data": True}, "personal_data"),
        ("CMP-1", {"version": "2"}, "version"),
        ("IMP-1", {"measures": "None"}, None),
    ],
)
def test_a_sign_off_drifts_when_what_it_covers_changes_and_the_field_is_named(house, ref, change, field):
    house.add("component", name="Model A", type="model", version="1", systems="SYS-1")
    approved(house)
    assert standing(house).state is State.HOLDS
    house.edit(ref, **change)
    after = standing(house)
    if field is None:
        assert after.state is State.HOLDS, "a draft does not touch the revision in force"
    else:
        assert after.state is State.DRIFTED
        assert [(c.ref, c.field) for c in after.changed] == [(records.find(house.ada, ref).ref, field)]
    house.agrees()


def test_what_is_not_material_does_not_drift_a_sign_off(house):
    approved(house)
    house.edit("SYS-1", business_value="Shorter queues", hosting="")
    assert standing(house).state is State.HOLDS
    house.agrees()


def test_a_component_added_or_taken_away_drifts_a_sign_off(house):
    approved(house)
    house.add("component", name="Model B", type="model", version="1", systems="SYS-1")
    assert standing(house).state is State.DRIFTED
    records.retire(house.ada, "CMP-1", why="Added by mistake")
    assert standing(house).state is State.HOLDS, "the same basis again: it holds again"
    house.agrees()


def test_signing_again_makes_it_hold_again_and_keeps_the_first_sign_off(house):
    from holdtrue.app.queries.records import signoffs

    approved(house)
    house.edit("SYS-1", intended_purpose="Rank callers")
    sign.sign(house.ada, "IMP-1", "re_affirmed", good_for="12 months")
    assert standing(house).state is State.HOLDS
    kept = signoffs(records.find(house.ada, "IMP-1"))
    assert [s.meaning for s in kept] == ["re_affirmed", "approved"]
    house.agrees()


def test_changing_the_purpose_back_makes_the_first_sign_off_hold_again(house):
    approved(house)
    house.edit("SYS-1", intended_purpose="Rank callers")
    house.edit("SYS-1", intended_purpose="Sort calls")
    assert standing(house).state is State.HOLDS


def test_a_sign_off_lapses_on_its_day_without_any_write(house):
    from holdtrue.app.queries import figures, status

    approved(house)
    before = house.entries()

    def holding():
        found = status.status(figures.stored(house.organisation, house.today))
        return next(s.holding for s in found.stands if s.practice.id == "impact-assessment")

    house.hands.turn_to("2028-02-29")
    assert (standing(house).state, holding()) == (State.HOLDS, 1)
    house.hands.turn_to("2028-03-01")
    lapsed = standing(house)
    assert (lapsed.state, iso(lapsed.until), holding()) == (State.LAPSED, "2028-03-01", 0)
    assert house.entries() == before
    house.agrees()


def test_what_was_written_and_signed_by_one_account_says_so(house):
    assert approved(house).self_signed is True
    max_ = house.member("Max Holm", "manager")
    assert sign.sign(max_, "IMP-1", "reviewed").self_signed is False


def test_a_machine_never_signs(house):
    before = house.entries()
    assert code(NotAllowed, sign.sign, house.machine(), "IMP-1", "approved") == "access.refused"
    assert house.entries() == before


def test_nobody_signs_in_anothers_name_but_at_the_console(house):
    house.add("person", name="Ben")
    assert code(NotAllowed, sign.sign, house.ada, "IMP-1", "approved", signer="PER-2") == "sign.only_yourself"
    signoff = sign.sign(house.console, "IMP-1", "approved", signer="PER-2")
    assert (signoff.signer.title, signoff.console) == ("Ben", True)
    assert (
        code(BadInput, sign.sign, house.console, "IMP-1", "approved", signer="SYS-1") == "sign.not_a_person"
    )


def test_nobody_signs_for_somebody_who_has_left(house):
    house.add("person", name="Ben")
    records.retire(house.ada, "PER-2", why="Left us")
    assert code(BadInput, sign.sign, house.console, "IMP-1", "approved", signer="PER-2") == "record.retired"


def test_a_stranger_meets_the_same_not_found_for_what_is_there_and_what_is_not(house):
    from holdtrue.accounts.models import User
    from holdtrue.app import callers

    away = House("Southgate", hands=house.hands)
    assert code(NotFound, sign.sign, away.ada, "IMP-1", "approved") == "record.not_found"
    assert code(NotFound, sign.sign, away.ada, "IMP-9", "approved") == "record.not_found"
    nobody = User.objects.create_user("olga@example.org", created_at=house.clock.now())
    for slug in ("northwind", "no-such-place"):
        with pytest.raises(NotFound) as caught:
            callers.member(nobody, slug)
        assert caught.value.message.id == "organisation.not_found"


def test_a_sign_off_on_a_revision_that_moved_on_is_refused(house):
    house.edit("IMP-1", measures="Two people hear every call")
    assert code(Stale, sign.sign, house.ada, "IMP-1", "approved", revision=1) == "record.stale"
    sign.sign(house.ada, "IMP-1", "approved", revision=2)


def test_unknown_meanings_and_periods_and_the_retired_are_refused(house):
    assert code(BadInput, sign.sign, house.ada, "IMP-1", "liked") == "sign.meaning"
    for wrong in (
        "a while",
        "0 months",
        "-1 days",
        "12",
        "99999999999 months",
        "9999999999 days",
        "10000 months",
    ):
        assert code(BadInput, sign.sign, house.ada, "IMP-1", "approved", good_for=wrong) == "sign.good_for"
    records.retire(house.ada, "IMP-1", why="Written twice")
    assert code(BadInput, sign.sign, house.ada, "IMP-1", "approved") == "record.retired"


def test_a_role_held_when_signing_counts_and_is_kept(house):
    house.add("role", name="system_owner", duties="Answers", authority="May stop it", holder="PER-1")
    signoff = sign.sign(house.ada, "SYS-1", "confirmed")
    assert signoff.roles == ["system_owner"]
    house.edit("SYS-1", owner="")
    assert sign.sign(house.ada, "SYS-1", "confirmed").roles == ["system_owner"]
    house.edit("ROL-1", holder="")
    assert sign.sign(house.ada, "SYS-1", "confirmed").roles == []
    house.agrees()
