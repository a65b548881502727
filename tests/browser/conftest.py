"""A browser and the running application for every test in this folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from harness.browser import Watch, launched, opened
from harness.service import Service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """An empty installation with one user; its log's line `link …` is the path of a sign-in link."""
    with Service(tmp_path_factory.mktemp("door"), "-m", "harness.plain", "{data}", "{port}") as service:
        yield service


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The demo organisation, served as `holdtrue up --demo` serves it."""
    command = ("-m", "holdtrue", "--data", "{data}", "up", "--demo", "--port", "{port}")
    # A test founds a second organisation in it, and tests come in any order.
    with Service(tmp_path_factory.mktemp("house"), *command, organisation="boreal-clinics") as service:
        yield service


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One per module: while it is open, Django refuses database work in this process's thread."""
    with launched() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page without cookies; whatever it violated or threw fails the test at its end."""
    context = opened(browser, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    watch = Watch(page)
    yield page
    context.close()
    assert watch.violations == []
    assert watch.errors == []


@pytest.fixture(scope="session")
def let_in() -> list[tuple[Any, str]]:
    """The cookies of whoever came through the owner's link first, and the page it led to."""
    return []


@pytest.fixture
def signed_in(house: Service, page: Page, let_in: list[tuple[Any, str]]) -> Page:
    """The page of somebody who came through the owner's one-time link and looks at the first page."""
    if let_in:
        cookies, first = let_in[0]
        page.context.add_cookies(cookies)
        page.goto(first)
        return page
    link = json.loads(house.holdtrue("sign-in-link", "--json"))["owner_sign_in"]
    page.goto(house.address + urlsplit(link).path)
    page.get_by_role("button").first.click()
    page.wait_for_url(lambda address: "/sign-in/" not in address)
    let_in.append((page.context.cookies(), page.url))
    return page
