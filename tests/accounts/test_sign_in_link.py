"""Sign-in links: opening one changes nothing, its button works once."""

from __future__ import annotations

import datetime as dt

import pytest

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


@pytest.fixture
def user(database):
    from holdtrue.accounts.models import User

    return User.objects.create_user("Ada@Example.org", created_at=NOW)


def link(user, **changes):
    from django.utils import timezone

    from holdtrue.accounts import links

    return links.path(links.issue(user, now=timezone.now(), **changes))


def test_opening_a_link_signs_nobody_in_and_leaves_it_unused(client, user):
    from holdtrue.accounts.models import SignInLink

    path = link(user)
    page = client.get(path)
    assert page.status_code == 200
    assert b"<button" in page.content
    assert "_auth_user_id" not in client.session
    assert SignInLink.objects.get().used_at is None


def test_pressing_the_button_signs_in_once(client, user):
    from django.test import Client

    path = link(user)
    assert client.post(path).status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)
    assert Client().post(path).status_code == 401


def test_an_expired_link_says_how_to_get_another(client, user):
    path = link(user, good_for=dt.timedelta(seconds=-1))
    page = client.get(path)
    assert page.status_code == 401
    assert b"holdtrue sign-in-link" in page.content
    assert client.post(path).status_code == 401


def test_a_link_never_made_looks_like_a_spent_one(client, user):
    path = link(user)
    client.post(path)
    client.logout()
    spent, unknown = client.get(path), client.get("/sign-in/never-made/")
    assert (spent.status_code, spent.content) == (unknown.status_code, unknown.content)


def test_a_switched_off_user_is_not_let_in(client, user):
    path = link(user)
    user.is_active = False
    user.save()
    assert client.post(path).status_code == 401


def test_only_the_secret_s_digest_is_kept(user):
    from holdtrue.accounts.models import SignInLink

    secret = link(user).split("/")[2]
    row = SignInLink.objects.get()
    assert secret not in {str(value) for value in vars(row).values()}


def test_trying_links_is_limited(client, user):
    statuses = [client.post("/sign-in/guess/").status_code for _ in range(25)]
    assert statuses[0] == 401
    assert 429 in statuses
