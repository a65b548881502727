"""Correcting the past: what was true reads differently, what was known then stays, and today stands as it did."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdtrue.core.days import iso
from holdtrue.core.refusals import BadInput, NotAllowed, Stale
from holdtrue.words import say


def value(people, record, day: int, *, known: int | None = None, field: str = "users") -> object:
    from holdtrue.app.queries.records import show_at

    today = people.owner.clock.day("UTC")
    return show_at(people.organisation, record, day, known or today).fields.get(field)


@pytest.fixture
def aged(people):
    """A system as it was said to be: of 60 days ago, then of 40, then of 20; and today's day."""
    from holdtrue.app.actions import records

    today = people.owner.clock.day("UTC")
    made = records.add(people.owner, "system", {"name": "Triage", "users": "A"}, true_from=iso(today - 60))
    records.edit(people.owner, made.ref, {"users": "B", "outputs": "Draft"}, true_from=iso(today - 40))
    records.edit(people.owner, made.ref, {"outputs": "Letter"}, true_from=iso(today - 20))
    return made, today


def test_a_past_stretch_reads_differently_and_later_changes_and_today_stand(people, aged):
    from holdtrue.app import checking, proving
    from holdtrue.app.actions.correcting import correct

    made, today = aged
    done = correct(
        people.owner,
        made.ref,
        {"users": "C"},
        true_from=iso(today - 50),
        until=iso(today - 30),
        why="Found out",
    )
    assert done.revisions == 4
    read = {back: value(people, made, today - back) for back in (60, 51, 50, 41, 40, 31, 30, 20, 0)}
    assert read == {60: "A", 51: "A", 50: "C", 41: "C", 40: "C", 31: "C", 30: "B", 20: "B", 0: "B"}
    outputs = {back: value(people, made, today - back, field="outputs") for back in (50, 40, 25, 20, 0)}
    assert outputs == {50: None, 40: "Draft", 25: "Draft", 20: "Letter", 0: "Letter"}
    assert proving.verify(people.organisation).ok
    assert checking.check_standing(people.organisation, today).ok


def test_without_an_end_it_reaches_today_and_what_was_known_before_is_still_readable(people, aged):
    from holdtrue.app.actions.correcting import correct
    from holdtrue.store.models import Revision

    made, today = aged
    correct(people.owner, made.ref, {"users": "C"}, true_from=iso(today - 70), why="It was so from the start")
    assert {value(people, made, today - back) for back in (70, 60, 40, 20, 0)} == {"C"}
    made.refresh_from_db()
    numbers = list(
        Revision.rows.of(people.organisation.pk)
        .filter(record=made)
        .order_by("number")
        .values_list("number", "true_from")
    )
    assert [day - today for _, day in numbers] == [-60, -40, -20, -70, -60, -40, -20]
    assert made.head_number == 7


def test_what_cannot_be_corrected_is_refused_with_what_would_do(people, aged):
    from holdtrue.app.actions import records
    from holdtrue.app.actions.correcting import correct

    made, today = aged
    policy = records.add(people.owner, "policy", {"topic": "ai", "title": "AI policy", "text": "We care"})

    def refused(ref=made.ref, raw=None, **said) -> str:
        asked = {"true_from": iso(today - 50), "why": "Found out", **said}
        with pytest.raises(BadInput) as refusal:
            correct(people.owner, ref, {"users": "C"} if raw is None else raw, **asked)
        return refusal.value.code

    assert refused(ref=policy.ref, raw={"title": "X"}) == "correct.drafted"
    assert refused(why=" ") == "correct.why"
    assert refused(raw={}) == "correct.nothing"
    assert refused(true_from=iso(today + 1)) == refused(true_from="soon") == "field.true_from"
    assert refused(until=iso(today - 50)) == refused(until=iso(today + 1)) == "correct.until"
    with pytest.raises(Stale):
        correct(people.owner, made.ref, {"users": "C"}, true_from=iso(today - 50), why="x", revision=1)
    with pytest.raises(NotAllowed):
        correct(people.caller("auditor"), made.ref, {"users": "C"}, true_from=iso(today - 50), why="x")
    made.refresh_from_db()
    assert made.head_number == 3


def test_a_machine_says_no_more_of_evidence_when_it_corrects_than_when_it_attaches(people, aged):
    from holdtrue.app.actions import records
    from holdtrue.app.actions.correcting import correct

    made, today = aged
    bot = people.caller("token")
    shown = {
        "title": "Run of the week",
        "tag": "stop-tried",
        "collected_on": iso(today - 9),
        "about": made.ref,
    }
    proof = records.add(bot, "evidence", shown)
    for said in ({"result": "in_order"}, {"read_on": iso(today - 5)}):
        with pytest.raises(NotAllowed) as refused:
            correct(bot, proof.ref, said, true_from=iso(today - 5), why="It was in order")
        assert "A machine's token may not" in say(refused.value.message)


@settings(max_examples=40, deadline=None)
@given(
    turns=st.lists(st.tuples(st.integers(1, 30), st.sampled_from("AB")), min_size=1, max_size=6),
    first=st.integers(1, 35),
    length=st.one_of(st.none(), st.integers(1, 35)),
)
def test_every_day_reads_as_corrected_inside_and_as_before_outside(turns, first, length):
    """The timeline alone: revisions as (day, value), corrected as the action cuts them, read as the store reads."""
    from holdtrue.app.actions.correcting import cuts_of, speaks

    rows = [(number, day) for number, (day, _) in enumerate(turns, start=1)]
    said = {number: value for (number, _), (_, value) in zip(rows, turns, strict=True)}
    end = None if length is None else first + length
    made = list(rows)
    for day in cuts_of(rows, first, end):
        number = len(made) + 1
        said[number] = "C" if end is None or day < end else said[speaks(rows, day)]
        made.append((number, day))

    def read(history, day):
        spoken = [number for number, since in history if since <= day]
        return said[max(spoken)] if spoken else None

    for day in range(1, 80):
        inside = first <= day and (end is None or day < end)
        before = read(rows, day)
        if inside:
            assert read(made, day) == "C"
        elif before is not None or day < first:
            assert read(made, day) == before


def test_the_page_asks_which_facts_then_when_and_shows_what_came(people, ada, aged):
    made, today = aged
    assert "r/" + made.ref + "/correct/" in ada.open(f"r/{made.ref}/history/").html
    first = ada.open(f"r/{made.ref}/correct/")
    assert ada.send(first, only="").status == 422
    facts = ada.send(first, only="users")
    assert "What was true" in facts.text
    late = ada.send(facts, users="C", true_from=iso(today + 3), why="Found out")
    assert (late.status, "is no past date" in late.text) == (422, True)
    unsaid = ada.send(facts, users="C", true_from=iso(today - 50), why="")
    assert (unsaid.status, "how the mistake was found" in unsaid.text) == (422, True)
    done = ada.send(facts, users="C", true_from=iso(today - 50), why="Found out")
    assert "corrected by 3 revisions" in done.text
    assert value(people, made, today - 45) == "C"
