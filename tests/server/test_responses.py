"""What every response carries, and that reading writes nothing."""

from __future__ import annotations


def test_every_response_carries_the_policy(client):
    for path in ("/healthz", "/account/login/", "/no-such-page/", "/static/holdtrue/css/tokens.css"):
        response = client.get(path)
        policy = response.headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy, path
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        response.close()


def test_healthz_answers_without_saying_what_lies_inside(client):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"ok": True}
    assert client.post("/healthz").status_code == 405


def test_nobody_signs_up_uninvited(client):
    from holdtrue.accounts.models import User

    client.post("/account/signup/", {"email": "eve@example.org", "password1": "a-long-enough-password"})
    assert not User.objects.exists()


def test_a_form_without_its_token_is_refused(database):
    from django.test import Client

    guarded = Client(enforce_csrf_checks=True)
    assert guarded.post("/account/login/", {"login": "a@example.org", "password": "x"}).status_code == 403


def test_getting_pages_writes_no_session(client):
    from django.contrib.sessions.models import Session

    for path in ("/account/login/", "/sign-in/never-made/", "/healthz"):
        client.get(path)
    assert not Session.objects.exists()


def test_signing_in_is_limited(client):
    answers = [
        client.post("/account/login/", {"login": "ada@example.org", "password": f"wrong-{n}"}).status_code
        for n in range(12)
    ]
    assert answers[0] == 200
    assert (
        429 in answers
        or b"Too many"
        in client.post("/account/login/", {"login": "ada@example.org", "password": "again"}).content
    )
