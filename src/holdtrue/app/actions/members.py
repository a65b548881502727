"""Members of an organisation: invited by a one-time link, given another role, ended; each with its entry in the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from holdtrue.accounts import links, sessions
from holdtrue.accounts.models import ApiToken, Membership, Role, User
from holdtrue.accounts.models.user import folded
from holdtrue.app.actions.acting import Act, Caller, acting
from holdtrue.app.actions.owners import person_of
from holdtrue.app.actions.permission import require
from holdtrue.app.actions.records import add_within, find
from holdtrue.core.access import ROLES, Target
from holdtrue.core.days import iso, to_day
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


TIMED = ("auditor", "adviser")
"""Roles that always have a last day: a year where none was said."""
_YEAR = 365


def invite(
    caller: Caller,
    email: str,
    *,
    role: str,
    name: str = "",
    person: str = "",
    unit: str = "",
    until: str = "",
) -> Invited:
    """Make somebody a member: their account where they have none, their person record, a link shown this once.

    Somebody who left comes back with the new role. `unit` holds them to its branch, `until` is their last day.
    An adviser may be from outside: no person record is made for one, unless `person` names theirs.
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
        outside = role == Role.ADVISER and not person
        record = None if outside else _person(act, person, name, address)
        membership = held or Membership(organisation=caller.organisation, user=user, created_at=act.now)
        membership.role, membership.person, membership.active = Role(role), record, True
        membership.unit, membership.outside = within, outside
        membership.until = _last_day(act, role, until)
        membership.save()
        act.note(
            record,
            contents={
                "member": user.uid,
                "role": role,
                "unit": within.uid if within else None,
                "until": iso(membership.until) if membership.until else None,
            },
        )
        path = links.path(links.issue(user, now=act.now))
    return Invited(membership, path)


def change_role(caller: Caller, account: str, role: str) -> Membership:
    """Give a member another role. The last owner stays one, since nobody could make another."""
    role = _role(role)
    membership = _membership(caller, account)
    roles = frozenset({membership.role, role})
    with acting(caller, "member.change_role", "change_role", Target(roles=roles)) as act:
        _renew(act, membership, "change_role", role)
        if membership.role == role:
            return membership
        _keep_an_owner(caller, membership, role)
        was, membership.role = membership.role, Role(role)
        if role in TIMED and membership.until is None:
            membership.until = act.day + _YEAR
        if role == Role.OWNER:
            membership.until = None
        membership.save(update_fields=["role", "until"])
        act.note(membership.person, contents={"member": account, "role": role, "was": was})
    return membership


def end(caller: Caller, account: str) -> Membership:
    """End a membership at once: what they did stays under their name, and what they could come in by ends with it.

    The tokens they made for machines end, and where they belong nowhere else, every session and unused link.
    """
    membership = _membership(caller, account)
    target = Target(roles=frozenset({membership.role}))
    with acting(caller, "member.end", "end_membership", target) as act:
        _renew(act, membership, "end_membership")
        _keep_an_owner(caller, membership, "")
        membership.active = False
        membership.save(update_fields=["active"])
        made = ApiToken.objects.filter(
            organisation=caller.organisation, made_by=membership.user, revoked_at__isnull=True
        )
        ended = list(made.values_list("uid", flat=True))
        made.update(revoked_at=act.now)
        if not Membership.objects.filter(user=membership.user, active=True).exists():
            sessions.end_all(membership.user, now=act.now)
        said = {"member": account, "role": None, "was": membership.role, "tokens": ended}
        act.note(membership.person, contents=said)
    return membership


def set_last_day(caller: Caller, account: str, until: str) -> Membership:
    """Give a membership another last day, or none where its role may go without."""
    membership = _membership(caller, account)
    target = Target(roles=frozenset({membership.role}))
    with acting(caller, "member.until", "change_role", target) as act:
        _renew(act, membership, "change_role")
        membership.until = _last_day(act, membership.role, until)
        membership.save(update_fields=["until"])
        day = iso(membership.until) if membership.until else None
        act.note(membership.person, contents={"member": account, "until": day})
    return membership


def _last_day(act: Act, role: str, until: str) -> int | None:
    """The ordinal of the last day; a year from now for roles that always have one."""
    if not until.strip():
        return act.day + _YEAR if role in TIMED else None
    day = to_day(until.strip())
    if day is None:
        raise BadInput("day.unreadable", field="until", value=until)
    if day < act.day:
        raise BadInput("member.until_past", field="until")
    if role == Role.OWNER:
        raise BadInput("member.until_owner", field="until")
    return day


def new_link(caller: Caller, account: str) -> str:
    """Return the path of a fresh one-time link for a member who cannot come in; it is shown this once."""
    membership = _membership(caller, account)
    target = Target(roles=frozenset({membership.role}))
    with acting(caller, "member.new_link", "invite", target) as act:
        _renew(act, membership, "invite")
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


def _renew(act: Act, membership: Membership, does: str, *roles: str) -> None:
    """Bring a membership up to date; with another role by now it may be one that the caller has no say over."""
    was = membership.role
    membership.refresh_from_db()
    if not membership.active:
        raise NotFound("member.not_found")
    if membership.role != was:
        require(act.caller, does, Target(roles=frozenset({membership.role, *roles})))


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
