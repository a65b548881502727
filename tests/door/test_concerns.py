"""Concerns: raised without a name and without a time, followed by a receipt, hidden from those they concern."""

from __future__ import annotations

import datetime as dt
import http.server
import os
import re
import threading

import pytest
from django.test import Client, override_settings

from holdtrue.app.actions import boxing, door, records
from holdtrue.app.clock import Clock
from holdtrue.app.door import ways
from holdtrue.app.queries import boxed
from holdtrue.core.refusals import NotAllowed, NotFound
from holdtrue.store.models import Boxed, BoxedWord, Entry, Record

NOON = dt.datetime(2027, 3, 10, 12, 34, 56, tzinfo=dt.UTC)


def clock(days=0):
    return Clock(lambda: NOON + dt.timedelta(days=days), os.urandom)


def later(caller, days=1):
    from dataclasses import replace

    return replace(caller, clock=clock(days))


def nameless(people, days=0):
    return ways.by_code(ways.door_of(people.organisation.pk).code, clock=clock(days))


def raised(people, text="It ranks people low.", about=(), **more):
    return boxing.raise_concern(nameless(people), category="outcome", text=text, about=about, **more)


def theirs(people, who, days=1):
    return [row.text for row in boxed.visible(later(people.caller(who), days))]


def entries(people):
    return Entry.objects.filter(log__organisation=people.organisation).count()


def test_what_is_kept_of_a_nameless_concern_carries_the_day_alone(people):
    before = entries(people), Record.rows.of(people.organisation.pk).count()
    receipt = raised(people).receipt
    row = Boxed.rows.of(people.organisation.pk).get()
    boxing.add_to(nameless(people), receipt, "More")
    word = BoxedWord.rows.of(people.organisation.pk).get()
    for kept in (row, word):
        assert not [f for f in kept._meta.fields if "Time" in type(f).__name__ or "IP" in type(f).__name__]
        assert kept.pk > 2**32  # a random key: neither it nor the row's place counts anything
    assert (row.raised, row.person_id) == (NOON.date().toordinal(), None)
    assert receipt not in str(vars(row))
    assert (entries(people), Record.rows.of(people.organisation.pk).count()) == before


def test_trying_leaves_no_counter_of_an_address(people, code):
    from holdtrue.accounts.models import Attempt

    before = Attempt.objects.count()
    sent = {"category": "use", "text": "A worry"}
    assert Client().post(code + "raise/", sent).status_code == 200
    assert Client().post(code + "follow/", {"receipt": "XXXX-XXXX-XXXX-XXXX-XXXX"}).status_code == 422
    assert Attempt.objects.count() == before


def test_nobody_reads_it_on_the_day_and_those_who_answer_do_the_day_after(people):
    raised(people)
    assert theirs(people, "owner", 0) == []
    assert boxing.deliver(people.organisation, clock(0)) == 0
    assert theirs(people, "owner") == ["It ranks people low."]
    assert theirs(people, "manager") == ["It ranks people low."]


def test_delivered_together_its_bare_record_says_neither_words_nor_hour(people):
    for n in range(3):
        raised(people, f"Worry {n}")
    assert boxing.deliver(people.organisation, clock(1)) == 3
    assert boxing.deliver(people.organisation, clock(1)) == 0
    rows = list(Record.rows.of(people.organisation.pk).filter(kind="concern"))
    assert len({row.created_at for row in rows}) == 1
    assert all(row.created_at == NOON + dt.timedelta(days=1) for row in rows)
    body = records.find(people.owner, "CON-1").search_text
    assert "Worry" not in body
    shown = people.client("owner").get(f"/o/{people.slug}/r/CON-0001/").content.decode()
    assert "Worry" not in shown
    assert "10 Mar 2027" in shown


