"""Who is shown which page, and that what you may not know of looks like what never was."""

from __future__ import annotations

import pytest

READ_BY_ALL_BUT_EMPLOYEES = (
    "practices/",
    "practices/ai-policy/",
    "frameworks/",
    "frameworks/crosswalk/",
    "frameworks/iso42001/",
    "frameworks/eu_ai_act/?system=SYS-0001",
    "frameworks/nist_ai_rmf/GOVERN%201.1/",
    "why/organisation/ai-policy/next/",
)
READ_BY_EVERYBODY = (
    "",
    "systems/",
    "policies/",
    "r/SYS-0001/",
    "r/POL-0001/",
    "r/SYS-0001/history/",
    "do/",
    "search/?q=call",
)


def same(one, other):
    """Compare all a browser is told."""
    return (one.status_code, one.content, dict(one.headers)) == (
        other.status_code,
        other.content,
        dict(other.headers),
    )


def test_members_read_by_their_role_and_strangers_are_sent_to_sign_in(north):
    base = f"/o/{north.slug}/"
    for role in ("owner", "manager", "contributor", "auditor", "member"):
        client = north.client(role)
        for path in READ_BY_EVERYBODY:
            assert client.get(base + path).status_code == 200, (role, path)
        for path in READ_BY_ALL_BUT_EMPLOYEES:
            assert client.get(base + path).status_code == (403 if role == "member" else 200), (role, path)
    away = north.client("anonymous").get(base + "systems/?tier=high")
    assert away.status_code == 302
    assert away["Location"] == "/account/login/?next=%2Fo%2Fnorthwind%2Fsystems%2F%3Ftier%3Dhigh"


def test_an_organisation_of_others_is_the_404_of_one_that_never_was(north):
    client = north.client("outsider")
    for path in (
        "",
        "systems/",
        "r/SYS-0001/",
        "r/SYS-0001/file/",
        "settings/",
        "why/SYS-0001/system-owner/next/",
    ):
        theirs = client.get(f"/o/northwind/{path}")
        nobodys = client.get(f"/o/never-was/{path}")
        assert theirs.status_code == 404
        assert same(theirs, nobodys), path
        assert same(theirs, client.get(f"/o/northwind/{path}")), path


def test_a_record_of_others_is_the_404_of_one_that_never_was(north):
    from holdtrue.app.actions import records

    for name in ("One", "Two", "Three"):
        records.add(north.caller("outsider"), "system", {"name": name})
    client = north.client("owner")
    for act in ("", "history/", "file/"):
        theirs, nobodys = (
            client.get(f"/o/northwind/r/SYS-0003/{act}"),
            client.get(f"/o/northwind/r/SYS-0777/{act}"),
        )
        assert theirs.status_code == 404
        assert same(theirs, nobodys)
        assert not theirs.cookies
    assert same(
        client.get("/o/northwind/why/SYS-0003/system-owner/next/"),
        client.get("/o/northwind/why/SYS-0777/system-owner/next/"),
    )


def test_acts_stand_only_where_they_may_be_done(north):
    address = f"/o/{north.slug}/r/SYS-0001/"
    owner, auditor = (north.client(role).get(address).content.decode() for role in ("owner", "auditor"))
    assert f"{address}edit/" in owner
    assert f"{address}edit/" not in auditor
    assert f"{address}retire/" not in auditor


def test_reading_writes_nothing_and_posting_to_a_reading_page_is_refused(north):
    client = north.client("owner")
    posted, opened = client.post(f"/o/{north.slug}/systems/"), client.get(f"/o/{north.slug}/seen/")
    assert (posted.status_code, opened.status_code, opened["Allow"]) == (405, 405, "POST")
    for response, sentence in ((posted, "only shows a page"), (opened, "only takes what a form sends")):
        told = response.content.decode()
        assert sentence in told
        assert f'href="/o/{north.slug}/"' in told
    assert client.get("/theme/").content.decode().count("<h1>") == 1
    assert client.get("/o/nobody-here/seen/").status_code == 404


@pytest.mark.parametrize("role", ["member", "outsider"])
def test_a_file_is_sent_to_those_who_may_read_it_and_never_shown(north, role):
    address = f"/o/{north.slug}/r/EVI-0001/file/"
    sent = north.client("auditor").get(address)
    assert b"".join(sent.streaming_content) == b"<b>Notes</b> of the review"
    assert sent["Content-Disposition"] == 'attachment; filename="notes.html"'
    assert sent["Content-Type"] == "application/octet-stream"
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert north.client(role).get(address).status_code in (403, 404)
