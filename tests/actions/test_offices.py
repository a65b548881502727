"""Who holds an office may sign what is to be signed by it; a control rests on nothing that asks about controls."""

from __future__ import annotations

import pytest

from harness.house import House
from holdtrue.app.actions import sign
from holdtrue.app.actions.permission import signing_roles
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput, NotAllowed
from holdtrue.words import say


@pytest.fixture
def house(begun):
    return begun(House, "Northwind")


def test_whoever_holds_an_office_may_sign_what_is_to_be_signed_by_it(house):
    assert "top_management" in signing_roles("policy")
    house.add("policy", title="AI here", topic="ai")
    ben = house.member("Ben Okoro", "contributor")
    with pytest.raises(NotAllowed):
        sign.sign(ben, "POL-1", "approved")
    house.add("role", name="top_management", holder="PER-2")
    assert sign.sign(ben, "POL-1", "approved").signer.title == "Ben Okoro"


def test_a_control_that_would_go_round_in_a_circle_is_refused_with_a_sentence(house):
    circle = min(library().reads_controls)
    house.system()
    house.add("risk", title="Late", system="SYS-1")
    with pytest.raises(BadInput) as caught:
        house.add("control", title="Look twice", practice=circle)
    assert caught.value.field == "practice"
    assert "controls are upheld" in say(caught.value.message)