def test_an_answer_reaches_whoever_holds_the_receipt_and_closes_the_record(people, code):
    receipt = raised(people).receipt
    boxing.deliver(people.organisation, clock(1))
    row = boxed.visible(later(people.owner))[0]
    boxing.answer(later(people.caller("manager")), row.pk, "We looked at it.")
    page = Client().post(code + "follow/", {"receipt": receipt.lower().replace("-", " ")}).content.decode()
    assert "We looked at it." in page
    fields = people.client("owner").get(f"/o/{people.slug}/r/CON-0001/").content.decode()
    assert "We looked at it." not in fields
    assert "11 Mar 2027" in fields


def test_a_receipt_of_another_organisation_opens_nothing(people, code):
    from holdtrue.app.actions.door import set_door

    receipt = raised(people).receipt
    set_door(people.caller("outsider"), opened=True, free=True)
    away = f"/door/o/{ways.door_of(people.elsewhere.pk).code}/"
    wrong = Client().post(away + "follow/", {"receipt": receipt})
    unknown = Client().post(away + "follow/", {"receipt": "0000-0000-0000-0000-0000"})
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert boxed.visible(later(people.caller("outsider"))) == []
    row = Boxed.rows.of(people.organisation.pk).get()
    with pytest.raises(NotFound):
        boxed.one(later(people.caller("outsider")), row.pk)


@pytest.mark.parametrize(
    ("about", "text", "blind"),
    [
        (["Max"], "Look at him", {"manager"}),
        (["ada"], "Look at her", {"owner"}),
        ([], "Ada told me to hide it", {"owner"}),
        (["Letter writer"], "It is wrong", {"contributor"}),
        (["Ada", "Max"], "Both of them", {"owner", "manager"}),
    ],
)
def test_those_it_concerns_never_see_it_whatever_their_role(people, about, text, blind):
    door.set_door(people.owner, opened=True, free=True, answers=people.people["contributor"].ref)
    raised(people, text, about)
    boxing.deliver(people.organisation, clock(1))
    row = Boxed.rows.of(people.organisation.pk).get()
    for who in ("owner", "manager", "contributor"):
        seen = theirs(people, who) == [text]
        assert seen is (who not in blind), who
        if who in blind:
            for refused in (boxed.one, boxing.file_of, lambda c, n: boxing.answer(c, n, "x")):
                with pytest.raises(NotFound):
                    refused(later(people.caller(who)), row.pk)


def test_a_concern_that_names_somebody_is_nowhere_in_the_register(people):
    before = entries(people)
    raised(people, "Zanzibar: look at Max", ["Max"])
    boxing.deliver(people.organisation, clock(1))
    number = Boxed.rows.of(people.organisation.pk).get().pk
    boxing.answer(later(people.owner), number, "We did.")
    assert entries(people) == before
    assert not Record.rows.of(people.organisation.pk).filter(kind="concern").exists()
    browser, o = people.client("manager"), f"/o/{people.slug}"
    pages = ["/", "/concerns/", "/search/?q=Zanzibar", "/find/?q=Zanzibar", "/ledger/", "/worklist/", "/act/"]
    pages += ["/worklist/team/", "/concerns/export.csv", "/concerns-raised/"]
    for page in pages:
        given = browser.get(o + page)
        content = b"".join(given.streaming_content) if given.streaming else given.content
        assert given.status_code == 200, page
        assert b"look at Max" not in content, page
        assert str(number).encode() not in content, page
    given = people.client("token").get("/api/v1/records?kind=concern")
    assert b"look at Max" not in given.content
    assert browser.get(f"{o}/concerns-raised/{number}/").status_code == 404
    assert browser.get(f"{o}/concerns-raised/{number}/file/").status_code == 404
    nothing = browser.get(f"{o}/concerns-raised/{number + 1}/").content
    assert browser.get(f"{o}/concerns-raised/{number}/").content == nothing


def test_a_name_nobody_here_has_keeps_it_out_of_the_register_too(people):
    raised(people, "Strange", ["Somebody Unheard"])
    boxing.deliver(people.organisation, clock(1))
    assert not Record.rows.of(people.organisation.pk).filter(kind="concern").exists()
    assert theirs(people, "owner") == ["Strange"]


