"""Packs on their page: looked into before they are installed, taken away, and their name where people meet it."""

from __future__ import annotations

import io
import zipfile

import pytest

from harness.pictures import png

SAYS = b'name: calm-advice\ntitle: "Calm advice"\nversion: 1.0\nbranding: {name: "Calm <b>& Co", colour: "#0b5d5a"}\n'
TEMPLATE = (
    b'---\nkind: policy\ntopic: ai\ntitle: "Short AI policy"\nabout: "Half a page."\nminutes: 5\norder: 1\n---\n'
    b"# text\n\n{{organisation}} uses AI with care.\n"
)
RULES = b"""name: calm-rules
title: Calm rules
version: "1"
cadence:
  ai-policy: 6 months
"""


def zipped(**more):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in {"pack.yaml": SAYS, "documents/short.md": TEMPLATE, **more}.items():
            packed.writestr(name, body)
    out.name = "pack.zip"
    out.seek(0)
    return out


@pytest.fixture
def place(people):
    return f"/o/{people.slug}/settings/packs/"


def test_a_pack_is_looked_into_then_installed_shown_and_taken_away(people, place):
    import re

    client = people.client("owner")
    assert "No pack" not in client.get(place).content.decode()
    looked = client.post(place, {"do": "look", "file": zipped()})
    html = looked.content.decode()
    assert looked.status_code == 200
    assert "Install Calm advice 1.0?" in html
    assert "Short AI policy" in html
    assert "Calm &lt;b&gt;&amp; Co" in html
    assert "documents/short.md" in html
    assert "Short AI policy" not in client.get(place).content.decode(), "looking installs nothing"
    carried = re.search(r'name="content"[^>]*value="([^"]+)"', html)
    done = client.post(place, {"do": "install", "content": carried[1]})
    assert (done.status_code, done["Location"]) == (302, place)
    listed = client.get(place).content.decode()
    assert "one document" in listed
    assert f"{place}calm-advice/" in listed
    again = client.post(place, {"do": "look", "file": zipped()})
    assert again.status_code == 422
    assert "installed already" in again.content.decode()
    shown = client.get(f"{place}calm-advice/").content.decode()
    assert "Take the pack away" in shown
    assert client.post(f"{place}calm-advice/", {"do": "remove"}).status_code == 302
    assert client.get(f"{place}calm-advice/").status_code == 404


def test_what_is_no_pack_is_refused_and_nobody_else_gets_in(people, place):
    client = people.client("owner")
    for sent in (
        {"do": "look"},
        {"do": "install", "content": "&&&"},
        {"do": "install", "content": "AAAA"},
        {"do": "install", "content": "é"},
        {"do": "look", "file": zipped(**{"run.exe": b"MZ"})},
        {"do": "look", "file": zipped(**{"logo.png": b"<svg onload='x'/>"})},
    ):
        assert client.post(place, sent).status_code == 422
    for who in ("contributor", "auditor", "member"):
        assert people.client(who).get(place).status_code == 403
    assert people.client("outsider").get(place).status_code == 404


def test_the_name_and_colour_of_a_pack_stand_on_documents_and_at_the_door(people):
    import dataclasses

    from holdtrue.app.actions import packs, records
    from holdtrue.app.documents.branding import brand_of, branded
    from holdtrue.app.documents.gathering import gathered
    from holdtrue.app.documents.rendering import rendered
    from holdtrue.app.packing import from_zip

    policy = records.add(
        people.owner, "policy", {"topic": "ai", "title": "How we use AI", "text": "With care."}
    )
    before = rendered(people.owner, policy.ref, "pdf").content
    packs.install(people.owner, from_zip(zipped().getvalue()))
    found = brand_of(people.organisation.pk)
    assert (found.name, found.colour) == ("Calm <b>& Co", "#0b5d5a")
    assert brand_of(people.elsewhere.pk).name == ""
    plain = gathered(people.owner, policy.ref, None)
    made = branded(people.organisation.pk, plain)
    assert dataclasses.replace(made, brand="", colour="") == plain, "what it says stays as it is"
    after = rendered(people.owner, policy.ref, "pdf").content
    assert after.startswith(b"%PDF")
    assert after != before
    assert rendered(people.owner, policy.ref, "docx").content.startswith(b"PK")
    packs.remove(people.owner, "calm-advice")
    assert rendered(people.owner, policy.ref, "pdf").content == before


