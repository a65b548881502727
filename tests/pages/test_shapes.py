"""From a verdict and a day to what a glyph and a date say."""

from __future__ import annotations

import pytest

from holdtrue.core.days import ALWAYS, NEVER
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import State, Verdict, Witness
from holdtrue.pages.shapes.glyph import glyph, segment
from holdtrue.pages.shapes.moment import moment, relative
from pages.samples.frame import TODAY, day

SAID = Witness("SYS-0012", Message("nothing"))


@pytest.mark.parametrize(
    ("until", "state", "words"),
    [
        (ALWAYS, "holds", "holds"),
        (day(2027, 3, 14), "holds", "holds until 14 Mar 2027"),
        (TODAY + 31, "holds", "holds until 23 Dec 2026"),
        (TODAY + 30, "soon", "lapses in 30 days"),
        (TODAY + 1, "soon", "lapses tomorrow"),
        (TODAY, "lapsed", "lapsed today"),
        (TODAY - 1, "lapsed", "lapsed 1 day ago"),
        (TODAY - 3, "lapsed", "lapsed 3 days ago"),
    ],
)
def test_a_dated_verdict_tells_how_far_its_end_is(until, state, words):
    shown = segment("operational", Verdict(until), TODAY)
    assert (shown.state, shown.words) == (state, words)


@pytest.mark.parametrize("cause", [State.CONTRADICTED, State.OUT_OF_TARGET, State.DRIFTED, State.MISSING])
def test_a_verdict_that_never_held_tells_its_kind_and_its_witness(cause):
    shown = segment("declared", Verdict(NEVER, SAID, cause=cause), TODAY)
    assert shown.state == cause.name.lower()
    assert "Nothing decides this." in shown.words


def test_an_unknown_verdict_is_shown_as_unknown_and_never_as_holding():
    shown = segment("declared", Verdict(NEVER, SAID, best=ALWAYS, cause=State.UNKNOWN), TODAY)
    assert shown.state == "unknown"
    assert shown.words.startswith("cannot tell")


def test_the_tail_tells_when_the_level_reached_ends():
    verdicts = [Verdict(ALWAYS), Verdict(day(2027, 3, 14)), Verdict(NEVER), Verdict(ALWAYS)]
    shown = glyph("Policy", verdicts, TODAY)
    assert (shown.tail, shown.tail_state) == ("until 14 Mar 2027", "holds")


def test_the_tail_warns_when_a_level_below_lapses_first():
    verdicts = [Verdict(TODAY + 5), Verdict(ALWAYS), Verdict(ALWAYS), Verdict(NEVER)]
    shown = glyph("Policy", verdicts, TODAY)
    assert (shown.tail, shown.tail_state) == ("lapses in 5 days", "soon")


def test_the_tail_of_a_practice_that_reached_nothing_says_why():
    shown = glyph("Policy", [Verdict(TODAY - 3)] * 4, TODAY)
    assert (shown.tail, shown.tail_state) == ("lapsed 3 days ago", "lapsed")


def test_a_practice_that_does_not_apply_says_so():
    shown = glyph("Replay", None, TODAY)
    assert {x.state for x in shown.segments} == {"not_applicable"}
    assert shown.tail == "does not apply here"


def test_a_screen_reader_hears_every_level():
    shown = glyph("Policy", [Verdict(ALWAYS)] * 4, TODAY)
    assert shown.spoken == "Policy. Declared: holds; Documented: holds; Operational: holds; Measured: holds."


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (TODAY, "today"),
        (TODAY + 1, "tomorrow"),
        (TODAY - 1, "yesterday"),
        (TODAY + 12, "in 12 days"),
        (TODAY - 45, "45 days ago"),
        (TODAY + 46, "7 Jan 2027"),
    ],
)
def test_a_near_day_is_counted_and_a_far_one_named(other, words):
    assert relative(other, TODAY) == words


@pytest.mark.parametrize("end", [None, NEVER, ALWAYS])
def test_never_and_without_end_are_not_days(end):
    assert moment(end, TODAY) is None
