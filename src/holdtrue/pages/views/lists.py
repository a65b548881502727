"""Lists of any kind: filters, order and columns in the address, pages either way, boards and saved views."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.views.decorators.http import require_safe

from holdtrue.app import added
from holdtrue.app.actions.permission import on_kind, on_organisation
from holdtrue.app.queries import inventory, standings
from holdtrue.app.queries.ordered import order_of
from holdtrue.app.queries.views import views
from holdtrue.core.access import may_ever
from holdtrue.core.kinds import KINDS
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.lists import ListView
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.table import Table
from holdtrue.pages.views import frame, list_columns
from holdtrue.pages.views.boards import board
from holdtrue.pages.views.list_filters import asked_in, filters, in_force, shown_as
from holdtrue.pages.views.list_rows import Showing, rows
from holdtrue.pages.views.list_tools import tools
from holdtrue.words.catalog import known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from holdtrue.app.queries.inventory import Listing
    from holdtrue.app.queries.ordered import Order
    from holdtrue.core.kinds import FieldSpec, Kind
    from holdtrue.pages.views.frame import Visit

_PROMOTED = frozenset({"unit", "owner", "use", *list_columns.BESIDE, list_columns.CHANGED})
"""Columns of systems that need no revision read."""


@require_safe
@frame.inside
def show(visit: Visit, kind: str) -> HttpResponse:
    """Show one page of a list, or its board; a list asked for without more opens as its reader saved it."""
    declared, given = KINDS[kind], visit.request.GET
    saved = views(visit.caller, kind)
    mine = next((v for v in saved if v.opens and v.account == visit.caller.actor.account), None)
    if not given and mine is not None:
        return HttpResponseRedirect(f"{visit.places.listing(kind)}?{mine.query}&view={mine.pk}")
    specs = {**declared.specs_by_name(), **added.specs(visit.caller.organisation.pk, kind)}
    asked = asked_in(declared, given)
    title = said(declared.label_plural)
    if given.get("layout") == "board":
        drawn = board(visit, declared, asked, specs)
        view = ListView(
            title,
            None,
            lead=said(declared.help),
            acts=_acts(visit, declared),
            tabs=_tabs(visit, declared),
            filters=filters(visit, declared, asked, specs),
            tools=tools(visit, declared, specs, saved),
            board=drawn,
        )
        return frame.show(visit, "list.html", frame.page(visit, title, kind=kind), view=view)
    after, before = given.get("after", ""), given.get("before", "")
    order = order_of(visit.caller.organisation.pk, kind, given.get("sort", ""))
    names = list_columns.chosen(declared, specs, given.getlist(list_columns.COLUMNS))
    found = inventory.listing_of(
        visit.caller, asked, order=order, whole=_whole(declared, names), after=after, before=before
    )
    counts = {} if in_force(given) else {kind: found.total}
    empty = not found.lines and not in_force(given) and not after and not before
    view = ListView(
        title,
        None if empty else _table(visit, declared, specs, names, found, order),
        lead=said(declared.help),
        acts=_acts(visit, declared),
        tabs=_tabs(visit, declared),
        filters=None if empty else filters(visit, declared, asked, specs),
        empty_title=t("page.list.empty", kinds=title) if empty else "",
        empty_words=said(declared.help) if empty else "",
        tools=None if empty else tools(visit, declared, specs, saved, names),
    )
    view = (
        replace(view, tools=None)
        if visit.caller.actor.role == "member"
        else _ticked(view, visit, declared, found)
    )
    return frame.show(visit, "list.html", frame.page(visit, title, kind=kind, counts=counts), view=view)


def _whole(kind: type[Kind], names: tuple[str, ...]) -> list[str]:
    """The columns for which revisions are read."""
    if kind.id == "system":
        return [name for name in names if name not in _PROMOTED]
    return [name for name in names if name not in (kind.owner_field, list_columns.CHANGED)]


def _ticked(view: ListView, visit: Visit, kind: type[Kind], found: Listing) -> ListView:
    """What ticked rows are for: those not yet sorted are sorted together, all others changed together."""
    given = visit.request.GET
    if not found.lines or given.get("retired") or not may_ever(visit.caller.actor, "edit"):
        return view
    if kind.id == "system" and given.get("tier") == "unsorted":
        act = Act(t("act.triage.sort_chosen"), visit.places.at("triage"))
        return replace(view, ticks="ref", ticks_act=act)
    if kind.id == "organization":
        return view
    every = t("page.list.change_all") if found.total is None else t("page.list.change_n", n=found.total)
    return replace(
        view,
        ticks="ref",
        ticks_act=Act(t("page.list.change_chosen"), f"{visit.places.listing(kind.id)}change/"),
        ticks_kept=tuple(in_force(given)),
        ticks_all=every,
        ticks_more=(Act(t("page.set.from_list"), visit.places.at("sign-sets")),)
        if kind.material and may_ever(visit.caller.actor, "sign")
        else (),
    )


STARTED = frozenset({"policy", "procedure", "scope", "risk_criteria"})
"""Kinds that have templates to start from."""


def _acts(visit: Visit, kind: type[Kind]) -> tuple[Act, ...]:
    found = []
    if visit.may("add", on_kind(kind.id)):
        found.append(Act(t("page.list.add", kind=said(kind.label)), visit.places.add(kind.id)))
        if kind.id in STARTED:
            found.append(Act(t("document.start_from"), visit.places.at("documents", "start")))
    if kind.id == "risk":
        found.append(Act(t("risk.matrix"), visit.places.at("risk-matrix")))
    if kind.id == "incident":
        found.append(Act(t("confidentiality.open"), visit.places.at("confidentiality")))
        found.append(Act(t("elsewhere.title"), visit.places.at("incidents-elsewhere")))
    if visit.may("import", on_organisation()):
        own = {"person": "staff-file", "training": "completions-file"}.get(kind.id)
        if own is not None:
            found.append(Act(t(f"people.file.{kind.id}"), visit.places.at(own)))
        found.append(Act(t("page.list.import"), with_query(visit.places.at("import"), kind=kind.id)))
    return tuple(found)


def _tabs(visit: Visit, kind: type[Kind]) -> tuple[Link, ...]:
    retired = bool(visit.request.GET.get("retired"))
    address = visit.places.listing(kind.id)
    return (
        Link(t("page.list.current"), with_query(address, view="all"), current=not retired),
        Link(t("page.list.retired"), with_query(address, retired="1"), current=retired),
    )


def _table(  # what one table is made of
    visit: Visit,
    kind: type[Kind],
    specs: Mapping[str, FieldSpec],
    names: tuple[str, ...],
    found: Listing,
    order: Order | None,
) -> Table:
    reader = (
        standings.reader(visit.caller.organisation, visit.day)
        if kind.id == "system" and found.lines
        else None
    )
    given = visit.request.GET
    kept: dict[str, object] = {**shown_as(given)}
    for name, value in in_force(given):
        kept[name] = [*kept.get(name, []), value]  # type: ignore[misc]  # only lists are put here
    address = visit.places.listing(kind.id)
    return Table(
        said(kind.label_plural),
        list_columns.columns(kind, specs, names, address, kept, order),
        rows(Showing(visit, kind, specs, names, found, reader)),
        total_words(kind, found.total),
        previous_href=with_query(address, **{**kept, "before": found.first}) if found.first else "",
        next_href=with_query(address, **{**kept, "after": found.last}) if found.last else "",
    )


def total_words(kind: type[Kind], total: int | None) -> str:
    """Say how many there are: exact to ten thousand."""
    if total is None:
        return t("page.list.more_than", kinds=said(kind.label_plural))
    own = f"page.list.total.{kind.id}"
    return t(
        own if known(own) else "page.list.total",
        n=total,
        kind=said(kind.label),
        kinds=said(kind.label_plural),
    )