def test_an_adviser_keeps_a_pack_offers_it_and_the_owner_installs_it_after_seeing_it(people):
    import re

    from holdtrue.accounts.models import User
    from holdtrue.app.actions import members

    members.invite(people.owner, "ruth@calm.example", role="adviser")
    people.users["adviser"] = User.objects.get(email="ruth@calm.example")
    ruth, owner = people.client("adviser"), people.client("owner")
    assert ruth.post("/packs/", {}).status_code == 422
    assert ruth.post("/packs/", {"file": zipped(**{"run.exe": b"MZ"})}).status_code == 422
    sent = ruth.post("/packs/", {"file": zipped(**{"logo.png": png()})})
    assert (sent.status_code, sent["Location"]) == (302, "/packs/calm-advice/")
    mine = ruth.get("/packs/calm-advice/").content.decode()
    assert "data:image/png;base64," in mine
    assert people.slug in mine
    assert owner.get("/packs/calm-advice/").status_code == 404, "what one keeps is nobody else's"
    assert ruth.post("/packs/calm-advice/", {"do": "offer"}).status_code == 422
    assert ruth.post("/packs/calm-advice/", {"do": "offer", "to": "nowhere"}).status_code == 422
    assert ruth.post("/packs/calm-advice/", {"do": "offer", "to": people.slug}).status_code == 302
    place = f"/o/{people.slug}/settings/packs/"
    assert ruth.get(place).status_code == 403
    listed = owner.get(place).content.decode()
    assert "Offered to you" in listed
    assert "ruth@calm.example" in listed
    at = re.search(rf"{place}offered/\d+/", listed)[0]
    brings = owner.get(at).content.decode()
    assert "Short AI policy" in brings
    assert "documents/short.md" in brings
    assert people.client("member").post(at, {"do": "install"}).status_code == 403
    assert owner.post(at, {"do": "install"}).status_code == 302
    assert owner.get(at).status_code == 404
    assert "Offered to you" not in owner.get(place).content.decode()
    assert ruth.post("/packs/calm-advice/", {"do": "offer", "to": people.slug}).status_code == 422
    assert ruth.post("/packs/calm-advice/", {"do": "drop"}).status_code == 302
    assert f"{place}calm-advice/" in owner.get(place).content.decode(), "what is installed stays"


def test_the_logo_of_a_pack_is_drawn_at_the_door_and_in_documents(people):
    import re

    from django.test import Client

    from holdtrue.app.actions import door, packs, records
    from holdtrue.app.documents.rendering import rendered
    from holdtrue.app.packing import from_zip

    policy = records.add(
        people.owner, "policy", {"topic": "ai", "title": "How we use AI", "text": "With care."}
    )
    code = door.set_door(people.owner, opened=True).code
    stranger = Client()
    assert stranger.get(f"/door/o/{code}/logo/").status_code == 404
    packs.install(people.owner, from_zip(zipped(**{"logo.png": png()}).getvalue()))
    seen = stranger.get(f"/door/o/{code}/").content.decode()
    drawn = stranger.get(re.search(rf'src="(/door/o/{code}/logo/\?v=[0-9a-f]+)"', seen)[1])
    assert (drawn["Content-Type"], drawn.content) == ("image/png", png())
    assert drawn["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert drawn["X-Content-Type-Options"] == "nosniff"
    assert b"/Subtype/Image" in rendered(people.owner, policy.ref, "pdf").content
    word = zipfile.ZipFile(io.BytesIO(rendered(people.owner, policy.ref, "docx").content))
    assert any(name.startswith("word/media/") for name in word.namelist())


def test_whoever_puts_packs_without_end_is_told_to_wait(people, monkeypatch):
    from holdtrue.accounts.limits import Limit
    from holdtrue.pages.views import kept_packs

    monkeypatch.setattr(kept_packs, "PUT", Limit("pack.put", 1, 600))
    somebody = people.client("member")
    assert somebody.post("/packs/", {"file": zipped(**{"run.exe": b"MZ"})}).status_code == 422
    again = somebody.post("/packs/", {"file": zipped()})
    assert again.status_code == 429
    assert "seconds" in again.content.decode()
    assert somebody.get("/packs/").status_code == 200
