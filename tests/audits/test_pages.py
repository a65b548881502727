"""An audit in a browser without scripts: planned, begun, drawn, worked, closed, downloaded; and who may only look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.cast import Cast, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from pages_acts.filling import Browser

SEED = "5d" * 32


def audited_cast() -> Cast:
    from holdtrue.app.actions import records

    people = cast()
    for n in range(5):
        records.add(
            people.owner,
            "system",
            {"title": f"System {n}", "use": "in_use", "intended_purpose": "Sorts letters."},
        )
    auditor = people.people["auditor"].ref
    records.add(people.owner, "audit", {"title": "Autumn", "type": "internal", "auditor": auditor})
    return people


@pytest.fixture
def people(begun: Callable) -> Cast:
    return begun(audited_cast)


@pytest.fixture
def ines(people: Cast) -> Browser:
    from pages_acts.filling import Browser

    return Browser(people, "auditor")


def test_an_audit_is_begun_drawn_worked_and_closed_without_scripts(people, ines):
    assert "Work on this audit" in ines.open("r/AUD-0001/").text
    page = ines.open("r/AUD-0001/work/")
    refused = ines.send(page, holding="framework", covers="9.1, 99.9")
    assert refused.status == 422
    assert "no requirement '99.9'" in refused.text
    assert refused.form("framework")["fields"]["covers"] == ["9.1, 99.9"]
    page = ines.send(refused, holding="framework", covers="9.1, 9.2.1, A.6.2.6")
    assert "0 of 3 looked at" in page.text
    page = ines.send(page, holding="seed", seed=SEED)
    assert "3 of 5" in page.text
    assert SEED in page.text
    refused = ines.send(page, holding="seed", reason="")
    assert "say why you draw another" in refused.text
    one = ines.open("r/AUD-0001/work/9.2.1/")
    assert "Show me" in one.text
    for sent in ("0", "x", "9" * 5_000):
        assert ines.send(one, holding="notes", result="major", notes="", revision=sent).status == 422
    one = ines.send(one, holding="notes", result="minor", notes="No report of spring.")
    assert "Ines" in one.text
    assert "No report of spring." in one.text
    page = ines.open("r/AUD-0001/work/")
    assert "1 of 3 looked at" in page.text
    page = ines.send(page, holding="reported_to", result="One thing to mend.")
    assert "Closed. The report is kept" in page.text
    report = ines.client.get(f"/o/{people.slug}/r/AUD-0001/work/report/?format=pdf")
    assert report.content.startswith(b"%PDF")
    assert "is closed and its report is kept" in ines.open("r/AUD-0001/work/9.1/").text


def test_a_finding_is_one_click_from_what_was_seen(people, ines):
    from holdtrue.store.models import Link

    page = ines.open("r/AUD-0001/work/")
    ines.send(page, holding="framework", covers="9.2.1")
    ines.send(ines.open("r/AUD-0001/work/9.2.1/"), holding="notes", result="minor", notes="No report.")
    one = ines.open("r/AUD-0001/work/9.2.1/")
    href = next(part.split('"')[0] for part in one.html.split('href="') if "/findings/add/" in part)
    form = ines.open(href.replace("&amp;", "&"))
    assert form.status == 200
    done = ines.send(form, holding="nature", nature="No report of the spring audit.")
    assert done.status == 200
    ends = set(
        Link.rows.of(people.organisation.pk)
        .filter(source__kind="finding")
        .values_list("relation", "target_key")
    )
    assert ("requirement", "9.2.1") in ends
    assert ("audit", "") in ends
    assert "FND-0001" in ines.open("r/AUD-0001/work/9.2.1/").text


def test_a_colleague_who_wrote_meanwhile_is_not_written_over(people, ines):
    from pages_acts.filling import Browser

    ines.send(ines.open("r/AUD-0001/work/"), holding="framework", covers="9.2.1")
    page = ines.open("r/AUD-0001/work/9.2.1/")
    second = Browser(people, "auditor")
    second.send(second.open("r/AUD-0001/work/9.2.1/"), holding="notes", result="holds", notes="Seen.")
    stale = ines.send(page, holding="notes", result="minor", notes="Mine.")
    assert stale.status == 409
    assert "Seen." in stale.text
    assert stale.form("notes")["fields"]["notes"] == ["Mine."]
    assert ines.send(stale, holding="notes", result="minor", notes="Mine.").status == 200


@pytest.mark.parametrize("role", ["contributor", "member"])
def test_who_may_not_audit_reads_or_is_refused_and_writes_nothing(people, ines, role):
    from pages_acts.filling import Browser

    browser = Browser(people, role)
    page = browser.open("r/AUD-0001/work/")
    assert page.status == (403 if role == "member" else 200)
    assert 'name="framework"' not in page.html
    sent = browser.client.post(
        f"/o/{people.slug}/r/AUD-0001/work/do/", {"do": "begin", "framework": "iso42001"}
    )
    assert sent.status_code == 403


def test_the_programme_is_planned_moved_and_begun(people, ines):
    page = ines.open("audit-programme/")
    assert "Never" in page.text
    assert "Plan these 6 audits" in page.text
    page = ines.send(page, holding="framework", proposed="yes")
    assert "6 audits planned." in page.text
    from holdtrue.store.models import PlannedAudit

    one = PlannedAudit.rows.of(people.organisation.pk).order_by("day").first()
    action = f"/o/{people.slug}/audit-programme/plan/"
    moved = ines.client.post(
        action, {"plan": one.uid, "on": "2030-01-15", "framework": "iso42001"}, follow=True
    )
    assert "15 Jan 2030" in moved.content.decode() or "Write a day" in moved.content.decode()
    ines.client.post(action, {"plan": one.uid, "on": "yesterday", "framework": "iso42001"}, follow=True)
    work = ines.open("r/AUD-0001/work/")
    other = PlannedAudit.rows.of(people.organisation.pk).exclude(uid=one.uid).order_by("day").first()
    page = ines.send(work, holding="framework", plan=other.uid)
    assert f"0 of {len(other.covers)} looked at" in page.text
    assert "Begun" in ines.open("audit-programme/").text
    dropped = ines.client.post(
        action, {"plan": other.uid, "drop": "yes", "framework": "iso42001"}, follow=True
    )
    assert "was begun as AUD-0001" in dropped.content.decode()


def test_the_tree_of_a_past_audit_stands_as_of_its_day(people, ines):
    import datetime as dt

    from holdtrue.app.actions import records

    long_ago = (dt.datetime.now(dt.UTC).date() - dt.timedelta(days=3)).isoformat()
    records.edit(people.owner, "AUD-0001", {"held_on": long_ago})
    records.add(people.owner, "policy", {"title": "AI policy", "topic": "ai", "text": "What we do."})
    page = ines.open("frameworks/iso42001/?audit=AUD-0001")
    assert page.status == 200
    assert "Standing is as of" in page.text
