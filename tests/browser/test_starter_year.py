"""A year on starter, lived in a browser: what each of twelve people clicks and fills, in acts and minutes."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from harness.browser import Watch, follow, opened
from harness.service import Service
from harness.turned import FILE
from holdtrue.core.acts import act_named
from holdtrue.core.effort import Asked, Size, lines
from holdtrue.core.lessons import lessons
from holdtrue.core.practices import library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

LEAD = "Nora"
OWNED = {"Ben": (1, 2), "Cara": (3, 4), "Dov": (5,), "Eva": (6,)}
"""Tools by number; the sixth talks to customers, so it is of the limited tier."""
OTHERS = ("Finn", "Gia", "Hugo", "Ida", "Jon", "Kim", "Lea")
TOOLS = {
    "ChatGPT": "",
    "Claude": "",
    "Microsoft Copilot": "",
    "Perplexity": "",
    "DeepL": "Writing and translating",
    "A chat window on your website": "Customers, sales and support",
}
"""Tool → the group of the list it is found in, where that is folded."""
LEAD_MINUTES, OTHERS_MINUTES = 12 * 60, 60
CLASS = {"ai_system": "yes", "excluded": "none", "own_name": "no", "practices": "none", "gpai_model": "none"}
CLASS |= {"product": "none", "annex_iii": "none", "obvious": "yes", "assistive": "yes"}
CLASS |= {"emotion": "no", "deep_fake": "no"}
MISUSE = {
    "foreseeable_misuse": "Taken for a person",
    "group_impacts": "People who write in another language get weaker answers",
    "societal_impacts": "None that we know of",
    "benefits": "Answers at night",
    "alternatives": "A page of questions and answers",
    "costs_of_error": "A wrong answer about opening hours",
    "contributors": "Nora; Eva",
    "retention_until": "2043-03-01",
}
BEGINS, YEAR_ENDS = "2037-03-01", "2038-02-27"
"""Beyond any day on which this is run, so that what expires by the real clock has not."""
MONTHS = [f"2037-{n:02}-02" for n in range(3, 13)] + ["2038-01-02"]
QUARTERLY = {"2037-03-02", "2037-06-02", "2037-09-02", "2037-12-02"}
PASSWORD = "a long enough password"


@pytest.fixture
def brook(tmp_path: Path) -> Iterator[Service]:
    """Brook, founded on the first day and served by the clock of the file."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / FILE).write_text(BEGINS)
    with Service(tmp_path, "-m", "harness.turned", "{data}", "{port}") as service:
        yield service


