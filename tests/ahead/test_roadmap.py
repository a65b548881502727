"""What the roadmap says the index would be is what it is once the steps are really taken."""

from __future__ import annotations

import datetime as dt
import io
import random
from dataclasses import replace

import pytest

from derive.chance import Life
from harness.house import SORTED

DECIDES = {"decisions_about_people": True, "effect_on_people": "health", "autonomy": "decides"}
"""With these facts a system is of the high tier."""


@pytest.mark.parametrize("seed", [11, 12])
def test_moving_systems_in_the_counts_gives_what_moving_each_of_them_gives(database, seed):
    from holdtrue.app.actions import records
    from holdtrue.app.queries import figures
    from holdtrue.app.queries.raised import raised
    from holdtrue.app.queries.status import status
    from holdtrue.app.queries.steps import steps_of
    from holdtrue.app.worklist.holders import holders

    life = Life(seed)
    life.live(90)
    # Whatever chance made: the question is asked of a system of each sort of tier.
    for name, facts in (("Sorts people", {**SORTED, **DECIDES}), ("Sorts letters", SORTED)):
        records.add(life.caller, "system", {"name": name, "intended_purpose": "Sort", **facts})
    organisation = life.caller.organisation
    organisation.refresh_from_db()
    now = figures.stored(organisation, organisation.base_day, horizon=0)
    steps = steps_of(now, "certification", holders(organisation, now.day), {})
    assert {"high", "others"} <= {step.kind for step in steps}
    chance = random.Random(seed)  # noqa: S311 # repeatable on purpose
    for _ in range(6):
        taken = [step.raises for step in chance.sample(steps, min(len(steps), chance.randint(1, 12)))]
        one_by_one = status(each_raised(now, taken))
        together = status(raised(now, taken))
        assert together.index.properties == one_by_one.index.properties
        assert together.index == one_by_one.index


def each_raised(figures, taken):
    """The same, but every system is raised by itself and all are counted anew."""
    from holdtrue.app.derive.systems import add_standing, capped
    from holdtrue.app.queries.raised import OWN, PART, TIERS, raised
    from holdtrue.core.packing import unpack
    from holdtrue.core.tally import Counts, Place
    from holdtrue.store import loading, standings

    whole = raised(figures, [step for step in taken if step.kind in (OWN, PART)])
    pk = figures.organisation.pk
    counts = Counts()
    rows = loading.of_kinds(pk, ["system"])
    for kept in standings.kept(pk, rows).values():
        if not kept.where.population:
            continue
        place = Place(kept.where.population, kept.where.weight, ())
        for name, held in unpack(kept.packed).items():
            if held is None:
                continue
            stands = held
            for step in taken:
                mine = step.kind in TIERS and kept.where.tier in TIERS[step.kind] and step.practice.id == name
                if mine:
                    stands = stands._replace(rungs=lifted(whole, step, stands.rungs))
            add_standing(counts, 1, name, stands, capped(figures.library)[name], place, figures.day)
    census = {key: value for key, value in figures.held.items() if key[1].startswith("#")}
    return replace(whole, held={**census, **{key: (n, p) for key, n, p in counts.held_rows()}})


def lifted(figures, step, rungs):
    """A system's levels up to the one wanted, as far as the organisation's parts let it; what holds stays as it is."""
    from holdtrue.app.derive.caps import cap_names
    from holdtrue.app.queries.raised import reachable
    from holdtrue.core.rungs import plain_rung
    from holdtrue.core.verdicts import HOLDS_ALWAYS

    day, level = figures.day, reachable(figures, step.practice, step.level)
    caps = [figures.caps.get(name) if name else None for name in cap_names(step.practice)]
    holds = [rung.verdict(cap, day).holds(day) for rung, cap in zip(rungs, caps, strict=True)]
    if all(holds[:level]):
        return rungs
    after = rungs[level:]
    hidden = [rung._replace(low=0, high=0, low_best=0, high_best=0) for rung in after]
    return (*[plain_rung(HOLDS_ALWAYS)] * level, *hidden)


def test_the_index_after_steps_of_the_demonstration_is_the_index_once_they_are_done(clinic, owner):
    from holdtrue.app.actions import evidence, sign
    from holdtrue.app.queries import figures
    from holdtrue.app.queries.roadmap import roadmap_asked
    from holdtrue.app.queries.status import status

    today = dt.date.fromordinal(owner.clock.day(clinic.time_zone))
    steps = ["named-lead", "version-record:others"]
    found = roadmap_asked(owner, take=steps, explained=40)
    by_key = {one.step.key: one for one in found.steps}
    assert found.after.value > found.now.index.value

    role = by_key["named-lead"].why.remedy.ref
    sign.sign(owner, role, "approved", good_for="12 months")
    for record in by_key["version-record:others"].systems:
        file = io.BytesIO(record.ref.encode())
        said = {"tag": "configuration-snapshot", "collected_on": today.isoformat()}
        kept = evidence.attach(owner, [record.ref], file, "versions.txt", **said)
        evidence.read(owner, kept.ref, "in_order")
    clinic.refresh_from_db()  # the base day moved on with the acts
    then = status(figures.stored(clinic, today.toordinal()))
    assert then.index.value == found.after.value
    again = roadmap_asked(owner)
    assert not {one.step.key for one in again.steps} & set(steps)


