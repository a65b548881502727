"""Who holds which role, who stands in, and what rests on it; naming somebody is two clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_kind, on_organisation, require
from holdtrue.app.queries.roles import OF_EACH_SYSTEM, roles
from holdtrue.core.kinds import KINDS
from holdtrue.core.vocabulary import vocabulary
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.people import RoleShown, RolesView
from holdtrue.pages.views import frame

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.app.queries.roles import Held
    from holdtrue.app.rows import Record
    from holdtrue.pages.views.frame import Visit

_DUTIES = 220


@require_safe
@frame.inside
def show(visit: Visit) -> HttpResponse:
    """Show every named role."""
    require(visit.caller, "read", on_organisation())
    found = roles(visit.caller.organisation, visit.day)
    asked = [one for one in found if one.role not in OF_EACH_SYSTEM or one.record]
    nobody = sum(1 for one in asked if one.acts is None)
    lead = t("people.roles.lead_open", n=nobody, whole=len(asked)) if nobody else t("people.roles.lead")
    view = RolesView(lead, tuple(_role(visit, one) for one in found))
    crumbs = (Link(said(KINDS["role"].label_plural), visit.places.listing("role")),)
    given = frame.page(visit, t("people.roles.title"), kind="role", crumbs=crumbs)
    return frame.show(visit, "roles.html", given, view=view)


def _role(visit: Visit, one: Held) -> RoleShown:
    places = visit.places
    words = dict(KINDS["role"].spec("name").choices)
    label = said(words[one.role]) if one.role in words else one.record.title if one.record else one.role
    each = one.role in OF_EACH_SYSTEM and one.record is None
    state, acts = _acts(one, each=each)
    may = visit.may("edit", on_kind("role")) if one.record else visit.may("add", on_kind("role"))
    name = deputy = None
    if may and not each and one.record:
        name = Link(
            t("people.roles.change" if one.holder else "people.roles.name"),
            places.act(one.record.ref, "owner"),
        )
        deputy = Link(
            t("people.roles.deputy_change" if one.deputy else "people.roles.deputy_name"),
            places.act(one.record.ref, "owner", **{"as": "deputy"}),
        )
    elif may and not each:
        name = Link(t("people.roles.name"), places.add("role", name=one.role))
    return RoleShown(
        title=Link(label, places.record(one.record.ref) if one.record else ""),
        duties=_short(one.duties or vocabulary().roles.get(one.role, "")),
        state=state,
        acts=acts,
        holder=_person(visit, one.holder),
        deputy=_person(visit, one.deputy),
        since=absolute(one.since) if one.since else "",
        practices=tuple(Link(p.title, places.practice(p.id)) for p in one.practices),
        name=name,
        name_deputy=deputy,
    )


def _acts(one: Held, *, each: bool) -> tuple[str, str]:
    """Who answers today, and how that stands."""
    if each:
        return "not_applicable", t("people.roles.each")
    if one.acts is None:
        return "missing", t("people.roles.nobody")
    if one.acts is one.holder:
        if one.away is not None:
            gone = {"holder": one.acts.title, "date": absolute(one.away)}
            return "soon", t("people.roles.away_alone", **gone)
        return "holds", ""
    if one.holder is not None and one.left is None and one.away is not None:
        gone = {"holder": one.holder.title, "date": absolute(one.away), "name": one.acts.title}
        return "soon", t("people.roles.deputy_acts_away", **gone)
    if one.holder is None or one.left is None:
        return "soon", t("people.roles.deputy_acts", name=one.acts.title)
    left = {"holder": one.holder.title, "date": absolute(one.left), "name": one.acts.title}
    return "soon", t("people.roles.deputy_acts_left", **left)


def _person(visit: Visit, person: Record | None) -> Link | None:
    return Link(person.title, visit.places.record(person.ref)) if person else None


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _DUTIES else words[:_DUTIES].rsplit(" ", 1)[0] + "…"
