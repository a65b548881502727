"""The forecast of a day is the standing derived on that day, and says what gives way on the way there."""

from __future__ import annotations

import pytest

from derive.chance import Life


@pytest.mark.parametrize("seed", [4, 6])
def test_the_forecast_of_each_day_is_what_deriving_that_day_gives(database, seed):
    from holdtrue.app.queries import past
    from holdtrue.app.queries.forecast import forecast
    from holdtrue.app.queries.status import status

    life = Life(seed)
    life.live(80)
    organisation = life.caller.organisation
    for _ in range(2):
        found = forecast(life.caller, life.day, over=14)
        for ahead in found.days:
            then = status(past.figures_at(organisation, ahead.day, ahead.day))
            assert ahead.index == then.index
            assert (ahead.holding, ahead.asked) == (then.holding, then.holding + then.not_holding)
        life.pass_days(23)  # the counts of the base day are not those of the day asked about


def test_the_months_are_the_cells_added_up(database):
    from collections import Counter

    from holdtrue.store import months, tallies

    life = Life(7)
    life.live(60)
    life.pass_days(40)
    life.live(10)
    organisation = life.caller.organisation
    organisation.refresh_from_db()
    counts, points = Counter(), Counter()
    for (*key, until), (n, gain) in tallies.everything(organisation.pk)[0].items():
        if until > organisation.base_day:
            counts[(*key, months.month_of(until))] += n
            points[(*key, months.month_of(until))] += gain
    added = {key: (n, points[key]) for key, n in counts.items() if n or points[key]}
    assert months.everything(organisation.pk) == added


def test_each_lapse_of_the_demonstration_comes_true_on_its_day_and_not_before(clinic, owner):
    from holdtrue.app.queries.forecast import forecast
    from holdtrue.app.queries.standings import verdicts_today
    from holdtrue.core.standing import levels

    day = owner.clock.day(clinic.time_zone)
    found = forecast(owner, day, shown=500, explained=30)
    assert len(found.lapses.lines) > 10
    for line in found.lapses.lines:
        if line.wide:
            continue
        for on, level in ((line.day - 1, line.before), (line.day, line.after)):
            verdicts = verdicts_today(clinic, [(line.ref, line.practice.id)], on)[line.ref, line.practice.id]
            assert levels(verdicts, on).level == level, (line.practice.id, line.ref)


def test_a_lapse_names_the_fact_that_ends_and_who_can_prevent_it(clinic, owner):
    from holdtrue.app.queries.forecast import forecast_asked
    from holdtrue.app.shapes_forecast import forecast_json

    told = forecast_json(forecast_asked(owner))
    first = told["lapses"][0]
    assert first["owner"]
    assert first["owner_ref"].startswith("PER-")
    assert "good until" in first["because"]
    assert told["holds_until"] == told["first_to_give_way"]["standard"]["on"] == first["on"]
    assert told["index_then"] < told["index_now"]
    assert len(told["days"]) == 19


def test_nothing_that_never_held_can_lapse_and_months_have_a_limit(people):
    from holdtrue.app.queries.forecast import forecast_asked
    from holdtrue.app.shapes_forecast import forecast_json
    from holdtrue.core.refusals import BadInput

    told = forecast_json(forecast_asked(people.owner, months="3"))
    assert told["lapses"] == []
    assert told["first_to_give_way"]["starter"] is None
    for wrong in ("0", "61", "-1", "many", "²"):
        with pytest.raises(BadInput):
            forecast_asked(people.owner, months=wrong)


def test_many_systems_are_counted_by_practice_level_and_day(clinic, owner, monkeypatch):
    from holdtrue.app.queries import lapsing
    from holdtrue.app.queries.forecast import forecast

    day = owner.clock.day(clinic.time_zone)
    named = forecast(owner, day, shown=500, explained=0).lapses
    monkeypatch.setattr(lapsing, "NAMED", 1)
    counted = forecast(owner, day, shown=500, explained=0).lapses
    assert named.named
    assert not counted.named
    alone = {(x.day, x.practice.id) for x in named.lines if x.scope}
    together = {(x.day, x.practice.id) for x in counted.lines if x.systems and not x.wide}
    assert together == alone


def test_a_level_that_ends_before_it_ripens_is_counted_on_no_day():
    from holdtrue.core.rungs import plain_rung
    from holdtrue.core.tally import Counts, Place
    from holdtrue.core.verdicts import HOLDS_ALWAYS, Verdict

    ripens_too_late = plain_rung(Verdict(50, opens=100))
    counts = Counts()
    counts.add(1, "p", [*[plain_rung(HOLDS_ALWAYS)] * 3, ripens_too_late], (False,) * 4, Place("high", 3), 10)
    assert [cell for cell, n, _ in counts.cell_rows() if n] == []
