"""Lessons: read on a phone, a check with reasons, retries, a training record, the literacy figure, an own version."""

from __future__ import annotations

import pytest

from holdtrue.core.lessons import lessons
from holdtrue.core.refusals import BadInput, NotAllowed

RIGHT = {lesson.id: [q.right for q in lesson.questions] for lesson in lessons()}


def test_each_lesson_takes_minutes_and_every_answer_has_a_reason():
    for lesson in lessons():
        assert 5 <= lesson.minutes <= 8
        assert 4 <= len(lesson.questions) <= 6
        assert 200 <= len(lesson.text.split()) <= lesson.minutes * 130
        for question in lesson.questions:
            assert 0 <= question.right < len(question.options)
            assert question.because.endswith(".")


def test_passing_writes_one_training_a_day_and_the_figure_counts_first_tries(people):
    from holdtrue.app import checking, proving
    from holdtrue.app.actions import learning, records
    from holdtrue.store import reading
    from holdtrue.store.models import Measurement, Record

    records.add(people.owner, "indicator", {"tag": "literacy-check-result", "direction": "up", "target": 0.8})
    for person in ("member", "contributor"):
        records.edit(people.owner, people.people[person].ref, {"works_with_ai": True})
    theo, cleo = people.caller("member"), people.caller("contributor")
    assert not learning.finish(theo, "everyone", [None] * 5).passed
    trainings = Record.rows.of(people.organisation.pk).filter(kind="training")
    assert not trainings.exists()
    assert learning.finish(theo, "everyone", RIGHT["everyone"]).passed
    assert learning.finish(cleo, "everyone", RIGHT["everyone"]).passed
    (record,) = trainings
    body = reading.body(record)
    assert set(body["links"]["attendees"]) == {theo.actor.person, cleo.actor.person}
    assert body["fields"]["topic"] == "ai_literacy"
    (value,) = Measurement.rows.of(people.organisation.pk)
    assert (float(value.value), value.count) == (0.0, 1)
    assert checking.check_standing(people.organisation, people.owner.clock.day("UTC")).ok
    assert proving.verify(people.organisation).ok


def test_a_machine_learns_nothing_and_half_a_check_is_no_try(people):
    from holdtrue.app.actions import learning

    with pytest.raises(NotAllowed):
        learning.finish(people.caller("token"), "everyone", RIGHT["everyone"])
    with pytest.raises(BadInput):
        learning.finish(people.owner, "everyone", [0])


def test_an_own_version_counts_once_it_is_approved(people):
    from holdtrue.app.actions import learning, records
    from holdtrue.app.actions.sign import sign
    from holdtrue.app.queries.lessons import one

    made = learning.copy(people.owner, "everyone")
    assert learning.copy(people.owner, "everyone") == made
    records.edit(people.owner, made.ref, {"text": "Our own words"})
    assert not one(people.organisation, "everyone", 0).in_force
    sign(people.caller("manager"), made.ref, "approved", good_for="12 months")
    assert one(people.organisation, "everyone", 0).text == "Our own words"


def test_everybody_reads_tries_and_tries_again_and_whoever_manages_sees_who_did_which(people):
    from pages_acts.filling import Browser

    theo = Browser(people, "member")
    assert "0 of 3 done" in theo.open("lessons/").text
    page = theo.open("lessons/everyone/")
    assert "Four habits" in page.text
    wrong = theo.send(page, q1="1", q2="1", q3="2", q4="1")
    assert "2 of 5 right" in wrong.text
    assert "Tools make up sources" in wrong.text
    right = {f"q{n}": str(place) for n, place in enumerate(RIGHT["everyone"], start=1)}
    assert "5 of 5 right: the lesson is done" in theo.send(wrong, **right).text
    assert "1 of 3 done" in theo.open("lessons/").text
    assert theo.open("lessons/nothing/").status == 404
    assert theo.open("lessons/everybody/").status == 403
    assert "1 of 5 people did" in Browser(people, "manager").open("lessons/everybody/").text
    ada = Browser(people, "owner")
    own = ada.client.post(ada.at("lessons/everyone/own/"))
    assert own.status_code == 302
    assert "holds your own version as a draft" in ada.open("lessons/everyone/").text


def test_a_lesson_written_as_one_text_reads_back_as_it_was():
    from holdtrue.core.own_lessons import as_text, read

    for lesson in lessons():
        said = read(as_text(lesson))
        assert (said.questions, said.unclear) == (lesson.questions, ())
        assert said.text.strip() == lesson.text.strip()


def test_an_own_check_is_asked_once_approved_and_an_unclear_one_never(people):
    from holdtrue.app.actions import learning, records
    from holdtrue.app.actions.sign import sign
    from holdtrue.app.queries.lessons import one

    made = learning.copy(people.owner, "everyone")
    text = "Our words\n\n## Check\n\n### Who may?\n- [ ] Nobody\n- [x] Cleo\n\n> She was asked.\n"
    records.edit(people.owner, made.ref, {"text": text})
    sign(people.caller("manager"), made.ref, "approved", good_for="12 months")
    found = one(people.organisation, "everyone", 0)
    assert found.text.strip() == "Our words"
    assert [(q.ask, q.options, q.right) for q in found.lesson.questions] == [
        ("Who may?", ("Nobody", "Cleo"), 1)
    ]
    tried = learning.finish(people.caller("member"), "everyone", [1])
    assert (tried.correct, tried.asked, tried.passed) == (1, 1, True)
    records.edit(people.owner, made.ref, {"text": text.replace("[ ]", "[x]")})
    sign(people.caller("manager"), made.ref, "approved", good_for="12 months")
    found = one(people.organisation, "everyone", 0)
    assert found.unclear == ("Who may?",)
    assert len(found.lesson.questions) == len(RIGHT["everyone"])


def test_what_changed_in_ours_is_shown_until_its_number_is_taken_over(people):
    from holdtrue.app.actions import records
    from holdtrue.app.queries.lessons import moved_on, one

    text = "Mind what you put in."
    made = records.add(
        people.owner, "procedure", {"title": "Ours", "topic": "lesson-everyone", "text": text, "version": "0"}
    )
    pieces = moved_on(one(people.organisation, "everyone", 0))
    assert {piece.turn for piece in pieces} >= {"new"}
    assert "".join(p.text for p in pieces if p.turn != "new") == text
    records.edit(people.owner, made.ref, {"version": "1"})
    assert moved_on(one(people.organisation, "everyone", 0)) == ()


def test_the_lesson_page_shows_what_moved_on_to_those_who_may_write_it(people):
    from holdtrue.app.actions import records

    given = {"title": "Ours", "topic": "lesson-everyone", "text": "Before", "version": "0"}
    records.add(people.owner, "procedure", given)
    address = f"/o/{people.organisation.slug}/lessons/everyone/"
    assert "The original changed" in people.client("owner").get(address).content.decode()
    assert "The original changed" not in people.client("member").get(address).content.decode()
