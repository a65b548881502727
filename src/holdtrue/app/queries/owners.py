"""Who owns an organisation, and who its members are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.accounts.models import Membership, Role, User
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from holdtrue.store.models import Organisation


def owner_of(organisation: Organisation) -> User:
    """Return its first owner; BadInput where it has none."""
    found = _members(organisation).filter(role=Role.OWNER).first()
    if found is None:
        raise BadInput("organisation.no_owner", slug=organisation.slug)
    return found.user


def member_named(organisation: Organisation, email: str) -> User:
    """Return the member with that address; BadInput where there is none."""
    found = _members(organisation).filter(user__email=email.strip().lower()).first()
    if found is None:
        raise BadInput("organisation.no_member", field="email", email=email)
    return found.user


def _members(organisation: Organisation) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(organisation=organisation, active=True)
        .select_related("user")
        .order_by("id")
    )
