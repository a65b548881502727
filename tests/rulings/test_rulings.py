"""A question of judgement: anybody asks, the authority answers once, all find the answer, the deputy comes next."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from holdtrue.core.refusals import BadInput, NotAllowed, NotFound


@pytest.fixture
def hands(people):
    """Every caller with one clock that can be turned forward; Max holds the authority, Cleo stands in."""
    from harness.house import Hands
    from holdtrue.app.actions import records

    given = Hands(moment=dt.datetime.now(dt.UTC))
    role = records.add(
        people.owner,
        "role",
        {
            "name": "ai_lead",
            "duties": "Runs it",
            "holder": people.people["manager"].ref,
            "deputy": people.people["contributor"].ref,
        },
    )
    assert role.key == "ai_lead"
    return given


def caller(people, hands, role):
    return replace(people.caller(role), clock=hands.clock())


def owed(people, hands, role):
    from holdtrue.app.worklist.judgement import judgement_calls
    from holdtrue.app.worklist.reading import asked_for

    asker = caller(people, hands, role)
    day = asker.clock.day(people.organisation.time_zone)
    person = people.people[role].pk
    asked = asked_for(people.organisation, person, asker.actor.role, day, caller=asker)
    return [(item.action, item.ref) for item in judgement_calls(asked)]


def ask(people, hands, role="member", question="May it read letters?", **more):
    from holdtrue.app.actions import ruling

    return ruling.ask(caller(people, hands, role), question, **more)


def answer(
    people, hands, role, ref, *, days=365, said="Yes, if a person reads them too", reason="It is wrong often"
):
    from holdtrue.app.actions import ruling
    from holdtrue.core.days import iso

    asker = caller(people, hands, role)
    until = iso(asker.clock.day(people.organisation.time_zone) + days)
    return ruling.answer(asker, ref, said, reason=reason, until=until)


def found(people, hands, role="member", **asked):
    from holdtrue.app.queries.rulings import rulings

    return [r.record.ref for r in rulings(caller(people, hands, role), **asked)]


def test_an_employee_asks_and_the_authority_owes_the_answer_until_it_is_there(people, hands):
    made = ask(people, hands)
    assert owed(people, hands, "manager") == [("rule", made.ref)]
    assert owed(people, hands, "contributor") == []
    assert owed(people, hands, "owner") == []
    answer(people, hands, "manager", made.ref)
    assert owed(people, hands, "manager") == []


def test_what_waits_longer_than_five_days_is_owed_by_the_deputy_too(people, hands):
    made = ask(people, hands)
    hands.moment += dt.timedelta(days=5)
    assert owed(people, hands, "contributor") == []
    hands.moment += dt.timedelta(days=1)
    assert owed(people, hands, "contributor") == owed(people, hands, "manager") == [("rule", made.ref)]
    answer(people, hands, "contributor", made.ref)
    assert owed(people, hands, "manager") == []


def test_where_the_authority_has_left_the_deputy_is_asked_at_once(people, hands):
    from holdtrue.app.actions import records

    made = ask(people, hands)
    day = hands.now().date().isoformat()
    records.edit(caller(people, hands, "owner"), people.people["manager"].ref, {"left_on": day})
    assert owed(people, hands, "contributor") == [("rule", made.ref)]


def test_where_nobody_may_answer_whoever_names_people_is_asked_to(people, hands):
    from holdtrue.app.actions import records
    from holdtrue.store.models import Record

    role = Record.rows.of(people.organisation.pk).get(kind="role", key="ai_lead", retired_day=None)
    records.edit(people.owner, role.ref, {"holder": "", "deputy": ""})
    made = ask(people, hands)
    assert owed(people, hands, "owner") == [("name", role.ref)]
    with pytest.raises(NotAllowed, match=r"ruling\.no_authority"):
        answer(people, hands, "owner", made.ref)


def test_only_the_authority_or_its_deputy_answers_and_only_once(people, hands):
    made = ask(people, hands)
    for role in ("owner", "member"):
        with pytest.raises(NotAllowed, match=r"ruling\.not_authority"):
            answer(people, hands, role, made.ref)
    for role in ("auditor", "token"):
        with pytest.raises(NotAllowed, match=r"access\.refused"):
            answer(people, hands, role, made.ref)
    answer(people, hands, "manager", made.ref)
    with pytest.raises(BadInput, match=r"ruling\.answered"):
        answer(people, hands, "contributor", made.ref)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [({"said": " "}, "answer_missing"), ({"reason": ""}, "reason_missing"), ({"days": 0}, "until")],
)
def test_an_answer_has_a_reason_and_an_end_ahead(people, hands, given, refusal):
    made = ask(people, hands)
    with pytest.raises(BadInput, match=rf"ruling\.{refusal}"):
        answer(people, hands, "manager", made.ref, **given)


def test_nobody_types_an_answer_nor_rewrites_the_question_it_was_given_to(people, hands):
    from holdtrue.app.actions import records

    made = ask(people, hands)
    with pytest.raises(BadInput, match=r"field\.derived"):
        records.edit(caller(people, hands, "owner"), made.ref, {"answer": "Yes"})
    records.edit(caller(people, hands, "owner"), made.ref, {"question": "May it read letters to us?"})
    answer(people, hands, "manager", made.ref)
    with pytest.raises(BadInput, match=r"ruling\.stays"):
        records.edit(caller(people, hands, "owner"), made.ref, {"question": "May it answer letters?"})
    subject = records.add(people.owner, "system", {"name": "Reader"})
    records.edit(caller(people, hands, "owner"), made.ref, {"about": subject.ref})
    assert found(people, hands, about=subject.ref) == [made.ref]


def test_answers_are_found_by_words_and_by_what_they_are_about_until_their_day(people, hands, screener):
    first = ask(people, hands, about=[screener.ref])
    second = ask(people, hands, "contributor", "May we record calls?", details="With consent")
    assert found(people, hands, state="waiting") == [second.ref, first.ref]
    answer(people, hands, "manager", first.ref, days=30)
    answer(people, hands, "manager", second.ref, days=365, said="Oui, à condition d'accord")
    assert found(people, hands, state="good", text="letter") == [first.ref]
    assert found(people, hands, state="good", text="A CONDITION consent") == [second.ref]
    assert found(people, hands, state="good", text="screener") == [first.ref]
    assert found(people, hands, about=screener.ref) == [first.ref]
    hands.moment += dt.timedelta(days=31)
    assert found(people, hands, state="good") == [second.ref]
    assert found(people, hands, state="ended") == [first.ref]
    with pytest.raises(NotFound):
        found(people, hands, about="SYS-9999")


def test_another_organisations_question_is_not_there(people, hands):
    from holdtrue.app.actions import ruling
    from holdtrue.app.queries.rulings import rulings

    made = ask(people, hands)
    assert rulings(people.caller("outsider")) == []
    with pytest.raises(NotFound):
        ruling.answer(people.caller("outsider"), made.ref, "Yes", reason="So", until="2099-01-01")


def test_pages_ask_answer_and_show_it_on_what_it_is_about(people, hands, screener):
    from pages_acts.filling import Browser

    theo, max_ = Browser(people, "member"), Browser(people, "manager")
    form = theo.open(f"rulings/add/?about={screener.ref}")
    assert "What one must know" in form.text
    assert theo.send(form, question="May it read letters?").status == 200
    waiting = max_.open("judgement/?state=waiting")
    assert "May it read letters?" in waiting.text
    assert "May it read letters?" in max_.open("worklist/").text
    page = max_.open("r/RUL-0001/rule/")
    refused = max_.send(page, answer="Yes", reason="")
    assert refused.status == 422
    assert max_.send(page, answer="Yes, with a person", reason="Often wrong").status == 200
    told = theo.open("judgement/?q=letters").text
    assert "Yes, with a person" in told
    assert "answered by Max" in told
    assert "Yes, with a person" in theo.open(f"r/{screener.ref}/").text
    assert "Often wrong" in theo.open("r/RUL-0001/").text


def test_the_api_asks_and_tells_and_no_machine_answers(people, hands):
    client = people.client("token")
    base = f"/api/v1/o/{people.slug}/rulings"
    made = client.post(base, {"question": "May it?"}, content_type="application/json")
    assert made.status_code == 201, made.content
    ref = made.json()["ref"]
    assert client.get(f"{base}?state=waiting").json()["rulings"][0]["ref"] == ref
    sent = {"answer": "Yes", "reason": "So", "until": "2099-01-01"}
    assert client.post(f"{base}/{ref}/answer", sent, content_type="application/json").status_code == 403
    assert client.get(f"{base}?state=odd").status_code == 422
