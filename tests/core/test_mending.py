"""Where a finding stands follows from what was done: never past a lacking step, closed by its day alone."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some

from holdtrue.core.days import period
from holdtrue.core.mending import Job, Step, Work, at, lacking, sooner

OPENED = 740_000
DAYS = some.integers(OPENED, OPENED + 400)
JOBS = some.lists(
    some.builds(Job, due=some.none() | DAYS, done=some.none() | DAYS, owned=some.booleans()), max_size=3
).map(tuple)
WORK = some.builds(
    Work,
    weight=some.sampled_from(["major", "minor", "observation", "improvement"]),
    opened=some.just(OPENED),
    due=some.none() | DAYS,
    corrected=some.booleans(),
    traced=some.booleans(),
    compared=some.booleans(),
    jobs=JOBS,
    wait=some.none() | some.sampled_from([period("7 days"), period("3 months")]),
    round=some.integers(0, 2),
    closed=some.none() | DAYS,
)


@given(WORK, DAYS)
def test_it_waits_for_its_effect_only_once_nothing_is_lacking(work, day):
    step = at(work, day).step
    if work.closed is not None:
        assert step is Step.CLOSED
    elif not work.slight and step in (Step.WAITING, Step.EFFECT):
        assert lacking(work) == ()
        assert (step is Step.EFFECT) == (day >= work.waits.after(work.done))


@given(WORK, DAYS)
def test_time_alone_only_ends_a_wait(work, day):
    today, later = at(work, day).step, at(work, day + 1000).step
    assert later is (Step.EFFECT if today is Step.WAITING else today)


@given(WORK, DAYS)
def test_an_action_not_done_takes_the_effect_away(work, day):
    again = replace(work, closed=None, jobs=(*work.jobs, Job(day, None, owned=True)))
    if not work.slight:
        assert again.effect_from is None
        assert at(again, day + 1000).step not in (Step.WAITING, Step.EFFECT)


@given(WORK, DAYS)
def test_a_major_waits_longer_than_a_minor(work, day):
    major, minor = (replace(work, weight=w, wait=None).waits.after(day) for w in ("major", "minor"))
    assert (major - day, minor - day) == (90, 30)
    assert sooner(replace(work, weight="major"), period("30 days"), day)
    assert not sooner(replace(work, weight="minor"), period("30 days"), day)
