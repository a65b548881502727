"""A year on starter, lived through the pages: what each of twelve people does, in acts and minutes, and what holds."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING

from harness.cast import PASSWORD, Cast
from harness.house import Hands
from holdtrue.core.acts import act_named
from holdtrue.core.effort import Asked, Size, lines
from holdtrue.core.practices import library
from pages_acts.filling import Browser, Page

if TYPE_CHECKING:
    from holdtrue.app.queries.figures import Figures

LEAD = "Nora"
OWNED = {"Ben": (1, 2), "Cara": (3, 4), "Dov": (5,), "Eva": (6,)}
"""Tools by number; the sixth talks to customers, so it is of the limited tier."""
OTHERS = ("Finn", "Gia", "Hugo", "Ida", "Jon", "Kim", "Lea")
TOOLS = ("chatgpt", "claude", "deepl", "copilot-chat", "perplexity", "website-bot")
LEAD_MINUTES, OTHERS_MINUTES = 12 * 60, 60
CLASS = {
    "ai_system": "yes",
    "excluded": "none",
    "own_name": "no",
    "practices": "none",
    "gpai_model": "none",
    "product": "none",
    "annex_iii": "none",
    "obvious": "yes",
    "assistive": "yes",
    "emotion": "no",
    "deep_fake": "no",
}
MISUSE = {
    "foreseeable_misuse": "Taken for a person",
    "group_impacts": "People who write in another language get weaker answers",
    "societal_impacts": "None that we know of",
    "benefits": "Answers at night",
    "alternatives": "A page of questions and answers",
    "costs_of_error": "A wrong answer about opening hours",
    "contributors": "Nora; Eva",
    "retention_until": "2033-03-01",
}


@dataclass
class Firm:
    """Brook: twelve people with a browser each, one clock, and a note of every act."""

    people: Cast
    hands: Hands
    acts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """(who, act, tier) → how often."""

    @cached_property
    def browsers(self) -> dict[str, Browser]:
        found = {who: Browser(self.people, who) for who in self.people.users}
        for browser in found.values():
            browser.client.defaults["holdtrue.clock"] = self.hands.clock()
        return found

    def did(self, who: str, act: str, tier: str = "") -> None:
        self.acts[who, act, tier] += 1

    def minutes(self, who: str) -> int:
        return sum(
            act_named(act).minutes(tier) * n for (name, act, tier), n in self.acts.items() if name == who
        )

    def sent(self, who: str, page: Page, **said: object) -> Page:
        """A form that must be taken: no error on the page that follows."""
        after = self.browsers[who].send(page, **said)
        assert after.status == 200, (page.address, after.text[:1500])
        return after


def begun() -> Firm:
    from holdtrue.app.actions.organisation import found

    hands = Hands()
    made = found(
        "Brook", owner="nora@example.org", owner_name=LEAD, time_zone="Europe/Dublin", clock=hands.clock()
    )
    made.owner.set_password(PASSWORD)
    made.owner.save()
    people = Cast(made.organisation, made.organisation, users={LEAD: made.owner}, people={LEAD: made.person})
    return Firm(people, hands)


def join(firm: Firm) -> None:
    """Each colleague who was named takes up an account: who owns a tool contributes, all others are employees."""
    from holdtrue.accounts.models import Membership, Role, User
    from holdtrue.store.models import Record

    own = firm.people.organisation
    now = firm.hands.now()
    for person in Record.rows.of(own.pk).filter(kind="person").exclude(title=LEAD):
        user = User.objects.create_user(f"{person.title.lower()}@example.org", PASSWORD, created_at=now)
        role = Role.CONTRIBUTOR if person.title in OWNED else Role.MEMBER
        Membership.objects.create(organisation=own, user=user, role=role, person=person, created_at=now)
        firm.people.users[person.title], firm.people.people[person.title] = user, person
    del firm.browsers


def set_up(firm: Firm) -> None:
    """The afternoon in which the person in charge sets it up."""
    nora = firm.browsers[LEAD]
    page = firm.sent(LEAD, nora.open("set-up/facts/"), sector="Accounting", headcount="12")
    page = nora._follow(nora.client.post(page.address, {"profile": "starter"}), page.address)
    names = "\n".join(f"{who}, {who.lower()}@example.org" for who in (*OWNED, *OTHERS))
    page = firm.sent(LEAD, page, others=names)
    firm.did(LEAD, "name-people")
    firm.sent(LEAD, page, holding="commitments", act="sign", password=PASSWORD)
    firm.did(LEAD, "policy")
    tools = nora.at("set-up/tools/")
    page = nora._follow(nora.client.post(tools, {"tool": TOOLS, "own": ""}), tools)
    page = firm.sent(LEAD, page, holding="row")
    page = firm.sent(LEAD, page, holding="SYS-0001.conclusion")
    firm.sent(LEAD, page, holding="due")
    firm.sent(LEAD, firm.browsers[LEAD].open("r/IMP-0001/edit/"), **MISUSE)
    for n in range(1, 7):
        firm.did(LEAD, "list-tools", tier(n))
        firm.did(LEAD, "prepare-assessment", tier(n))
    firm.did(LEAD, "incident-procedure")
    join(firm)
    for who, numbers in OWNED.items():
        for n in numbers:
            page = firm.browsers[LEAD].open(f"r/SYS-000{n}/owner/")
            firm.sent(LEAD, page, person=firm.people.people[who].ref)
            firm.did(LEAD, "name-owner", tier(n))


def tier(n: int) -> str:
    return "limited" if n == 6 else "minimal"


def owed(firm: Firm, who: str) -> list[str]:
    """The forms that somebody's worklist leads to for this month, in its order."""
    html = firm.browsers[who].open("worklist/").html
    main = html[html.index("<main") :].partition('id="later"')[0]
    found = re.findall(r'href="/o/brook/([^"?]*)[^"]*back=worklist"', main)
    asks = [form for form in dict.fromkeys(found) if not re.fullmatch(OF_OTHERS, form)]
    return [form for form in asks if who != LEAD or not re.fullmatch(SIGNED_BY_OWNERS, form)]


