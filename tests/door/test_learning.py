"""What a person learned and read, at the employee's door by their own link."""

from __future__ import annotations

from django.test import Client

from door.test_doors_pages import own
from holdtrue.store.models import LessonTry, Record


def test_a_lesson_is_done_at_the_door_and_writes_the_training_record(people):
    browser = own(people)
    assert "not yet" in browser.get("/door/me/lessons/").content.decode()
    page = browser.get("/door/me/lessons/everyone/").content.decode()
    assert 'action="/door/me/lessons/everyone/"' in page
    answers = {"q1": "0", "q2": "1", "q3": "2", "q4": "0", "q5": "1"}
    told = browser.post("/door/me/lessons/everyone/", answers).content.decode()
    assert "5 of 5 right" in told
    tried = LessonTry.rows.of(people.organisation.pk).get()
    assert (tried.person.ref, tried.passed) == (people.people["member"].ref, True)
    assert Record.rows.of(people.organisation.pk).filter(kind="training").count() == 1
    assert "1 of 3 done" in browser.get("/door/me/lessons/").content.decode()


def test_what_one_was_asked_to_read_is_listed_with_its_day(people):
    from holdtrue.app.actions import records

    records.edit(people.owner, people.people["member"].ref, {"works_with_ai": True})
    browser = own(people)
    assert "waits for your word" in browser.get("/door/me/lessons/").content.decode()
    browser.post("/door/me/acknowledge/", {"of": "POL-0001", "revision": "1"})
    assert "read on" in browser.get("/door/me/lessons/").content.decode()


def test_nobody_in_particular_has_lessons(people, code):
    for path in ("lessons/", "lessons/everyone/"):
        assert Client().get(code + path).status_code == 404
    assert own(people).get("/door/me/lessons/none/").status_code == 404
