"""A requirement holds when its practices do at the level asked, and says in one sentence why it stands as it does."""

from __future__ import annotations

import pytest

from holdtrue.app.queries.coverage import covered
from holdtrue.app.queries.requirements import Ground, Reach, answered, because
from holdtrue.core.applying import Known
from holdtrue.core.days import ALWAYS, NEVER
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput
from holdtrue.core.verdicts import State, Verdict
from holdtrue.store.reached import Said
from holdtrue.words import say

DAY = 740_000
ENDS = {"ai-policy": DAY + 40}


def reach(practice, until, *, counted=True, level=4):
    """A practice whose four levels hold until a day."""
    verdicts = tuple(Verdict(until) if n < level else Verdict(NEVER, cause=State.DRIFTED) for n in range(4))
    return Reach(practice, verdicts, counted, scopes=1, at=(1, 1, 1, 1), level=level)


def ground(*, said=(), **other):
    """Every practice holding, but for those given."""
    found = {p.id: reach(p, ENDS.get(p.id, ALWAYS)) for p in library().practices}
    return Ground(library(), DAY, {**found, **other}, Known({}), tuple(said))


def one(found, requirement, name="iso42001"):
    return next(a for a in answered(found, name).answers if a.requirement.id == requirement)


def swapped(practice, **given):
    return {practice: reach(library().by_id[practice], ALWAYS, **given)}


def test_it_holds_until_the_first_of_its_practices_ends():
    told = one(ground(), "5.2")
    assert told.standing == "holds"
    assert told.until == DAY + 40
    assert "One-page AI policy" in say(because(told, DAY))


@pytest.mark.parametrize(("level", "standing"), [(2, "fails"), (3, "holds"), (4, "holds")])
def test_the_level_the_framework_asks_decides(level, standing):
    assert one(ground(**swapped("ai-policy", level=level)), "5.2").standing == standing


def test_what_fails_names_the_practice_and_how():
    told = one(ground(**swapped("ai-policy", level=1)), "5.2")
    assert told.until == NEVER
    assert told.state(DAY) is State.DRIFTED
    assert (
        say(because(told, DAY)) == "“One-page AI policy” stands at declared; operational is asked (drifted)."
    )


def test_practices_outside_the_profile_only_begin_it():
    told = one(ground(**swapped("ai-policy", counted=False)), "5.2")
    assert told.standing == "begun"
    assert "One-page AI policy" in say(because(told, DAY))


def test_what_practices_cannot_show_is_never_counted_as_held():
    told = one(ground(), "5.1")
    assert told.standing == "more"
    assert told.still in say(because(told, DAY))


def test_practices_asked_of_nothing_leave_it_unasked():
    none = Reach(library().by_id["ai-policy"], (), counted=True)
    assert one(ground(**{"ai-policy": none}), "5.2").standing == "unasked"


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({"type": "major"}, "fails"),
        ({"type": "major", "closed_on": "2026-01-01"}, "fails"),
        ({"type": "major", "effect_verified_on": "2026-01-01"}, "holds"),
        ({"type": "minor"}, "holds"),
        ({"type": "observation"}, "holds"),
    ],
)
def test_a_major_finding_acts_until_its_effect_is_verified(fields, standing):
    told = one(ground(said=[Said("finding", "FND-0007", "5.2", fields)]), "5.2")
    assert told.standing == standing
    assert told.minor == (("FND-0007",) if fields["type"] == "minor" else ())
    assert ("FND-0007" in say(because(told, DAY))) == (standing == "fails")


def test_one_sorting_puts_every_requirement_somewhere():
    found = covered(ground(**swapped("ai-policy", level=1)), "iso42001")
    placed = [*found.satisfied, *found.open, *found.not_asked, *found.uncovered, *found.not_applicable]
    assert sorted(placed) == sorted(r.id for r in found.requirements)
    assert found.applies == 70


def test_a_framework_that_is_none_is_refused_by_name():
    with pytest.raises(BadInput) as refused:
        answered(ground(), "iso9001")
    assert "iso42001" in say(refused.value.message)