def test_the_gains_add_up_to_the_index_after_all_of_them(clinic, owner):
    from holdtrue.app.queries.roadmap import roadmap_asked

    found = roadmap_asked(owner, take=["999"], explained=0)
    assert sum(one.step.gain for one in found.steps) == found.after.value - found.now.index.value
    five = roadmap_asked(owner, take=["5"], explained=0)
    assert len(five.taken) == 5
    assert five.after.value == five.now.index.value + sum(one.step.gain for one in five.steps[:5])


def test_law_comes_before_holes_of_the_high_tier_then_promises_then_points(clinic, owner):
    from holdtrue.app.actions import planning
    from holdtrue.app.queries.roadmap import roadmap_asked
    from holdtrue.app.queries.steps import GROUPS

    last = roadmap_asked(owner, explained=0).steps[-1].step.key
    day = dt.date.fromordinal(owner.clock.day(clinic.time_zone) + 30).isoformat()
    planning.plan(owner, last, on=day, person="PER-0002")
    found = roadmap_asked(owner, explained=0)
    groups = [GROUPS.index(one.step.group) for one in found.steps if not one.step.needs]
    assert groups == sorted(groups)
    promised = next(one for one in found.steps if one.step.group == "promised")
    assert promised.step.key == last
    assert promised.plan.person.ref == "PER-0002"
    places = {one.step.key: n for n, one in enumerate(found.steps)}
    assert all(places[need] < places[one.step.key] for one in found.steps for need in one.step.needs)


def test_a_step_that_ripens_counts_later_and_can_be_begun_too_late(clinic, owner):
    from holdtrue.app.queries.roadmap import roadmap_asked
    from holdtrue.core.ripening import earliest, latest

    day = owner.clock.day(clinic.time_zone)
    soon = dt.date.fromordinal(day + 40).isoformat()
    found = roadmap_asked(owner, by=soon, explained=0)
    assert found.ready_by is not None
    assert found.ready_on == earliest(found.ready_by.waits, day) > day
    assert any(begin < day for _, begin in found.must_begin)
    for step, begin in found.must_begin:
        assert earliest(step.waits, begin) <= found.by < earliest(step.waits, begin + 1)
        assert begin == latest(step.waits, found.by)


def test_a_plan_is_logged_changes_no_standing_and_is_checked(clinic, owner):
    from holdtrue.app.actions import planning
    from holdtrue.app.queries import figures
    from holdtrue.app.queries.roadmap import roadmap_asked
    from holdtrue.app.queries.status import status
    from holdtrue.core.refusals import BadInput
    from holdtrue.store.models import Entry

    day = owner.clock.day(clinic.time_zone)
    before = status(figures.stored(clinic, day)).index
    planning.plan(owner, "ai-policy", on="2031-12-01")
    assert Entry.objects.latest("id").action == "roadmap.plan"
    assert status(figures.stored(clinic, day)).index == before
    assert [one.step for one in roadmap_asked(owner).plans] == ["ai-policy"]
    for step, on, person in (
        ("no-such", "2031-12-01", ""),
        ("ai-policy:moon", "2031-12-01", ""),
        ("ai-policy", "2001-12-01", ""),
        ("ai-policy", "soon", ""),
        ("ai-policy", "2031-12-01", "SYS-0001"),
    ):
        with pytest.raises(BadInput):
            planning.plan(owner, step, on=on, person=person)
    planning.unplan(owner, "ai-policy")
    assert roadmap_asked(owner).plans == ()
    for wrong in ({"take": ["no-such"]}, {"by": "yesterday"}, {"by": "2001-01-01"}):
        with pytest.raises(BadInput):
            roadmap_asked(owner, **wrong)


def told(practice, kind, *, scopes=0, reached=0):
    """A step that nobody looked into further, as the later ones are."""
    from holdtrue.app.queries.roadmap import Told
    from holdtrue.app.queries.steps import POINTS, Step, key_of
    from holdtrue.core.practices import library

    found = library().by_id[practice]
    step = Step(
        key_of(practice, kind),
        found,
        kind,
        reached + 1,
        reached,
        scopes,
        minutes=30,
        group=POINTS,
        law=False,
        joined=False,
        role=found.owner_role,
        waits=frozenset(),
    )
    return Told(step, 0, None, "", "", (), None, None, taken=False)


def test_a_step_that_nobody_looked_into_says_what_to_do_all_the_same():
    from holdtrue.app.shapes_roadmap import remedy
    from holdtrue.core.practices import library
    from holdtrue.words import say

    assert say(remedy(told("impact-assessment", "high", scopes=1))) == (
        "For one system: record an impact assessment."
    )
    assert say(remedy(told("impact-assessment", "others", scopes=14))) == (
        "For 14 systems: record an impact assessment."
    )
    policy = say(remedy(told("ai-policy", "own", reached=2)))
    assert policy.startswith(
        "To make true next: At least 90 % of active people have acknowledged the AI policy"
    )
    for practice in library().practices:
        for reached in range(4):
            kind = "others" if practice.per_system else "own"
            words = say(remedy(told(practice.id, kind, scopes=int(practice.per_system), reached=reached)))
            assert words.startswith("For one system: " if practice.per_system else "To make true next: ")
            assert words.endswith(".")
            assert "Bring" not in words
