"""The pages that read, of the demonstration, in a real browser: accessible, in both themes, true to the policy."""

from __future__ import annotations

import re

from harness.browser import bring_axe, check_accessible, each_way

DESK = (1280, "light")
PAGES = (
    *(
        "",
        "systems/",
        "systems/?tier=high",
        "r/SYS-0001/",
        "r/SYS-0001/history/",
        "policies/",
        "do/",
        "practices/",
    ),
    *(
        "practices/impact-assessment/",
        "why/SYS-0001/impact-assessment/next/",
        "frameworks/",
        "frameworks/iso42001/?show=short",
        "frameworks/iso42001/5.2/",
        "frameworks/crosswalk/",
        "ledger/",
        "search/?q=a",
    ),
    "r/SYS-9999/",
)

MORE = (
    *("compare", "restore", "classify", "access"),
    *("POL-0001/document", "POL-0001/acknowledged", "POL-0001/languages", "PER-0001/hand-over"),
)
FURTHER = (
    *(f"r/{name}/" if "/" in name else f"r/SYS-0001/{name}/" for name in MORE),
    *("systems/duplicates/", "systems/change/", "mentions/", "triage/", "documents/start/"),
    *(
        "lifecycle/",
        "milestones/live/",
        "lessons/",
        "lessons/everybody/",
        "skills/",
        "who-holds/",
        "concerns-raised/",
    ),
    *("worklist/", "worklist/team/", "worklist/notices/"),
    *("settings/", "settings/leave/", "settings/door/", "settings/door/tools/"),
    *("r/SYS-0001/gate/assessed/", "r/SYS-0001/life/", "figures/", "audit-programme/", "r/AUD-0001/work/"),
    *("r/FND-0001/", "r/INC-0001/incident/", "confidentiality/", "incidents-elsewhere/", "certification/"),
    *("attestations/", "review-pack/", "calendar/", "quarter/", "loop/"),
)
"""Pages made of the same parts."""


def test_every_reading_page_is_accessible_and_fits(signed_in):
    """Each is opened once, and looked at at a desk in the light and on a phone in the dark."""
    home = signed_in.url
    bring_axe(signed_in)
    for path in PAGES:
        signed_in.goto(home + path)
        for _ in each_way(signed_in, DESK, (390, "dark")):
            check_accessible(signed_in)


def test_the_further_pages_are_accessible_and_fit(signed_in):
    home = signed_in.url
    bring_axe(signed_in)
    for path in FURTHER:
        assert signed_in.goto(home + path).status == 200, path
        for way in each_way(signed_in, DESK, (390, "light")):
            if way == DESK:
                check_accessible(signed_in)


def test_a_glyph_tells_why_in_a_drawer_and_escape_gives_the_place_back(signed_in):
    signed_in.goto(signed_in.url + "r/SYS-0001/")
    glyph = signed_in.locator("main a.glyph").first
    glyph.click()
    drawer = signed_in.get_by_role("dialog")
    drawer.wait_for()
    assert drawer.locator("h1").inner_text()
    check_accessible(signed_in)
    signed_in.keyboard.press("Escape")
    drawer.wait_for(state="hidden")
    assert glyph.evaluate("link => link === document.activeElement")


def test_a_system_is_found_from_anywhere_by_keyboard(signed_in):
    signed_in.keyboard.press("/")
    signed_in.keyboard.type("sys-1")
    signed_in.get_by_role("option", name=re.compile("^Visit scribe SYS-0001")).wait_for()
    signed_in.keyboard.press("ArrowDown")
    signed_in.keyboard.press("Enter")
    signed_in.wait_for_url("**/r/SYS-0001/")


def test_what_the_command_box_offers_goes_as_the_cursor_goes_on(signed_in):
    """Else it lies over the filters that come next."""
    signed_in.goto(signed_in.url + "systems/")
    signed_in.keyboard.press("/")
    offered = signed_in.locator(".command-found [role=option]").first
    offered.wait_for()
    signed_in.keyboard.press("Tab")
    offered.wait_for(state="detached", timeout=30_000)
    assert signed_in.get_by_role("combobox", name="Find a record").get_attribute("aria-expanded") == "false"


def test_the_inventory_is_filtered_and_walked(signed_in):
    signed_in.goto(signed_in.url + "systems/")
    signed_in.get_by_role("combobox", name=re.compile("^Tier")).select_option("high")
    signed_in.get_by_role("button", name="Show", exact=True).click()
    signed_in.wait_for_url(re.compile("tier=high"))
    signed_in.keyboard.press("j")
    signed_in.keyboard.press("Enter")
    signed_in.wait_for_url(re.compile(r"/r/SYS-\d+/$"))
