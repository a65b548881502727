"""What stands above a list: saved views, layouts, columns to choose, files to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from holdtrue.app.actions.permission import on_organisation
from holdtrue.app.queries.boards import boarded_by
from holdtrue.core.kinds import KINDS
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.lists import Tools
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.views import list_columns
from holdtrue.pages.views.list_filters import PAGING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.rows import SavedView
    from holdtrue.core.kinds import FieldSpec, Kind
    from holdtrue.pages.views.frame import Visit


def tools(
    visit: Visit,
    kind: type[Kind],
    specs: Mapping[str, FieldSpec],
    saved: Sequence[SavedView],
    names: Sequence[str] = (),
) -> Tools:
    """Return the tools of a list; `names` are the columns shown, none on a board."""
    given, address = visit.request.GET, visit.places.listing(kind.id)
    here = [
        (name, value)
        for name, values in given.lists()
        for value in values
        if value and name not in (*PAGING, "view")
    ]
    at = given.get("view", "")
    mine = next((v for v in saved if str(v.pk) == at and v.account == visit.caller.actor.account), None)
    return Tools(
        views=_views(address, saved, at),
        layouts=_layouts(kind, specs, address, here),
        columns=list_columns.choices(kind, specs, names) if names else (),
        files=_files(address, here),
        address=address,
        kept=tuple(pair for pair in here if pair[0] != list_columns.COLUMNS),
        query=urlencode(here),
        save_href=f"{address}views/",
        shares=visit.may("share_view", on_organisation()),
        drop=Act(t("page.views.drop", name=mine.name), f"{address}views/{mine.pk}/drop/", posted=True)
        if mine
        else None,
    )


def _views(address: str, saved: Sequence[SavedView], at: str) -> tuple[Link, ...]:
    if not saved:
        return ()
    every = Link(t("page.views.all"), with_query(address, view="all"), current=at in ("", "all"))
    return (
        every,
        *(
            Link(v.name, f"{address}?{v.query}{'&' if v.query else ''}view={v.pk}", str(v.pk) == at)
            for v in saved
        ),
    )


def _layouts(
    kind: type[Kind], specs: Mapping[str, FieldSpec], address: str, here: Sequence[tuple[str, str]]
) -> tuple[Link, ...]:
    fields = boarded_by(specs)
    if not fields:
        return ()
    asked = _lists(pair for pair in here if pair[0] not in ("layout", "by"))
    on_board = ("layout", "board") in here
    by = dict(here).get("by") or fields[0]
    return (
        Link(t("page.list.as_table"), with_query(address, **{**asked, "view": "all"}), not on_board),
        *(
            Link(
                t(
                    "page.list.as_board",
                    field=said(KINDS[kind.id].specs_by_name().get(name, specs[name]).label),
                ),
                with_query(address, **{**asked, "layout": "board", "by": name}),
                on_board and by == name,
            )
            for name in fields
        ),
    )


def _files(address: str, here: Sequence[tuple[str, str]]) -> tuple[Link, ...]:
    asked = _lists(pair for pair in here if pair[0] not in ("layout", "by"))
    return tuple(
        Link(t(f"page.list.as_{form}"), with_query(f"{address}export.{form}", **asked))
        for form in ("csv", "xlsx")
    )


def _lists(pairs: object) -> dict[str, object]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:  # type: ignore[attr-defined]  # pairs of texts
        found.setdefault(name, []).append(value)
    return dict(found)
