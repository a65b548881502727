"""Retiring says first what rests on a record; links that lead round in a circle are refused, the circle named."""

from __future__ import annotations

import pytest

from holdtrue.core.refusals import BadInput


def test_people_who_report_in_a_round_are_refused_and_the_round_is_named(people):
    from holdtrue.app.actions import records

    ada, max_, cleo = (people.people[role].ref for role in ("owner", "manager", "contributor"))
    records.edit(people.owner, cleo, {"manager": max_})
    records.edit(people.owner, max_, {"manager": ada})
    with pytest.raises(BadInput, match=r"link\.circle") as refused:
        records.edit(people.owner, ada, {"manager": cleo})
    from holdtrue.words import say

    told = say(refused.value.message)
    assert f"Ada ({ada}) → Cleo ({cleo}) → Max ({max_}) → Ada ({ada})" in told
    with pytest.raises(BadInput, match=r"link\.to_itself"):
        records.edit(people.owner, ada, {"manager": ada})


def test_a_circle_is_said_beside_its_field_in_the_form(people, ada):
    from holdtrue.app.actions import records

    cleo, max_ = people.people["contributor"], people.people["manager"]
    records.edit(people.owner, cleo.ref, {"manager": max_.ref})
    page = ada.open(f"r/{max_.ref}/edit/")
    again = ada.send(page, manager=f"Cleo ({cleo.ref})", holding="name")
    assert again.status == 422
    assert "would lead round in a circle" in again.text


def test_what_rests_on_a_record_is_counted_and_named_before_it_is_retired(people, ada):
    from holdtrue.app.actions import members, records

    cleo = people.people["contributor"]
    for n in range(8):
        records.add(people.owner, "system", {"name": f"System {n}", "owner": cleo.ref, "use": "in_use"})
    members.end(people.owner, people.users["contributor"].uid)
    page = ada.open(f"r/{cleo.ref}/retire/")
    assert "8 records point to it" in page.text
    assert "The standing of 8 systems is worked out again." in page.text
    assert "8 records rest on this." in page.text
    assert ada.send(page, why="").status == 422
    ada.send(page, why="Left; Max takes over")
    cleo.refresh_from_db()
    assert cleo.retired_day is not None


def test_practices_that_count_on_a_record_are_named_before_it_is_retired(people, ada):
    from holdtrue.app.actions import records, sign

    policy = records.add(
        people.caller("manager"),
        "policy",
        {"topic": "ai", "title": "Our rules", "text": "Be careful", "owner": people.people["owner"].ref},
    )
    sign.sign(people.owner, policy.ref, "approved", good_for="12 months")
    page = ada.open(f"r/{policy.ref}/retire/")
    assert "Practices that count on it" in page.text
