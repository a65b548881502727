"""Who is a member of an organisation, with which role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.accounts.models import Membership
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.core.refusals import NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Caller


def members(caller: Caller) -> Sequence[Membership]:
    """Return the members, those who left last."""
    require(caller, "settings", on_organisation())
    rows = Membership.objects.filter(organisation=caller.organisation).select_related(
        "user", "person", "unit", "organisation"
    )
    return list(rows.order_by("-active", "user__email"))


def member_of(caller: Caller, account: str) -> Membership:
    """Return one member by account; NotFound where they are none."""
    require(caller, "settings", on_organisation())
    rows = Membership.objects.filter(organisation=caller.organisation, user__uid=account, active=True)
    found = rows.select_related("user", "person", "unit", "organisation").first()
    if found is None:
        raise NotFound("member.not_found")
    return found
