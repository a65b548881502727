"""A stranger takes a check on a phone, in French, without script, and somebody else starts an AIMS from one."""

from __future__ import annotations

import pytest

from harness.browser import Watch, check_accessible, follow

PHONE = {"width": 390, "height": 800}
FORWARD = "button.is-first"


@pytest.fixture
def phone(browser):
    """A phone's page on which no script runs."""
    context = browser.new_context(viewport=PHONE, locale="fr-CA", java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_twelve_questions_on_a_phone_in_french_without_script(door, phone):
    phone.goto(door.address + "/")
    follow(phone.get_by_role("link", name="L’Indice IA en douze questions"))
    acts = 1
    while phone.locator("fieldset").count():
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        for question in phone.locator("fieldset").all():
            question.locator("label").nth(2).click()
            acts += 1
        follow(phone.locator(FORWARD))
        acts += 1
    assert phone.get_by_role("heading", level=1).inner_text() == "Ce que vous avez déjà"
    assert phone.get_by_text("6 sur 6").is_visible()
    assert acts == 19
    assert phone.context.cookies() == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    with phone.expect_download() as taken:
        phone.get_by_role("button", name="Résultat en PDF").click()
    assert taken.value.suggested_filename == "holdtrue-index.pdf"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_of_a_check_is_accessible_and_keeps_the_policy(door, browser, theme):
    context = browser.new_context(viewport=PHONE, color_scheme=theme, reduced_motion="reduce")
    page = context.new_page()
    watch = Watch(page)
    page.goto(door.address + "/check/nist-ai-rmf/?lang=en")
    follow(page.locator(FORWARD))
    assert page.get_by_role("alert").is_visible()
    check_accessible(page)
    for screen in range(4):
        for question in page.locator("fieldset").all():
            # The list is not there, and what rests on it is: answers that do not go together.
            question.locator("input").nth(0 if screen == 0 else 3).check()
        follow(page.locator(FORWARD))
    assert page.get_by_role("heading", level=1).inner_text() == "Two answers do not go together"
    check_accessible(page)
    follow(page.get_by_role("button", name="Keep both"))
    page.get_by_text("The path to certification").click()
    check_accessible(page)
    follow(page.get_by_role("button", name="Français"))
    assert page.get_by_role("heading", level=1).inner_text() == "Ce que vous avez déjà"
    follow(page.get_by_role("button", name="Commencer mon système"))
    check_accessible(page)
    for path in ("/", "/check/method/"):
        page.goto(door.address + path)
        check_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    context.close()
    assert (watch.violations, watch.errors) == ([], [])


def test_answers_are_carried_through_signing_in_to_an_organisation_of_ones_own(house, signed_in):
    signed_in.goto(house.address + "/check/nist-ai-rmf/?lang=en")
    for _ in range(4):
        for question in signed_in.locator("fieldset").all():
            question.locator("input").nth(2).check()
        follow(signed_in.locator(FORWARD))
    follow(signed_in.get_by_role("button", name="Start my AIMS"))
    signed_in.get_by_label("A new organisation").check()
    signed_in.get_by_label("Name of the organisation").fill("Harbour Light")
    check_accessible(signed_in)
    follow(signed_in.get_by_role("button", name="Write them"))
    signed_in.wait_for_url("**/o/harbour-light/")
    signed_in.goto(house.address + "/o/harbour-light/declarations/")
    assert signed_in.get_by_role("row").count() > 5
