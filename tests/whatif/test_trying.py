"""What a change would do is what it does once it is made, and trying it leaves nothing behind."""

from __future__ import annotations

import random
import re

import pytest

from holdtrue.core.refusals import BadInput, NotAllowed


def Change(fields=None, **more):  # noqa: N802  # reads as the value it makes
    from holdtrue.app.actions.whatif import Change as Made

    return Made(fields or {}, **more)


def try_out(caller, ref, change):
    from holdtrue.app.actions.whatif import try_out as tried

    return tried(caller, ref, change)


def record(owner, kind, **words):
    from holdtrue.store.models import Record

    return Record.rows.of(owner.organisation.pk).filter(kind=kind, **words).order_by("number").first()


def today(owner):
    return owner.clock.day(owner.organisation.time_zone)


def stored(owner):
    """Everything a change could touch, as it is stored."""
    from django.apps import apps

    return {
        model.__name__: sorted(map(repr, model._base_manager.order_by("pk").values_list()))
        for model in apps.get_app_config("store").get_models()
    }


def really(owner, ref, change):
    """Make the change, and tell what it did in the same words."""
    from holdtrue.app.actions import records
    from holdtrue.app.queries import figures
    from holdtrue.app.queries.consequences import standing_now
    from holdtrue.app.queries.status import status
    from holdtrue.store.models import StandingChange

    before = standing_now(owner.organisation, today(owner))
    if change.fields:
        records.edit(owner, ref, change.fields)
    if change.retires:
        records.retire(owner, ref, why="No longer needed")
    rows = StandingChange.rows.of(owner.organisation.pk).filter(id__gt=before.newest).exclude(old=0, new=0)
    moved = sorted(
        ("" if row.scope.kind == "organization" else row.scope.ref, row.practice, row.old, row.new)
        for row in rows.select_related("scope")
        if row.old != row.new and not (row.new < row.old and row.state == 6)
    )
    after = status(figures.stored(owner.organisation, today(owner)))
    return moved, after.index.tenths, after.holds_until


def moved(found):
    some = [one for one in (*found.stops, *found.starts) if not (one.practice.per_system and not one.ref)]
    return sorted((one.ref, one.practice.id, one.before, one.after) for one in some)


CHANGES = [
    ("system", {"intended_purpose": "Something else altogether"}),
    ("system", {"autonomy": "acts_alone", "decisions_about_people": "yes"}),
    ("system", {"owner": ""}),
    ("system", {"use": "ended"}),
    ("system", {"unit": ""}),
    ("component", {"version": "9.9"}),
    ("component", {"systems": ["SYS-0001", "SYS-0002"]}),
    ("supplier", {"agreement": "", "owner": ""}),
    ("role", {"holder": "", "deputy": ""}),
    ("person", {"left_on": "today"}),
    ("impact_assessment", {"measures": ""}),
    ("classification", {"class": "none"}),
    ("organization", {"headcount": "300"}),
    ("policy", {}),
    ("procedure", {}),
    ("review", {}),
    ("evidence", {}),
    ("training", {}),
    ("incident", {}),
    ("action", {}),
]


@pytest.mark.parametrize("seed", range(2))
def test_what_would_happen_is_what_happens(owner, seed):
    import datetime as dt

    from holdtrue.store.models import Record

    chance = random.Random(seed)  # noqa: S311  # chooses changes, guards nothing
    for kind, given in chance.sample(CHANGES, 10):
        rows = Record.rows.of(owner.organisation.pk).filter(kind=kind, retired_day__isnull=True)
        some = sorted(rows, key=lambda r: r.number)
        if not some:
            continue
        chosen = chance.choice(some)
        day = dt.date.fromordinal(today(owner)).isoformat()
        fields = {name: day if value == "today" else value for name, value in given.items()}
        change = Change(fields, retires=not fields)
        try:
            found = try_out(owner, chosen.ref, change)
        except BadInput as refusal:
            with pytest.raises(BadInput, match=re.escape(refusal.message.id)):
                really(owner, chosen.ref, change)
            continue
        assert (moved(found), found.index_after, found.until_after) == really(owner, chosen.ref, change), (
            chosen.ref,
            change,
        )


def test_trying_leaves_nothing_behind(owner):
    before = stored(owner)
    person = record(owner, "person")
    for change in (Change(retires=True), Change({"left_on": "2026-01-02"})):
        try_out(owner, person.ref, change)
    try_out(owner, "POL-0001", Change(unsigns=True))
    assert stored(owner) == before


def test_a_policy_whose_sign_off_counts_no_more_is_told_with_its_reason_and_who_would_sign(owner):
    found = try_out(owner, "POL-0001", Change(unsigns=True))
    policy = next(one for one in found.stops if one.practice.id == "ai-policy")
    assert policy.after < policy.before
    assert policy.ref == ""
    assert found.owed
    assert found.index_after < found.index_before
    assert all(one.because.id for one in found.stops)


def test_another_version_of_a_model_names_the_sign_offs_that_would_drift(owner):
    found = try_out(owner, "CMP-0001", Change({"version": "5.0"}))
    assert found.systems == 1
    assert found.drifts
    assert all(d.fields == ("version",) for d in found.drifts)


def test_a_change_of_nothing_is_refused_in_a_sentence(owner):
    with pytest.raises(BadInput):
        try_out(owner, "SYS-0001", Change())


def test_whoever_may_not_try_is_refused(people):
    with pytest.raises(NotAllowed):
        try_out(people.caller("member"), "ORG-0001", Change({"headcount": "9"}))
