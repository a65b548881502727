"""The first page says as much of what a person owes as their worklist does."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from harness.house import SORTED, House
from holdtrue.app.actions.triage import sort
from holdtrue.app.worklist.brief import brief_of
from holdtrue.app.worklist.holders import answering, holders
from holdtrue.app.worklist.reading import asked_for, worklist_of
from holdtrue.store import reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.worklist.brief import Brief
    from holdtrue.app.worklist.items import Worklist


def both(house: House, caller: Caller) -> tuple[Worklist, Brief]:
    person = reading.by_uid(house.pk, [caller.actor.person])[caller.actor.person].pk
    role = caller.actor.role
    asked = asked_for(house.organisation, person, role, house.today, caller=caller)
    return worklist_of(asked), brief_of(house.organisation, person, role, house.today)


def test_what_is_owed_in_brief_is_what_the_worklist_shows(house: House) -> None:
    refs = [house.system(f"System {n}").ref for n in range(2)]
    whole, brief = both(house, house.ada)
    assert next(line.n for line in brief.lines if line.n) == 2
    sort(house.ada, refs, {**SORTED, "our_role": ["deployer"]})
    whole, brief = both(house, house.ada)
    assert any(len(item.clears) > 1 for item in whole.items if item.scope is None), "one act clears several"
    assert (brief.overdue, brief.month, brief.later) == (whole.overdue, whole.month, whole.later)
    said = {clears.practice.id for item in whole.items for clears in item.clears}
    assert all(line.role or (line.practice is not None and line.practice.id in said) for line in brief.lines)
    assert len(brief.lines) == 3


def test_who_answers_for_a_role_is_told_by_one_question_as_by_two(house: House) -> None:
    house.add("role", name="ai_lead", holder="PER-1", duties="All", authority="All", reports_to="Board")
    known = holders(house.organisation, house.today)
    assert known.by_role["ai_lead"]
    assert known.by_role == answering(house.organisation, house.today).by_role


def test_each_line_of_the_first_page_leads_to_that_very_thing(house: House) -> None:
    from types import SimpleNamespace

    from holdtrue.pages.places import Places
    from holdtrue.pages.views.home_owed import owed

    house.system("Call sorter")
    _, brief = both(house, house.ada)
    visit: Any = SimpleNamespace(
        places=Places(house.organisation.slug), caller=house.ada, person="Ada", day=house.today
    )
    leads = [owed(visit, line).href for line in brief.lines]
    assert len(set(leads)) == len(leads) == 3
    assert visit.places.at("worklist") not in leads
    assert visit.places.at("triage") in leads


def test_a_title_names_the_record_that_is_to_be_filled_in(house: House) -> None:
    from holdtrue.app.worklist.naming import titles_of
    from holdtrue.pages.views.worklist import _named

    house.system("Call sorter")
    whole, _ = both(house, house.ada)
    titles = titles_of(house.organisation, whole.items)
    told = [_named(item, titles) for item in whole.items]
    assert any(title.startswith("Fill in Call sorter (SYS-0001): ") for title in told), told
    assert not any(title.startswith("Fill in SYS-") or title.endswith(".") for title in told)


def test_what_a_law_asked_before_a_system_was_on_record_is_owed_from_the_day_it_was(
    begun: Callable[..., House],
) -> None:
    from holdtrue.app.worklist.raising import passed

    house = begun(_starter)
    system = house.system("Call sorter")
    facts = {"jurisdictions": ["QC"], "personal_data": True, "decisions_about_people": True}
    sort(house.ada, [system.ref], {**SORTED, **facts, "our_role": ["deployer"], "autonomy": "decides"})
    began = house.today
    for late in (0, 10):
        house.hands.turn_to(dt.date.fromordinal(began + late).isoformat())
        whole, brief = both(house, house.ada)
        owed = {item.due for item in whole.items if item.scope is not None and item.due is not None}
        assert owed == {began}, "the law binds since 2023"
        assert {line.due for line in brief.lines if line.ref == system.ref} <= {began}
        person = reading.by_uid(house.pk, [house.ada.actor.person])[house.ada.actor.person].pk
        asked = asked_for(house.organisation, person, "owner", house.today, caller=house.ada)
        assert {one.due for one in passed(asked, late)} == {began}
        assert not passed(asked, late + 1)


def _starter() -> House:
    return House(profile="starter")
