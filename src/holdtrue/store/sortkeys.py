"""Keeps what records sort by: written with each revision, moved when a record retires, renamed with what it names."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import orjson

from holdtrue.core import sortkeys
from holdtrue.store import reading, statements

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from holdtrue.store.models import Record
    from holdtrue.store.writing import Content

_CHUNK = 1_000
_SEEK = "k.field > ''"
"""True of every row: without a third column SQLite would walk the index of orders, which holds all it is asked for."""
_UNKEPT = re.compile("[\x00\ud800-\udfff]")
"""What no database takes, so that no title holds it."""
Row = tuple[int, int, str, str, str]


def added(organisation_id: int, changes: Sequence[tuple[Record, Content]]) -> None:
    """Write the keys of new records."""
    wanted = _wanted(organisation_id, changes)
    _insert(
        [
            (organisation_id, record.id, record.kind, name, value)
            for record, _ in changes
            for name, value in wanted[record.id].items()
        ]
    )


def revised(
    organisation_id: int, changes: Sequence[tuple[Record, Content]], renamed: Sequence[Record] = ()
) -> None:
    """Bring the keys of revised records up to date, and those of records that name one by its title."""
    wanted = _wanted(organisation_id, changes)
    rows = statements.rows(
        f"SELECT k.record_id, k.field, k.value FROM {statements.each()} CROSS JOIN store_sortkey k"
        f" WHERE k.organisation_id = %s AND k.record_id = j.value AND {_SEEK}",
        [statements.listed([record.id for record, _ in changes]), organisation_id],
    )
    held: dict[int, dict[str, str]] = defaultdict(dict)
    for row, name, value in rows:
        held[row][name] = value
    fresh: list[Row] = []
    gone: list[tuple[int, int, str]] = []
    for record, _ in changes:
        now, before = wanted[record.id], held[record.id]
        gone += [
            (organisation_id, record.id, name) for name, v in before.items() if _left(now.get(name), name, v)
        ]
        fresh += [
            (organisation_id, record.id, record.kind, name, value)
            for name, value in now.items()
            if before.get(name) != value
        ]
    statements.many(
        "DELETE FROM store_sortkey WHERE organisation_id = %s AND record_id = %s AND field = %s", gone
    )
    _insert(fresh)
    for record in renamed:
        _rename(organisation_id, record)


def _left(now: str | None, name: str, before: str) -> bool:
    """Whether a key no longer holds; one that follows from other records is none of a revision's business."""
    return now != before and name not in sortkeys.BY_DERIVING


def derived(
    organisation_id: int, wanted: Mapping[int, Mapping[str, str]], *, without: Collection[int] = ()
) -> None:
    """Bring the keys that follow from other records up to date, by system; one query where nothing differs.

    `without` are systems of which no such key is stored.
    """
    known = [row for row in wanted if row not in without]
    held = values_of(organisation_id, known, sorted(sortkeys.BY_DERIVING)) if known else {}
    gone = [
        (organisation_id, row, name)
        for (row, name), before in held.items()
        if wanted[row].get(name) != before
    ]
    fresh: list[Row] = [
        (organisation_id, row, "system", name, value)
        for row, keys in wanted.items()
        for name, value in keys.items()
        if held.get((row, name)) != value
    ]
    if gone:
        statements.many(
            "DELETE FROM store_sortkey WHERE organisation_id = %s AND record_id = %s AND field = %s", gone
        )
    if fresh:
        _insert(fresh)


def values_of(
    organisation_id: int, records: Iterable[int], names: Sequence[str]
) -> dict[tuple[int, str], str]:
    """Return (row id, field) → key for some fields of some records. One query."""
    rows = statements.rows(
        f"SELECT k.record_id, k.field, k.value FROM {statements.each()} CROSS JOIN store_sortkey k"
        " WHERE k.organisation_id = %s AND k.record_id = j.value"
        f" AND k.field IN ({', '.join(['%s'] * len(names))})",
        [statements.listed(records), organisation_id, *names],
    )
    return {(int(row), str(name)): str(value) for row, name, value in rows}


def titled(organisation_id: int, kind: str, title: str) -> Record | None:
    """Return the only record of a kind that bears this title, spelt in any case; None where none or several do."""
    if _UNKEPT.search(title):
        return None
    rows = statements.rows(
        "SELECT record_id FROM store_sortkey WHERE organisation_id = %s AND kind = %s AND retired = %s"
        " AND field = %s AND value = %s",
        [organisation_id, kind, False, sortkeys.TITLE, sortkeys.text_key(title)],
    )
    near = reading.by_id(organisation_id, [row[0] for row in rows])
    wanted = title.strip().casefold()
    found = [record for record in near.values() if record.title.casefold() == wanted]
    return found[0] if len(found) == 1 else None


