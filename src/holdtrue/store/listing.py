"""Lists records by filters and text, page by page in the order of their refs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from django.db import connection

from holdtrue.core import sortkeys
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.store import census, ranges, search, statements, units

EXACT = 10_000
"""Totals are counted up to here; beyond, 'more than 10,000'."""

_LAST = 2**31 - 1
"""The greatest number a ref can have, for an edge beyond every row."""
_IN_USE = ("trial", "in_use")


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list shows: a kind, a text, promoted facts, the branch of a unit, and any other field by equality."""

    kind: str
    text: str = ""
    unit_path: str = ""
    unit_id: int | None = None
    tier: str = ""
    """minimal, limited, high, or 'unsorted'."""
    use: tuple[str, ...] = ()
    state: int | None = None
    """Worst state number at the target level."""
    key: str = ""
    linked_to: int | None = None
    links: Mapping[str, int] = field(default_factory=dict)
    """Relation → row id at its other end."""
    held_to: str = ""
    """Path of the branch a caller is held to: its records, and those of no unit."""
    fields: Mapping[str, object] = field(default_factory=dict)
    terms: tuple[str, ...] = ()
    """Words of the index for tags and for fields an organisation added."""
    rows: tuple[int, ...] | None = None
    """Only these row ids, where some were ticked."""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list, as stored; `standing` columns are empty for kinds other than system."""

    id: int
    uid: str
    kind: str
    ref: str
    title: str
    key: str
    unit_id: int | None
    unit: str
    use: str
    event_day: int | None
    revision: int
    in_force: int
    digest: str
    changed_at: Any
    tier: str
    worst: int | None
    next_change: int | None
    population: str
    packed: bytes | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, whether more follow, and how many there are in all (None: more than EXACT)."""

    lines: list[Line]
    more: bool
    total: int | None


def page(
    organisation_id: int,
    wanted: Filter,
    *,
    after: int = 0,
    before: int = 0,
    limit: int = 50,
    count: bool = True,
) -> Page:
    """Return the lines after (or before) a row id, in ref order. Two queries, one without `count`."""
    if count and (wanted.tier or wanted.use) and _tallied(organisation_id, wanted) == 0:
        return Page([], more=False, total=0)
    chosen = choosing(organisation_id, wanted)
    direction = "ASC"
    if before or after:
        direction = "DESC" if before else "ASC"
        chosen.edge(before or after, "<" if before else ">")
    select, values = chosen.select(
        chosen.row, f"ORDER BY {chosen.order} {direction} {statements.at_most(limit + 1)}"
    )
    rows = statements.rows(
        f"{LINES} FROM ({select}) AS chosen CROSS JOIN store_record r {BESIDE}"
        f" WHERE r.id = chosen.id ORDER BY r.id {direction}",
        values,
    )
    lines = [line_of(row) for row in rows[:limit]]
    if before:
        lines.reverse()
    if count and not (before or after) and len(rows) <= limit:
        return Page(lines, more=False, total=len(rows))
    return Page(lines, len(rows) > limit, total(organisation_id, wanted) if count else None)


def lines_of(organisation_id: int, rows: Sequence[int]) -> list[Line]:
    """Return the lines of these row ids, in the order given. One query."""
    if not rows:
        return []
    found = statements.rows(
        f"{LINES} FROM {statements.each()} CROSS JOIN store_record r {BESIDE}"
        " WHERE r.id = j.value AND r.organisation_id = %s",
        [statements.listed(rows), organisation_id],
    )
    by_id = {row[0]: line_of(row) for row in found}
    return [by_id[row] for row in rows if row in by_id]


LINES = (
    "SELECT r.id, r.uid, r.kind, r.ref, r.title, r.key, r.unit_id, u.title, r.use, r.event_day, r.head_number,"
    " r.in_force_number, r.digest, r.changed_at, s.tier, s.worst, s.next_change, s.population, s.packed"
)
BESIDE = "LEFT JOIN store_standing s ON s.scope_id = r.id LEFT JOIN store_record u ON u.id = r.unit_id"


