"""Puts a list in the order of one of its columns: a few records are sorted, many are met in the order of an index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from holdtrue.core import sortkeys
from holdtrue.store import listing, ranges, statements
from holdtrue.store.listing import Filter, Page

FEW = 3_000
"""Up to so many records are read and sorted; beyond, an index is walked until a page is full."""
_OF_STANDING = {"tier": ("tier", ""), "state": ("worst", None), "next_change": ("next_change", 0)}
"""Columns of a system's standing: where they lie, and what says that there is none."""


_OWN = "(SELECT id FROM store_record WHERE organisation_id = %s AND kind = 'organization')"


@dataclass(frozen=True, slots=True)
class Order:
    """By which field, which way; records without a value come last either way, ties in the order of refs."""

    by: str
    down: bool = False


def page(  # both edges, as for a list in the order of refs
    organisation_id: int,
    wanted: Filter,
    order: Order,
    *,
    after: int = 0,
    before: int = 0,
    limit: int = 50,
) -> Page:
    """Return the lines after (or before) a row id in that order. At most six queries."""
    total = listing.total(organisation_id, wanted)
    if total is not None and total <= FEW:
        rows = _sorted(organisation_id, wanted, order)
        start = _edge(rows, after, before, limit)
        found = rows[start : start + limit] if not before else rows[max(0, start - limit) : start]
        more = start + limit < len(rows) if not before else start > limit
    else:
        found = _walked(organisation_id, wanted, order, after=after, before=before, limit=limit + 1)
        more = len(found) > limit
        found = found[:limit]
        if before:
            found.reverse()
    return Page(listing.lines_of(organisation_id, found), more, total)


def every(organisation_id: int, wanted: Filter, order: Order) -> list[int]:
    """Return all row ids in that order, however many."""
    return _sorted(organisation_id, wanted, order)


def _edge(rows: list[int], after: int, before: int, limit: int) -> int:
    """Where a page begins; for the page before an edge, where it ends."""
    edge = after or before
    if edge not in rows:
        return limit if before else 0
    return rows.index(edge) + (0 if before else 1)


def _sorted(organisation_id: int, wanted: Filter, order: Order) -> list[int]:
    chosen = listing.choosing(organisation_id, wanted)
    select, values = chosen.select(chosen.row, "")
    table = _Walk.of(organisation_id, wanted, order)
    value = f"(SELECT {table.value} FROM {table.name} WHERE {' AND '.join(table.joined)})"
    rows = statements.rows(f"SELECT c.id, {value} FROM ({select}) AS c", [*table.join_values, *values])
    filled = [(value, row) for row, value in rows if value not in (None, table.empty)]
    empty = [row for row, value in rows if value in (None, table.empty)]
    return [row for _, row in sorted(filled, reverse=order.down)] + sorted(empty)


@dataclass(frozen=True, slots=True)
class _Walk:
    """The table whose index holds an order: sort keys, or standing for what is derived of a system."""

    name: str
    row: str
    value: str
    where: tuple[str, ...]
    values: tuple[Any, ...]
    joined: tuple[str, ...]
    join_values: tuple[Any, ...]
    empty: object
    """What stands where there is no value, beside no row at all."""
    filled: bool = False
    """Whether the filter asks for a value of the field itself, so that nothing without one is met."""

    @classmethod
    def of(cls, organisation_id: int, wanted: Filter, order: Order) -> _Walk:
        if order.by in _OF_STANDING and wanted.kind == "system":
            column, empty = _OF_STANDING[order.by]
            some: dict[str, object] = {} if empty is None else {f"k.{column} <> %s": empty}
            same = {"tier": wanted.tier, "state": wanted.state}.get(order.by)
            asked = same not in (None, "", "unsorted")
            if asked:
                some = {f"k.{column} = %s": same}
            return cls(
                "store_standing k",
                "k.scope_id",
                f"k.{column}",
                ("k.organisation_id = %s", f"k.scope_id <> {_OWN}", *some),
                (organisation_id, organisation_id, *some.values()),
                ("k.scope_id = c.id",),
                (),
                empty,
                asked,
            )
        if order.by == "changed_at":
            gone = "k.retired_day IS NOT NULL" if wanted.retired else "k.retired_day IS NULL"
            return cls(
                "store_record k",
                "k.id",
                "k.changed_at",
                ("k.organisation_id = %s", "k.kind = %s", gone),
                (organisation_id, wanted.kind),
                ("k.id = c.id",),
                (),
                None,
            )
        ends = _asked_of(wanted, order.by)
        within = ("k.value BETWEEN %s AND %s",) if ends else ()
        return cls(
            "store_sortkey k",
            "k.record_id",
            "k.value",
            ("k.organisation_id = %s", "k.kind = %s", "k.retired = %s", "k.field = %s", *within),
            (organisation_id, wanted.kind, wanted.retired, order.by, *ends),
            ("k.organisation_id = %s", "k.record_id = c.id", "k.field = %s"),
            (organisation_id, order.by),
            None,
            bool(ends),
        )


