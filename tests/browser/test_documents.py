"""Writing in a browser: what is typed reads below as it will read, and is kept and offered again."""

from __future__ import annotations

import re

from harness.browser import follow


def test_what_is_typed_is_previewed_kept_and_offered_again(signed_in, house):
    page = signed_in
    page.goto(f"{house.address}/o/boreal-clinics/r/POL-0001/edit/")
    page.locator("#f-text").click()
    page.keyboard.press("End")
    page.keyboard.type("\n\n**live** words")
    page.locator("#p-text strong").filter(has_text="live").wait_for()
    page.locator("[data-saved]").filter(has_text=re.compile(r"\S")).wait_for()
    page.goto(f"{house.address}/o/boreal-clinics/r/POL-0001/edit/")
    assert "You have an unsaved draft of this form" in page.locator("main").inner_text()
    follow(page.get_by_role("link", name="Take it up"))
    assert "**live** words" in page.locator("#f-text").input_value()
    follow(page.get_by_role("button", name="Throw it away"))
    assert "**live** words" not in page.locator("#f-text").input_value()