def total(organisation_id: int, wanted: Filter) -> int | None:
    """Count up to EXACT; None beyond."""
    tallied = _tallied(organisation_id, wanted)
    if tallied is not None:
        return None if tallied > EXACT else tallied
    select, values = by_key(organisation_id, wanted) or choosing(organisation_id, wanted).select("1", "")
    found = int(
        statements.rows(f"SELECT count(*) FROM ({select} LIMIT {EXACT + 1}) AS counted", values)[0][0]
    )
    return None if found > EXACT else found


def _tallied(organisation_id: int, wanted: Filter) -> int | None:
    """How many systems there are by the running totals; None where more is asked than these tell apart."""
    told = {"tier": wanted.tier, "use": wanted.use, "unit_id": wanted.unit_id, "unit_path": wanted.unit_path}
    if wanted != Filter("system", **told):  # type: ignore[arg-type]  # each is what it was
        return None
    return census.of_systems(organisation_id, wanted.unit_id or 0, wanted.tier, wanted.use)


def by_key(organisation_id: int, wanted: Filter) -> tuple[str, list[Any]] | None:
    """Where one value of one field is all that is asked: its range of the sort keys, which is quicker to count."""
    if len(wanted.fields) != 1 or wanted != Filter(wanted.kind, fields=wanted.fields, retired=wanted.retired):
        return None
    ((name, value),) = wanted.fields.items()
    return ranges.alone(organisation_id, wanted.kind, name, value, retired=wanted.retired)


def ids(organisation_id: int, wanted: Filter, *, limit: int) -> list[int]:
    """Return row ids only."""
    chosen = choosing(organisation_id, wanted)
    select, values = chosen.select(chosen.row, f"ORDER BY {chosen.order} {statements.at_most(limit)}")
    return [row[0] for row in statements.rows(select, values)]


@dataclass(slots=True)
class Chosen:
    """A query over row ids in the making.

    Standing systems are chosen in the one index of store_standing that holds every promoted fact, other records by
    kind and number; a text is matched first, and its rows come in order by themselves.
    """

    of_systems: bool
    kind: str
    tables: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    matched: bool = False

    @property
    def row(self) -> str:
        return "s.scope_id AS id" if self.of_systems else "r.id AS id"

    @property
    def order(self) -> str:
        if self.matched and connection.vendor == "sqlite":
            return "f.rowid"
        if self.of_systems:
            return "s.scope_id"
        return "r.number" if self.kind else "r.id"

    @property
    def narrows(self) -> bool:
        """Whether it asks for more than a kind's standing records."""
        plain = 2 if self.of_systems else 3  # the organisation, and which records are not listed at all
        return len(self.parts) > plain

    @property
    def by_words_alone(self) -> bool:
        """Whether it asks, beyond a kind's standing records, only for what the embedded index of words answers."""
        plain = 2 if self.of_systems else 3
        asked = 2  # the match, and whose row it is
        return bool(
            self.matched and self.kind and connection.vendor == "sqlite" and len(self.parts) == plain + asked
        )

    def words(self, end: str = "") -> tuple[str, list[Any]]:
        """Select the rows that the index of words knows, retired ones among them."""
        return f"SELECT f.rowid AS id FROM store_search f WHERE {self.parts[0]} {end}", self.values[:1]

    def column(self, name: str) -> str:
        """Where a promoted fact is read."""
        return f"{'s' if self.of_systems else 'r'}.{name}"

    def where(self, condition: str, *values: object) -> None:
        self.parts.append(condition)
        self.values += values

    def edge(self, row: int, beyond: str) -> None:
        """Only what lies beyond a row."""
        number = "%s"
        if self.order == "r.number":
            number = f"coalesce((SELECT number FROM store_record WHERE id = %s), {_LAST})"
        self.where(f"{self.order} {beyond} {number}", row)

    def record(self) -> str:
        """Join the record's own row where only the standing is read so far."""
        if self.of_systems and "store_record r" not in self.tables:
            self.tables.append("store_record r")
            self.parts.insert(0, "r.id = s.scope_id")
        return "r"

    def select(self, what: str, end: str) -> tuple[str, list[Any]]:
        return (
            f"SELECT {what} FROM {' CROSS JOIN '.join(self.tables)} WHERE {' AND '.join(self.parts)} {end}",
            self.values,
        )


