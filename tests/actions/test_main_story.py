"""The main story: what one person does to a system in an afternoon, and what each act does to the standing at once."""

from __future__ import annotations

import io

import pytest

from harness.house import ASSESSMENT, SORTED, House
from holdtrue.app.actions import evidence, records, sign
from holdtrue.app.queries import figures, status
from holdtrue.app.queries.records import history
from holdtrue.core.days import iso
from holdtrue.core.verdicts import State
from holdtrue.words import say


def northwind():
    house = House("Northwind")
    house.system(**SORTED, owner="", stop_method="Red button", fallback="The desk answers")
    return house


@pytest.fixture
def house(begun):
    return begun(northwind)


def organisation(house, practice):
    """Level in the organisation, systems that reach the target, and the index in tenths."""
    found = status.status(figures.stored(house.organisation, house.today))
    stand = next(s for s in found.stands if s.practice.id == practice)
    assert say(stand.because)
    return stand.level_word, stand.holding, found.index.value


def asked(house, practice, level=""):
    why = house.why(practice, "SYS-1", level=level)
    assert say(why.because)
    assert say(why.remedy)
    return why


def test_the_main_story_from_owner_to_re_affirmed_assessment(house):
    index = _named_an_owner(house)
    index = _assessed_and_signed(house, index)
    index = _attached_and_read(house, index)
    _changed_and_re_affirmed(house, index)
    _everything_is_in_the_history(house)
    house.agrees()


def _named_an_owner(house):
    before = asked(house, "system-owner")
    assert (before.reached, before.state) == (0, State.MISSING)
    assert "Nobody is named" in say(before.because)
    level, _, index = organisation(house, "system-owner")
    assert level == "absent"
    house.edit("SYS-1", owner="PER-1")
    assert asked(house, "system-owner").reached == 1
    level, _, more = organisation(house, "system-owner")
    assert level == "declared"
    assert more > index
    return more


def _assessed_and_signed(house, index):
    before = asked(house, "impact-assessment")
    assert (before.reached, before.state) == (0, State.MISSING)
    house.add("impact_assessment", **ASSESSMENT, system="SYS-1")
    house.add("change", type="deploy", effective_on="2027-03-01", description="Live", system="SYS-1")
    draft = asked(house, "impact-assessment")
    assert (draft.reached, draft.witness) == (2, ("IMP-0001",))
    assert "nobody has signed it" in say(draft.because)
    assert organisation(house, "impact-assessment")[:2] == ("documented", 0)
    sign.sign(house.ada, "IMP-1", "approved", good_for="12 months")
    holds = asked(house, "impact-assessment", "operational")
    assert (holds.state, iso(holds.until)) == (State.HOLDS, "2028-03-01")
    level, holding, more = organisation(house, "impact-assessment")
    assert (level, holding) == ("operational", 1)
    assert more > index
    return more


def _attached_and_read(house, index):
    attach(house, b"Stop when one call in a hundred goes wrong", "criteria.txt", "stop-criteria")
    attach(house, b"Stopped on 1 March, back after 4 minutes", "tried.txt", "stop-tried")
    unread = asked(house, "stop-and-fallback")
    assert (unread.reached, unread.witness) == (2, ("EVI-0002",))
    assert "nobody has read it" in say(unread.because)
    assert organisation(house, "stop-and-fallback")[:2] == ("documented", 0)
    evidence.read(house.ada, "EVI-2", "in_order")
    held = asked(house, "stop-and-fallback", "operational")
    assert (held.reached, held.state, iso(held.until)) == (3, State.HOLDS, "2028-03-01")
    level, holding, more = organisation(house, "stop-and-fallback")
    assert (level, holding) == ("operational", 1)
    assert more > index
    return more


def attach(house, content, name, tag):
    return evidence.attach(
        house.ada, ["SYS-1"], io.BytesIO(content), name, tag=tag, collected_on="2027-03-01"
    )


def _changed_and_re_affirmed(house, index):
    house.edit("SYS-1", intended_purpose="Rank the people who call", why="Asked for by sales")
    drifted = asked(house, "impact-assessment")
    assert (drifted.reached, drifted.state, drifted.witness[-1]) == (2, State.DRIFTED, "IMP-0001")
    (changed,) = drifted.changed
    assert (changed.ref, changed.field) == ("SYS-0001", "intended_purpose")
    assert (changed.before, changed.after) == ("Sort calls", "Rank the people who call")
    level, holding, less = organisation(house, "impact-assessment")
    assert (level, holding) == ("documented", 0)
    assert less < index
    sign.sign(house.ada, "IMP-1", "re-affirmed", good_for="12 months")
    again = asked(house, "impact-assessment", "operational")
    assert (again.state, again.changed) == (State.HOLDS, ())
    assert organisation(house, "impact-assessment") == ("operational", 1, index)


def _everything_is_in_the_history(house):
    def told(ref):
        return history(house.organisation, records.find(house.ada, ref))

    system = told("SYS-1")
    assert [(h.action, h.revision) for h in system] == [
        ("system.edit", 3),
        ("system.edit", 2),
        ("system.add", 1),
    ]
    assert system[0].changed == (("intended_purpose", "Sort calls", "Rank the people who call"),)
    assert (system[0].why, system[0].by) == ("Asked for by sales", "Ada Novak")
    assert system[1].changed == (("owner", [], ["PER-0001"]),)
    assessment = told("IMP-1")
    assert [(h.action, h.signoff and h.signoff.meaning) for h in assessment] == [
        ("impact_assessment.sign", "re_affirmed"),
        ("impact_assessment.sign", "approved"),
        ("impact_assessment.add", None),
    ]
    read = told("EVI-2")
    assert [h.action for h in read] == ["evidence.read", "evidence.attach", "evidence.attach"]
    assert read[1].action_id == read[2].action_id
    assert [h.seq for h in read] == sorted((h.seq for h in read), reverse=True)


def test_the_change_log_says_what_each_act_did_and_nothing_else_changed(house):
    from holdtrue.store.models import StandingChange

    system = records.find(house.ada, "SYS-1")
    own = records.find(house.ada, "ORG-1")

    def changes(after):
        rows = StandingChange.rows.of(house.pk).filter(pk__gt=after).order_by("pk")
        return list(rows.values_list("scope_id", "practice", "old", "new", "cause_id"))

    def last():
        return StandingChange.rows.of(house.pk).order_by("-pk").values_list("pk", flat=True).first()

    at = last()
    house.edit("SYS-1", owner="PER-1")
    assert (system.pk, "system-owner", 0, 1, system.pk) in changes(at)
    at = last()
    house.edit("SYS-1", business_value="Shorter queues")
    assert [c for c in changes(at) if c[0] == own.pk] == []
    assert {c[1] for c in changes(at)} <= {"system-inventory", "purpose-fit"}
