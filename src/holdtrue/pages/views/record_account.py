"""Whether a person has an account here, and inviting them where they have none, on their record's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_organisation
from holdtrue.app.queries.members import membership_of
from holdtrue.core.access import ROLES, Target
from holdtrue.pages.language import t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.page import Act

if TYPE_CHECKING:
    from holdtrue.app.queries.around import Around
    from holdtrue.pages.views.frame import Visit


def account(visit: Visit, found: Around) -> tuple[tuple[tuple[str, str], ...], tuple[Act, ...]]:
    """Return the badge that says which role somebody has, and the act that leads to it or invites them.

    Neither for who may not see the members. Nobody who left is invited, nor anybody without an e-mail.
    """
    record, fields = found.record, found.body["fields"]
    if (
        record.kind != "person"
        or record.retired_day is not None
        or not visit.may("settings", on_organisation())
    ):
        return (), ()
    email = str(fields.get("email") or "")
    member = membership_of(visit.caller, record, email)
    members = visit.places.at("settings", "members")
    if member is not None:
        badge = (t("people.account.has", role=t(f"access.role.{member.role}")), "")
        return (badge,), (Act(t("people.account.see"), f"{members}{member.user.uid}/"),)
    may = any(visit.may("invite", Target(roles=frozenset({role}))) for role in ROLES)
    if not email or fields.get("left_on") or not may:
        return (), ()
    return (), (Act(t("people.account.invite"), with_query(members, person=record.ref)),)
