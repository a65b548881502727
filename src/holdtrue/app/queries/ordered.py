"""Lists in another order than that of refs, and longer than a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from holdtrue.app.queries.lists import MOST, Asked, Listed, listed
from holdtrue.core.kinds import kind_named
from holdtrue.core.refusals import BadInput
from holdtrue.store.listing import EXACT, Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdtrue.app.actions.acting import Caller
    from holdtrue.store.listing import Line

_COLUMNS = ("ref", "title", "revision", "changed_at", "tier", "unit", "next_change", "use")
"""What every row of a list has, whether or not it is a field."""
Key = tuple[bool, str | float]


def ordered(caller: Caller, asked: Asked, *, by: str = "", limit: int) -> Listed:
    """Return the first `limit` records ordered by a field; '-field' is downwards, rows without it come last.

    Without a field the order is that of refs. BadInput where more than 10,000 records would have to be put in order.
    """
    if limit < 1:
        raise BadInput("list.at_least_one", field="limit")
    down, name = by.startswith("-"), by.lstrip("-").strip()
    if not name or name == "ref":
        if not down:
            return _first(caller, asked, limit)
        name = "ref"
    key = _key(asked.kind, name)
    whole = _first(caller, asked, EXACT + 1)
    if whole.page.more:
        raise BadInput("list.too_many_to_sort", field="sort", most=EXACT)
    filled = [line for line in whole.page.lines if not key(whole, line)[0]]
    empty = [line for line in whole.page.lines if key(whole, line)[0]]
    lines = sorted(filled, key=lambda line: key(whole, line)[1:], reverse=down) + empty
    page = replace(whole.page, lines=lines[:limit], more=len(lines) > limit, total=len(lines))
    return replace(whole, page=page)


def _first(caller: Caller, asked: Asked, limit: int) -> Listed:
    """Return that many rows, read a page at a time."""
    found = listed(caller, asked, limit=min(limit, MOST))
    lines, bodies, refs = list(found.page.lines), dict(found.bodies), dict(found.refs)
    more = found.page.more
    while more and len(lines) < limit:
        part = listed(caller, asked, after=lines[-1].ref, limit=min(limit - len(lines), MOST), count=False)
        lines += part.page.lines
        bodies |= part.bodies
        refs |= part.refs
        more = part.page.more
    return Listed(Page(lines, more, found.page.total), bodies, refs)


def _key(kind: str, name: str) -> Callable[[Listed, Line], tuple[Any, ...]]:
    declared = kind_named(kind)
    if name == (declared.title_field or "title"):
        name = "title"
    if name not in _COLUMNS and name not in declared.specs_by_name():
        raise BadInput("list.unknown_field", field=name, kind=declared.label)
    if name in declared.derived and name not in _COLUMNS:
        raise BadInput("list.derived_field", field=name, label=declared.spec(name).label)

    def key(found: Listed, line: Line) -> tuple[Any, ...]:
        value = (
            getattr(line, "id" if name == "ref" else name, None)
            if name in _COLUMNS
            else _field(found, line, name)
        )
        if value in (None, "", []):
            return (True,)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return (False, 0, float(value), "", line.id)
        return (False, 1, 0.0, str(value).casefold(), line.id)

    return key


def _field(found: Listed, line: Line, name: str) -> object:
    body = found.bodies.get(line.id) or {"fields": {}, "links": {}}
    value = body["fields"].get(name)
    if value is None and body["links"].get(name):
        return found.refs.get(body["links"][name][0])
    return value
