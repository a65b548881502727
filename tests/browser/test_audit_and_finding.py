"""An internal audit from begun to closed, by its auditor and a manager it is kept from, in a browser."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest

from harness.browser import opened

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
        page.get_by_role("button").first.click()
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
    page.get_by_role("button", name="Add", exact=True).last.click()
    page.get_by_role("link", name="Work on this audit").click()
    page.get_by_label("Which requirements?").fill("5.2, 9.1")
    page.get_by_role("button", name="Begin", exact=True).last.click()
    page.get_by_role("button", name="Draw a sample").last.click()
    expect(page.get_by_text("Seed, made at random and logged before the drawing")).to_be_visible()
    work = page.url

    manager = person(MANAGER)
    manager.goto(f"{work}9.1/")
    manager.get_by_label("What did you see?").fill("Our own figures.")
    manager.get_by_label("Holds", exact=True).check()
    manager.get_by_role("button", name="Save", exact=True).last.click()
    expect(manager.get_by_role("main")).to_contain_text("An auditor does not judge their own work")
    expect(manager.get_by_label("What did you see?")).to_have_value("Our own figures.")

    page.goto(f"{work}9.1/")
    page.get_by_label("Minor nonconformity").check()
    page.get_by_label("What did you see?").fill("No figures for August.")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.get_by_role("link", name="Open a finding").click()
    expect(page.get_by_label("What is wrong")).to_have_value("No figures for August.")
    page.goto(work)
    expect(page.get_by_role("main")).to_contain_text("9.1 is a nonconformity without a finding")
    page.get_by_label("What did the audit find?").fill("One thing to mend.")
    page.get_by_role("button", name="Sign and close").last.click()
    expect(page.get_by_role("main")).to_contain_text("Closed. The report is kept as it was signed")