def tags(organisation_id: int, kind: str, *, most: int) -> list[tuple[str, int]]:
    """Return the tags that standing records of a kind bear, with how many bear each, the most borne first."""
    rows = statements.rows(
        "SELECT min(value), count(*) FROM store_sortkey WHERE organisation_id = %s AND kind = %s AND NOT retired"
        " AND field >= %s AND field < %s GROUP BY field ORDER BY count(*) DESC, min(value)"
        f" {statements.at_most(most)}",
        [organisation_id, kind, sortkeys.TAG, f"{sortkeys.TAG[:-1]}!"],
    )
    return [(str(tag), int(n)) for tag, n in rows]


def retired(organisation_id: int, record: Record) -> None:
    """Move a record's keys to those of retired ones."""
    statements.run(
        f"UPDATE store_sortkey AS k SET retired = %s WHERE organisation_id = %s AND record_id = %s AND {_SEEK}",
        [record.retired_day is not None, organisation_id, record.pk],
    )


def fill() -> int:
    """Write the keys of records that lack some, from a register older than them; return how many were looked at."""
    done, last = 0, 0
    while rows := statements.rows(
        "SELECT r.id, r.organisation_id, r.kind, r.title, r.retired_day, p.body FROM store_record r"
        " JOIN store_revision v ON v.organisation_id = r.organisation_id AND v.record_id = r.id"
        " AND v.number = r.head_number JOIN store_payload p ON p.revision_id = v.id"
        " WHERE r.id > %s AND r.title <> '' AND NOT EXISTS (SELECT 1 FROM store_sortkey k"
        " WHERE k.organisation_id = r.organisation_id AND k.record_id = r.id AND k.field = CASE r.kind"
        f" WHEN 'system' THEN 'lifecycle_stage' WHEN 'risk' THEN 'level' ELSE '{sortkeys.TITLE}' END)"
        f" ORDER BY r.id {statements.at_most(_CHUNK)}",
        [last],
    ):
        last = rows[-1][0]
        titles = _titles_linked([row[0] for row in rows])
        found: list[Row] = []
        for row, organisation, kind, title, _, body in rows:
            fields = orjson.loads(body)["fields"] if body else {}
            keys = sortkeys.keys(kind, title, fields, titles.get(row, {})) or {sortkeys.TITLE: "~"}
            found += [(organisation, row, kind, name, value) for name, value in keys.items()]
        _insert(found)
        gone = [(row[1], row[0]) for row in rows if row[4] is not None]
        statements.many(
            f"UPDATE store_sortkey AS k SET retired = TRUE WHERE organisation_id = %s AND record_id = %s AND {_SEEK}",
            gone,
        )
        done += len(rows)
    return done


def _titles_linked(sources: Sequence[int]) -> dict[int, dict[str, str]]:
    rows = statements.rows(
        f"SELECT l.source_id, s.kind, l.relation, t.title FROM {statements.each()} CROSS JOIN store_record s"
        " JOIN store_link l ON l.organisation_id = s.organisation_id AND l.source_id = s.id"
        " JOIN store_record t ON t.id = l.target_id WHERE s.id = j.value",
        [statements.listed(sources)],
    )
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for source, kind, relation, title in rows:
        if relation in sortkeys.linked_by(kind):
            found[source].setdefault(relation, title)
    return found


def _rename(organisation_id: int, record: Record) -> None:
    statements.run(
        "UPDATE store_sortkey SET value = %s WHERE id IN (SELECT k.id FROM store_link l JOIN store_sortkey k"
        " ON k.organisation_id = l.organisation_id AND k.record_id = l.source_id AND k.field = l.relation"
        " WHERE l.organisation_id = %s AND l.target_id = %s)",
        [sortkeys.text_key(record.title), organisation_id, record.pk],
    )


def _wanted(organisation_id: int, changes: Sequence[tuple[Record, Content]]) -> dict[int, dict[str, str]]:
    ends = {
        record.id: {
            name: targets[0][0]
            for name, targets in content.targets.items()
            if targets and targets[0][0] is not None and name in sortkeys.linked_by(content.kind)
        }
        for record, content in changes
    }
    titles = {row: title for _, content in changes for row, title in content.titles.items() if title}
    asked = {row for some in ends.values() for row in some.values() if row} - titles.keys()
    titles.update(_titles(organisation_id, asked))
    return {
        record.id: sortkeys.keys(
            content.kind,
            content.title,
            content.fields,
            {name: titles.get(row or 0, "") for name, row in ends[record.id].items()},
        )
        for record, content in changes
    }


def _titles(organisation_id: int, wanted: set[int]) -> Mapping[int, str]:
    if not wanted:
        return {}
    rows = statements.rows(
        f"SELECT r.id, r.title FROM {statements.each()} CROSS JOIN store_record r"
        " WHERE r.id = j.value AND r.organisation_id = %s",
        [statements.listed(wanted), organisation_id],
    )
    return {int(row): str(title) for row, title in rows}


def _insert(rows: Sequence[Row]) -> None:
    statements.many(
        "INSERT INTO store_sortkey (organisation_id, record_id, kind, field, value, retired)"
        " VALUES (%s, %s, %s, %s, %s, FALSE) ON CONFLICT DO NOTHING",
        rows,
    )


__all__ = ["added", "derived", "fill", "retired", "revised", "tags", "titled", "values_of"]
