"""A document kept as a file, behind a watched link or in several languages: what its sign-off covers."""

from __future__ import annotations

import io
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.test import override_settings

from holdtrue.app.actions import records, sign
from holdtrue.app.actions.documents.files import keep_file
from holdtrue.app.actions.documents.languages import say_in
from holdtrue.app.actions.documents.watching import read_all, read_link
from holdtrue.app.documents.versions import versions
from holdtrue.app.fetching import Fetched, Unread, fetch
from holdtrue.core.languages import joined, split
from holdtrue.core.refusals import BadInput, NotAllowed, Stale


@pytest.fixture
def policy(house):
    house.add(
        "policy",
        topic="ai",
        title="AI policy",
        owner="PER-1",
        **dict.fromkeys(
            ("permitted_uses", "prohibited_uses", "who_to_ask", "commitments", "published_to"), "x"
        ),
    )
    return house


def pdf(words):
    """A file that is a PDF as far as its first bytes say."""
    return io.BytesIO(b"%PDF-1.7\n" + words.encode() + b"\n%%EOF\n")


def found(house, ref="POL-1"):
    return records.find(house.ada, ref)


def approve(house):
    return sign.sign(house.console, "POL-1", "approved", good_for="12 months")


def stands(house):
    """How the level that asks for top management's signature stands."""
    return house.why("ai-policy", level="documented").state.name