@dataclass
class Firm:
    """Twelve people with a browser each, one clock, and a note of every act."""

    service: Service
    browser: Browser
    pages: dict[str, Page] = field(default_factory=dict)
    contexts: list[BrowserContext] = field(default_factory=list)
    watches: list[Watch] = field(default_factory=list)
    acts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """(who, act, tier) → how often."""
    today: str = BEGINS

    def turn_to(self, day: str) -> None:
        self.today = day
        (self.service.folder / "data" / FILE).write_text(day)

    def comes(self, who: str, path: str) -> Page:
        """Somebody opens the link they were given, in a browser of their own."""
        context = opened(self.browser, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        page = self.pages[who] = context.new_page()
        self.contexts.append(context)
        self.watches.append(Watch(page))
        page.goto(self.service.address + path)
        return page

    def go(self, who: str, path: str) -> Page:
        self.pages[who].goto(f"{self.service.address}/o/brook/{path}")
        return self.pages[who]

    def did(self, who: str, act: str, tier: str = "") -> None:
        self.acts[who, act, tier] += 1

    def minutes(self, who: str) -> int:
        return sum(
            act_named(act).minutes(tier) * n for (name, act, tier), n in self.acts.items() if name == who
        )


def tier(n: int) -> str:
    return "limited" if n == 6 else "minimal"


def press(page: Page, name: str) -> None:
    """Press a button or link of the page's own, and come to the page it leads to, which refuses nothing."""
    main = page.locator("#main")
    with page.expect_navigation() as arrived:
        main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first.click()
    assert arrived.value.status == 200, (page.url, page.locator("#main").inner_text()[:1500])


def fill(page: Page, **said: str) -> None:
    """Fill fields by their names: words typed, one of several chosen."""
    for name, value in said.items():
        field = page.locator(f'#main [name="{name}"]')
        sort = field.first.evaluate("x => x.tagName == 'SELECT' ? 'select' : x.type")
        if sort in ("radio", "checkbox"):
            page.locator(f'#main [name="{name}"][value="{value}"]').check()
        elif sort == "select":
            field.select_option(value)
        else:
            field.fill(value)


def prove(page: Page) -> None:
    """Give the password where a signature asks for it again."""
    asked = page.locator('#main input[type="password"]')
    if asked.count():
        asked.fill(PASSWORD)


def choose_password(page: Page) -> None:
    page.locator(".person-menu summary").click()
    page.get_by_role("link", name="Your account").click()
    asked = page.locator('input[type="password"]')
    asked.first.wait_for()
    for one in asked.all():
        one.fill(PASSWORD)
    follow(page.locator('main form:has(input[type="password"]) button').first)


def set_up(firm: Firm) -> None:
    """The afternoon in which the person in charge sets it up, from the link on."""
    page = firm.comes(LEAD, re.search(r"^link (\S+)$", firm.service.said(), re.MULTILINE)[1])
    press(page, "Sign in")
    choose_password(page)
    firm.go(LEAD, "")
    press(page, "Begin")
    page.get_by_label("European Union").check()
    fill(page, sector="Accounting", headcount="12")
    press(page, "Save and go on")
    press(page, "Keep Starter")
    fill(page, others="\n".join(f"{who}, {who.lower()}@example.org" for who in (*OWNED, *OTHERS)))
    press(page, "Name them and go on")
    firm.did(LEAD, "name-people")
    prove(page)
    press(page, "Sign this policy for a year")
    firm.did(LEAD, "policy")
    for tool, group in TOOLS.items():
        if group:
            page.locator("#main summary", has_text=group).click()
        page.get_by_label(tool).first.check()
        page.get_by_label(f"Who uses it? {tool}", exact=True).fill("The office")
        page.get_by_label(f"What for? {tool}", exact=True).fill("Everyday letters and questions")
    press(page, "Put these on the list")
    press(page, "Yes, this is how we use them")
    press(page, "Keep these 6 assessments")
    press(page, "Put it in the calendar")
    firm.did(LEAD, "incident-procedure")
    firm.go(LEAD, "r/IMP-0001/edit/")
    fill(page, **MISUSE)
    press(page, "Save")
    for n in range(1, 7):
        firm.did(LEAD, "list-tools", tier(n))
        firm.did(LEAD, "prepare-assessment", tier(n))


def name_owners(firm: Firm) -> None:
    for who, numbers in OWNED.items():
        for n in numbers:
            page = firm.go(LEAD, f"r/SYS-000{n}/owner/")
            page.locator('#main select[name="person"]').select_option(label=who)
            press(page, "Name the owner")
            firm.did(LEAD, "name-owner", tier(n))


def let_in(firm: Firm) -> None:
    """Everybody named gets a link in one go; who owns a tool comes by an account, all others by the door."""
    page = firm.go(LEAD, "settings/members/")
    press(page, "Let your 11 colleagues in")
    press(page, "Make their links")
    firm.did(LEAD, "let-in")
    rows = page.locator("#main tbody tr").all()
    links = {row.locator("th").inner_text(): row.locator("td").inner_text() for row in rows}
    assert set(links) == {*OWNED, *OTHERS}
    for who, link in links.items():
        theirs = firm.comes(who, urlsplit(link.split()[0]).path)
        if who in OWNED:
            press(theirs, "Sign in")
            choose_password(theirs)


def owed(firm: Firm, who: str) -> list[str]:
    """The forms that somebody's list of things to do leads to for this month, in its order.

    What the hour offers to renew before it ends is left to the year after: those forms lead back to the hour.
    """
    page = firm.go(who, "worklist/")
    found = page.locator('#main section:not(:has(#later)) .owing-title a[href*="back=worklist"]')
    forms = [
        a.partition("/o/brook/")[2].partition("?")[0] for a in found.evaluate_all("x => x.map(a => a.href)")
    ]
    return [form for form in dict.fromkeys(forms) if who != LEAD or not re.fullmatch(OF_OTHERS, form)]


def worked(firm: Firm, who: str) -> None:
    """Do what the list asks, form by form, until nothing is left."""
    tried: set[str] = set()
    while left := [form for form in owed(firm, who) if form not in tried]:
        tried.add(left[0])
        page = firm.pages[who]
        follow(page.locator(f'#main .owing-title a[href*="/o/brook/{left[0]}?"]').first)
        DO[re.sub(r"([A-Z]{3})-[0-9]+", r"\1", left[0])](firm, who, left[0])


def read_policy(firm: Firm, who: str, form: str) -> None:
    press(firm.pages[who], "I have read it")
    firm.did(who, "read-policy")


def take_lesson(firm: Firm, who: str, form: str) -> None:
    page = firm.pages[who]
    lesson = next(lesson for lesson in lessons() if lesson.id == "everyone")
    fill(page, **{f"q{n}": str(q.right) for n, q in enumerate(lesson.questions, start=1)})
    press(page, "See how it went")
    assert "the lesson is done" in page.locator("#main").inner_text()
    firm.did(who, "lesson")


def look_over(firm: Firm, who: str, form: str) -> None:
    page = firm.pages[who]
    for n in OWNED[who]:
        fill(page, **{f"SYS-000{n}.trains": "no"})
        if n == 6:
            fill(page, **{f"SYS-000{n}.sampled": "Ten answers read, one put right"})
            fill(page, **{f"SYS-000{n}.supplier": "Our web agency"})
            fill(page, **{f"SYS-000{n}.terms": "Agreement on data processing; data stays in the EU"})
    prove(page)
    press(page, "Sign")
    for n in OWNED[who]:
        firm.did(who, "look-over", tier(n))


def hold_hour(firm: Firm, who: str, form: str) -> None:
    page = firm.pages[who]
    fill(page, swept="Card statements and sign-ins; nothing new", decided="Go on as it is")
    fill(page, next_on=(dt.date.fromisoformat(firm.today) + dt.timedelta(days=98)).isoformat())
    press(page, "Write it down and plan the next")
    firm.did(who, "quarterly-hour")


def sign_lead(firm: Firm, who: str, form: str) -> None:
    page = firm.pages[who]
    fill(page, meaning="approved", good_for="12 months")
    prove(page)
    press(page, "Sign")
    firm.did(who, "sign-lead")


def begin_oversight(firm: Firm, who: str, form: str) -> None:
    page = firm.pages[who]
    begun = page.locator('#main form:has([value="oversight"]) button, #main button[value="oversight"]').first
    follow(begun)
    firm.did(who, "oversight-procedure")


def classify(firm: Firm, who: str, form: str) -> None:
    page = firm.pages[who]
    keep = page.locator('#main button[value="keep"]')
    while not keep.is_enabled():
        asked = page.locator("#main .walk-steps [name]").evaluate_all("x => x.map(a => a.name)")
        fill(page, **{name: CLASS[name] for name in dict.fromkeys(asked) if name in CLASS})
        follow(page.locator('#main button[value="look"]'))
    follow(keep)
    firm.did(who, "classify", tier(int(form.split("/")[1][-1])))


def play_incident(firm: Firm, who: str, form: str) -> None:
    """Nothing went wrong, so it is rehearsed."""
    page = firm.pages[who]
    fill(page, held_on=firm.today, content="A wrong answer, found in ten minutes")
    press(page, "Add")
    firm.did(who, "drill")


def at_the_door(firm: Firm, who: str) -> None:
    """An employee with a link and no account: the policy and the lesson, on their own pages."""
    page = firm.pages[who]
    press(page, "Read the rules")
    press(page, "I have read this")
    firm.did(who, "read-policy")
    page.goto(f"{firm.service.address}/door/me/lessons/everyone/")
    take_lesson(firm, who, "")


OF_OTHERS = r"worklist/team/|r/(SYS|CLS)-\d+/sign/"
"""What others have not done, and what owners have not signed: each is asked themselves, and their look signs it."""
DO = {
    "r/POL/document/": read_policy,
    "lessons/everyone/": take_lesson,
    "look-over/": look_over,
    "quarter/": hold_hour,
    "r/ROL/sign/": sign_lead,
    "documents/start/": begin_oversight,
    "r/SYS/classify/": classify,
    "trainings/add/": play_incident,
}


def asked_now(firm: Firm) -> list[str]:
    """Who owes something by the end of the month, as the page on everybody tells who is in charge."""
    rows = firm.go(LEAD, "worklist/team/").locator("section[aria-labelledby=people] tbody tr").all()
    told = {row.locator("th").inner_text().split()[0]: row.locator("td").all_inner_texts() for row in rows}
    return [who for who, (overdue, month, *_) in told.items() if who != LEAD and {overdue, month} != {"0"}]


def lived(firm: Firm) -> None:
    """Live the year: each month who is in charge looks at what to do, each quarter whoever owes something does."""
    for day in MONTHS:
        firm.turn_to(day)
        worked(firm, LEAD)
        if day in QUARTERLY:
            for who in asked_now(firm):
                worked(firm, who) if who in OWNED else at_the_door(firm, who)


def counted() -> Counter[tuple[str, str]]:
    """The acts of a first year as the hours of a profile count them."""
    size, starter = Size(12, {"minimal": 5, "limited": 1}), library().profiles["starter"]
    members = [p for p in library().practices if p.id in starter.members]
    asked = [Asked(p, 3, {t: n for t, n in size.tiers.items() if t in p.tiers}) for p in members]
    found: Counter[tuple[str, str]] = Counter()
    for line in lines(asked, size):
        found[line.act, line.tier] = ceil(line.n * max(line.often, 1))
    return found


def test_a_year_takes_twelve_hours_of_who_is_in_charge_and_one_of_everybody_else(brook, browser):
    firm = Firm(brook, browser)
    set_up(firm)
    name_owners(firm)
    let_in(firm)
    lived(firm)
    firm.turn_to(YEAR_ENDS)
    home = firm.go(LEAD, "").locator("#main").inner_text()
    assert "6 of 6 parts are written down" in home
    assert home.count("Running") == 6
    assert "AI Index 75 of 100" in home
    minutes = {who: firm.minutes(who) for who in firm.pages}
    assert minutes.pop(LEAD) <= LEAD_MINUTES
    assert len(minutes) == 11
    assert max(minutes.values()) <= OTHERS_MINUTES
    acts: Counter[tuple[str, str]] = Counter()
    for (_, act, of), n in firm.acts.items():
        acts[act, of] += n
    assert acts == counted()
    for context, watch in zip(firm.contexts, firm.watches, strict=True):
        context.close()
        assert (watch.violations, watch.errors) == ([], [])
