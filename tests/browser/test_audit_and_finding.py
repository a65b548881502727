"""An internal audit from begun to closed, and a finding from put right to closed, by who may do each, in a browser."""

from __future__ import annotations

import datetime as dt
import json
from urllib.parse import urlsplit

import pytest

from harness.browser import follow, opened

AUDITOR, MANAGER = "eva@boreal.example", "luc@boreal.example"
HOME = "/o/boreal-clinics/"


@pytest.fixture
def person(house, browser):
    """Pages of people who came through their own one-time link."""
    contexts = []

    def sign_in(email):
        said = json.loads(house.holdtrue("sign-in-link", "--email", email, "--json"))
        context = opened(browser, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.goto(house.address + urlsplit(said["owner_sign_in"]).path)
        follow(page.get_by_role("button").first)
        page.wait_for_url(lambda address: "/sign-in/" not in address)
        return page

    yield sign_in
    for context in contexts:
        context.close()


def test_an_auditor_begins_draws_works_and_closes_and_a_manager_is_kept_from_their_own_work(house, person):
    from playwright.sync_api import expect

    page = person(AUDITOR)
    page.goto(f"{house.address}{HOME}audits/add/?type=internal")
    page.get_by_label("Auditor").select_option(label="Eva Martin")
    follow(page.get_by_role("button", name="Add", exact=True).last)
    follow(page.get_by_role("link", name="Work on this audit"))
    page.get_by_label("Which requirements?").fill("5.2, 9.1")
    follow(page.get_by_role("button", name="Begin", exact=True).last)
    follow(page.get_by_role("button", name="Draw a sample").last)
    expect(page.get_by_text("Seed, made at random and logged before the drawing")).to_be_visible()
    work = page.url

    manager = person(MANAGER)
    manager.goto(f"{work}9.1/")
    manager.get_by_label("What did you see?").fill("Our own figures.")
    manager.get_by_label("Holds", exact=True).check()
    follow(manager.get_by_role("button", name="Save", exact=True).last)
    expect(manager.get_by_role("main")).to_contain_text("An auditor does not judge their own work")
    expect(manager.get_by_label("What did you see?")).to_have_value("Our own figures.")

    page.goto(f"{work}9.1/")
    page.get_by_label("Minor nonconformity").check()
    page.get_by_label("What did you see?").fill("No figures for August.")
    follow(page.get_by_role("button", name="Save", exact=True).last)
    follow(page.get_by_role("link", name="Open a finding"))
    expect(page.get_by_label("What is wrong")).to_have_value("No figures for August.")
    page.goto(work)
    expect(page.get_by_role("main")).to_contain_text("9.1 is a nonconformity without a finding")
    page.get_by_label("What did the audit find?").fill("One thing to mend.")
    follow(page.get_by_role("button", name="Sign and close").last)
    expect(page.get_by_role("main")).to_contain_text("Closed. The report is kept as it was signed")


def test_a_finding_is_closed_by_somebody_else_with_evidence_and_not_before(house, person):
    from playwright.sync_api import expect

    page = person(MANAGER)
    page.goto(
        f"{house.address}{HOME}findings/add/?type=minor&nature=Two+letters+went+out+unread.&audit=AUD-0001"
    )
    follow(page.get_by_role("button", name="Add", exact=True).last)
    finding = page.url
    steps = (
        ("What was done at once?", "Both were read and sent again.", "Keep the correction"),
        ("Why did it happen?", "Nobody was named to read them.", "Keep the cause"),
        ("similar", "Ten other letters looked at: all read.", "Keep what you found"),
    )
    for label, words, button in steps[:2]:
        page.get_by_label(label).fill(words)
        follow(page.get_by_role("button", name=button).last)
    page.locator("[name=similar_cases]").fill(steps[2][1])
    follow(page.get_by_role("button", name=steps[2][2]).last)
    form = page.locator("form[action*='/mend/']")
    form.locator("[name=title]").fill("Name a reader for each letter")
    form.locator("[name=owner]").select_option(label="Luc Gagnon")
    form.locator("[name=due]").fill(_day(ahead=20))
    follow(page.get_by_role("button", name="Agree on this action").last)
    form.locator("[name=on]").fill(_day(ahead=-40))
    follow(page.get_by_role("button", name="It is done").last)

    close = "It worked: close the finding"
    expect(page.get_by_role("main")).to_contain_text(
        "Somebody who did none of the work says whether it worked"
    )
    expect(page.get_by_role("button", name=close)).to_have_count(0)
    auditor = person(AUDITOR)
    auditor.goto(finding)
    _see_that_it_worked(auditor)
    expect(auditor.get_by_role("main")).to_contain_text("Eva Martin")
    expect(auditor.get_by_role("button", name=close)).to_have_count(0)


def _day(*, ahead):
    return (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=ahead)).isoformat()


def _see_that_it_worked(page):
    form = page.locator("form[action*='/mend/']")
    file = {"name": "letters.txt", "mimeType": "text/plain", "buffer": b"Fifteen letters, fifteen readers."}
    form.locator("[name=file]").set_input_files(file)
    form.locator("[name=collected_on]").fill(_day(ahead=-1))
    form.locator("[name=seen]").fill("Read fifteen letters.")
    follow(page.get_by_role("button", name="It worked: close the finding").last)
