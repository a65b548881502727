"""A first password, or a first second factor, is set only moments after a sign-in link: an old session is no proof."""

from __future__ import annotations

import datetime as dt

import pytest

DOORS = ("password/set/", "2fa/totp/activate/", "2fa/webauthn/add/", "email/")
WORD = "a-long-enough-password"


@pytest.fixture
def user(database):
    from holdtrue.accounts.models import User

    return User.objects.create_user("Ada@Example.org", created_at=dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC))


@pytest.fixture
def came(client, user):
    """A browser that came in by a link."""
    from django.utils import timezone

    from holdtrue.accounts import links

    assert client.post(links.path(links.issue(user, now=timezone.now()))).status_code == 302
    return client


def grow_old(client):
    session = client.session
    for proof in session["account_authentication_methods"]:
        proof["at"] -= 301
    session.save()


def test_moments_after_the_link_a_first_password_is_set(came, user):
    assert came.post("/account/password/set/", {"password1": WORD, "password2": WORD}).status_code == 302
    user.refresh_from_db()
    assert user.check_password(WORD)


@pytest.mark.parametrize("door", DOORS)
def test_an_old_session_without_a_password_gets_no_way_to_prove_itself(came, user, door):
    grow_old(came)
    for page in (
        came.get(f"/account/{door}"),
        came.post(f"/account/{door}", {"password1": WORD, "password2": WORD}),
    ):
        assert page.status_code == 403
        assert b"new sign-in link" in page.content
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_who_has_a_password_changes_it_as_before(came, user):
    user.set_password(WORD)
    user.save()
    came.force_login(user)
    assert came.get("/account/password/set/").status_code == 302
