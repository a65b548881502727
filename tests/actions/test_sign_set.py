"""Set sign-offs: one decision over a named set equals the single sign-offs it is made of."""

from __future__ import annotations

import random

import pytest

from harness.house import SORTED, Hands, House
from holdtrue.app.actions import records, sign
from holdtrue.app.actions.sign import Decision
from holdtrue.app.actions.sign_set import Shown, high_tier, sign_set
from holdtrue.core.refusals import BadInput, NotAllowed, NotFound, Stale
from holdtrue.store.models import SignOff, Standing, StandingChange

pytestmark = pytest.mark.slow

HIGH = {**SORTED, "decisions_about_people": True, "effect_on_people": "health", "autonomy": "decides"}
YES = Decision("approved", "12 months", "Looked at together")


def code(error, call, *args, **more):
    with pytest.raises(error) as caught:
        call(*args, **more)
    return caught.value.code


def northwind():
    house = House("Northwind")
    for number in range(1, 4):
        house.assessed(f"Bot {number}")
    return house


@pytest.fixture
def house(begun):
    return begun(northwind)


def test_each_member_keeps_its_own_basis_and_one_drifts_alone(house):
    made = sign_set(house.ada, "Assessments of spring", ["IMP-1", "IMP-2", "IMP-3"], YES)
    assert [s.basis[0][0] for s in made.signoffs] == [
        records.find(house.ada, f"IMP-{n}").uid for n in (1, 2, 3)
    ]
    assert {(s.set_uid, s.set_name) for s in made.signoffs} == {(made.uid, "Assessments of spring")}
    house.edit("SYS-2", intended_purpose="Rank callers")
    from holdtrue.app.queries.sign_set import as_signed
    from holdtrue.app.queries.signed import standing_of

    found = {
        x.signoff.record.ref: x.state.name
        for x in standing_of(house.organisation, made.signoffs, house.today)
    }
    assert found == {"IMP-0001": "HOLDS", "IMP-0002": "DRIFTED", "IMP-0003": "HOLDS"}
    sign_set(house.ada, "Again", ["IMP-2"], YES)
    told = as_signed(house.organisation, made.uid, house.today)
    assert {x.signoff.record.ref: x.newest for x in told} == {
        "IMP-0001": True,
        "IMP-0002": False,
        "IMP-0003": True,
    }
    house.agrees()


def test_a_set_is_all_or_nothing(house):
    before = house.entries()
    assert code(NotFound, sign_set, house.ada, "All", ["IMP-1", "IMP-9"], YES) == "record.not_found"
    assert code(BadInput, sign_set, house.ada, "All", ["IMP-1", "PER-1"], YES) == "sign.nothing_material"
    assert code(BadInput, sign_set, house.ada, " ", ["IMP-1"], YES) == "sign.set.name"
    assert code(BadInput, sign_set, house.ada, "All", [], YES) == "sign.set.size"
    shown = {"IMP-0001": Shown(1), "IMP-0002": Shown(4)}
    assert code(Stale, sign_set, house.ada, "All", ["IMP-1", "IMP-2"], YES, shown=shown) == "sign.set.moved"
    shown = {"IMP-0002": Shown(1, "not what it rests on")}
    assert code(Stale, sign_set, house.ada, "All", ["IMP-1", "IMP-2"], YES, shown=shown) == "sign.basis_moved"
    assert code(NotAllowed, sign_set, house.machine(), "All", ["IMP-1"], YES) == "access.refused"
    assert (house.entries(), SignOff.rows.of(house.pk).count()) == (before, 0)


def test_what_belongs_to_a_system_of_the_high_tier_is_opened_before_it_is_signed(house):
    house.edit("SYS-2", **HIGH)
    assert high_tier([records.find(house.ada, f"IMP-{n}") for n in (1, 2)]) == {"IMP-0002"}
    refs = ["IMP-1", "IMP-2"]
    assert code(BadInput, sign_set, house.ada, "All", refs, YES) == "sign.set.unopened"
    assert len(sign_set(house.ada, "All", refs, YES, opened=["IMP-2"]).signoffs) == 2


@pytest.mark.parametrize("seed", range(4))
def test_signing_a_set_equals_signing_each_alone(database, seed):
    told, hands = [], Hands()
    for together in (True, False):
        house = House(f"Firm {together}", hands=hands)
        refs = _register(house, random.Random(seed))  # noqa: S311  # repeatable on purpose
        order = random.Random(seed).sample(refs, len(refs))  # noqa: S311  # likewise
        if together:
            sign_set(house.ada, "All", order, YES)
        else:
            for ref in order:
                sign.sign(house.ada, ref, "approved", good_for="12 months", why=YES.why)
        house.agrees()
        told.append((_signed(house), _standing(house)))
    assert told[0] == told[1]


def _register(house, chance):
    refs = []
    for number in range(1, 5):
        system = house.assessed(f"Bot {number}")
        refs.append(f"IMP-{number:04d}")
        if chance.random() < 0.6:
            house.add("component", name=f"Model {number}", type="model", version="1", systems=system.ref)
        control = house.add("control", title=f"Desk {number}", description="A person hears every call")
        risk = house.add(
            "risk",
            title=f"Missed {number}",
            event="Missed",
            likelihood=2,
            severity=2,
            controls=control.ref,
            system=chance.choice([system.ref, "SYS-0001"]),
        )
        refs.append(risk.ref)
        if chance.random() < 0.5:
            refs.append(control.ref)
    policy = house.add("policy", topic="ai", title="Our policy", text="Be kind")
    return [*refs, policy.ref]


def _signed(house):
    names = {
        r.uid: r.ref for r in records.reading.of_kinds(house.pk, ("system", "component", "control", "risk"))
    }
    rows = SignOff.rows.of(house.pk).select_related("record")
    return {
        row.record.ref: (
            row.meaning,
            row.good_until,
            tuple(row.roles),
            row.self_signed,
            row.record.in_force_number,
            tuple(
                sorted(
                    (names.get(uid, uid if uid != row.record.uid else "own"), n) for uid, n, _ in row.basis
                )
            ),
        )
        for row in rows
    }


def _standing(house):
    rows = Standing.rows.of(house.pk).select_related("scope").order_by("scope__ref")
    assert StandingChange.rows.of(house.pk).exists()
    return [(row.scope.ref, bytes(row.packed), row.worst) for row in rows]