def test_who_answers_for_a_tool_later_does_not_come_to_see_it(people):
    raised(people, "It is wrong", ["Letter writer"])
    assert theirs(people, "manager") == ["It is wrong"]
    records.edit(people.owner, "SYS-1", {"owner": people.people["manager"].ref})
    assert theirs(people, "manager") == []


@pytest.mark.parametrize("who", ["contributor", "auditor", "member", "token", "outsider", "anonymous"])
def test_who_answers_no_concerns_comes_to_none_of_their_pages(people, who):
    raised(people)
    number = Boxed.rows.of(people.organisation.pk).get().pk
    base = f"/o/{people.slug}/concerns-raised/"
    for page in ("", f"{number}/", f"{number}/file/"):
        assert people.client(who).get(base + page).status_code in (302, 403, 404), page
    if who not in ("outsider", "anonymous"):
        with pytest.raises(NotAllowed):
            boxed.visible(later(people.caller(who)))


def test_where_everybody_who_answers_is_named_the_asker_is_told(people):
    assert not raised(people, "All", ["Ada", "Max"]).answering
    assert raised(people, "One", ["Max"]).answering


@pytest.fixture
def outside(people):
    """An address outside that takes what it is sent."""
    taken = []

    class Taking(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            taken.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *given):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Taking) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with override_settings(HOLDTRUE_NOTICE_HOSTS=("127.0.0.1",)):
            address = f"json://127.0.0.1:{server.server_port}/ombud"
            door.set_door(people.owner, opened=True, free=True, outside=address)
            yield taken
        server.shutdown()


def test_the_outside_address_is_told_once_and_without_a_word_of_it(people, outside):
    raised(people, "Zanzibar: look at Max", ["Max"])
    raised(people, "Another")
    assert outside == []
    boxing.deliver(people.organisation, clock(1))
    assert len(outside) == 1
    assert "A concern about AI was raised at Northwind" in outside[0]
    assert not re.search("Zanzibar|Max|Another", outside[0])
    assert "ombud" not in people.client("owner").get(f"/o/{people.slug}/settings/door/").content.decode()


def test_a_named_concern_arrives_at_once_with_its_name(people):
    secret = door.make_link(people.owner, "PER-5").rstrip("/").rpartition("/")[2]
    browser = Client()
    browser.get(f"/door/in/{secret}/")
    sent = browser.post("/door/me/raise/", {"category": "use", "text": "Too slow"})
    assert sent.status_code == 200
    page = people.client("owner").get(f"/o/{people.slug}/concerns-raised/").content.decode()
    assert "Theo" in page
    number = re.search(r"concerns-raised/(\d+)/", page)[1]
    one = people.client("owner").get(f"/o/{people.slug}/concerns-raised/{number}/").content.decode()
    assert "Do not try to find out" not in one
    assert "reads this where they raised it" in one


def test_a_file_is_looked_into_and_only_ever_saved(people, code):
    from django.core.files.uploadedfile import SimpleUploadedFile as File

    sent = {"category": "use", "text": "See this"}
    bad = File("run.exe", b"MZ" + bytes(200))
    assert Client().post(code + "raise/", {**sent, "file": bad}).status_code == 422
    good = File("note.txt", b"Seen on Monday")
    assert Client().post(code + "raise/", {**sent, "file": good}).status_code == 200
    row = Boxed.rows.of(people.organisation.pk).get()
    Boxed.rows.of(people.organisation.pk).update(shown_from=1)
    given = people.client("owner").get(f"/o/{people.slug}/concerns-raised/{row.pk}/file/")
    assert given.content == b"Seen on Monday"
    assert given["Content-Disposition"].startswith("attachment")
    assert "sandbox" in given["Content-Security-Policy"]


def test_a_wrong_form_keeps_what_was_typed(people, code):
    given = Client().post(code + "raise/", {"category": "", "text": "Half a thought"})
    assert given.status_code == 422
    assert "Half a thought" in given.content.decode()
