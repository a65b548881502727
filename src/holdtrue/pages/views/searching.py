"""Search over all records, and what the command box offers as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_kind, on_organisation
from holdtrue.app.queries import hits
from holdtrue.core.kinds import KINDS
from holdtrue.core.practices import library
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.settings import Hit, SearchView
from holdtrue.pages.views import frame

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.app.queries.hits import Found
    from holdtrue.pages.views.frame import Visit

OFFERED = 8
"""Lines the command box offers."""
_PLACES = 3


@require_safe
@frame.inside
def search(visit: Visit) -> HttpResponse:
    """Show the records that hold every word asked; a ref leads to its record among them."""
    query = visit.request.GET.get("q", "").strip()
    after = visit.request.GET.get("after", "")
    found = hits.find(visit.caller, query, after=after, limit=30) if query else hits.NOTHING
    following = (
        with_query(visit.places.at("search"), q=query, after=found.following) if found.following else ""
    )
    total = t("page.search.more") if found.total is None else t("page.search.total", n=found.total)
    view = SearchView(query, tuple(_hit(visit, x) for x in found.records), total if query else "", following)
    title = t("page.search.of", query=query) if query else t("page.search.title")
    return frame.show(visit, "search.html", frame.page(visit, title), view=view)


@require_safe
@frame.inside
def find(visit: Visit) -> HttpResponse:
    """Offer places to go, acts to start and records, as one types into the command box."""
    query = visit.request.GET.get("q", "").strip()
    offered = [*_places(visit, query), *_acts(visit, query)]
    if query:
        found = hits.find(visit.caller, query, limit=OFFERED, count=False)
        offered = [*offered[:_PLACES], *(_hit(visit, x) for x in found.records)]
    return frame.part(visit, "partials/found.html", hits=tuple(offered[:OFFERED]))


def _hit(visit: Visit, found: Found) -> Hit:
    title = found.title or found.ref
    if found.about:
        title = t("page.record.title_about", title=title, system=found.about)
    return Hit(title, visit.places.record(found.ref), said(KINDS[found.kind].label), found.ref)


def _places(visit: Visit, query: str) -> list[Hit]:
    """Pages by their names: stations, lists of kinds, practices."""
    kind = t("page.search.go")
    stations = frame.stations(visit, "", "", {})
    found = [Hit(t(f"page.station.{s.id}"), s.href, kind) for s in stations]
    found += [
        Hit(said(k.label_plural), visit.places.listing(name), kind)
        for name, k in KINDS.items()
        if visit.may("read", on_kind(name))
    ]
    if query:
        found += [Hit(p.title, visit.places.practice(p.id), kind) for p in library().practices]
    return [hit for hit in found if _begins(hit.title, query)]


def _acts(visit: Visit, query: str) -> list[Hit]:
    """Acts by their names: what may be added, an import."""
    act = t("page.search.act")
    found = [
        Hit(t("page.list.add", kind=said(k.label)), visit.places.add(name), act)
        for name, k in KINDS.items()
        if query and name != "organization" and visit.may("add", on_kind(name))
    ]
    if visit.may("import", on_organisation()):
        found.append(Hit(t("page.list.import"), visit.places.at("import"), act))
    return [hit for hit in found if _begins(hit.title, query)]


def _begins(title: str, query: str) -> bool:
    """Whether some word of a title begins with each word asked."""
    words = title.casefold().split()
    return all(any(word.startswith(asked) for word in words) for asked in query.casefold().split())
