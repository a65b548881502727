"""Finds single members of many parts at once: each the first that meets a condition in an order, or one further on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import orjson

from holdtrue.core.claims.base import Flag
from holdtrue.store import statements

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COLUMNS = "member, until, best, cause, bearing, flag, event, number, rank"

_AT_ONCE = 500
"""Seeks of one statement: no more selects are compounded into one."""


class Seek(NamedTuple):
    """The first MEMBER row of a part that meets a condition, in an order, or one further on."""

    where: str
    """With `%s` in place of each of `values`, which are whole numbers."""
    values: tuple[int, ...]
    order: str = "rank, number"
    offset: int = 0


Sought = tuple[str, Seek]
"""A part, and what is sought in it."""


def found(organisation_id: int, sought: Sequence[Sought]) -> dict[int, statements.Row]:
    """Return COLUMNS of the row that each seek finds, by its place in `sought`; those that find none are left out."""
    rows: dict[int, statements.Row] = {}
    for start in range(0, len(sought), _AT_ONCE):
        some = {place: sought[place] for place in range(start, min(start + _AT_ONCE, len(sought)))}
        text, params = (_embedded if statements.embedded() else _served)(organisation_id, some)
        rows.update({int(row[-1]): row[:-1] for row in statements.rows(text, params)})
    return rows


def _embedded(organisation_id: int, some: Mapping[int, Sought]) -> tuple[str, list[object]]:
    """One look-up a seek: SQLite plans each in no time, and cannot seek as far as another column says."""
    texts, params = list[str](), list[object]()
    for place, (part, seek) in some.items():
        texts.append(
            f"SELECT {COLUMNS}, {place} AS place FROM store_member WHERE id = ("
            "SELECT id FROM store_member WHERE organisation_id = %s AND part = %s AND flag = %s"
            f" {seek.where} ORDER BY {seek.order} LIMIT 1 OFFSET %s)"
        )
        params += [organisation_id, part, int(Flag.MEMBER), *seek.values, seek.offset]
    return " UNION ALL ".join(texts), params


def _served(organisation_id: int, some: Mapping[int, Sought]) -> tuple[str, list[object]]:
    """One select a kind of seek, joined to all that ask it: PostgreSQL plans each select anew, which takes longer."""
    kinds: dict[tuple[str, str, int], list[dict[str, object]]] = {}
    for place, (part, seek) in some.items():
        asked: dict[str, object] = {f"v{n}": value for n, value in enumerate(seek.values)}
        kind = (seek.where, seek.order, len(seek.values))
        kinds.setdefault(kind, []).append({"place": place, "part": part, "skip": seek.offset, **asked})
    texts, params = list[str](), list[object]()
    for (where, order, values), asking in kinds.items():
        names = [f"v{n}" for n in range(values)]
        declared = "".join(f", {name} bigint" for name in names)
        met = where % tuple(f"j.{name}" for name in names)
        texts.append(
            f"SELECT m.*, j.place FROM jsonb_to_recordset(%s::jsonb) AS j(place int, part text, skip int{declared})"
            f" CROSS JOIN LATERAL (SELECT {COLUMNS} FROM store_member WHERE organisation_id = %s"
            f" AND part = j.part AND flag = %s {met} ORDER BY {order} LIMIT 1 OFFSET j.skip) m"
        )
        params += [orjson.dumps(asking).decode(), organisation_id, int(Flag.MEMBER)]
    return " UNION ALL ".join(texts), params


__all__ = ["COLUMNS", "Seek", "Sought", "found"]
