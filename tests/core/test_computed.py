"""Computed figures counted by hand: windows over leap years, medians, shares, losses made good; days and numbers."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path

import pytest

from holdtrue.core.computed import (
    COMPUTED,
    FORMULAS,
    Reading,
    Step,
    median,
    mended,
    month_ends,
    share,
    window,
)
from holdtrue.core.judging import Dated, judged, written
from holdtrue.core.measuring import figure, in_unit, measured_on, whole
from holdtrue.core.refusals import BadInput
from holdtrue.core.verdicts import State
from holdtrue.core.vocabulary import vocabulary
from holdtrue.words import text


def day(said: str) -> int:
    return dt.date.fromisoformat(said).toordinal()


@pytest.mark.parametrize(
    ("end", "months", "first"),
    [
        ("2028-02-29", 1, "2028-02-01"),
        ("2028-02-29", 12, "2027-03-01"),
        ("2027-02-28", 12, "2026-03-01"),
        ("2027-12-31", 1, "2027-12-01"),
        ("2027-01-31", 3, "2026-11-01"),
        ("2028-03-30", 1, "2028-02-29"),
    ],
)
def test_months_that_end_with_a_month_are_whole_months_in_leap_years_too(end, months, first):
    assert window(day(end), months) == (day(first), day(end))


def test_windows_of_months_follow_each_other_without_a_day_lost_or_told_twice():
    ends = month_ends(day("2026-11-15"), day("2029-03-31"))
    assert [dt.date.fromordinal(end).isoformat() for end in ends[:5]] == [
        *("2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31")
    ]
    assert day("2028-02-29") in ends
    for before, after in pairwise(ends):
        assert window(after, 1)[0] == before + 1


def test_no_month_ended_is_no_month():
    assert month_ends(day("2027-03-02"), day("2027-03-30")) == []
    assert month_ends(day("2027-03-31"), day("2027-03-31")) == [day("2027-03-31")]


@pytest.mark.parametrize(
    ("numbers", "reading"),
    [
        ([], Reading(None, 0)),
        ([7], Reading(7.0, 1)),
        ([9, 1, 5], Reading(5.0, 3)),
        ([1, 2, 4, 100], Reading(3.0, 4)),
        ([1, 2], Reading(1.5, 2)),
        ([0, 0, 0, 0], Reading(0.0, 4)),
    ],
)
def test_the_middle_of_an_even_number_is_the_mean_of_the_two_in_the_middle(numbers, reading):
    assert median(numbers) == reading


def test_a_share_has_four_decimals_and_nothing_has_no_share():
    assert share(1, 3) == Reading(0.3333, 3)
    assert share(2, 3) == Reading(0.6667, 3)
    assert share(5, 5) == Reading(1.0, 5)
    assert share(0, 0) == Reading(None, 0)


def test_what_fell_and_rose_again_took_the_days_between():
    steps = [Step(100, 0, 3, 400), Step(150, 3, 1, 400), Step(162, 1, 3, 500)]
    assert mended(steps) == [(162, 12)]


def test_what_ran_out_by_itself_is_lost_from_the_day_it_said():
    steps = [Step(100, 0, 3, 130), Step(140, 2, 3, 505)]
    assert mended(steps) == [(140, 10)]


def test_a_fall_within_a_loss_is_the_same_loss_and_a_half_mended_one_goes_on():
    steps = [Step(1, 0, 4, 900), Step(10, 4, 3, 900), Step(20, 3, 1, 900), Step(30, 1, 3, 900)]
    assert mended(steps) == []
    assert mended([*steps, Step(35, 3, 4, 900)]) == [(35, 25)]


def test_a_level_reached_for_the_first_time_mends_nothing():
    assert mended([Step(1, 0, 0, 0), Step(5, 0, 2, 90), Step(9, 2, 4, 90)]) == []


def test_two_losses_are_two():
    steps = [Step(1, 0, 2, 50), Step(60, 1, 2, 100), Step(110, 0, 2, 200)]
    assert mended(steps) == [(60, 10), (110, 10)]


def test_each_computed_figure_is_in_the_vocabulary_and_says_how_it_is_counted():
    known = vocabulary().indicators
    for formula in FORMULAS:
        assert known[formula.tag].source == "computed"
        assert len(text(f"indicators.formula.{formula.tag}")) > 40
    assert len(COMPUTED) == len(FORMULAS)


def _zone(hours: int):
    return lambda moment: moment.astimezone(dt.timezone(dt.timedelta(hours=hours))).date().toordinal()


NOW = dt.datetime(2028, 2, 29, 22, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("on", "hours", "read"),
    [
        ("2028-02-29", 0, "2028-02-29"),
        ("2028-03-01", 13, "2028-03-01"),
        ("2028-02-29T22:29:00+00:00", 13, "2028-03-01"),
        ("2028-02-29T22:29:00+00:00", -8, "2028-02-29"),
        ("2028-02-29T05:00:00+00:00", -8, "2028-02-28"),
    ],
)
def test_a_day_is_the_organisations_own_wherever_it_lies(on, hours, read):
    assert measured_on(on, NOW, _zone(hours)) == day(read)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("2028-03-01", "measure.future"),
        ("2028-02-29T22:31:00+00:00", "measure.future"),
        ("2028-02-29T22:29:00", "measure.no_offset"),
        ("2027-02-29", "measure.no_day"),
        ("soon", "measure.no_day"),
        ("2027-03-14 or so", "measure.no_day"),
        ("", "measure.no_day"),
        ("1999-12-31", "measure.too_old"),
        ("0207-03-14", "measure.too_old"),
    ],
)
def test_a_day_ahead_no_day_or_one_of_another_age_is_refused(on, said):
    with pytest.raises(BadInput) as refused:
        measured_on(on, NOW, _zone(0))
    assert refused.value.code == said


@pytest.mark.parametrize(
    ("written_as", "read"),
    [("0,83", 0.83), (" 12 ", 12.0), ("1 204.5", 1204.5), ("-3", -3.0), (7, 7.0), ("", None), (None, None)],
)
def test_a_figure_is_read_as_people_write_it(written_as, read):
    assert figure(written_as) == read


@pytest.mark.parametrize("written_as", ["much", "nan", "inf", "-inf", "1e999", "1_000", "3 %", "1,2,3", True])
def test_what_is_no_plain_number_is_refused(written_as):
    with pytest.raises(BadInput) as refused:
        figure(written_as)
    assert refused.value.code == "measure.not_a_figure"


def test_cases_are_counted_whole():
    assert whole("40") == 40
    assert whole("") is None
    for wrong in ("-1", "2.5"):
        with pytest.raises(BadInput):
            whole(wrong)


def test_a_value_in_another_unit_is_refused_and_in_its_own_taken():
    fields = {"tag": "minutes-to-stop"}
    in_unit("Minutes", fields)
    in_unit("", fields)
    with pytest.raises(BadInput):
        in_unit("hours", fields)


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.1, "0.1"), (1e-7, "0.0000001"), (1204.0, "1204"), (0.30000000000000004, "0.30000000000000004")],
)
def test_decimals_are_written_exactly_as_they_are_kept(value, said):
    assert written(value) == said


AT = day("2028-02-29")


@pytest.mark.parametrize(
    ("fields", "value", "count", "state"),
    [
        ({"target": 5, "direction": "down"}, 5.0, None, State.HOLDS),
        ({"target": 5, "direction": "down"}, 5.1, None, State.OUT_OF_TARGET),
        ({"target": 0.8, "direction": "up"}, 0.8, None, State.HOLDS),
        ({"target": [0.01, 0.3], "direction": "band"}, 0.01, None, State.HOLDS),
        ({"target": [0.01, 0.3], "direction": "band"}, 0.0, None, State.OUT_OF_TARGET),
        ({"direction": "down"}, 5.0, None, State.UNKNOWN),
        ({"target": 5}, 5.0, None, State.UNKNOWN),
        ({"target": 5, "direction": "down"}, None, 0, State.HOLDS),
        ({"target": 5, "direction": "down"}, None, None, State.UNKNOWN),
    ],
)
def test_the_newest_value_decides_against_the_target(fields, value, count, state):
    assert judged(fields, [Dated(AT, AT, value, count)], AT).state is state


def test_the_next_value_is_due_by_the_calendar_and_an_old_one_no_longer_holds():
    fields = {"target": 5, "direction": "down", "frequency": "12 months"}
    found = judged(fields, [Dated(AT, AT, 4.0)], AT)
    assert found.due == day("2029-02-28")
    assert judged(fields, [Dated(AT, AT, 4.0)], day("2029-02-27")).state is State.HOLDS
    assert judged(fields, [Dated(AT, AT, 4.0)], day("2029-02-28")).state is State.LAPSED
    assert judged(fields, [Dated(AT, AT, 9.0)], day("2029-03-01")).out, (
        "time alone never ends what is out of target"
    )
    assert judged(fields, [], AT).state is State.MISSING


def test_the_page_of_formulas_says_what_the_product_says():
    page = (Path(__file__).resolve().parents[2] / "docs" / "indicators.md").read_text("utf-8")
    for formula in FORMULAS:
        assert f"| `{formula.tag}` | {text(f'indicators.formula.{formula.tag}')} |" in page
