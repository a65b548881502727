"""Documents on their pages, without scripts: started, written, previewed, read, acknowledged, saved."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from harness.cast import cast
from pages_acts.filling import Browser


@pytest.fixture
def people(begun):
    return begun(cast)


@pytest.fixture
def ada(people):
    return Browser(people, "owner")


@pytest.fixture
def policy(people):
    """An AI policy in force, with a draft beside it."""
    from holdtrue.app import callers
    from holdtrue.app.actions import records, sign

    record = records.add(
        people.owner, "policy", {"title": "AI policy", "topic": "ai", "text": "## Why\n\nCare."}
    )
    sign.sign(callers.console(people.slug), record.ref, "approved", good_for="12 months")
    records.edit(people.owner, record.ref, {"text": "**Bold** now."})
    record.refresh_from_db()
    return record


def test_a_document_is_started_from_a_template_and_opened_to_be_completed(ada):
    page = ada.open("documents/start/")
    assert "AI policy" in page.text
    assert "Start from a template" in ada.open("policies/").text
    done = ada.send(page, holding="template", template="ai_policy")
    assert "POL-0001 AI policy is started." in done.text
    assert done.form("title")["fields"]["text"][0].startswith("Northwind uses AI")
    assert "You have one: AI policy (POL-0001)" in ada.open("documents/start/").text


def test_the_draft_stands_beside_what_is_in_force(ada, policy):
    page = ada.open(f"r/{policy.ref}/")
    assert "In force: revision 1" in page.text
    assert "Draft: revision 2" in page.text
    assert "<h3>Why</h3>" in page.html
    assert "<strong>Bold</strong> now." in page.html
    assert f"/r/{policy.ref}/compare/?from=1&amp;to=2" in page.html
    assert "0 of 5 acknowledged this revision" in page.text


def test_employees_read_what_is_in_force_and_acknowledge_it(people, ada, policy):
    theo = Browser(people, "member")
    page = theo.open(f"r/{policy.ref}/document/")
    assert "Care." in page.text
    assert "Bold" not in page.text
    done = theo.send(page, holding="revision")
    assert "you acknowledged this revision" in done.text
    assert "You acknowledged this revision on" in done.text
    count = ada.open(f"r/{policy.ref}/acknowledged/")
    assert "1 of 5 acknowledged revision 1" in count.text
    assert "4 people have not" in count.text
    assert theo.open(f"r/{policy.ref}/acknowledged/").status == 403


def test_what_is_typed_is_shown_as_it_will_read_and_never_as_markup(ada):
    data = {"_preview": "text", "text": "# A\n\n<img src=x onerror=alert(1)> [x](javascript:alert(1))"}
    whole = ada.client.post(ada.at("preview/"), data).content.decode()
    assert "&lt;img src=x" in whole
    assert "<img src=x" not in whole
    assert 'href="javascript' not in whole
    part = ada.client.post(ada.at("preview/?field=text"), data, headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith("<div")
    assert ada.client.get(ada.at("preview/")).status_code == 405


def test_a_revision_is_saved_as_pdf_and_as_word(ada, policy):
    made = ada.client.get(ada.at(f"r/{policy.ref}/pdf/?revision=1"))
    assert made["Content-Type"] == "application/pdf"
    assert made["Content-Disposition"] == f'attachment; filename="{policy.ref}-revision-1.pdf"'
    assert made.content.startswith(b"%PDF")
    assert ada.client.get(ada.at(f"r/{policy.ref}/word/")).content.startswith(b"PK")
    for wrong in ("9", "x", "0", "99999999999"):
        assert ada.client.get(ada.at(f"r/{policy.ref}/pdf/?revision={wrong}")).status_code == 404


def test_a_file_becomes_the_document_and_is_had_back(ada, policy):
    page = ada.open(f"r/{policy.ref}/upload/")
    content = b"%PDF-1.7\nour policy\n%%EOF\n"
    done = ada.send(page, holding="file", file=SimpleUploadedFile("policy.pdf", content, "application/pdf"))
    assert f"policy.pdf is now the file of {policy.ref}." in done.text
    back = ada.client.get(ada.at(f"r/{policy.ref}/kept/"))
    assert b"".join(back.streaming_content) == content
    assert "sandbox" in back["Content-Security-Policy"]
    wrong = ada.send(
        page, holding="file", file=SimpleUploadedFile("policy.exe", b"MZ", "application/x-dosexec")
    )
    assert wrong.status == 422
    assert "is no file of a kind kept as a document" in wrong.text


def test_languages_stand_side_by_side(people, ada, policy):
    page = ada.open(f"r/{policy.ref}/languages/")
    done = ada.send(page, holding="language", language="fr", text="**Gras** maintenant.")
    assert "Up to date, last changed in revision 3" in done.text
    assert "<strong>Gras</strong>" in done.html
    wrong = ada.send(page, holding="language", language="klingon!", text="x")
    assert wrong.status in (409, 422)
    read = ada.open(f"r/{policy.ref}/document/?revision=3&language=fr")
    assert "Gras maintenant." in read.text
    assert 'lang="fr"' in read.html


def test_a_watched_link_that_may_not_be_read_is_said_so(people, ada, policy):
    from holdtrue.app.actions import records

    records.edit(people.owner, policy.ref, {"link": "https://intranet.example/ai"})
    assert "not read yet" in ada.open(f"r/{policy.ref}/").text
    ada.client.post(ada.at(f"r/{policy.ref}/read-link/"))
    page = ada.open(f"r/{policy.ref}/")
    assert "This installation does not allow that address to be read." in page.text
    assert "not readable since" in page.text


@pytest.mark.parametrize("act", ["document", "pdf", "word", "kept", "acknowledged", "languages", "upload"])
def test_nothing_of_another_organisation_is_told(people, policy, act):
    away = people.client("outsider").get(f"/o/{people.slug}/r/{policy.ref}/{act}/")
    assert away.status_code == 404
    assert people.client("owner").get(f"/o/{people.slug}/r/POL-0077/{act}/").status_code == 404


def test_employees_write_nothing(people, policy):
    theo = people.client("member")
    base = f"/o/{people.slug}/"
    for path in (f"r/{policy.ref}/upload/", "documents/start/"):
        assert theo.get(base + path).status_code == 403
    for path, data in (
        (f"r/{policy.ref}/upload/", {}),
        (f"r/{policy.ref}/read-link/", {}),
        (f"r/{policy.ref}/languages/", {"language": "fr", "text": "x"}),
        ("documents/begin/", {"template": "ai_policy"}),
    ):
        assert theo.post(base + path, data).status_code == 403, path
