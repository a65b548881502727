"""The pages before sign-in, in a real browser."""

from __future__ import annotations

import re

import pytest

from harness.browser import check_accessible


@pytest.mark.parametrize("path", ["/account/login/", "/sign-in/never-made/"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_page_at_the_door_is_accessible_and_keeps_the_policy(door, page, path, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(door.address + path)
    check_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_password_signs_in(door, page):
    page.goto(door.address + "/account/login/")
    page.get_by_label("Email").fill("ADA@example.org")
    page.get_by_label("Password").fill("a-long-enough-password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda address: "/account/login/" not in address)


def test_a_wrong_password_says_so_without_saying_which_part_is_wrong(door, page):
    for email in ("ada@example.org", "nobody@example.org"):
        page.goto(door.address + "/account/login/")
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password").fill("not-the-password")
        page.get_by_role("button", name="Sign in", exact=True).click()
        assert (
            page.get_by_role("alert").inner_text()
            == "The email address and/or password you specified are not correct."
        )
        check_accessible(page)


def test_a_sign_in_link_needs_its_button_pressed(door, page):
    path = re.search(r"^link (\S+)$", door.said(), re.MULTILINE)[1]
    page.goto(door.address + path)
    check_accessible(page)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "/sign-in/" not in address)


def test_a_broken_policy_would_be_noticed(browser, door):
    from harness.browser import Watch, opened

    context = opened(browser)
    page = context.new_page()
    watch = Watch(page)
    page.goto(door.address + "/account/login/")
    with page.expect_console_message(lambda line: "Content Security Policy" in line.text):
        page.evaluate("document.body.setAttribute('onclick', 'void 0')")
    with page.expect_console_message(lambda line: "Content Security Policy" in line.text):
        page.evaluate(
            "document.body.appendChild(Object.assign(document.createElement('style'), {textContent: 'p {color: red}'}))"
        )
    context.close()
    assert watch.violations
