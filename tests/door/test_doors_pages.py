"""The employee's door: shut unless opened, two ways in, and nothing of the register behind either."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from holdtrue.app.actions import door, records
from holdtrue.app.clock import Clock
from holdtrue.app.door import ways
from holdtrue.core.refusals import BadInput, NotAllowed, NotFound

PAGES = ("", "policy/", "tools/", "ask/", "raise/", "follow/")


def own(people, who="member"):
    """A browser that came by a personal link."""
    link = door.make_link(people.owner, people.people[who].ref)
    browser = Client()
    browser.get("/door/in/" + link.rstrip("/").rpartition("/")[2] + "/")
    return browser


def test_the_door_is_shut_unless_somebody_opened_it(people, code):
    door.set_door(people.owner, opened=False)
    assert {Client().get(code + page).status_code for page in PAGES} == {404}
    with pytest.raises(BadInput):
        door.make_link(people.owner, "PER-1")


def test_every_page_opens_by_the_code_and_stays_out_of_indexes(people, code):
    for page in PAGES:
        given = Client().get(code + page)
        assert given.status_code == 200, page
        assert given["X-Robots-Tag"].startswith("noindex")
        assert given["Cache-Control"] == "private, no-store"
        assert given["Referrer-Policy"] == "same-origin"
        assert "default-src 'none'" in given["Content-Security-Policy"]
        assert "sessionid" not in given.cookies


def test_the_rules_are_shown_on_one_page(people, code):
    page = Client().get(code + "policy/").content.decode()
    for words in ("Using AI", "Letters to nobody", "Deciding about people", "Cleo, room 12", "Be careful."):
        assert words in page


def test_a_code_that_shows_no_rules_still_takes_concerns(people, code):
    door.set_door(people.owner, opened=True, free=False)
    found = {page: Client().get(code + page).status_code for page in PAGES}
    assert found == {"": 200, "policy/": 404, "tools/": 404, "ask/": 404, "raise/": 200, "follow/": 200}


def test_tools_are_answered_from_the_record_and_from_what_was_stated(people, code):
    def answers():
        page = Client().get(code + "tools/", {"q": "letter"}).content.decode()
        return re.findall(r'class="door-answer is-(\w+)"', page)

    assert answers() == ["yes", "ask", "ask", "no", "no"]
    door.state(people.owner, "SYS-1", "internal", "yes")
    door.state(people.owner, "SYS-1", "confidential", "no")
    assert answers() == ["yes", "yes", "no", "no", "no"]
    door.state(people.owner, "SYS-1", "confidential", "")
    assert answers() == ["yes", "yes", "ask", "no", "no"]
    records.edit(people.owner, "SYS-1", {"use": "ended"})
    assert set(answers()) == {"no"}


def test_a_tool_nobody_knows_is_told_as_such(people, code):
    assert "Do not use it yet" in Client().get(code + "tools/?q=zzz").content.decode()


def test_the_secret_leaves_the_address_at_once(people):
    link = door.make_link(people.owner, "PER-5")
    browser = Client()
    given = browser.get("/door/in/" + link.rstrip("/").rpartition("/")[2] + "/")
    assert (given.status_code, given["Location"], given["Referrer-Policy"]) == (
        302,
        "/door/me/",
        "no-referrer",
    )
    cookie = given.cookies["holdtrue_door"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/door/me/", True, "Lax")
    assert "Theo" in browser.get("/door/me/").content.decode()


def test_a_link_is_kept_as_a_digest_and_ends_when_a_new_one_is_made(people):
    from holdtrue.store.models import DoorLink

    first = door.make_link(people.owner, "PER-5").rstrip("/").rpartition("/")[2]
    assert ways.by_link(first).person.title == "Theo"
    row = DoorLink.rows.of(people.organisation.pk).get()
    assert first not in str(vars(row))
    second = door.make_link(people.owner, "PER-5").rstrip("/").rpartition("/")[2]
    with pytest.raises(NotFound):
        ways.by_link(first)
    door.end_link(people.owner, "PER-5")
    with pytest.raises(NotFound):
        ways.by_link(second)


def test_a_link_ends_on_its_day_and_with_the_person(people):
    secret = door.make_link(people.owner, "PER-5", days=30).rstrip("/").rpartition("/")[2]
    later = Clock(lambda: dt.datetime.now(dt.UTC) + dt.timedelta(days=31), bytes)
    with pytest.raises(NotFound):
        ways.by_link(secret, clock=later)
    records.edit(people.owner, "PER-5", {"left_on": "2020-01-01"})
    with pytest.raises(NotFound):
        ways.by_link(secret)


def test_what_opens_nothing_is_answered_alike_whatever_it_is(people, code):
    door.set_door(people.owner, opened=True, free=False)
    wrong = ["/door/o/nothing-at-all/", "/door/in/" + "x" * 43 + "/", "/door/me/", code + "policy/"]
    answers = [Client().get(path) for path in wrong]
    assert {a.status_code for a in answers} == {404}
    assert len({a.content for a in answers}) == 1


def test_whoever_tries_codes_is_slowed_down(people):
    def tried():
        return Client().get("/door/o/guess/", REMOTE_ADDR="203.0.113.9").status_code

    found = [tried() for _ in range(22)]
    assert 429 in found


def test_a_person_acknowledges_in_one_press_by_their_link_only(people, code):
    browser = own(people)
    assert "Please read: Using AI" in browser.get("/door/me/").content.decode()
    page = browser.get("/door/me/policy/").content.decode()
    assert "I have read this" in page
    sent = {"of": "POL-0001", "revision": "1"}
    assert browser.post("/door/me/acknowledge/", sent).status_code == 302
    assert "You said that you read this" in browser.get("/door/me/policy/").content.decode()
    assert "Please read" not in browser.get("/door/me/").content.decode()
    assert Client().post(code + "acknowledge/", sent).status_code == 404
    assert browser.post("/door/me/acknowledge/", {"of": "POL-0001", "revision": "7"}).status_code in (
        404,
        409,
    )


def test_a_request_becomes_a_planned_system_not_sorted_and_is_followed(people):
    browser = own(people)
    sent = browser.post("/door/me/ask/", {"tool": "Translator", "use": "Letters to patients"})
    assert sent.status_code == 200
    system = records.find(people.owner, "SYS-2")
    assert (system.title, system.use) == ("Translator", "planned")
    assert "Being looked at" in browser.get("/door/me/asked/").content.decode()
    records.edit(people.owner, "SYS-2", {"use": "trial"})
    assert "Allowed" in browser.get("/door/me/asked/").content.decode()
    records.retire(people.owner, "SYS-2", why="It keeps what is typed")
    page = browser.get("/door/me/asked/").content.decode()
    assert "Not allowed" in page
    assert "It keeps what is typed" in page


def test_a_request_by_the_code_asks_for_a_name_and_is_followed_by_its_receipt(people, code):
    browser = Client()
    assert browser.post(code + "ask/", {"tool": "Translator", "use": "Letters"}).status_code == 422
    page = browser.post(code + "ask/", {"tool": "Translator", "use": "Letters", "who": "Jo, ward 3"})
    receipt = re.search(r"(\w{4}-){4}\w{4}", page.content.decode())[0]
    assert "Being looked at" in browser.post(code + "follow/", {"receipt": receipt.lower()}).content.decode()
    entry = next(e for e in history(people, "SYS-2"))
    assert "Jo, ward 3" in entry.why


def history(people, ref):
    from holdtrue.app.queries.records import history as of

    return of(people.organisation, records.find(people.owner, ref))


def test_no_page_of_the_register_opens_by_either_way(people):
    browser = own(people)
    slug = people.slug
    for path in (f"/o/{slug}/", f"/o/{slug}/r/SYS-0001/", f"/o/{slug}/search/?q=letter", "/api/v1/records"):
        assert browser.get(path).status_code in (302, 401, 404)


@pytest.mark.parametrize("who", ["contributor", "auditor", "member", "token", "outsider", "anonymous"])
def test_only_owners_and_managers_come_to_the_settings(people, who):
    base = f"/o/{people.slug}/settings/door/"
    for page in ("", "poster/", "tools/", "PER-0005/end/"):
        assert people.client(who).get(base + page).status_code in (302, 403, 404), page
    if who not in ("outsider", "anonymous"):
        with pytest.raises(NotAllowed):
            door.set_door(people.caller(who), opened=False)
        with pytest.raises(NotAllowed):
            door.make_link(people.caller(who), "PER-5")


@pytest.mark.parametrize("who", ["owner", "manager"])
def test_settings_poster_and_rules_open_for_those_who_set_them(people, who):
    browser, base = people.client(who), f"/o/{people.slug}/settings/door/"
    assert [browser.get(base + page).status_code for page in ("", "poster/", "tools/")] == [200] * 3
    assert b"<svg" in browser.get(base + "poster/").content
    assert b"style=" not in browser.get(base + "poster/").content
    made = browser.post(base, {"what": "make", "person": "Theo (PER-0005)", "days": "90", "way": "shown"})
    assert "/door/in/" in made.content.decode()
    assert browser.post(base + "tools/", {"SYS-0001.internal": "yes"}).status_code == 302
    assert browser.post(base, {"what": "set", "open": "no"}).status_code == 302
    assert browser.get(base + "poster/").status_code == 404


def test_no_log_line_tells_of_the_door_or_of_a_secret():
    import logging

    from holdtrue.settings.unsaid import Unsaid

    def written(level, message, *args):
        line = logging.LogRecord("django.request", level, "", 0, message, args, None)
        return line.getMessage() if Unsaid().filter(line) else None

    assert written(logging.WARNING, "Not Found: %s", "/door/in/abc/") is None
    assert written(logging.ERROR, "Internal Server Error: %s", "/door/in/abc/") == (
        "Internal Server Error: /door/in/…/"
    )
    assert "abc" not in written(logging.WARNING, "Not Found: %s", "/sign-in/abc/")
    assert "abc" not in written(logging.WARNING, "Not Found: %s", "/calendar/abc.ics")
    assert "abc" not in written(
        logging.ERROR, "Internal Server Error: %s", "/account/password/reset/key/1-abc/"
    )
    assert "abc" not in written(logging.WARNING, "Not Found: %s", "/account/confirm-email/abc/")
