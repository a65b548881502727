"""Who may do this, and why: every member and machine beside the rule that decided, for a record or a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_organisation
from holdtrue.app.queries import permitted
from holdtrue.core.kinds import KINDS
from holdtrue.pages.language import said, t
from holdtrue.pages.places import plurals
from holdtrue.pages.shapes.lists import ListView
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.table import Cell, Choice, Column, Filter, Filters, Row, Table
from holdtrue.pages.views import frame

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.accounts.models import Membership
    from holdtrue.app.queries.permitted import Answer, Asked
    from holdtrue.pages.views.frame import Visit

ACT = "act"


@require_safe
@frame.inside
def record(visit: Visit, ref: str) -> HttpResponse:
    """Show who may do an act on one record."""
    found = permitted.who_may(visit.caller, ref, visit.request.GET.get(ACT, ""))
    crumbs = (Link(f"{found.ref} {found.title}", visit.places.record(found.ref)),)
    return _shown(visit, found, visit.places.act(found.ref, "access"), crumbs)


@require_safe
@frame.inside
def kind(visit: Visit, kind: str) -> HttpResponse:
    """Show who may add or read records of a kind."""
    found = permitted.who_may(visit.caller, kind, visit.request.GET.get(ACT, ""))
    crumbs = (Link(said(KINDS[kind].label_plural), visit.places.listing(kind)),)
    return _shown(visit, found, visit.places.at(plurals()[kind], "access"), crumbs)


def _shown(visit: Visit, found: Asked, address: str, crumbs: tuple[Link, ...]) -> HttpResponse:
    title = t("permitted.title")
    may = sum(one.allowed for one in found.answers)
    act = t(f"access.act.{found.act}")
    lead = t("permitted.lead", act=act, n=may, of=len(found.answers))
    choices = tuple(Choice(name, t(f"access.act.{name}"), name == found.act) for name in found.acts)
    filters = Filters(address, filters=(Filter(ACT, t("permitted.act_label"), choices),), searched=False)
    columns = (
        Column(t("permitted.who")),
        Column(t("act.members.role")),
        Column(t("permitted.may")),
        Column(t("permitted.why"), wide=True),
    )
    manages = visit.may("settings", on_organisation())
    table = Table(title, columns, tuple(_row(visit, one, links=manages) for one in found.answers))
    view = ListView(title, table, lead=lead, filters=filters)
    given = frame.page(visit, title, kind=found.kind, crumbs=crumbs)
    return frame.show(visit, "list.html", given, view=view)


def _row(visit: Visit, one: Answer, *, links: bool) -> Row:
    href = visit.places.at("settings", "members", one.account) if links and not one.machine else ""
    note = t("permitted.machine") if one.machine else one.unit
    until = t("permitted.until", date=absolute(one.until)) if one.until is not None else ""
    return Row(
        (
            Cell(one.name, href=href, note=note),
            Cell(t(f"access.role.{one.role}"), note=until),
            Cell(
                t("permitted.yes" if one.allowed else "permitted.no"),
                state="holds" if one.allowed else "quiet",
            ),
            Cell(said(one.reason)),
        ),
        href,
    )


def of_member(membership: Membership) -> Table:
    """Return what one member may do, act by act."""
    columns = (
        Column(t("permitted.act_label")),
        Column(t("permitted.may")),
        Column(t("permitted.why"), wide=True),
    )
    rows = tuple(
        Row(
            (
                Cell(t(f"access.act.{one.act}")),
                Cell(
                    t("permitted.yes" if one.allowed else "permitted.no"),
                    state="holds" if one.allowed else "quiet",
                ),
                Cell(said(one.reason)),
            )
        )
        for one in permitted.what_they_may(membership)
    )
    return Table(t("permitted.of_member"), columns, rows)


__all__ = ["kind", "of_member", "record"]
