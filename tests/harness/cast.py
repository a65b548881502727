"""The named cast: two organisations founded through the actions, a member of every role, a machine, an outsider.

Ada owns Northwind, Max manages it, Cleo contributes, Ines audits, Theo is an employee, Bot is its machine;
Olga owns Southgate and must never learn anything of Northwind.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

    from holdtrue.accounts.models import ApiToken, User
    from holdtrue.app.actions.acting import Caller
    from holdtrue.store.models import Organisation, Record

ROLES = {"owner": "Ada", "manager": "Max", "contributor": "Cleo", "auditor": "Ines", "member": "Theo"}
EVERYONE = (*ROLES, "token", "outsider", "anonymous")
PASSWORD = "a-long-enough-password"


@dataclass
class Cast:
    """Who is who; callers act through the actions, clients through the web, tokens through the API."""

    organisation: Organisation
    elsewhere: Organisation
    users: dict[str, User] = field(default_factory=dict)
    people: dict[str, Record] = field(default_factory=dict)
    token: ApiToken | None = None
    secret: str = ""
    """The machine's token as it was shown once."""
    secret_elsewhere: str = ""

    @property
    def slug(self) -> str:
        return self.organisation.slug

    def caller(self, role: str) -> Caller:
        """A member of Northwind by role, 'token', or 'outsider' in Southgate."""
        from holdtrue.app import callers

        if role == "token":
            assert self.token is not None
            return callers.machine(self.token)
        return callers.member(
            self.users[role], self.elsewhere.slug if role == "outsider" else self.organisation.slug
        )

    @cached_property
    def owner(self) -> Caller:
        return self.caller("owner")

    def client(self, who: str) -> Client:
        """A browser, signed in as that member; 'anonymous' and 'token' are not."""
        from django.test import Client

        client = Client(headers=self.headers(who))
        if who in self.users:
            client.force_login(self.users[who])
        return client

    def headers(self, who: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"} if who == "token" else {}


def cast(*, profile: str = "standard", organisation: str = "Northwind", elsewhere: str = "Southgate") -> Cast:
    """Found both organisations in the database at hand. About a second."""
    from holdtrue.accounts import tokens
    from holdtrue.accounts.models import Role
    from holdtrue.app.actions.organisation import found

    home = found(organisation, profile=profile, owner="ada@example.org", owner_name="Ada")
    away = found(elsewhere, profile="starter", owner="olga@example.org", owner_name="Olga")
    made = Cast(home.organisation, away.organisation)
    made.users = {"owner": home.owner, "outsider": away.owner}
    made.people = {"owner": home.person, "outsider": away.person}
    for role, name in ROLES.items():
        if role != "owner":
            _join(made, role, name)
    now = dt.datetime.now(dt.UTC)
    until = now + dt.timedelta(days=30)
    made.token, made.secret = tokens.issue(
        home.organisation.pk, "Bot", role=Role.CONTRIBUTOR, now=now, expires_at=until, made_by=home.owner
    )
    _, made.secret_elsewhere = tokens.issue(
        away.organisation.pk, "Bot", role=Role.CONTRIBUTOR, now=now, expires_at=until, made_by=away.owner
    )
    return made


def _join(made: Cast, role: str, name: str) -> None:
    from holdtrue.accounts.models import Membership, Role, User
    from holdtrue.app.actions import records

    address = f"{name.lower()}@example.org"
    person = records.add(made.owner, "person", {"name": name, "email": address})
    user = User.objects.create_user(address, PASSWORD, created_at=person.created_at)
    Membership.objects.create(
        organisation=made.organisation,
        user=user,
        role=Role(role),
        person=person,
        created_at=person.created_at,
    )
    made.users[role], made.people[role] = user, person
