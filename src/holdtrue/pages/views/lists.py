"""Lists of any kind: filters in the address, pages either way, the inventory of systems among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_kind, on_organisation
from holdtrue.app.queries import inventory, standings
from holdtrue.core.kinds import KINDS
from holdtrue.pages.language import said, t
from holdtrue.pages.places import plurals, with_query
from holdtrue.pages.shapes.lists import ListView
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.table import Table
from holdtrue.pages.views import frame
from holdtrue.pages.views.list_filters import asked_in, filters, in_force
from holdtrue.pages.views.list_rows import columns, rows

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.app.queries.inventory import Listing
    from holdtrue.core.kinds import Kind
    from holdtrue.pages.views.frame import Visit


@require_safe
@frame.inside
def show(visit: Visit, kind: str) -> HttpResponse:
    """Show one page of a list."""
    declared = KINDS[kind]
    asked = asked_in(declared, visit.request.GET)
    after, before = visit.request.GET.get("after", ""), visit.request.GET.get("before", "")
    found = inventory.listing_of(visit.caller, asked, after=after, before=before)
    title = said(declared.label_plural)
    given = frame.page(
        visit, title, kind=kind, counts={} if in_force(visit.request.GET) else {kind: found.total}
    )
    empty = not found.lines and not in_force(visit.request.GET) and not after and not before
    acts = _acts(visit, declared)
    # those not yet sorted are ticked and sorted together
    unsorted = kind == "system" and visit.request.GET.get("tier") == "unsorted" and bool(found.lines)
    view = ListView(
        title,
        None if empty else _table(visit, declared, found),
        lead=said(declared.help),
        acts=acts,
        tabs=_tabs(visit, declared),
        filters=None if empty else filters(visit, declared, asked),
        empty_title=t("page.list.empty", kinds=title) if empty else "",
        empty_words=said(declared.help) if empty else "",
        ticks="ref" if unsorted else "",
        ticks_act=Act(t("act.triage.sort_chosen"), visit.places.at("triage")) if unsorted else None,
    )
    return frame.show(visit, "list.html", given, view=view)


STARTED = frozenset({"policy", "procedure", "scope", "risk_criteria"})
"""Kinds that have templates to start from."""


def _acts(visit: Visit, kind: type[Kind]) -> tuple[Act, ...]:
    found = []
    if visit.may("add", on_kind(kind.id)):
        found.append(Act(t("page.list.add", kind=said(kind.label)), visit.places.add(kind.id)))
        if kind.id in STARTED:
            found.append(Act(t("document.start_from"), visit.places.at("documents", "start")))
    if visit.may("import", on_organisation()):
        found.append(Act(t("page.list.import"), with_query(visit.places.at("import"), kind=kind.id)))
    return tuple(found)


def _tabs(visit: Visit, kind: type[Kind]) -> tuple[Link, ...]:
    retired = bool(visit.request.GET.get("retired"))
    address = visit.places.listing(kind.id)
    return (
        Link(t("page.list.current"), address, current=not retired),
        Link(t("page.list.retired"), with_query(address, retired="1"), current=retired),
    )


def _table(visit: Visit, kind: type[Kind], found: Listing) -> Table:
    reader = (
        standings.reader(visit.caller.organisation, visit.day)
        if kind.id == "system" and found.lines
        else None
    )
    kept = [(name, value) for name, value in in_force(visit.request.GET) if name not in ("after", "before")]
    address = visit.places.at(plurals()[kind.id])
    return Table(
        said(kind.label_plural),
        columns(kind),
        rows(visit, kind, found, reader),
        total_words(kind, found.total),
        previous_href=with_query(address, **_merged(kept, "before", found.first)) if found.first else "",
        next_href=with_query(address, **_merged(kept, "after", found.last)) if found.last else "",
    )


def _merged(kept: list[tuple[str, str]], edge: str, ref: str) -> dict[str, object]:
    merged: dict[str, list[str]] = {}
    for name, value in kept:
        merged.setdefault(name, []).append(value)
    return {**merged, edge: ref}


def total_words(kind: type[Kind], total: int | None) -> str:
    """Say how many there are: exact to ten thousand."""
    if total is None:
        return t("page.list.more_than", kinds=said(kind.label_plural))
    return t("page.list.total", n=total, kind=said(kind.label), kinds=said(kind.label_plural))
