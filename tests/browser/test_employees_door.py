"""The employee's door in a real browser: every page accessible on a phone, and all of it done without script."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import pytest

from harness.browser import check_accessible, follow, opened

PAGES = ("", "policy/", "tools/", "ask/", "raise/", "asked/", "follow/", "lessons/", "lessons/everyone/")
PHONE = {"width": 390, "height": 800}


@pytest.fixture(scope="module")
def ways(house):
    """The paths of the organisation's code and of one person's link."""
    house.holdtrue("door", "on", "--free")
    said = json.loads(house.holdtrue("door", "link", "PER-0006", "--json"))
    return urlsplit(said["address"]).path, urlsplit(said["link"]).path


def test_every_page_is_accessible_and_fits_a_phone_in_both_themes(house, ways, page):
    code, link = ways
    page.goto(house.address + link)
    page.set_viewport_size(PHONE)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        for path in PAGES:
            assert page.goto(f"{house.address}/door/me/{path}").status == 200, path
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
            check_accessible(page)
    page.goto(f"{house.address}{code}raise/")
    check_accessible(page)


def test_all_of_it_is_done_without_script(house, ways, browser):
    code, link = ways
    context = opened(browser, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(house.address + link)
    follow(page.get_by_role("link", name=re.compile("My lessons")))
    follow(page.get_by_role("link", name="Working with AI"))
    for group in page.get_by_role("group").all():
        group.get_by_role("radio").first.check()
    follow(page.get_by_role("button", name="See how it went"))
    assert "2 of 5 right" in page.get_by_role("status").inner_text()

    page.goto(f"{house.address}/door/me/ask/")
    page.get_by_label("Which tool?").fill("Letter translator")
    page.get_by_label("What would you use it for?").fill("Letters to suppliers")
    follow(page.get_by_role("button", name="Send"))
    follow(page.get_by_role("link", name="What I asked for"))
    assert "Letter translator" in page.get_by_role("main").inner_text()

    page.goto(f"{house.address}{code}raise/")
    page.get_by_label("What is it about?").select_option(index=1)
    page.get_by_label("What happened, or worries you?").fill("The widget was short with a caller.")
    follow(page.get_by_role("button", name="Send"))
    receipt = page.locator(".door-receipt").inner_text().strip()
    follow(page.get_by_role("link", name="Follow with your code"))
    page.get_by_label("Your code").fill(receipt)
    follow(page.get_by_role("button", name="Show the answer"))
    assert "The widget was short with a caller." in page.get_by_role("main").inner_text()
    context.close()
