"""What every response carries, and that reading writes nothing."""

from __future__ import annotations

import datetime as dt

import pytest


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


def test_signing_in_is_limited_and_the_counts_keep_no_address(client):
    from holdtrue.accounts.models import SharedCache, User

    User.objects.create_user("ada@example.org", "a-long-enough-password", created_at=dt.datetime.now(dt.UTC))
    given = {"login": "ada@example.org", "password": "wrong"}
    for _ in range(6):
        client.post("/account/login/", given)
    client.post("/account/login/", given | {"password": "a-long-enough-password"})
    assert "_auth_user_id" not in client.session
    kept = "".join(f"{row.cache_key} {row.value}" for row in SharedCache.objects.all())
    assert kept
    assert "127.0.0.1" not in kept
    assert "ada@" not in kept


@pytest.mark.parametrize(
    ("forwarded", "proxies", "counted"),
    [
        ("198.51.100.7", 0, "127.0.0.1"),
        ("198.51.100.7", 1, "198.51.100.7"),
        ("2001:db8:1:2:3::4", 1, "2001:db8:1:2::"),
    ],
)
def test_a_proxy_is_believed_only_where_the_settings_name_one(application, forwarded, proxies, counted):
    from django.test import RequestFactory, override_settings

    from holdtrue.accounts.address import caller

    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
        assert caller(request) == counted
