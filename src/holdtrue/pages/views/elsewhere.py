"""Incidents of others: looked through by words, sector and kind of risk, and one of them whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.queries import elsewhere
from holdtrue.core.elsewhere import LICENCE
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import NotFound
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.incident import ElsewhereView, OneElsewhereView
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.table import Cell, Choice, Column, Filter, Filters, Row, Table
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.incident_parts import WHOSE, about_of, when_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.app.queries.elsewhere import Found

PLACE = "incidents-elsewhere"


@require_safe
@inside
def every(visit: Visit) -> HttpResponse:
    """Look through them, the newest first."""
    given = visit.request.GET
    asked = {"q": given.get("q", ""), "sector": given.get("sector", ""), "domain": given.get("domain", "")}
    number = given.get("page", "1")
    found = elsewhere.looked_through(
        visit.caller,
        words=asked["q"],
        sector=asked["sector"],
        domain=asked["domain"],
        page=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,  # noqa: PLR2004  # digits of a page nobody reaches
    )
    empty = "" if found.rows else t("elsewhere.nothing" if found.every else "elsewhere.none")
    view = ElsewhereView(
        t("elsewhere.lead"),
        _filters(visit, asked) if found.every else None,
        _table(visit, found, asked) if found.rows else None,
        WHOSE,
        LICENCE,
        empty,
    )
    return show(
        visit,
        "elsewhere.html",
        page(visit, t("elsewhere.title"), kind="incident", crumbs=_crumbs(visit)),
        view=view,
    )


def _crumbs(visit: Visit) -> tuple[Link, ...]:
    return (Link(said(KINDS["incident"].label_plural), visit.places.listing("incident")),)


def _filters(visit: Visit, asked: dict[str, str]) -> Filters:
    sectors, domains = elsewhere.offered(visit.caller)
    drawn = tuple(
        Filter(name, t(f"elsewhere.{name}"), tuple(Choice(x, x, x == asked[name]) for x in some))
        for name, some in (("sector", sectors), ("domain", domains))
    )
    address = visit.places.at(PLACE)
    return Filters(address, asked["q"], drawn, clear_href=address if any(asked.values()) else "")


def _table(visit: Visit, found: Found, asked: dict[str, str]) -> Table:
    columns = (
        Column(t("elsewhere.what"), wide=True),
        Column(t("elsewhere.when")),
        Column(t("elsewhere.about"), wide=True),
    )
    rows = []
    for x in found.rows:
        href = visit.places.at(PLACE, str(x.number))
        rows.append(Row((Cell(x.title, href), Cell(when_of(x)), Cell(about_of(x))), href))
    address = visit.places.at(PLACE)
    before = with_query(address, **asked, page=found.page - 1) if found.page > 1 else ""
    after = with_query(address, **asked, page=found.page + 1) if found.more else ""
    return Table(
        t("elsewhere.title"), columns, tuple(rows), t("elsewhere.count", n=found.whole), before, after
    )


@require_safe
@inside
def one(visit: Visit, number: int) -> HttpResponse:
    """Show one of them whole."""
    found = elsewhere.one(visit.caller, number)
    if found is None:
        raise NotFound("record.not_found", ref=str(number))
    lines = (
        ("when", when_of(found)),
        ("deployers", found.deployers),
        ("developers", found.developers),
        ("harmed", found.harmed),
        ("task", found.task),
        ("sector", found.sector),
        ("domain", found.domain),
    )
    view = OneElsewhereView(
        found.description,
        tuple((t(f"elsewhere.{name}"), words) for name, words in lines if words),
        Link(
            t("elsewhere.number", source=WHOSE.label, n=str(found.number)),
            f"{WHOSE.href}/cite/{found.number}/",
        ),
        LICENCE,
        Link(t("elsewhere.more"), visit.places.at(PLACE)),
    )
    crumbs = (*_crumbs(visit), Link(t("elsewhere.title"), visit.places.at(PLACE)))
    return show(
        visit, "elsewhere_one.html", page(visit, found.title, kind="incident", crumbs=crumbs), view=view
    )


__all__ = ["every", "one"]
