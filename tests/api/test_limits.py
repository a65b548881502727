"""What the API counts: refused access becomes entries, too many requests of one token are told to wait."""

from __future__ import annotations

from dataclasses import replace


def refused_entries(stage):
    from holdtrue.store.models import Entry

    return Entry.objects.filter(action="access.refused", log__organisation=stage.cast.organisation).count()


def test_refused_access_is_an_entry_the_first_and_the_tenth_time(stage):
    from holdtrue.accounts.models import Attempt

    Attempt.objects.all().delete()
    before = refused_entries(stage)
    system = stage.added("system", name="Refused here")["ref"]
    for _ in range(10):
        assert (
            stage.ask("auditor", "PATCH", f"/records/{system}", {"fields": {"users": "x"}}).status_code == 403
        )
    assert refused_entries(stage) - before == 2


def test_a_token_that_asks_too_much_is_told_when_to_come_back(stage, monkeypatch):
    from holdtrue.accounts import limits
    from holdtrue.accounts.models import Attempt

    Attempt.objects.all().delete()
    monkeypatch.setattr(
        limits, "TOKEN_ASKED", replace(limits.TOKEN_ASKED, name="tried", amount=3, seconds=86_400)
    )
    monkeypatch.setattr(limits, "STEP", 1)
    codes = [stage.ask("token", "GET", "/status").status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    refused = stage.ask("token", "GET", "/status")
    assert int(refused["Retry-After"]) > 0
    assert "again" in refused.json()["message"]
    assert stage.ask("owner", "GET", "/status").status_code == 200


def test_reading_counts_in_steps_so_that_most_requests_write_nothing(stage):
    from holdtrue.accounts import limits
    from holdtrue.accounts.models import Attempt

    Attempt.objects.all().delete()
    for _ in range(limits.STEP - 1):
        stage.ask("token", "GET", "/kinds")
    assert Attempt.objects.count() <= 1


def test_status_gives_the_same_keys_here_and_from_afar(stage):
    from holdtrue.app import shapes
    from holdtrue.app.callers import console
    from holdtrue.app.queries import asking
    from holdtrue.cli.standing import _around

    caller = console(stage.cast.slug)
    found = asking.status_asked(caller)
    here = {**shapes.status_json(found), **_around(found)}
    afar = stage.ask("token", "GET", "/status").json()
    assert here.keys() == afar.keys()
    assert here["high_without_assessment"].keys() == afar["high_without_assessment"].keys()
