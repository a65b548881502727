"""Adding, editing, linking, owning and retiring records, as people do it in forms."""

from __future__ import annotations

import re

import pytest


def newest(people, kind):
    from holdtrue.store.models import Record

    return Record.rows.of(people.organisation.pk).filter(kind=kind).order_by("-id").first()


def body(record):
    from holdtrue.store import reading

    record.refresh_from_db()
    return reading.body(record)


def actions_on(record):
    from holdtrue.store.models import Entry

    return [e.action for e in Entry.objects.filter(record_uid=record.uid).order_by("seq")]


@pytest.fixture
def screener(people):
    from holdtrue.app.actions import records

    return records.add(
        people.owner,
        "system",
        {"name": "Screener", "intended_purpose": "Ranks applications", "use": "in_use"},
    )


def test_a_system_is_added_with_what_was_typed(people, ada):
    page = ada.open("systems/add/")
    assert page.status == 200
    done = ada.send(
        page, name="Loan scoring", intended_purpose="Ranks loans", use="in_use", personal_data="yes"
    )
    system = newest(people, "system")
    assert done.address == f"/o/{people.slug}/r/{system.ref}/"
    assert body(system)["fields"]["personal_data"] is True
    assert "Loan scoring was added." in done.text
    assert actions_on(system) == ["system.add"]


def test_every_error_stands_beside_its_field_and_what_was_typed_is_kept(ada):
    page = ada.open("risks/add/")
    again = ada.send(page, title="", likelihood="often", due="31/02/2026", event="It ranks unfairly")
    assert again.status == 422
    assert "3 fields need a look." in again.text
    assert 'role="alert" tabindex="-1" autofocus' in again.html, "what is wrong is where one is"
    assert "It ranks unfairly" in again.html
    assert 'value="often"' in again.html


def test_a_record_linked_by_name_is_found_by_its_ref(people, ada, screener):
    page = ada.open("impact-assessments/add/?system=SYS-0001&type=ai")
    assert "Screener (SYS-0001)" in page.html
    ada.send(page, conclusion="Go ahead")
    made = newest(people, "impact_assessment")
    assert body(made)["links"]["system"] == [screener.uid]
    assert body(made)["fields"]["type"] == "ai"


def test_what_leads_to_nobody_is_said_beside_the_link(ada, screener):
    page = ada.open(f"r/{screener.ref}/edit/")
    again = ada.send(page, owner="Nobody Atall")
    assert again.status == 422
    assert "Nobody Atall" in again.text


def test_an_edit_clears_what_was_emptied_and_keeps_the_rest(ada, screener):
    page = ada.open(f"r/{screener.ref}/edit/")
    done = ada.send(page, name="Screener", use="", why="nobody knows any more")
    assert "use" not in body(screener)["fields"]
    assert body(screener)["fields"]["intended_purpose"] == "Ranks applications"
    assert f"{screener.ref} was saved." in done.text


def test_an_edit_that_changes_nothing_writes_nothing(ada, screener):
    done = ada.send(ada.open(f"r/{screener.ref}/edit/"), holding="name")
    assert "Nothing was different, so nothing was written." in done.text
    assert actions_on(screener) == ["system.add"]


def test_a_stale_edit_shows_both_versions_and_loses_nothing(people, ada, screener):
    from holdtrue.app.actions import records

    mine = ada.open(f"r/{screener.ref}/edit/")
    records.edit(
        people.caller("manager"), screener.ref, {"intended_purpose": "Sorts applications", "users": "Clerks"}
    )
    refused = ada.send(mine, intended_purpose="Reads applications", name="Screener")
    assert refused.status == 409
    assert "Max changed this" in refused.text
    assert "Sorts applications" in refused.text
    assert "Reads applications" in refused.html
    assert body(screener)["fields"]["intended_purpose"] == "Sorts applications"
    ada.send(refused, holding="intended_purpose")
    assert body(screener)["fields"]["intended_purpose"] == "Reads applications"
    assert body(screener)["fields"]["users"] == "Clerks"


