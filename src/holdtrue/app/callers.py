"""Who is calling: a member signed in, a machine by its token, or whoever sits at the machine's own console."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.accounts.backend import memberships, read_with
from holdtrue.accounts.models import ApiToken, Membership, Role, User
from holdtrue.app import rules
from holdtrue.app.actions.acting import Caller
from holdtrue.app.clock import SYSTEM, Clock
from holdtrue.core.access import Actor
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.store.log import MEMBERSHIPS, TOKENS, WayIn
from holdtrue.store.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Sequence


def member(user: User, slug: str, *, clock: Clock = SYSTEM) -> Caller:
    """Return the caller for a signed-in user in one organisation; NotFound where they are no member of it."""
    membership = (
        Membership.objects.filter(user=user, organisation__slug=slug, active=True)
        .select_related("organisation", "person", "unit", "user")
        .first()
    )
    if membership is None or not lives(membership, clock):
        raise NotFound("organisation.not_found", slug=slug)
    return _caller(membership, clock)


def among(memberships: Sequence[Membership], slug: str, *, clock: Clock = SYSTEM) -> Caller:
    """Return the caller in the organisation of that slug, from memberships already read; NotFound as `member`."""
    for membership in memberships:
        if membership.organisation.slug == slug and lives(membership, clock):
            return _caller(membership, clock)
    raise NotFound("organisation.not_found", slug=slug)


def actor_in(membership: Membership) -> Actor:
    """Return who a member is to the access decision."""
    return Actor(
        account=membership.user.uid,
        person=membership.person.uid if membership.person else "",
        role=membership.role,
        unit_path=membership.unit.path if membership.unit else "",
    )


def _caller(membership: Membership, clock: Clock) -> Caller:
    rules.follow(membership.organisation)
    way_in = WayIn(MEMBERSHIPS, membership.pk, membership.role, membership.unit_id, membership.until)
    return Caller(membership.organisation, actor_in(membership), clock, way_in=way_in)


def machine(token: ApiToken, *, clock: Clock = SYSTEM) -> Caller:
    """Return the caller for a token already checked."""
    rules.follow(token.organisation)
    actor = Actor(account=token.uid, person="", role=token.role, is_token=True)
    return Caller(token.organisation, actor, clock, way_in=WayIn(TOKENS, token.pk, token.role))


def console(slug: str = "", *, clock: Clock = SYSTEM) -> Caller:
    """Return the caller at the console: the organisation's first owner, marked as not re-authenticated.

    Without a slug the only organisation is meant; BadInput names the choices where there are several.
    """
    rows = list(Organisation.objects.filter(slug=slug) if slug else Organisation.objects.order_by("id")[:20])
    if not rows:
        raise NotFound("organisation.not_found", slug=slug) if slug else BadInput("organisation.none_yet")
    if len(rows) > 1:
        raise BadInput("organisation.which", field="org", known=tuple(o.slug for o in rows))
    owner = (
        Membership.objects.filter(organisation=rows[0], role=Role.OWNER, active=True)
        .select_related("user", "person")
        .order_by("id")
        .first()
    )
    if owner is None:
        raise BadInput("organisation.no_owner", slug=rows[0].slug)
    person = owner.person.uid if owner.person else ""
    rules.follow(rows[0])
    return Caller(rows[0], Actor(account=owner.user.uid, person=person, role="owner"), clock, console=True)


def lives(membership: Membership, clock: Clock = SYSTEM) -> bool:
    """Whether a membership counts today, by the organisation's own calendar: asked on every request."""
    until = membership.until
    return membership.active and (until is None or clock.day(membership.organisation.time_zone) <= until)


def organisations_of(user: User, *, clock: Clock = SYSTEM) -> Sequence[Membership]:
    """Return a user's memberships that count today, by organisation name. One query."""
    return _living(user, memberships(user.pk), clock)


def visited_by(user: User, *, clock: Clock = SYSTEM) -> Sequence[Membership]:
    """Return the same as a request begins, while what was read with the user of its session still holds. No query."""
    rows = read_with(user)
    return organisations_of(user, clock=clock) if rows is None else _living(user, rows, clock)


def _living(user: User, rows: Sequence[Membership], clock: Clock) -> Sequence[Membership]:
    found = [membership for membership in rows if lives(membership, clock)]
    for membership in found:
        membership.user = user
    return found


def every_organisation() -> Sequence[Organisation]:
    """Return all of them, for whoever sits at the machine's own console."""
    return list(Organisation.objects.order_by("name"))
