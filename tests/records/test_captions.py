"""An assessment and a class are told apart by their system wherever they are named; their titles stay their own."""

from __future__ import annotations

import pytest


@pytest.fixture
def assessed(people):
    from holdtrue.app.actions import records

    system = records.add(people.owner, "system", {"name": "Heron", "use": "in_use"})
    raw = {"type": "ai", "system": system.ref}
    made = records.add(people.owner, "impact_assessment", raw)
    raw = {"law": "eu_ai_act", "class": "transparency", "system": system.ref}
    return made, records.add(people.owner, "classification", raw)


def test_lists_search_offers_and_pages_name_the_system(people, assessed):
    from holdtrue.pages.places import plurals
    from pages_acts.filling import Browser

    ada, (assessment, found) = Browser(people, "owner"), assessed
    for kind in ("impact_assessment", "classification"):
        assert "Heron" in ada.open(f"{plurals()[kind]}/").text
    assert f"{assessment.title} · Heron" in ada.open("search/?q=IMP-1").text
    assert f"{assessment.title} · Heron" in ada.open("find/?q=impact").text
    assert "About Heron (SYS-0001)" in ada.open(f"r/{found.ref}/").text
    assert "Heron" not in assessment.title


def test_what_is_asked_to_be_signed_names_its_system(people, assessed):
    from holdtrue.app.actions.asking_signature import ask
    from pages_acts.filling import Browser

    manager = people.people["manager"]
    ask(people.owner, assessed[0].ref, people=[manager.ref])
    assert "of Heron (IMP-0001) and sign it" in Browser(people, "manager").open("worklist/").text


def test_a_title_with_its_system_still_leads_to_the_record(people, assessed):
    from holdtrue.app.queries.offered import offered

    assert offered(people.owner, "impact_assessment")[0].title == f"{assessed[0].title} · Heron"