def choosing(organisation_id: int, wanted: Filter) -> Chosen:
    """Return the query over the row ids that a filter means."""
    chosen = Chosen(wanted.kind == "system" and not wanted.retired, wanted.kind)
    chosen.tables.append("store_standing s" if chosen.of_systems else "store_record r")
    chosen.where(f"{chosen.column('organisation_id')} = %s", organisation_id)
    if chosen.of_systems:
        own = "(SELECT id FROM store_record WHERE organisation_id = %s AND kind = 'organization')"
        chosen.where(f"s.scope_id <> {own}", organisation_id)
    else:
        if wanted.kind:
            chosen.where("r.kind = %s", wanted.kind)
        chosen.where("r.retired_day IS NOT NULL" if wanted.retired else "r.retired_day IS NULL")
    _by_promoted(chosen, organisation_id, wanted)
    _by_links(chosen, organisation_id, wanted)
    if wanted.rows is not None:
        row = chosen.row.removesuffix(" AS id")
        chosen.where(statements.among(row), statements.listed(wanted.rows))
    terms: list[str] = list(wanted.terms)
    for name, value in wanted.fields.items():
        _by_field(chosen, wanted.kind, name, value, terms)
    _by_text(chosen, organisation_id, wanted, terms)
    return chosen


def _by_promoted(chosen: Chosen, organisation_id: int, wanted: Filter) -> None:
    inside = "(SELECT id FROM store_record WHERE organisation_id = %s AND kind = 'unit' AND path LIKE %s)"
    unit = chosen.column("unit_id")
    if wanted.unit_id is not None:
        chosen.where(f"{unit} IN {inside}", organisation_id, f"{wanted.unit_path}%")
    if wanted.held_to:
        branch = f"{wanted.held_to}%"
        if chosen.of_systems:
            chosen.where(f"({unit} IS NULL OR {unit} IN {inside})", organisation_id, branch)
        else:
            elsewhere = f"r.unit_id IS NULL OR r.unit_id IN {inside}"
            condition = f"CASE WHEN r.kind = 'unit' THEN r.path LIKE %s ELSE {elsewhere} END"
            chosen.where(condition, branch, organisation_id, branch)
            _by_place(chosen, organisation_id, branch)
    if wanted.tier or wanted.state is not None:
        _standing(chosen)
    if wanted.tier:
        chosen.where("s.tier = %s", "" if wanted.tier == "unsorted" else wanted.tier)
    if wanted.state is not None:
        chosen.where("s.worst = %s", wanted.state)
    if wanted.use:
        chosen.where(f"{chosen.column('use')} IN ({', '.join(['%s'] * len(wanted.use))})", *wanted.use)
    if wanted.key:
        chosen.where(f"{chosen.record()}.key = %s", wanted.key)


def _by_place(chosen: Chosen, organisation_id: int, branch: str) -> None:
    """Leave out what leads to records of other units only, as a risk leads to its system."""
    led = units.LED_TO.format(row="r.id")
    inside = "(SELECT id FROM store_record WHERE organisation_id = %s AND kind = 'unit' AND path LIKE %s)"
    chosen.where(
        f"(r.unit_id IS NOT NULL OR NOT EXISTS ({led} AND {units.PLACE} IS NOT NULL)"
        f" OR EXISTS ({led} AND {units.PLACE} IN {inside}))",
        organisation_id,
        branch,
    )


def _standing(chosen: Chosen) -> None:
    if not chosen.of_systems:
        chosen.tables.append("store_standing s")
        chosen.where("s.scope_id = r.id")


