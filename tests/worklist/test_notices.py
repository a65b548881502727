"""Digests go out once a day to configured addresses only; what is late goes up once; a calendar needs its secret."""

from __future__ import annotations

import http.server
import logging
import socketserver
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from holdtrue.app.actions import notices, sign
from holdtrue.app.actions.notifying import Round, one_round
from holdtrue.app.actions.raising import raise_late
from holdtrue.app.notices.addresses import chat_address
from holdtrue.app.worklist.raising import raised
from holdtrue.core.refusals import BadInput
from holdtrue.store.models import CalendarFeed, Escalation
from worklist.test_items import asked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.house import House


@contextmanager
def chat_sink() -> Iterator[tuple[str, list[str]]]:
    """A chat service on this machine that keeps what it is sent."""
    taken: list[str] = []

    class Taking(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the library's name
            taken.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with http.server.HTTPServer(("127.0.0.1", 0), Taking) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"json://127.0.0.1:{server.server_port}/a-secret-path", taken
        server.shutdown()


class _Mail(socketserver.StreamRequestHandler):
    """Just enough of SMTP to take a letter."""

    def handle(self) -> None:
        said = {b"EHLO": b"250 sink", b"MAIL": b"250 ok", b"RCPT": b"250 ok", b"QUIT": b"221 bye"}
        self.wfile.write(b"220 sink\r\n")
        for line in self.rfile:
            if line[:4].upper() == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                letter = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.letters.append(letter.decode())  # type: ignore[attr-defined]  # the sink's own list
                self.wfile.write(b"250 taken\r\n")
                continue
            self.wfile.write(said.get(line[:4].upper(), b"250 ok") + b"\r\n")
            if line[:4].upper() == b"QUIT":
                return


@contextmanager
def mail_sink() -> Iterator[tuple[str, list[str]]]:
    """A mail server on this machine that keeps what it is sent."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mail) as server:
        server.letters = []  # type: ignore[attr-defined]  # read by the handler
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        address = f"mailto://example.org:{port}?smtp=127.0.0.1&from=aims@example.org"
        yield address, server.letters  # type: ignore[attr-defined]  # as above
        server.shutdown()


def test_a_digest_goes_once_a_day_to_the_chat_that_was_chosen_and_nothing_secret_is_logged(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("django.conf.settings.HOLDTRUE_NOTICE_HOSTS", ("127.0.0.1",))
    house.assessed()
    with chat_sink() as (address, taken), caplog.at_level(logging.DEBUG):
        notices.choose(house.ada, rhythm="daily", way="chat", address=address)
        assert one_round(house.organisation, Round(), house.clock).sent == 1
        assert one_round(house.organisation, Round(), house.clock).sent == 0
        house.hands.turn_to("2027-03-02")
        assert one_round(house.organisation, Round(), house.clock).sent == 1
    assert len(taken) == 2
    assert "policy on AI" in taken[0]
    assert "a-secret-path" not in caplog.text
    house.agrees()


def test_a_weekly_digest_comes_by_mail_on_mondays(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.assessed()
    with mail_sink() as (server, letters):
        monkeypatch.setattr("django.conf.settings.HOLDTRUE_MAIL", server)
        notices.choose(house.ada, rhythm="weekly", mail="ada@example.org")
        for day in ("2027-03-01", "2027-03-02", "2027-03-07", "2027-03-08"):
            house.hands.turn_to(day)
            one_round(house.organisation, Round(), house.clock)
    assert len(letters) == 2
    assert "ada@example.org" in letters[0]


def test_what_was_not_taken_is_sent_by_the_next_round(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.HOLDTRUE_NOTICE_HOSTS", ("127.0.0.1",))
    house.assessed()
    notices.choose(house.ada, rhythm="daily", way="chat", address="json://127.0.0.1:9/")
    assert one_round(house.organisation, Round(), house.clock).failed == 1
    with chat_sink() as (address, taken):
        notices.choose(house.ada, rhythm="daily", way="chat", address=address)
        one_round(house.organisation, Round(), house.clock)
    assert len(taken) == 1


@pytest.mark.parametrize(
    "address",
    ["http://example.org", "json://localhost:8000/x", "file:///etc/passwd", "slack", "json://[", ""],
)
def test_notices_go_nowhere_else(database: str, address: str) -> None:
    with pytest.raises(BadInput):
        chat_address(address, ())


def test_what_is_long_overdue_goes_up_once_and_is_logged(house: House) -> None:
    bea = house.member("Bea Holm", "contributor")
    person = bea.actor.person
    house.assessed(owner="PER-2")
    house.edit("PER-2", manager="PER-1")
    sign.sign(bea, "SYS-0001", "approved", good_for="1 month")
    assert raise_late(house.console) == 0
    house.hands.turn_to("2027-04-10")
    assert raise_late(house.console) == 0
    house.hands.turn_to("2027-04-20")
    before = house.entries()
    went = raise_late(house.console)
    assert went
    assert raise_late(house.console) == 0
    assert house.entries() > before
    assert {x.person.uid for x in raised(asked(house)) if x.scope and x.scope.ref == "SYS-0001"} == {person}
    sign.sign(bea, "SYS-0001", "approved", good_for="12 months")
    assert not [
        x for x in raised(asked(house)) if x.scope and x.scope.ref == "SYS-0001" and x.due < house.today
    ]
    assert Escalation.rows.of(house.pk).count() == went
    house.agrees()


def test_a_calendar_is_read_by_its_secret_alone_and_ends_when_told(house: House) -> None:
    from django.test import Client
    from icalendar import Calendar

    house.assessed()
    sign.sign(house.ada, "SYS-0001", "approved", good_for="1 month")
    secret = notices.make_feed(house.ada)
    address = f"/calendar/{secret}.ics"
    first = Client().get(address)
    assert first.status_code == 200
    assert Calendar.from_ical(first.content)["version"] == "2.0"
    again = Client(headers={"If-None-Match": first["ETag"]}).get(address)
    assert (again.status_code, again.content) == (304, b"")
    assert secret not in str(list(CalendarFeed.rows.of(house.pk).values()))
    assert Client().get("/calendar/guess.ics").status_code == 404
    other = notices.make_feed(house.ada)
    assert Client().get(address).status_code == 404
    notices.end_feed(house.ada)
    assert Client().get(f"/calendar/{other}.ics").status_code == 404
    house.agrees()