def worked(firm: Firm, who: str) -> None:
    """Do what the worklist asks, form by form, until nothing is left."""
    tried: set[str] = set()
    while left := [form for form in owed(firm, who) if form not in tried]:
        tried.add(left[0])
        DO[re.sub(r"([A-Z]{3})-[0-9]+", r"\1", left[0])](firm, who, left[0])


def read_policy(firm: Firm, who: str, form: str) -> None:
    firm.sent(who, firm.browsers[who].open(form), holding="revision")
    firm.did(who, "read-policy")


def take_lesson(firm: Firm, who: str, form: str) -> None:
    from holdtrue.core.lessons import lessons

    lesson = next(lesson for lesson in lessons() if lesson.id == "everyone")
    right = {f"q{n}": str(q.right) for n, q in enumerate(lesson.questions, start=1)}
    assert "the lesson is done" in firm.sent(who, firm.browsers[who].open(form), **right).text
    firm.did(who, "lesson")


def look_over(firm: Firm, who: str, form: str) -> None:
    said = {}
    for n in OWNED[who]:
        said |= {f"SYS-000{n}.supplier": f"Supplier {n}", f"SYS-000{n}.trains": "no"}
        if n == 6:
            said |= {f"SYS-000{n}.sampled": "Ten answers read, one put right"}
            said |= {f"SYS-000{n}.terms": "Agreement on data processing of 2026; data stays in the EU"}
    firm.sent(who, firm.browsers[who].open(form), password=PASSWORD, **said)
    for n in OWNED[who]:
        firm.did(who, "look-over", tier(n))


def hold_hour(firm: Firm, who: str, form: str) -> None:
    said = {"swept": "Card statements and sign-ins; nothing new", "decided": "Go on as it is"}
    said["next_on"] = (firm.hands.moment.date() + dt.timedelta(days=98)).isoformat()
    firm.sent(who, firm.browsers[who].open(form), **said)
    firm.did(who, "quarterly-hour")


def sign_lead(firm: Firm, who: str, form: str) -> None:
    said = {"meaning": "approved", "good_for": "12 months", "password": PASSWORD}
    firm.sent(who, firm.browsers[who].open(form), **said)
    firm.did(who, "sign-lead")


def begin_oversight(firm: Firm, who: str, form: str) -> None:
    nora = firm.browsers[who]
    assert "People over AI" in nora.open(form).text
    begun = nora.at("documents/begin/")
    assert nora._follow(nora.client.post(begun, {"template": "oversight"}), begun).status == 200
    firm.did(who, "oversight-procedure")


def classify(firm: Firm, who: str, form: str) -> None:
    firm.sent(who, firm.browsers[who].open(form), holding="ai_system", act="keep", **CLASS)
    firm.did(who, "classify", tier(int(form.split("/")[1][-1])))


