"""Machine tokens: shown once, found by prefix, ended by time or hand, guessed at a limited rate."""

from __future__ import annotations

import datetime as dt

import pytest

from holdtrue.core.refusals import BadInput, Refusal

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
YEAR = dt.timedelta(days=365)


@pytest.fixture
def organisation(database):
    from holdtrue.store.models import Organisation

    return Organisation.objects.create(
        uid="0" * 36, slug="acme", name="Acme", profile="starter", created_at=NOW, rules="", base_day=739_000
    )


def issue(organisation, **changes):
    from holdtrue.accounts import tokens

    given = {"role": "contributor", "now": NOW, "expires_at": NOW + YEAR} | changes
    return tokens.issue(organisation.pk, "pipeline", **given)


def find(text, *, now=NOW, address="192.0.2.1"):
    from holdtrue.accounts import tokens

    return tokens.find(text, now=now, address=lambda: address)


def test_a_token_opens_the_organisation_it_was_made_for(organisation):
    token, text = issue(organisation)
    found = find(text)
    assert (found.pk, found.organisation_id, found.role) == (token.pk, organisation.pk, "contributor")


def test_the_text_is_not_kept(organisation):
    token, text = issue(organisation)
    secret = text.split("_", 2)[2]
    assert all(secret not in str(value) for value in vars(token).values())


@pytest.mark.parametrize("role", ["owner", "manager", "auditor", "admin", ""])
def test_a_machine_never_gets_a_role_that_signs_manages_or_audits(organisation, role):
    with pytest.raises(BadInput):
        issue(organisation, role=role)


def test_a_token_ends_on_its_day_and_when_revoked(organisation):
    from holdtrue.accounts import tokens

    token, text = issue(organisation)
    with pytest.raises(Refusal) as late:
        find(text, now=NOW + YEAR)
    tokens.revoke(token, now=NOW)
    with pytest.raises(Refusal) as revoked:
        find(text)
    assert late.value.message == revoked.value.message
    assert revoked.value.status == 401


def test_only_the_day_of_last_use_is_kept(organisation):
    _, text = issue(organisation)
    find(text)
    token = find(text, now=NOW + dt.timedelta(hours=3))
    token.refresh_from_db()
    assert token.last_used == NOW.date()


def test_guessing_is_limited_by_address_and_does_not_stop_others(organisation):
    _, text = issue(organisation)
    statuses = []
    for _ in range(25):
        with pytest.raises(Refusal) as caught:
            find("hdt_00000000_guess")
        statuses.append(caught.value.status)
    assert statuses[0] == 401
    assert statuses[-1] == 429
    assert find(text, address="192.0.2.2")
    assert find(text, now=NOW + dt.timedelta(minutes=1))


def test_counting_happens_in_shared_storage_and_keeps_no_address(organisation):
    from holdtrue.accounts.models import Attempt

    with pytest.raises(Refusal):
        find("hdt_00000000_guess", address="192.0.2.7")
    row = Attempt.objects.get()
    assert row.count == 1
    assert "192.0.2.7" not in str(vars(row))
