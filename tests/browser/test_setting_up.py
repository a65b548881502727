"""From empty to a signed policy, three systems and a first standing: what a newcomer clicks and fills is counted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from harness.browser import check_accessible
from harness.service import Service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

MOST = 60
"""Clicks and fields, from the sign-in link on."""


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, str]]:
    """An organisation founded a moment ago with nothing in it, served; and the path of its owner's sign-in link."""
    folder = tmp_path_factory.mktemp("brook")
    service = Service(folder, "-m", "holdtrue", "--data", "{data}", "up", "--port", "{port}")
    made = service.holdtrue("init", "--name", "Brook", "--json")
    with service:
        yield service, urlsplit(json.loads(made)["owner_sign_in"]).path


class Hand:
    """A person's hand: everything it does on the page is counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0
        page.set_default_timeout(60_000)

    def press(self, name: str) -> None:
        self.count += 1
        self.page.locator("main").get_by_role("button", name=name).or_(
            self.page.locator("main").get_by_role("link", name=name)
        ).first.click()

    def tick(self, name: str) -> None:
        self.count += 1
        self.page.locator("main").get_by_label(name).first.check()

    def open(self, name: str) -> None:
        self.count += 1
        self.page.locator("main summary", has_text=name).first.click()

    def fill(self, name: str, words: str) -> None:
        self.count += 1
        self.page.locator("main").get_by_label(name, exact=True).first.fill(words)

    def title(self, words: str) -> None:
        """Wait until that page is there; looking is no act."""
        self.page.locator("h1", has_text=words).wait_for(timeout=60_000)


def tell(hand: Hand, tool: str, who: str, what: str) -> None:
    hand.tick(tool)
    hand.fill(f"Who uses it? {tool}", who)
    hand.fill(f"What for? {tool}", what)


def test_a_newcomer_has_a_first_working_system_within_sixty_acts(page: Page, founded) -> None:
    service, link = founded
    hand = Hand(page)
    page.goto(service.address + link)
    hand.press("Sign in")
    hand.title("0 of 6 parts")
    check_accessible(page)
    hand.press("Begin")
    hand.title("Your organisation")
    hand.tick("European Union")
    hand.fill("Sector", "Accounting")
    hand.fill("People", "12")
    hand.press("Save and go on")
    hand.title("How much do you set out to do?")
    hand.press("Keep Starter")
    hand.title("Who answers for what?")
    hand.fill("Colleagues who use AI", "Ben, ben@example.org\nCara, cara@example.org")
    hand.press("Name them and go on")
    hand.title("Your AI policy, on one page")
    check_accessible(page)
    hand.press("Sign this policy for a year")
    hand.title("Which AI do you use?")
    tell(hand, "ChatGPT", "Office", "Drafting letters")
    tell(hand, "Claude", "Office", "Reading contracts")
    hand.open("Hiring and staff")
    tell(hand, "HireVue", "Ben", "First interviews")
    check_accessible(page)
    hand.press("Put these on the list")
    hand.title("Is this how you use it?")
    check_accessible(page)
    hand.press("Yes, this is how we use them")
    hand.title("Who could be harmed?")
    hand.press("Keep these 3 assessments and go on")
    hand.title("The first quarterly hour")
    hand.press("Put it in the calendar")
    page.get_by_text("The hour is planned for").wait_for()
    hand.press("To the first page")
    hand.title("5 of 6 parts are written down")
    check_accessible(page)
    assert page.get_by_text("You have a first working system").is_visible()
    assert hand.count <= MOST, hand.count
    standing = json.loads(service.holdtrue("status", "--json"))
    assert standing["systems"] == 3
    assert standing["index"] > 0
