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
    from holdtrue.app import checking
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