def _by_links(chosen: Chosen, organisation_id: int, wanted: Filter) -> None:
    row = chosen.row.removesuffix(" AS id")
    if wanted.linked_to is not None:
        chosen.where(
            f"{row} IN (SELECT source_id FROM store_link WHERE organisation_id = %s AND target_id = %s"
            " UNION SELECT target_id FROM store_link WHERE organisation_id = %s AND source_id = %s)",
            *(organisation_id, wanted.linked_to, organisation_id, wanted.linked_to),
        )
    for relation, target in wanted.links.items():
        chosen.where(
            f"{row} IN (SELECT source_id FROM store_link"
            " WHERE organisation_id = %s AND target_id = %s AND relation = %s)",
            *(organisation_id, target, relation),
        )


def _by_text(chosen: Chosen, organisation_id: int, wanted: Filter, terms: Sequence[str]) -> None:
    found = search.matching(organisation_id, wanted.kind, wanted.text, terms)
    if found is None:
        return
    chosen.matched = True
    if connection.vendor == "sqlite":
        chosen.tables.insert(0, "store_search f")
        chosen.parts = [
            "f.store_search MATCH %s",
            f"{chosen.row.removesuffix(' AS id')} = f.rowid",
            *chosen.parts,
        ]
        chosen.values = [found, *chosen.values]
    else:
        chosen.where(
            f"{search.VECTOR.replace('search_text', chosen.record() + '.search_text')} @@ %s::tsquery", found
        )


def _by_field(chosen: Chosen, kind: str, name: str, value: object, terms: list[str]) -> None:
    """Compare one field of the newest revision; a list matches any of its values. What lists offer is indexed."""
    spec = (specs := KINDS[kind].specs_by_name()).get(name)
    if spec is None:
        raise BadInput("list.unknown_field", field=name, kind=KINDS[kind].label, names=tuple(specs))
    if name == "in_use":
        chosen.where(f"{chosen.column('use')} {'IN' if value else 'NOT IN'} (%s, %s)", *_IN_USE)
        return
    if (spec.derived or isinstance(value, ranges.Corrected)) and name in sortkeys.sorted_by(kind):
        condition, values = ranges.within(chosen.column("organisation_id"), kind, name, value)
        chosen.where(f"{chosen.row.removesuffix(' AS id')} {condition}", *values)
        return
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if search.indexed(spec):
        terms.append(search.term(name, text))
        return
    body = (
        "(SELECT p.body FROM store_payload p JOIN store_revision v ON v.id = p.revision_id"
        f" WHERE v.organisation_id = r.organisation_id AND v.record_id = {chosen.record()}.id"
        " AND v.number = r.head_number)"
    )
    if connection.vendor == "sqlite":
        condition = (
            f"EXISTS (SELECT 1 FROM json_each(json_extract({body}, '$.fields')) f WHERE f.key = %s AND ("
            "CASE f.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST(f.value AS TEXT) END = %s"
            " OR (f.type = 'array' AND EXISTS (SELECT 1 FROM json_each(f.value) e WHERE CAST(e.value AS TEXT) = %s))))"
        )
        chosen.where(condition, name, text, text)
        return
    condition = (
        f"(({body})::jsonb #>> ARRAY['fields', %s] = %s"
        f" OR ({body})::jsonb #> ARRAY['fields', %s] @> to_jsonb(%s::text))"
    )
    chosen.where(condition, name, text, name, text)


def line_of(row: Sequence[Any]) -> Line:
    values = list(row)
    for place in _TEXTS:
        values[place] = values[place] or ""
    values[_CHANGED] = statements.aware(values[_CHANGED])
    values[-1] = bytes(values[-1]) if values[-1] is not None else None
    return Line(*values)


_NAMES = [f.name for f in fields(Line)]
_TEXTS = tuple(_NAMES.index(name) for name in ("unit", "tier", "population"))
"""Columns that are empty where nothing is joined."""
_CHANGED = _NAMES.index("changed_at")
