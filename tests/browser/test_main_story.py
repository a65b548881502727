"""The main job, as a person does it in a browser: from an inventory brought in to a signature given again."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from harness.browser import check_accessible, follow
from harness.published import first_register
from harness.service import Service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from harness.databases import Databases

SYSTEM = "Non-Intrusive Inspection (NII) 3D Imaging Tool"
TRIAGE = {
    "use": "in_use",
    "decisions_about_people": "no",
    "interacts_with_people": "no",
    "generates_content": "no",
    "personal_data": "no",
    "autonomy": "suggests",
    "our_role": "deployer",
    "effect_on_people": "none",
    "jurisdictions": "US",
}
OTHER = "Decides alone which cargo is opened."
WRITTEN = {
    "purpose_and_use": "Draws a cargo scan in three dimensions, so that an officer sees what lies behind what.",
    "foreseeable_misuse": "Used to decide alone which cargo is opened.",
    "individual_impacts": "A traveller may wait while cargo is opened for nothing.",
    "group_impacts": "Small carriers wait longer than large ones.",
    "societal_impacts": "None that we know of.",
    "benefits": "Less cargo is opened by hand.",
    "alternatives": "Opening more cargo by hand, which is slow.",
    "costs_of_error": "A delay, or something missed.",
    "measures": "An officer looks at every scan.",
    "contributors": "A. Lovelace (field office)\nG. Hopper (data)",
    "conclusion": "Go ahead; an officer decides on every scan.",
    "retention_until": "2032-03-01",
}


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Service]:
    """The register of a real inventory, founded and filled by the command line, then served."""
    folder = tmp_path_factory.mktemp("register")
    first_register(databases.shared, folder / "data")
    with Service(folder, "-m", "holdtrue", "--data", "{data}", "up", "--port", "{port}") as service:
        yield service


@pytest.fixture
def signed_in(register: Service, page: Page) -> Page:
    link = json.loads(register.holdtrue("sign-in-link", "--json"))["owner_sign_in"]
    page.goto(register.address + urlsplit(link).path)
    page.get_by_role("button").first.click()
    page.wait_for_url(lambda address: "/sign-in/" not in address)
    return page


class Walk:
    """One person at the browser; every page they come to is checked."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def arrived(self) -> None:
        self.page.wait_for_load_state("load")
        check_accessible(self.page)
        wide = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide[0] <= wide[1]

    def press(self, name: str) -> None:
        """Press the button of the page's own form and come to the next page."""
        follow(self.page.locator("#main").get_by_role("button", name=name, exact=True))
        self.arrived()

    def follow(self, name: str) -> None:
        follow(self.page.locator("#main").get_by_role("link", name=name).first)
        self.arrived()

    def notice(self) -> str:
        return " ".join(self.page.locator("#main > .notice").all_inner_texts())

    def open(self, path: str) -> None:
        self.page.goto(path)
        self.arrived()

    def unfold(self) -> None:
        """Open every folded part, all at once: a part opened is no longer found among the folded."""
        folded = self.page.locator("details.form-section")
        folded.evaluate_all("parts => parts.forEach(part => { part.open = true })")

    def choose(self, name: str, value: str) -> None:
        select = self.page.locator(f"select[name={name}]")
        if select.count():
            select.select_option(value)
        else:
            self.page.locator(f"[name={name}][value={value}]").check()


def find(walk: Walk) -> None:
    box = walk.page.locator("#command-head")
    box.fill(SYSTEM)
    walk.page.locator("#command-found [role=option]").first.wait_for()
    walk.page.wait_for_load_state("networkidle")
    with walk.page.expect_navigation():
        box.press("Enter")
    if "/r/" not in walk.page.url:
        walk.follow(SYSTEM)
    walk.arrived()
    assert walk.page.locator("h1").inner_text() == SYSTEM


def sort(walk: Walk, home: str, ref: str) -> None:
    walk.open(f"{home}triage/?ref={ref}")
    for name, value in TRIAGE.items():
        walk.choose(name, value)
    walk.press("Sort")
    assert "One system was changed." in walk.notice()


def name_an_owner(walk: Walk, here: str) -> None:
    walk.open(f"{here}owner/")
    walk.page.locator("[name=name]").fill("Grace Hopper")
    walk.page.locator("[name=email]").fill("grace@example.gov")
    walk.press("Name the owner")
    assert "Grace Hopper answers for" in walk.notice()
    assert "An owner for each system: absent → declared" in walk.notice()


def assess(walk: Walk, home: str, ref: str) -> None:
    walk.open(f"{home}impact-assessments/add/?system={ref}&type=ai")
    walk.unfold()
    for name, text in WRITTEN.items():
        walk.page.locator(f"[name={name}]").fill(text)
    walk.choose("severity", "moderate")
    walk.press("Add")
    assert "Impact assessed before use: absent → documented" in walk.notice()


def sign(walk: Walk) -> str:
    """Sign the record just written; the address at which it is signed again."""
    walk.follow("Sign it next")
    assert WRITTEN["conclusion"] in walk.page.locator(".document").inner_text()
    signing = walk.page.url
    walk.press("Sign revision 1")
    assert "Impact assessed before use: documented → operational" in walk.notice()
    return signing


def attach_and_read(walk: Walk, here: str, folder: Path) -> None:
    walk.open(f"{here}attach/?tag=test-report")
    report = folder / "test report.csv"
    report.write_text("case,answer\n1,right\n2,right\n")
    walk.page.locator("input[type=file]").set_input_files(report)
    walk.press("Attach")
    assert "is attached as" in walk.notice()
    walk.follow("Read it")
    assert "1,right" in walk.page.locator("pre").inner_text()
    walk.choose("result", "in_order")
    walk.press("Record the reading")
    assert "is read as in order." in walk.notice()


def change_the_purpose(walk: Walk, here: str) -> None:
    walk.open(f"{here}edit/")
    walk.page.locator("[name=intended_purpose]").fill(OTHER)
    walk.press("Save")
    assert "Impact assessed before use: operational → documented (drifted)" in walk.notice()


def affirm_again(walk: Walk, signing: str) -> None:
    walk.open(signing)
    changed = walk.page.locator(".change").first.inner_text()
    assert "Intended purpose" in changed
    assert OTHER in changed
    walk.page.get_by_label("I looked at what changed and affirm it again").check()
    walk.press("Sign revision 1")
    assert "Impact assessed before use: documented → operational" in walk.notice()


def test_the_main_job_in_a_browser(signed_in: Page, tmp_path: Path) -> None:
    walk = Walk(signed_in)
    home = re.match(r"(.*/o/[^/]+/)", signed_in.url)[1]
    walk.arrived()
    find(walk)
    here = signed_in.url
    ref = re.search(r"/r/([A-Z]+-\d+)/", here)[1]
    sort(walk, home, ref)
    name_an_owner(walk, here)
    assess(walk, home, ref)
    signing = sign(walk)
    attach_and_read(walk, here, tmp_path)
    change_the_purpose(walk, here)
    affirm_again(walk, signing)
    walk.open(f"{here}history/")
    told = walk.page.locator("#main").inner_text()
    for said in (OTHER, "named the owner", "sorted", "imported"):
        assert said in told