def _asked_of(wanted: Filter, by: str) -> tuple[str, ...]:
    """The first and last key of the values a filter asks of the field sorted by: a range of the walk; else nothing."""
    spec = sortkeys.sorted_by(wanted.kind).get(by) if wanted.kind else None
    if spec is None or spec.type == "number" or spec.linked:
        return ()
    if isinstance(wanted.fields.get(by), ranges.Corrected):
        return ()
    values = wanted.use if by == "use" else (wanted.fields[by],) if by in wanted.fields else ()
    keys = sorted(sortkeys.key_of(spec, value) for value in values)
    return (keys[0], keys[-1]) if keys and keys[0] else ()


def _walked(
    organisation_id: int, wanted: Filter, order: Order, *, after: int, before: int, limit: int
) -> list[int]:
    """Walk those with a value, then those without; a page before an edge is walked the other way."""
    walk = _Walk.of(organisation_id, wanted, order)
    edge = after or before
    value = _value(walk, edge) if edge else None
    down = order.down != bool(before)
    found: list[int] = []
    if before and edge and value is None:
        found = _empty(organisation_id, wanted, walk, edge=edge, beyond="<", limit=limit)
        if len(found) < limit:
            found += _filled(organisation_id, wanted, walk, down=down, edge=None, limit=limit - len(found))
        return found
    if not edge or value is not None:
        found = _filled(
            organisation_id, wanted, walk, down=down, edge=(value, edge) if edge else None, limit=limit
        )
    if len(found) < limit and not before and not walk.filled:
        rest = edge if edge and value is None else 0
        found += _empty(organisation_id, wanted, walk, edge=rest, beyond=">", limit=limit - len(found))
    return found


def _value(walk: _Walk, row: int) -> object:
    found = statements.row(
        f"SELECT {walk.value} FROM {walk.name} WHERE {' AND '.join(walk.where)} AND {walk.row} = %s",
        [*walk.values, row],
    )
    return found[0] if found else None


def _filled(
    organisation_id: int,
    wanted: Filter,
    walk: _Walk,
    *,
    down: bool,
    edge: tuple[object, int] | None,
    limit: int,
) -> list[int]:
    way, beyond = ("DESC", "<") if down else ("ASC", ">")
    parts, values = list(walk.where), list(walk.values)
    if edge:
        parts.append(f"({walk.value}, {walk.row}) {beyond} (%s, %s)")
        values += edge
    chosen = listing.choosing(organisation_id, wanted)
    keyed = listing.by_key(organisation_id, wanted)
    if keyed is not None:
        parts.append(f"EXISTS ({keyed[0]} AND record_id = {walk.row})")
        values += keyed[1]
    elif chosen.narrows:
        one_by_one = (
            _embedded() and not wanted.text
        )  # the start of a word is dear to match for one row at a time
        if one_by_one:  # only as many are looked up as it takes to fill a page
            chosen.where(f"{chosen.row.removesuffix(' AS id')} = {walk.row}")
            if chosen.matched:
                chosen.where(f"f.rowid = {walk.row}")
        # what is walked is of the kind and not retired already
        alone = not one_by_one and chosen.by_words_alone and not wanted.retired
        select, given = chosen.words() if alone else chosen.select(chosen.row, "")
        parts.append(f"EXISTS ({select})" if one_by_one else _within(walk.row, select))
        values += given
    rows = statements.rows(
        f"SELECT {walk.row} FROM {walk.name} WHERE {' AND '.join(parts)}"
        f" ORDER BY {walk.value} {way}, {walk.row} {way} {statements.at_most(limit)}",
        values,
    )
    return [row[0] for row in rows]


def _empty(
    organisation_id: int, wanted: Filter, walk: _Walk, *, edge: int, beyond: str, limit: int
) -> list[int]:
    chosen = listing.choosing(organisation_id, wanted)
    row = chosen.row.removesuffix(" AS id")
    if edge:
        chosen.where(f"{row} {beyond} %s", edge)
    held = f"SELECT {walk.row} FROM {walk.name} WHERE {' AND '.join(walk.where)}"
    # asked of one row at a time, it ends with the page; all that have a value are many
    one_by_one = f"NOT EXISTS ({held} AND {walk.row} = {row})"
    chosen.where(one_by_one if _embedded() else _without(row, held), *walk.values)
    way = "DESC" if beyond == "<" else "ASC"
    # the words match in the order of rows already: nothing is sorted, and a full page ends the search
    along = "f.rowid" if chosen.matched and _embedded() else row
    select, values = chosen.select(chosen.row, f"ORDER BY {along} {way} {statements.at_most(limit)}")
    return [found[0] for found in statements.rows(select, values)]


def _within(row: str, select: str) -> str:
    """That a row is among those chosen, asked so that the index is still walked in its order.

    PostgreSQL would turn the plain question into a join and sort everything; asked for its truth, it builds a set.
    """
    return f"{row} IN ({select})" if _embedded() else f"({row} IN ({select})) IS TRUE"


def _without(row: str, select: str) -> str:
    return f"{row} NOT IN ({select})"


def _embedded() -> bool:
    return bool(connection.vendor == "sqlite")
