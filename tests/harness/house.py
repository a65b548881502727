"""A founded organisation with a clock of its own, for tests of what actions do and what the store keeps."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.accounts.models import User
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.clock import Clock
    from holdtrue.app.queries.why import Why
    from holdtrue.store.models import Organisation, Record, Revision

BEGAN = dt.datetime(2027, 3, 1, 9, 0, tzinfo=dt.UTC)


SORTED = {
    "use": "in_use",
    "our_role": "deployer",
    "decisions_about_people": False,
    "effect_on_people": "none",
    "autonomy": "suggests",
    "interacts_with_people": True,
    "generates_content": False,
    "personal_data": False,
    "jurisdictions": "US",
}
"""What the two-minute triage asks; answered like this a system is of the limited tier."""
ASSESSMENT = {
    "type": "ai",
    "purpose_and_use": "Sort incoming calls by urgency",
    "foreseeable_misuse": "Used to rank the people who call",
    "individual_impacts": "A caller may wait longer",
    "group_impacts": "Callers with an accent may be heard less well",
    "societal_impacts": "None that we know of",
    "benefits": "Urgent calls are answered sooner",
    "alternatives": "More people at the desk",
    "costs_of_error": "A late answer",
    "measures": "A person hears every call",
    "contributors": "Ada; Cleo",
    "conclusion": "Go ahead, with a person at the desk",
    "retention_until": "2032-03-01",
}


@dataclass
class Hands:
    """A clock's hands: every look moves them on by a millisecond; tests turn them forward."""

    moment: dt.datetime = BEGAN
    chance: random.Random = field(default_factory=lambda: random.Random(20270301))  # noqa: S311 # repeatable on purpose

    def now(self) -> dt.datetime:
        self.moment += dt.timedelta(milliseconds=1)
        return self.moment

    def turn_to(self, text: str) -> None:
        self.moment = dt.datetime.fromisoformat(text).replace(hour=9, tzinfo=dt.UTC)

    def clock(self) -> Clock:
        from holdtrue.app.clock import Clock

        return Clock(now=self.now, entropy=self.chance.randbytes)


class House:
    """One organisation, its owner as caller, and short ways to act in it."""

    def __init__(
        self, name: str = "Ostrava Labs", *, profile: str = "standard", hands: Hands | None = None
    ) -> None:
        from holdtrue.app.actions.acting import Caller
        from holdtrue.app.actions.organisation import found
        from holdtrue.core.access import Actor

        self.hands = hands or Hands()
        self.clock = self.hands.clock()
        founded = found(
            name, profile=profile, owner="ada@example.org", owner_name="Ada Novak", clock=self.clock
        )
        self.organisation: Organisation = founded.organisation
        self.owner: User = founded.owner
        actor = Actor(founded.owner.uid, founded.person.uid, "owner")
        self.ada: Caller = Caller(founded.organisation, actor, self.clock)
        self.console: Caller = Caller(founded.organisation, actor, self.clock, console=True)

    @property
    def pk(self) -> int:
        return int(self.organisation.pk)

    @property
    def today(self) -> int:
        return self.clock.day(self.organisation.time_zone)

    def member(self, name: str, role: str) -> Caller:
        """Another person with an account and a role here."""
        from holdtrue.accounts.models import Membership, User
        from holdtrue.app import callers

        email = f"{name.split(maxsplit=1)[0].lower()}@{self.organisation.slug}.example"
        person = self.add("person", name=name, email=email)
        user = User.objects.create_user(email, created_at=self.clock.now())
        Membership.objects.create(
            organisation=self.organisation, user=user, role=role, person=person, created_at=self.clock.now()
        )
        return callers.member(user, self.organisation.slug, clock=self.clock)

    def machine(self) -> Caller:
        """A token's caller."""
        from holdtrue.app.actions.acting import Caller
        from holdtrue.core.access import Actor

        return Caller(
            self.organisation, Actor(self.clock.uid(), "", "contributor", is_token=True), self.clock
        )

    def add(self, kind: str, *, true_from: str = "", why: str = "", **raw: object) -> Record:
        from holdtrue.app.actions import records

        return records.add(self.ada, kind, raw, true_from=true_from, why=why)

    def edit(
        self, ref: str, *, revision: int | None = None, true_from: str = "", why: str = "", **raw: object
    ) -> Record:
        from holdtrue.app.actions import records

        return records.edit(self.ada, ref, raw, revision=revision, true_from=true_from, why=why)

    def system(self, name: str = "Triage bot", **raw: object) -> Record:
        """A system with a purpose and an owner, not yet sorted."""
        return self.add("system", name=name, **{"intended_purpose": "Sort calls", "owner": "PER-1", **raw})

    def assessed(self, name: str = "Triage bot", **raw: object) -> Record:
        """A sorted system with a complete impact assessment, IMP-n for SYS-n, waiting for a signature."""
        system = self.system(name, **{**SORTED, **raw})
        self.add("impact_assessment", **ASSESSMENT, system=system.ref)
        return system

    def why(self, practice: str, ref: str = "ORG-1", *, level: str = "") -> Why:
        from holdtrue.app.actions import records
        from holdtrue.app.queries import why

        wanted = why.level_named(level) if level else 0
        scope = records.find(self.ada, ref)
        return why.why(self.organisation, scope, why.practice_named(practice), self.today, level=wanted)

    def body(self, ref: str, number: int | None = None) -> dict[str, dict[str, object]]:
        from holdtrue.app.actions import records
        from holdtrue.store import reading

        return reading.body(records.find(self.ada, ref), number)

    def revision(self, ref: str, number: int) -> Revision:
        from holdtrue.app.actions import records
        from holdtrue.store import reading

        return reading.revision(records.find(self.ada, ref), number)

    def entries(self) -> int:
        from holdtrue.store.models import Log

        return int(Log.objects.get(organisation=self.organisation).size)

    def agrees(self) -> None:
        """The ledger, the records and the standing agree with each other."""
        from holdtrue.app.checking import check_standing
        from holdtrue.app.proving import verify

        proven = verify(self.organisation)
        assert proven.ok, proven.report.first_disagreement
        checked = check_standing(self.organisation, self.today)
        assert checked.ok, checked.differences