def play_incident(firm: Firm, who: str, form: str) -> None:
    """Nothing went wrong, so it is rehearsed."""
    today = firm.hands.moment.date().isoformat()
    said = {"topic": "incident_drill", "held_on": today, "content": "A wrong answer, found in ten minutes"}
    page = firm.browsers[who].open("trainings/add/")
    firm.sent(who, page, holding="topic", **said)
    firm.did(who, "drill")


OF_OTHERS = r"(acknowledgements|trainings)/add/"
"""What the lead is told that others have not done; each of them is asked on their own worklist."""
SIGNED_BY_OWNERS = r"r/(SYS|CLS)-\d+/sign/"
"""What the lead is told that owners have not signed: their look at the tool signs it."""
DO = {
    "r/POL/document/": read_policy,
    "lessons/everyone/": take_lesson,
    "look-over/": look_over,
    "quarter/": hold_hour,
    "r/ROL/sign/": sign_lead,
    "documents/start/": begin_oversight,
    "r/SYS/classify/": classify,
    "incidents/add/": play_incident,
}
MONTHS = [f"2027-{n:02}-02" for n in range(3, 13)] + ["2028-01-02"]
QUARTERLY = {"2027-03-02", "2027-06-02", "2027-09-02", "2027-12-02"}
YEAR_ENDS = "2028-02-27"


def lived(firm: Firm) -> Figures:
    """Live the year: each month who is in charge looks at the worklist, each quarter everybody does."""
    from holdtrue.app.queries import figures

    set_up(firm)
    for day in MONTHS:
        firm.hands.turn_to(day)
        for who in firm.browsers:
            if who == LEAD or day in QUARTERLY:
                worked(firm, who)
    firm.hands.turn_to(YEAR_ENDS)
    return figures.stored(firm.people.organisation, firm.hands.clock().day("Europe/Dublin"))


def counted() -> Counter[tuple[str, str]]:
    """The acts of a first year as the hours of a profile count them."""
    size, starter = Size(12, {"minimal": 5, "limited": 1}), library().profiles["starter"]
    members = [p for p in library().practices if p.id in starter.members]
    asked = [Asked(p, 3, {t: n for t, n in size.tiers.items() if t in p.tiers}) for p in members]
    found: Counter[tuple[str, str]] = Counter()
    for line in lines(asked, size):
        found[line.act, line.tier] = ceil(line.n * max(line.often, 1))
    return found


def test_a_year_takes_twelve_hours_of_who_is_in_charge_and_one_of_everybody_else(database):
    from holdtrue.app.queries.status import status

    firm = begun()
    now = status(lived(firm))
    starter = library().profiles["starter"].members
    assert {s.practice.id: s.level for s in now.stands if s.practice.id in starter} == dict.fromkeys(
        starter, 3
    )
    assert now.systems == 6
    assert now.index.value == 75
    minutes = {who: firm.minutes(who) for who in firm.browsers}
    assert minutes.pop(LEAD) <= LEAD_MINUTES
    assert len(minutes) == 11
    assert max(minutes.values()) <= OTHERS_MINUTES
    acts: Counter[tuple[str, str]] = Counter()
    for (_, act, of), n in firm.acts.items():
        acts[act, of] += n
    assert acts == counted()


def test_half_a_look_writes_nothing_and_who_owns_no_tool_is_told_so(database):
    from holdtrue.store.models import Record, SignOff

    firm = begun()
    set_up(firm)
    own = firm.people.organisation.pk
    before = Record.rows.of(own).count(), SignOff.rows.of(own).count()
    ben = firm.browsers["Ben"]
    half = ben.send(ben.open("look-over/"), **{"SYS-0001.supplier": "OpenAI"}, password=PASSWORD)
    assert half.status == 422
    assert "ChatGPT: this is still empty." in half.text
    assert (Record.rows.of(own).count(), SignOff.rows.of(own).count()) == before
    assert "You answer for no tool that is looked over here" in firm.browsers["Finn"].open("look-over/").text
    assert ben.open("quarter/").status == 403
    nora = firm.browsers[LEAD]
    late = nora.send(nora.open("quarter/"), swept="Nothing new", decided="Go on", next_on="2199-01-01")
    assert late.status == 422
    assert "Say it in a sentence." in nora.send(nora.open("quarter/"), swept="", decided="Go on").text
