"""The gallery in a real browser: accessible, quick by keyboard, readable without script, true to the policy."""

from __future__ import annotations

import pytest

from harness.browser import Watch, bring_axe, check_accessible, each_way, inaccessible, launched, opened
from pages import gallery
from pages.served import served
from pages.test_templates import PAGES

pytestmark = pytest.mark.browser

DESK, PHONE = (1280, "light"), (390, "dark")
TELLING = {"home", "inventory", "record", "form_wrong", "sign", "import_mapping", "why", "glyphs"}
"""Pages that between them hold every component: these are checked in the second theme and width as well."""


@pytest.fixture(scope="module")
def address(templates, shown):
    found = (
        '<a role="option" id="found-1" aria-selected="false" tabindex="-1" href="/record">Loan scoring</a>'
    )
    with served({**shown, "drawer": gallery.drawer(templates), "find": found}) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with launched() as browser:
        yield browser


def looked_at(browser, **options):
    page = opened(browser, reduced_motion="reduce", **options).new_page()
    return page, Watch(page)


@pytest.fixture
def page(browser):
    page, watch = looked_at(browser, viewport={"width": 1280, "height": 900})
    yield page
    page.context.close()
    assert (watch.violations, watch.errors) == ([], [])


def test_every_page_is_accessible_and_fits_the_window(browser, address):
    """Each is opened once, and seen at a desk in the light and on a phone in the dark."""
    page, watch = looked_at(browser, viewport={"width": 1280, "height": 900})
    bring_axe(page)
    broken = []
    for name in PAGES:
        page.goto(address + name)
        for way in each_way(page, DESK, PHONE):
            if way == DESK or name in TELLING:
                broken += [(name, rule) for rule in inaccessible(page)]
    page.context.close()
    assert not broken, "\n".join(f"{name}: {rule}" for name, rule in broken)
    assert (watch.violations, watch.errors) == ([], [])


def test_every_component_can_be_read_without_script(browser, address):
    page, _ = looked_at(browser, java_script_enabled=False)
    for name in sorted(TELLING):
        page.goto(address + name)
        assert page.locator("h1").inner_text()
    page.context.close()


def test_a_glyph_opens_its_why_and_escape_gives_the_place_back(page, address):
    page.goto(address + "record")
    glyph = page.locator("main a.glyph").first
    glyph.focus()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog")
    drawer.wait_for()
    assert "signed for another purpose" in drawer.locator("h1").inner_text()
    assert drawer.evaluate("box => box.contains(document.activeElement)")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("!document.activeElement.closest('main, .head, .rail')")
    check_accessible(page)
    page.keyboard.press("Escape")
    drawer.wait_for(state="hidden")
    assert glyph.evaluate("link => link === document.activeElement")


def test_the_command_box_finds_and_goes_by_keyboard_alone(page, address):
    page.goto(address + "home")
    page.keyboard.press("/")
    page.keyboard.type("loan")
    page.get_by_role("option").wait_for()
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("option").get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url("**/record")


def test_a_slash_typed_into_a_field_stays_in_it(page, address):
    page.goto(address + "form")
    page.get_by_label("What do you call it?").fill("")
    page.keyboard.type("a/b")
    assert page.get_by_label("What do you call it?").input_value() == "a/b"


def test_j_and_k_walk_a_list_and_enter_opens(page, address):
    page.goto(address + "inventory")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.locator("tr.is-here").count() == 1
    assert page.evaluate("document.activeElement.textContent") == "Loan scoring"
    page.keyboard.press("Enter")
    page.wait_for_url("**/SYS-0012")


def test_a_theme_is_applied_at_once_and_kept_for_the_server(page, address):
    page.goto(address + "home")
    page.locator(".person-menu summary").click()
    before = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != before
    assert "theme=dark" in page.evaluate("document.cookie")


def test_the_phone_menu_opens_without_script(browser, address):
    page, _ = looked_at(browser, viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page.goto(address + "inventory")
    page.locator(".phone-menu summary").click()
    assert page.locator(".phone-menu").get_by_role("link", name="Ledger").is_visible()
    page.context.close()
