"""An owner's look at their tools and the quarterly hour, where what is sent is not whole or not theirs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from harness.cast import PASSWORD, Cast
from harness.house import Hands
from pages_acts.filling import Browser

LEAD, OWNER, OTHER = "Nora", "Ben", "Finn"


@dataclass
class Firm:
    """Brook: three people with a browser each, and one clock."""

    people: Cast
    hands: Hands

    @cached_property
    def browsers(self) -> dict[str, Browser]:
        found = {who: Browser(self.people, who) for who in self.people.users}
        for browser in found.values():
            browser.client.defaults["holdtrue.clock"] = self.hands.clock()
        return found


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
    """Each colleague who was named takes up an account: who owns the tool contributes, the other is an employee."""
    from holdtrue.accounts.models import Membership, Role, User
    from holdtrue.store.models import Record

    own = firm.people.organisation
    now = firm.hands.now()
    for person in Record.rows.of(own.pk).filter(kind="person").exclude(title=LEAD):
        user = User.objects.create_user(f"{person.title.lower()}@example.org", PASSWORD, created_at=now)
        role = Role.CONTRIBUTOR if person.title == OWNER else Role.MEMBER
        Membership.objects.create(organisation=own, user=user, role=role, person=person, created_at=now)
        firm.people.users[person.title], firm.people.people[person.title] = user, person
    del firm.browsers


def set_up(firm: Firm) -> None:
    """Setting up with one tool, which its owner answers for."""
    nora = firm.browsers[LEAD]
    page = nora.send(nora.open("set-up/facts/"), sector="Accounting", headcount="12")
    page = nora._follow(nora.client.post(page.address, {"profile": "starter"}), page.address)
    page = nora.send(page, others="Ben, ben@example.org\nFinn, finn@example.org")
    nora.send(page, holding="commitments", act="sign", password=PASSWORD)
    tools = nora.at("set-up/tools/")
    page = nora._follow(nora.client.post(tools, {"tool": ["chatgpt"], "own": ""}), tools)
    page = nora.send(page, holding="row")
    nora.send(page, holding="SYS-0001.conclusion")
    join(firm)
    ben = firm.people.people[OWNER].ref
    firm.browsers[LEAD].send(firm.browsers[LEAD].open("r/SYS-0001/owner/"), person=ben)


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
