"""When an attestation would fall is searched after the change, and never differs from searching it at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from attesting.test_attesting import confirmed


@pytest.fixture
def signed(vera):
    from holdtrue.app.actions import attesting

    return attesting.sign(vera, confirmed(vera).number, proof="password")


def stored(row):
    from holdtrue.store.models import Attestation

    return Attestation.rows.of(row.organisation_id).get(pk=row.pk)


def in_days(caller, days):
    """The same caller, some days later."""
    now = caller.clock.now() + dt.timedelta(days=days)
    return replace(caller, clock=replace(caller.clock, now=lambda: now))


def raised(row, organisation, day):
    """A floor at the index as it stands, so that it gives way with the first claim that matters."""
    from holdtrue.app.queries import figures
    from holdtrue.app.queries.status import status

    now = status(figures.stored(organisation, day)).index
    row.floor = {"band": now.band.id, "index": now.shown, "properties": {}}
    row.save(update_fields=["floor"])


def below_on(organisation, floor, day):
    """What lies below on a day, by the whole status of that day."""
    from holdtrue.app.queries import figures
    from holdtrue.app.queries.status import status
    from holdtrue.core.attesting import below

    then = status(figures.stored(organisation, day, horizon=0))
    found = below(then.figures.library.scheme, floor, then.index)
    return found and {"part": found.part, "at_least": found.at_least, "found": found.found}


def test_the_index_alone_is_that_of_the_status_on_any_day(owner):
    from holdtrue.app.queries import figures
    from holdtrue.app.queries.forecast import days_ahead
    from holdtrue.app.queries.scored import Within, months_ahead, scored
    from holdtrue.app.queries.status import status

    organisation = owner.organisation
    day = owner.clock.day(organisation.time_zone)
    found = figures.stored(organisation, day, horizon=0)
    now = scored(found)
    assert now.index == status(found).index
    ahead = [(then.day, then.index) for then in days_ahead(found, status(found), day + 400)]
    assert [(then.day, then.index) for then in months_ahead(now, day + 400)] == ahead[1:]
    within = Within(now, day + 200)
    for on in (day + 1, day + 31, day + 180, day + 200):
        assert within.on(on).index == status(figures.stored(organisation, on)).index


def test_what_a_change_leaves_pending_is_what_searching_at_once_gives(owner, vera, signed):
    from holdtrue.app import rederiving
    from holdtrue.app.actions import records
    from holdtrue.app.derive.attested import PENDING, first_below, floor_kept
    from holdtrue.app.queries import attesting as reading
    from holdtrue.store.models import Log

    organisation, today = vera.organisation, reading.today(vera)
    raised(signed, organisation, today)
    for ref in ("SYS-0001", "SYS-0002"):
        records.edit(owner, ref, {"use": "trial"})
        row = stored(signed)
        assert row.fall == {PENDING: today}
        falls, floor = reading.falls_on(row), floor_kept(row)
        assert row.fall == below_on(organisation, floor, falls)
        for day in (*range(today, falls, 20), falls - 1):
            assert below_on(organisation, floor, day) is None
        for until in range(falls, falls + 8):
            found = first_below(organisation, floor, today, until=until)[0]
            assert found == (falls if until > falls else None), "however wide the stretch that is searched"
        assert stored(signed).fall == {PENDING: today}, "reading writes nothing"
        size = Log.objects.get(organisation=organisation).size
        assert rederiving.settle(organisation) == 1
        assert (stored(signed).falls, stored(signed).fall) == (falls, row.fall)
        assert rederiving.settle(organisation) == 0
        assert Log.objects.get(organisation=organisation).size == size, "settling logs nothing"
    records.add(owner, "system", {"name": "Reader", "use": "in_use"})
    row = stored(signed)
    assert (row.falls, row.fall) == (today, below_on(organisation, floor, today))


def test_a_change_no_index_feels_leaves_the_day_as_it_was_found(owner, signed):
    from holdtrue.app.actions import records
    from holdtrue.store.models import Attestation

    records.edit(owner, "SYS-0001", {"users": "Anja"})
    Attestation.rows.of(signed.organisation_id).update(fall={"part": "index", "at_least": 3, "found": 2})
    records.edit(owner, "SYS-0001", {"users": "Anja and Bo"})
    assert stored(signed).fall == {"part": "index", "at_least": 3, "found": 2}


def test_one_that_fell_between_two_changes_stays_fallen_though_no_worker_ran(owner, vera, signed):
    from holdtrue.app.actions import records, sign
    from holdtrue.app.derive.attested import PENDING
    from holdtrue.app.queries import attesting as reading

    today = reading.today(vera)
    sign.sign(owner, "POL-0001", "approved", good_for="3 months")
    raised(signed, vera.organisation, today)
    records.edit(owner, "SYS-0001", {"use": "trial"})
    row = stored(signed)
    assert row.fall == {PENDING: today}
    falls = reading.falls_on(row)
    assert falls is not None
    assert today < falls < today + 300
    after = falls - today + 10
    sign.sign(in_days(owner, after), "POL-0001", "approved", good_for="6 months")
    row = stored(signed)
    assert row.falls == falls
    assert reading.state(row, today + after) is reading.State.FALLEN
    assert reading.ended(row, today + after) == falls


def test_taken_back_it_says_when_it_would_have_fallen(owner, vera, signed):
    from holdtrue.app.actions import attesting, records
    from holdtrue.app.derive.attested import PENDING

    records.edit(owner, "SYS-0001", {"use": "trial"})
    assert PENDING in stored(signed).fall
    row = attesting.withdraw(vera, signed.number, why="I was told less than there is.")
    assert PENDING not in row.fall
    assert (stored(signed).falls, stored(signed).fall) == (row.falls, row.fall)