class Intranet:
    """A web server whose page can be changed, moved and taken away."""

    def __init__(self):
        self.content, self.kind, self.status, self.to = b"Be careful.", "text/plain", 200, ""
        site = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self):
                moved = site.to and self.path == "/ai-policy"
                self.send_response(site.status if moved or not site.to else 200)
                if moved:
                    self.send_header("Location", site.to)
                self.send_header("Content-Type", site.kind)
                self.end_headers()
                self.wfile.write(site.content)

            def log_message(self, *args):
                """Nothing is printed."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def host(self):
        return f"127.0.0.1:{self.server.server_port}"

    @property
    def address(self):
        return f"http://{self.host}/ai-policy"


@pytest.fixture
def intranet():
    site = Intranet()
    with override_settings(HOLDTRUE_WATCHED_HOSTS=(site.host,)):
        yield site
    site.server.shutdown()
    site.server.server_close()


def test_a_sign_off_covers_exactly_the_file_that_was_there(policy):
    keep_file(policy.ada, "POL-1", pdf("first"), "policy.pdf")
    approve(policy)
    assert stands(policy) == "HOLDS"
    keep_file(policy.ada, "POL-1", pdf("second"), "policy.pdf")
    assert (found(policy).head_number, found(policy).in_force_number) == (3, 2)
    assert stands(policy) == "HOLDS"  # the approved file stays in force while the next waits
    fields = policy.body("POL-1")["fields"]
    assert fields["file_name"] == "policy.pdf"
    assert policy.body("POL-1", 2)["fields"]["file_digest"] != fields["file_digest"]
    policy.agrees()


def test_a_file_of_another_sort_or_on_a_stale_revision_is_refused(policy):
    with pytest.raises(BadInput):
        keep_file(policy.ada, "POL-1", io.BytesIO(b"x"), "policy.exe")
    with pytest.raises(Stale):
        keep_file(policy.ada, "POL-1", pdf("x"), "policy.pdf", revision=9)
    policy.system()
    with pytest.raises(BadInput):
        keep_file(policy.ada, "SYS-1", pdf("x"), "policy.pdf")
    with pytest.raises(BadInput):
        records.edit(policy.ada, "POL-1", {"file_digest": "0" * 64})
    assert found(policy).head_number == 1


def test_a_changed_content_behind_the_link_drifts_the_sign_off(policy, intranet):
    policy.edit("POL-1", link=intranet.address)
    assert isinstance(read_link(policy.ada, "POL-1"), Fetched)
    approve(policy)
    assert stands(policy) == "HOLDS"
    before = found(policy).head_number
    read_link(policy.ada, "POL-1")
    assert found(policy).head_number == before  # the same content writes nothing
    intranet.content = b"Be bold."
    read_link(policy.ada, "POL-1")
    assert stands(policy) == "DRIFTED"
    approve(policy)
    assert stands(policy) == "HOLDS"
    policy.agrees()


def test_an_unreadable_link_is_unknown_until_it_is_read_again(policy, intranet):
    policy.edit("POL-1", link=intranet.address)
    read_link(policy.ada, "POL-1")
    approve(policy)
    intranet.status = 503
    seen = read_link(policy.ada, "POL-1")
    assert isinstance(seen, Unread)
    why = policy.why("ai-policy", level="documented")
    assert why.state.name == "UNKNOWN"
    assert why.because.id == "claim.signed.unread"
    policy.agrees()
    intranet.status = 200
    read_link(policy.ada, "POL-1")
    assert stands(policy) == "HOLDS"


def test_a_link_that_was_never_read_is_unknown_too(policy, intranet):
    policy.edit("POL-1", link=intranet.address)
    approve(policy)
    assert stands(policy) == "UNKNOWN"
    read_link(policy.ada, "POL-1")
    assert stands(policy) == "DRIFTED"  # what was signed was not this content: nobody had seen it


def test_a_draft_beside_it_stays_a_draft_when_the_content_changes(policy, intranet):
    policy.edit("POL-1", link=intranet.address)
    read_link(policy.ada, "POL-1")
    approve(policy)
    policy.edit("POL-1", commitments="More.")
    intranet.content = b"Be bold."
    read_link(policy.ada, "POL-1")
    record = found(policy)
    assert record.head_number == record.in_force_number + 1
    assert policy.body("POL-1")["fields"]["commitments"] == "More."
    assert policy.body("POL-1", record.in_force_number)["fields"]["commitments"] == "x"
    assert stands(policy) == "DRIFTED"
    policy.agrees()


def test_only_allowed_addresses_are_read_whatever_an_answer_asks_for(policy, intranet):
    for address in ("http://localhost/", "file:///etc/passwd", "http://a@127.0.0.1/", "nonsense"):
        assert fetch(address) == Unread("document.link.not_allowed")
    intranet.status, intranet.to = 302, f"http://localhost:{intranet.server.server_port}/elsewhere"
    assert fetch(intranet.address) == Unread("document.link.no_answer"), "it answers, and is not allowed"
    intranet.to = "/elsewhere"
    assert not isinstance(fetch(intranet.address), Unread), "it moved where it may be read"


def test_of_a_web_page_the_words_count_and_not_their_dress(intranet):
    intranet.kind = "text/html"
    intranet.content = b"<html><script>var n=1</script><p class=a>Be   <b>careful</b></p></html>"
    first = fetch(intranet.address)
    intranet.content = b"<html><script>var n=2</script><div>Be careful</div></html>"
    assert fetch(intranet.address) == first
    intranet.content = b"<p>Be bold</p>"
    assert fetch(intranet.address) != first


def test_another_address_forgets_what_the_first_led_to(policy, intranet):
    policy.edit("POL-1", link=intranet.address)
    assert set(read_all(policy.ada)) == {"POL-0001"}
    policy.edit("POL-1", link="https://elsewhere.example/")
    assert "link_digest" not in policy.body("POL-1")["fields"]


def test_changing_one_language_makes_a_draft_of_the_whole(policy):
    say_in(policy.ada, "POL-1", "fr", "Soyez prudents.")
    approve(policy)
    digest = found(policy).digest
    say_in(policy.ada, "POL-1", "de", "Vorsicht.")
    assert found(policy).head_number == found(policy).in_force_number + 1
    approve(policy)
    assert found(policy).digest != digest
    say_in(policy.ada, "POL-1", "fr", "")
    assert split(policy.body("POL-1")["fields"]["translations"]) == {"de": "Vorsicht."}


def test_a_language_is_older_once_the_text_moved_on(policy):
    say_in(policy.ada, "POL-1", "fr", "Soyez prudents.")
    assert not versions(found(policy), 2)[0].older
    policy.edit("POL-1", text="Be very careful.")
    now = versions(found(policy), 3)[0]
    assert now.older
    assert (now.changed_in, now.source_changed_in) == (2, 3)
    say_in(policy.ada, "POL-1", "fr", "Soyez très prudents.")
    assert not versions(found(policy), 4)[0].older


def test_a_language_has_a_code_and_is_not_the_documents_own(policy):
    for code in ("french", "x", ""):
        with pytest.raises(BadInput):
            say_in(policy.ada, "POL-1", code, "Bonjour")
    with pytest.raises(BadInput):
        say_in(policy.ada, "POL-1", "en", "Hello")
    with pytest.raises(NotAllowed):
        say_in(policy.member("Theo", "member"), "POL-1", "fr", "Bonjour")


def test_languages_are_kept_in_one_text_and_come_back_as_they_were():
    held = {"fr": "Un\n\n## Deux", "pt-br": "Três"}
    assert split(joined(held)) == held
    assert split("no mark at all") == {"und": "no mark at all"}
    assert split("") == {}


def test_what_changes_nothing_that_was_signed_is_in_force_at_once(policy):
    approve(policy)
    policy.edit("POL-1", published_to="The wall", published_on="2027-03-01")
    record = found(policy)
    assert record.head_number == record.in_force_number == 2
    assert stands(policy) == "HOLDS"
    policy.edit("POL-1", text="Other.")
    policy.edit("POL-1", published_to="Another wall")
    assert found(policy).in_force_number == 2
    policy.agrees()
