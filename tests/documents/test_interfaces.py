"""Documents over the API."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from harness.cast import cast


@pytest.fixture
def people(begun):
    return begun(cast)


@pytest.fixture
def api(people):
    client = people.client("owner")
    base = f"/api/v1/o/{people.slug}"

    def ask(method, path, body=None):
        send = getattr(client, method)
        if body is None:
            return send(base + path)
        return send(base + path, json.dumps(body), content_type="application/json")

    return ask


def test_a_document_is_started_rendered_and_acknowledged(people, api):
    from holdtrue.app import callers
    from holdtrue.app.actions import sign

    listed = api("get", "/document-templates").json()["templates"]
    assert {"id", "kind", "topic", "title", "about", "minutes"} == set(listed[0])
    made = api("post", "/documents", {"template": "ai_policy"})
    assert made.status_code == 201
    assert made.json()["fields"]["text"].startswith("Northwind uses AI")
    pdf = api("get", "/records/POL-1/document")
    assert pdf["Content-Type"] == "application/pdf"
    assert api("get", "/records/POL-1/document?format=docx&revision=1").content.startswith(b"PK")
    assert api("get", "/records/POL-1/document?format=odt").status_code == 422
    assert api("get", "/records/POL-1/document?revision=4").status_code == 404
    assert api("post", "/records/POL-1/acknowledgements", {}).status_code == 422
    sign.sign(callers.console(people.slug), "POL-1", "approved")
    said = api("post", "/records/POL-1/acknowledgements", {"revision": 1})
    assert said.status_code == 201
    assert said.json()["meaning"] == "confirmed"
    count = api("get", "/records/POL-1/acknowledgements").json()
    assert (count["asked"], count["acknowledged"], count["revision"]) == (5, 1, 1)


def test_a_file_is_kept_and_a_link_read(people, api):
    api("post", "/documents", {"template": "ai_policy"})
    file = SimpleUploadedFile("policy.pdf", b"%PDF-1.7\nx\n%%EOF\n", "application/pdf")
    kept = people.client("owner").post(f"/api/v1/o/{people.slug}/records/POL-1/document", {"file": file})
    assert kept.status_code == 200
    assert {"file_name", "file_digest"} <= set(kept.json()["derived"])
    assert api("post", "/records/POL-1/read-link").status_code == 422
    api("patch", "/records/POL-1", {"fields": {"link": "https://intranet.example/"}})
    seen = api("post", "/records/POL-1/read-link").json()
    assert (seen["readable"], seen["digest"]) == (False, None)
    assert "HOLDTRUE_WATCHED_HOSTS" in seen["why"]


def test_a_machine_reads_and_never_acknowledges(people, api):
    api("post", "/documents", {"template": "ai_policy"})
    machine = people.client("token")
    base = f"/api/v1/o/{people.slug}/records/POL-1"
    assert machine.get(f"{base}/document").status_code == 200
    said = machine.post(f"{base}/acknowledgements", "{}", content_type="application/json")
    assert said.status_code == 403