def test_an_owner_is_named_and_added_in_one_step(people, ada, screener):
    page = ada.open(f"r/{screener.ref}/owner/")
    done = ada.send(page, name="Grace Hopper", email="grace@example.org")
    grace = newest(people, "person")
    assert grace.title == "Grace Hopper"
    assert body(screener)["links"]["owner"] == [grace.uid]
    assert "Grace Hopper answers for" in done.text
    assert actions_on(grace) == actions_on(screener)[-1:] == ["system.name_owner"]


def test_somebody_known_by_their_address_is_not_added_twice(people, ada, screener):
    ada.send(ada.open(f"r/{screener.ref}/owner/"), name="Cleo the second", email="CLEO@example.org")
    assert body(screener)["links"]["owner"] == [people.people["contributor"].uid]


def test_a_link_is_added_and_taken_away(people, ada, screener):
    from holdtrue.app.actions import records

    risk = records.add(people.owner, "risk", {"title": "Ranks unfairly"})
    ada.send(ada.open(f"r/{risk.ref}/link/?relation=system"), holding="system", system="screener")
    assert body(risk)["links"]["system"] == [screener.uid]
    ada.client.post(ada.at(f"r/{risk.ref}/unlink/"), {"relation": "system", "target": screener.ref})
    assert not body(risk)["links"].get("system")


def test_retiring_says_first_what_depends_on_it(people, ada, screener):
    from holdtrue.app.actions import records

    records.add(people.owner, "risk", {"title": "Ranks unfairly", "system": screener.ref})
    page = ada.open(f"r/{screener.ref}/retire/")
    assert "Ranks unfairly" in page.text
    assert ada.send(page, why="").status == 422
    ada.send(page, why="Switched off in May")
    screener.refresh_from_db()
    assert screener.retired_day is not None


@pytest.mark.parametrize("act", ["edit", "retire", "owner", "attach"])
@pytest.mark.parametrize("who", ["member", "auditor"])
def test_who_may_not_act_is_refused_with_the_reason_and_an_entry(people, screener, act, who):
    from holdtrue.store.models import Entry
    from pages_acts.filling import Browser

    page = Browser(people, who).open(f"r/{screener.ref}/{act}/")
    assert page.status == 403
    assert Entry.objects.filter(action="access.refused", actor=people.users[who].uid).count() == 1
    for _ in range(5):
        Browser(people, who).open(f"r/{screener.ref}/{act}/")
    assert Entry.objects.filter(action="access.refused", actor=people.users[who].uid).count() == 1


@pytest.mark.parametrize("act", ["edit", "sign", "retire", "owner", "attach", "read", "measure", "link"])
def test_another_organisations_record_is_as_if_it_never_was(people, screener, act):
    from pages_acts.filling import Browser

    theirs = Browser(people, "outsider")
    there, never = (
        theirs.client.get(f"/o/{people.elsewhere.slug}/r/{ref}/{act}/") for ref in (screener.ref, "SYS-0999")
    )
    assert there.status_code == never.status_code == 404
    assert there.content == never.content
    assert theirs.client.get(f"/o/{people.slug}/r/{screener.ref}/{act}/").status_code == 404


def test_markup_in_every_field_is_shown_and_never_run(people, ada):
    from holdtrue.core.kinds import KINDS

    bad = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    texts = {s.name: bad for s in KINDS["system"].field_specs() if s.type in ("text", "long_text", "list")}
    done = ada.send(ada.open("systems/add/"), **texts)
    ref = newest(people, "system").ref
    for page in (done, ada.open(f"r/{ref}/edit/"), ada.open(f"r/{ref}/sign/"), ada.open(f"r/{ref}/retire/")):
        assert "<script>alert" not in page.html
        assert "<img src=x" not in page.html


def test_publishing_a_document_begins_with_today_and_says_so(people, ada):
    import datetime as dt

    from holdtrue.app.actions import records

    made = records.add(people.owner, "policy", {"topic": "ai_policy", "title": "AI policy"})
    page = ada.open(f"r/{made.ref}/edit/?only=published_to&only=published_on")
    assert f'value="{dt.datetime.now(dt.UTC).date().isoformat()}"' in page.html
    assert re.search(r"<button[^>]*>\s*Publish\s*</button>", page.html)
