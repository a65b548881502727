"""Lists in the order of one of their columns, page by page, and lists longer than a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app import added
from holdtrue.app.queries.lists import MOST, Asked, Listed, filter_of, listed, record_named, told
from holdtrue.core import custom, sortkeys
from holdtrue.core.kinds import KINDS, kind_named
from holdtrue.core.refusals import BadInput
from holdtrue.store import listing, ordering
from holdtrue.store.listing import Page
from holdtrue.store.ordering import Order

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.kinds import FieldSpec

_OF_STANDING = ("tier", "state", "next_change")
"""What the systems of a list can be put in the order of beside their fields."""
_ADDED_SORTED = ("text", "number", "date", "yes_no", "choice")


def sortable(organisation_id: int, kind: str) -> tuple[str, ...]:
    """Return every name a list of a kind can be put in the order of. One query."""
    return sorts(kind, added.specs(organisation_id, kind))


def sorts(kind: str, specs: Mapping[str, FieldSpec]) -> tuple[str, ...]:
    """Return the same, where the fields are known already."""
    own = (n for n, spec in specs.items() if n.startswith(custom.STEM) and spec.type in _ADDED_SORTED)
    return ("ref", *_declared(kind), *own)


def _declared(kind: str) -> tuple[str, ...]:
    standing = _OF_STANDING if kind == "system" else ()
    declared = (name for name in sortkeys.sorted_by(kind) if name != sortkeys.TITLE)
    return (sortkeys.TITLE, *declared, "changed_at", *standing)


def order_of(organisation_id: int, kind: str, by: str) -> Order | None:
    """Return the order asked for, '-field' downwards; None for that of refs, upwards. BadInput names a wrong word."""
    down, name = by.startswith("-"), by.lstrip("-").strip()
    if not name or (name == "ref" and not down):
        return None
    declared = kind_named(kind)
    if name == declared.title_field:
        name = sortkeys.TITLE
    if name == "ref" or name in _declared(declared.id):
        return Order(name, down)
    if name.startswith(custom.STEM) and name in sortable(organisation_id, declared.id):
        return Order(name, down)
    spec = KINDS[declared.id].specs_by_name().get(name)
    if spec is None:
        names = tuple(declared.specs_by_name())
        raise BadInput("list.unknown_field", field=name, kind=declared.label, names=names)
    raise BadInput("list.not_sorted_by", field=name, label=spec.label)


def page_of(
    caller: Caller, asked: Asked, order: Order | None, *, after: str = "", before: str = "", limit: int = 50
) -> Page:
    """Return one page of a list in any order. Raises NotAllowed with the reason."""
    pk = caller.organisation.pk
    wanted = filter_of(caller, asked)
    edge = before or after
    row = record_named(pk, edge, "before" if before else "after").pk if edge else 0
    start, end = (0, row) if before else (row, 0)
    if order is not None and order.by == "ref":  # downwards: the same list from its other end
        page = listing.page(pk, wanted, after=end, before=start or (0 if end else _PAST_ALL), limit=limit)
        return Page(page.lines[::-1], page.more, page.total)
    if order is None:
        return listing.page(pk, wanted, after=start, before=end, limit=limit)
    return ordering.page(pk, wanted, order, after=start, before=end, limit=limit)


_PAST_ALL = 2**62
"""Beyond every row id."""


def ordered(caller: Caller, asked: Asked, *, by: str = "", after: str = "", limit: int) -> Listed:
    """Return the first `limit` records after a ref, in the order of a field; rows without it come last.

    Without a field the order is that of refs.
    """
    if limit < 1:
        raise BadInput("list.at_least_one", field="limit")
    if not by:
        return _first(caller, asked, limit, after=after)
    order = order_of(caller.organisation.pk, asked.kind, by)
    if order is None:
        return _first(caller, asked, limit, after=after)
    return told(caller.organisation.pk, page_of(caller, asked, order, after=after, limit=limit))


def _first(caller: Caller, asked: Asked, limit: int, *, after: str = "") -> Listed:
    """Return that many rows, read a page at a time."""
    found = listed(caller, asked, after=after, limit=min(limit, MOST))
    lines, bodies, refs = list(found.page.lines), dict(found.bodies), dict(found.refs)
    more = found.page.more
    while more and len(lines) < limit:
        part = listed(caller, asked, after=lines[-1].ref, limit=min(limit - len(lines), MOST), count=False)
        lines += part.page.lines
        bodies |= part.bodies
        refs |= part.refs
        more = part.page.more
    return Listed(Page(lines, more, found.page.total), bodies, refs)


__all__ = ["Order", "order_of", "ordered", "page_of", "sortable", "sorts"]
