"""Members of an organisation: invited by a one-time link, given another role, ended; each with its entry in the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from holdtrue.accounts import links
from holdtrue.accounts.models import Membership, Role, User
from holdtrue.accounts.models.user import folded
from holdtrue.app.actions.acting import Act, Caller, acting
from holdtrue.app.actions.owners import person_of
from holdtrue.app.actions.records import add_within, find
from holdtrue.core.access import ROLES, Target
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.refusals import BadInput, NotFound

if TYPE_CHECKING:
    from holdtrue.store.models import Record


@dataclass(frozen=True, slots=True)
class Invited:
    """A member just made, and the path of the link that signs them in once."""

    membership: Membership
    path: str


def invite(
    caller: Caller, email: str, *, role: str, name: str = "", person: str = "", unit: str = ""
) -> Invited:
    """Make somebody a member: their account where they have none, their person record, a link shown this once.

    Somebody who left comes back with the new role. `unit` holds them to its branch.
    """
    role = _role(role)
    address = _address(email)
    within = find(caller, unit) if unit else None
    if within is not None and within.kind != "unit":
        raise BadInput("member.unit", field="unit", ref=within.ref)
    with acting(caller, "member.invite", "invite", Target(roles=frozenset({role}))) as act:
        user = User.objects.filter(email=address).first() or User.objects.create_user(
            address, created_at=act.now
        )
        held = Membership.objects.filter(organisation=caller.organisation, user=user).first()
        if held is not None and held.active:
            raise BadInput("member.already", field="email", email=address)
        record = _person(act, person, name, address)
        membership = held or Membership(organisation=caller.organisation, user=user, created_at=act.now)
        membership.role, membership.person, membership.active = Role(role), record, True
        membership.unit = within
        membership.save()
        act.note(record, contents={"member": user.uid, "role": role, "unit": within.uid if within else None})
        path = links.path(links.issue(user, now=act.now))
    return Invited(membership, path)


def change_role(caller: Caller, account: str, role: str) -> Membership:
    """Give a member another role. The last owner stays one, since nobody could make another."""
    role = _role(role)
    membership = _membership(caller, account)
    roles = frozenset({membership.role, role})
    with acting(caller, "member.change_role", "change_role", Target(roles=roles)) as act:
        membership.refresh_from_db()
        if membership.role == role:
            return membership
        _keep_an_owner(caller, membership, role)
        was, membership.role = membership.role, Role(role)
        membership.save(update_fields=["role"])
        act.note(membership.person, contents={"member": account, "role": role, "was": was})
    return membership


def end(caller: Caller, account: str) -> Membership:
    """End a membership: they can no longer come in here; what they did stays under their name."""
    membership = _membership(caller, account)
    target = Target(roles=frozenset({membership.role}))
    with acting(caller, "member.end", "end_membership", target) as act:
        membership.refresh_from_db()
        _keep_an_owner(caller, membership, "")
        membership.active = False
        membership.save(update_fields=["active"])
        act.note(membership.person, contents={"member": account, "role": None, "was": membership.role})
    return membership


def new_link(caller: Caller, account: str) -> str:
    """Return the path of a fresh one-time link for a member who cannot come in; it is shown this once."""
    membership = _membership(caller, account)
    target = Target(roles=frozenset({membership.role}))
    with acting(caller, "member.new_link", "invite", target) as act:
        act.note(membership.person, contents={"member": account})
        return links.path(links.issue(membership.user, now=act.now))


def _person(act: Act, person: str, name: str, address: str) -> Record:
    known = person_of(act.caller, person, address)
    if known is not None:
        taken = Membership.objects.filter(organisation=act.organisation, person=known, active=True).exists()
        if taken:
            raise BadInput("member.person_taken", field="person", ref=known.ref)
        return known
    given = {"name": name.strip() or address.partition("@")[0].replace(".", " ").title(), "email": address}
    fields, ends = clean("person", given)
    return add_within(act, KINDS["person"], fields, ends)


def _membership(caller: Caller, account: str) -> Membership:
    found = (
        Membership.objects.filter(organisation=caller.organisation, user__uid=account, active=True)
        .select_related("user", "person")
        .first()
    )
    if found is None:
        raise NotFound("member.not_found")
    return found


def _keep_an_owner(caller: Caller, membership: Membership, role: str) -> None:
    if membership.role != Role.OWNER or role == Role.OWNER:
        return
    owners = Membership.objects.filter(organisation=caller.organisation, role=Role.OWNER, active=True)
    if not owners.exclude(pk=membership.pk).exists():
        raise BadInput("member.last_owner", field="role")


def _role(role: str) -> str:
    if role not in ROLES:
        raise BadInput("member.role", field="role", value=role)
    return role


def _address(email: str) -> str:
    address = folded(email)
    try:
        validate_email(address)
    except ValidationError as error:
        raise BadInput("member.email", field="email", value=email) from error
    return address
