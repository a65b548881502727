"""Who is a member of an organisation, with which role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from holdtrue.accounts.models import Membership
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.queries import asking
from holdtrue.core.digests import fold
from holdtrue.core.refusals import NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.store.models import Record


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


def membership_of(caller: Caller, person: Record, email: str) -> Membership | None:
    """Return the membership a person has now, by their record or their e-mail; none where they have no account."""
    require(caller, "settings", on_organisation())
    rows = Membership.objects.filter(organisation=caller.organisation, active=True)
    theirs = Q(person=person) | (Q(user__email=fold(email)) if email else Q())
    return rows.filter(theirs).select_related("user").first()


def to_invite(caller: Caller, ref: str) -> tuple[str, str]:
    """Return the name and e-mail of a person's record, to invite them by; empty for a record of another kind."""
    shown = asking.shown_to(caller, ref)
    if shown.record.kind != "person":
        return "", ""
    return shown.record.title, str(shown.fields.get("email") or "")
