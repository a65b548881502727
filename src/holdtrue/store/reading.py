"""Finds records and reads their revisions, always within one organisation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from holdtrue.core.kinds import PREFIXES
from holdtrue.core.refusals import NotFound
from holdtrue.store import statements
from holdtrue.store.instances import made_of
from holdtrue.store.models import Record, RefAlias, Revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_REF = re.compile(r"^([A-Z]{3})-0*([1-9]\d{0,8})$")
_FIELDS = tuple(field.attname for field in Record._meta.concrete_fields)  # noqa: SLF001  # Django's public way to its fields
COLUMNS = ", ".join(f"r.{name}" for name in _FIELDS)
"""Of a record as `made` takes them, its table called r."""
_REVISION = tuple(field.attname for field in Revision._meta.concrete_fields)  # noqa: SLF001  # likewise
_GREATEST = 2**31 - 1
"""No revision has a greater number, and no store can be asked for any."""
_MOMENTS = tuple(_FIELDS.index(name) for name in ("created_at", "changed_at"))


def record(organisation_id: int, ref: str) -> Record:
    """Return the record of that ref, following aliases of merged records; NotFound where there is none."""
    found = by_ref(organisation_id, [ref]).get(ref)
    if found is None and _REF.match(ref):
        found = _leading_on(organisation_id, [ref]).get(ref)
    if found is None:
        raise NotFound("record.not_found", ref=ref)
    return found


def by_ref(organisation_id: int, refs: Iterable[str]) -> dict[str, Record]:
    """Return records by ref in its full form; found by kind and number, so that no index on refs is needed."""
    found: dict[str, Record] = {}
    for kind, wanted in _numbers(refs).items():
        rows = _records(
            "r.organisation_id = %s AND r.kind = %s AND r.number = j.value",
            [statements.listed(set(wanted)), organisation_id, kind],
            among=int,
        )
        found.update((r.ref, r) for r in rows)
    gone = [ref for ref, r in found.items() if r.retired_day is not None]
    return {**found, **_leading_on(organisation_id, gone)} if gone else found


def rows_by_ref(organisation_id: int, refs: Sequence[str]) -> dict[str, int]:
    """Return the row ids of records by ref in its full form, those merged away as what they lead to."""
    found: dict[str, int] = {}
    gone: list[str] = []
    for kind, wanted in _numbers(refs).items():
        rows = statements.rows(
            f"SELECT r.ref, r.id, r.retired_day FROM {statements.each()} CROSS JOIN store_record r"
            " WHERE r.organisation_id = %s AND r.kind = %s AND r.number = j.value",
            [statements.listed(set(wanted)), organisation_id, kind],
        )
        found.update((ref, row) for ref, row, _ in rows)
        gone += [ref for ref, _, retired in rows if retired is not None]
    if gone:
        found.update((ref, record.pk) for ref, record in _leading_on(organisation_id, gone).items())
    return found


def _numbers(refs: Iterable[str]) -> dict[str, list[int]]:
    """The numbers of refs in their full form, by kind."""
    numbers: dict[str, list[int]] = {}
    for ref in refs:
        match = _REF.match(ref)
        if match and match[1] in PREFIXES:
            numbers.setdefault(PREFIXES[match[1]], []).append(int(match[2]))
    return numbers


def _leading_on(organisation_id: int, refs: Sequence[str]) -> dict[str, Record]:
    """The refs of records merged away, with the record each leads to."""
    rows = RefAlias.rows.of(organisation_id).filter(ref__in=refs).select_related("record")
    return {alias.ref: alias.record for alias in rows}


def by_uid(organisation_id: int, uids: Iterable[str]) -> dict[str, Record]:
    """Return records by uid; what a database cannot even be asked for is nobody's."""
    wanted = {uid for uid in uids if uid.isascii() and "\x00" not in uid}
    if not wanted:
        return {}
    where = "r.uid = j.value AND r.organisation_id = %s"
    return {r.uid: r for r in _records(where, [statements.listed(wanted), organisation_id], among=str)}


def by_id(organisation_id: int, ids: Iterable[int]) -> dict[int, Record]:
    """Return records by row id."""
    wanted = set(ids)
    if not wanted:
        return {}
    where = "r.id = j.value AND r.organisation_id = %s"
    return {r.pk: r for r in _records(where, [statements.listed(wanted), organisation_id], among=int)}


def of_kinds(organisation_id: int, kinds: Iterable[str]) -> list[Record]:
    """Return the standing (not retired) records of these kinds."""
    where = "r.organisation_id = %s AND r.kind = j.value AND r.retired_day IS NULL"
    return _records(where, [statements.listed(set(kinds)), organisation_id], among=str)


def every_body(organisation_id: int, rows: Sequence[int]) -> list[tuple[int, str | None]]:
    """Return (row, body as stored) of every revision of a few records, the oldest first."""
    found = statements.rows(
        "SELECT v.record_id, p.body FROM store_revision v JOIN store_payload p ON p.revision_id = v.id"
        f" WHERE v.organisation_id = %s AND {statements.among('v.record_id')} ORDER BY v.number",
        [organisation_id, statements.listed(rows)],
    )
    return [(int(row), body) for row, body in found]


_BESIDE = ", ".join(
    f"EXISTS (SELECT 1 FROM {table} b WHERE b.organisation_id = r.organisation_id{more})"
    for table, more in (
        ("store_signoff", " AND b.record_id = r.id"),
        ("store_signrequest", " AND b.record_id = r.id AND b.closed_day IS NULL"),
        ("store_comment", " AND b.record_id = r.id"),
        ("store_gatedecision", " AND b.system_id = r.id AND b.decision = 'early'"),
        ("store_referenceincident", ""),
    )
)


_STANDING = ", ".join(
    f"CASE WHEN r.kind = 'system' THEN (SELECT s.packed FROM store_standing s WHERE s.scope_id = {scope}) END"
    for scope in (
        "r.id",
        "(SELECT o.id FROM store_record o WHERE o.organisation_id = r.organisation_id AND o.kind = 'organization')",
    )
)


class Opened(NamedTuple):
    """A record as its page begins with it."""

    record: Record
    body: dict[str, Any]
    """Its newest content."""
    author: str
    """The account that wrote its first revision."""
    signed: bool
    """Whether anybody signed or refused it."""
    asked: bool
    """Whether a signature is asked for."""
    said: bool
    """Whether anything was said about it."""
    early: bool
    """Whether a gate of it was ever opened early."""
    elsewhere: bool
    """Whether incidents of others were brought in, to be laid beside it."""
    packed: bytes = b""
    """The stored standing of a system; empty for other kinds, and before there is one."""
    whole: bytes = b""
    """Beside it that of the organisation."""


def opened(organisation_id: int, ref: str) -> Opened | None:
    """Return a record with its unit, its newest content and what there is to read beside it; None without it."""
    match = _REF.match(ref)
    row = statements.row(
        f"SELECT p.body, f.author, {_BESIDE}, {_STANDING}, {COLUMNS}, {COLUMNS.replace('r.', 'u.')} FROM store_record r"
        " CROSS JOIN store_revision v CROSS JOIN store_payload p CROSS JOIN store_revision f"
        " LEFT JOIN store_record u ON u.id = r.unit_id"
        " WHERE r.organisation_id = %s AND r.kind = %s AND r.number = %s"
        " AND v.organisation_id = r.organisation_id AND v.record_id = r.id AND v.number = r.head_number"
        " AND p.revision_id = v.id"
        " AND f.organisation_id = r.organisation_id AND f.record_id = r.id AND f.number = 1",
        [organisation_id, PREFIXES.get(match[1], "") if match else "", int(match[2]) if match else 0],
    )
    if row is None:
        return None
    body, author, *beside, packed, whole = row[: -2 * len(_FIELDS)]
    columns = row[-2 * len(_FIELDS) :]
    found = made(columns[: len(_FIELDS)])
    found.unit = made(columns[len(_FIELDS) :]) if found.unit_id else None
    signed, asked, said, early, elsewhere = (bool(one) for one in beside)
    stands = bytes(packed or b""), bytes(whole or b"")
    return Opened(found, _content(body), str(author), signed, asked, said, early, elsewhere, *stands)


def renew(record: Record) -> None:
    """Bring a record read before the log was locked up to date."""
    fresh = by_id(record.organisation_id, [record.pk])[record.pk]
    for name in _FIELDS:
        setattr(record, name, getattr(fresh, name))


def body(record: Record, number: int | None = None) -> dict[str, Any]:
    """Return a revision's content (the newest where no number is given): fields, links and source_fields."""
    return bodies(record.organisation_id, [(record.pk, number or record.head_number)])[record.pk]


def contents(
    organisation_id: int, wanted: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], dict[str, Any]]:
    """Return the contents of (record, revision number) pairs, by pair; an erased one is not there. One query."""
    pairs = set(wanted)
    if not pairs:
        return {}
    rows = statements.rows(
        f"SELECT v.record_id, v.number, p.body FROM {statements.each_pair()} CROSS JOIN store_revision v"
        " JOIN store_payload p ON p.revision_id = v.id"
        " WHERE v.organisation_id = %s AND v.record_id = j.one AND v.number = j.other",
        [statements.paired(pairs), organisation_id],
    )
    return {(row, number): _content(text) for row, number, text in rows}


def revised(
    organisation_id: int, uids: Iterable[str], numbers: Iterable[int]
) -> tuple[dict[str, Record], dict[tuple[int, int], dict[str, Any]]]:
    """Return records by uid with the contents of these revisions, of the newest and of the one in force. One query."""
    wanted = set(uids)
    if not wanted:
        return {}, {}
    rows = statements.rows(
        f"SELECT v.number, p.body, {COLUMNS} FROM {statements.each(str)} CROSS JOIN store_record r"
        " LEFT JOIN store_revision v ON v.organisation_id = r.organisation_id AND v.record_id = r.id"
        f" AND (v.number = r.head_number OR v.number = r.in_force_number OR {statements.among('v.number')})"
        " LEFT JOIN store_payload p ON p.revision_id = v.id WHERE r.uid = j.value AND r.organisation_id = %s",
        [statements.listed(wanted), statements.listed(set(numbers)), organisation_id],
    )
    found: dict[str, Record] = {}
    said: dict[tuple[int, int], dict[str, Any]] = {}
    for number, text, *columns in rows:
        record = made(columns)
        found[record.uid] = record
        said[record.pk, number or 0] = _content(text)
    return found, said


def bodies(organisation_id: int, wanted: Iterable[tuple[int, int]]) -> dict[int, dict[str, Any]]:
    """Return the contents of (record, revision number) pairs, by record; an erased one is empty. One query."""
    pairs = dict(wanted)
    found = contents(organisation_id, pairs.items())
    return {row: found.get((row, number)) or _content(None) for row, number in pairs.items()}


def _content(text: str | None) -> dict[str, Any]:
    return {"fields": {}, "links": {}, "source_fields": {}, **(orjson.loads(text) if text else {})}


def revision(record: Record, number: int) -> Revision:
    """Return one revision of a record; NotFound where there is none."""
    row = None
    if 0 < number <= _GREATEST:
        row = statements.row(
            f"SELECT {', '.join(_REVISION)} FROM store_revision"
            " WHERE organisation_id = %s AND record_id = %s AND number = %s",
            [record.organisation_id, record.pk, number],
        )
    if row is None:
        raise NotFound("revision.not_found", ref=record.ref, number=number)
    return Revision.from_db("default", _REVISION, [statements.aware(value) for value in row])


def first_author(record: Record) -> str:
    """Return who wrote a record's first revision."""
    row = statements.row(
        "SELECT author FROM store_revision WHERE organisation_id = %s AND record_id = %s AND number = 1",
        [record.organisation_id, record.pk],
    )
    return str(row[0]) if row else ""


def linked(organisation_id: int, sources: Iterable[int]) -> dict[int, set[int]]:
    """Return the row ids each record links to; catalog items are left out."""
    found: dict[int, set[int]] = {}
    rows = statements.rows(
        f"SELECT l.source_id, l.target_id FROM {statements.each()} CROSS JOIN store_link l"
        " WHERE l.organisation_id = %s AND l.source_id = j.value",
        [statements.listed(set(sources)), organisation_id],
    )
    for source, target in rows:
        if target is not None:
            found.setdefault(source, set()).add(target)
    return found


def roles_held(organisation_id: int, person: int) -> set[str]:
    """Return the roles a person holds or stands in for."""
    rows = statements.rows(
        "SELECT s.key FROM store_link l JOIN store_record s ON s.id = l.source_id AND s.kind = 'role'"
        " AND s.retired_day IS NULL WHERE l.organisation_id = %s AND l.target_id = %s"
        " AND l.relation IN ('holder', 'deputy')",
        [organisation_id, person],
    )
    return {str(row[0]) for row in rows}


def own_places(organisation_id: int, person: int, near: Mapping[int, set[int]]) -> dict[int, set[str]]:
    """Return, for each record, the person's own place on a system near it: `system_owner` and `overseer`."""
    wanted = {system for systems in near.values() for system in systems}
    rows = statements.rows(
        f"SELECT l.source_id, l.relation FROM {statements.each()} CROSS JOIN store_link l"
        " JOIN store_record s ON s.id = l.source_id AND s.kind = 'system'"
        " WHERE l.organisation_id = %s AND l.source_id = j.value AND l.target_id = %s"
        " AND l.relation IN ('owner', 'overseer')",
        [statements.listed(wanted), organisation_id, person],
    )
    names = {"owner": "system_owner", "overseer": "overseer"}
    held: dict[int, set[str]] = {}
    for system, relation in rows:
        held.setdefault(system, set()).add(names[relation])
    return {row: set().union(*(held.get(s, set()) for s in systems)) for row, systems in near.items()}


def heads(organisation_id: int, records: Iterable[int]) -> dict[int, Revision]:
    """Return the newest revision of each record."""
    columns = ", ".join(f"v.{name}" for name in _REVISION)
    rows = statements.rows(
        f"SELECT {columns} FROM {statements.each()} CROSS JOIN store_record r JOIN store_revision v"
        " ON v.organisation_id = r.organisation_id AND v.record_id = r.id AND v.number = r.head_number"
        " WHERE r.organisation_id = %s AND r.id = j.value",
        [statements.listed(set(records)), organisation_id],
    )
    made = [Revision.from_db("default", _REVISION, list(row)) for row in rows]
    return {revision.record_id: revision for revision in made}


def first_writers(organisation_id: int, records: Iterable[int]) -> dict[int, str]:
    """Return who first wrote what each record's newest revision says where it matters: by its digest."""
    rows = statements.rows(
        f"SELECT v.record_id, v.author FROM {statements.each()} CROSS JOIN store_record r"
        " JOIN store_revision h ON h.organisation_id = r.organisation_id AND h.record_id = r.id"
        " AND h.number = r.head_number"
        " JOIN store_revision v ON v.organisation_id = r.organisation_id AND v.record_id = r.id"
        " AND v.digest = h.digest WHERE r.organisation_id = %s AND r.id = j.value ORDER BY v.number DESC",
        [statements.listed(set(records)), organisation_id],
    )
    return dict(rows)  # the first, read last, stays


def refs_of(organisation_id: int, rows: Sequence[int]) -> list[str]:
    """Return the refs of these row ids, in the order given. One query."""
    found = statements.rows(
        f"SELECT r.id, r.ref FROM {statements.each()} CROSS JOIN store_record r"
        " WHERE r.id = j.value AND r.organisation_id = %s",
        [statements.listed(rows), organisation_id],
    )
    refs: dict[int, str] = {row: ref for row, ref in found}  # noqa: C416  # a row is a tuple of any length
    return [refs[row] for row in rows if row in refs]


def path(unit: int) -> str:
    """Return a unit's materialised path; '' where there is none."""
    found = statements.row("SELECT path FROM store_record WHERE id = %s", [unit])
    return str(found[0]) if found else ""


def own_record(organisation_id: int) -> Record:
    """Return the organisation's own record."""
    return _records("r.organisation_id = %s AND r.kind = 'organization'", [organisation_id])[0]


def own_body(organisation_id: int) -> dict[str, Any]:
    """Return the newest content of the organisation's own record. One query."""
    found = statements.row(
        "SELECT p.body FROM store_record r JOIN store_revision v ON v.organisation_id = r.organisation_id"
        " AND v.record_id = r.id AND v.number = r.head_number JOIN store_payload p ON p.revision_id = v.id"
        " WHERE r.organisation_id = %s AND r.kind = 'organization'",
        [organisation_id],
    )
    return _content(found[0] if found else None)


def _records(where: str, params: Sequence[object], *, among: type[int | str] | None = None) -> list[Record]:
    listed = f"{statements.each(among)} CROSS JOIN " if among else ""
    rows = statements.rows(f"SELECT {COLUMNS} FROM {listed}store_record r WHERE {where}", params)
    return [made(row) for row in rows]


def made(row: Sequence[Any]) -> Record:
    """Return the record of a row that holds its columns in their order."""
    values = list(row)
    for place in _MOMENTS:
        values[place] = statements.aware(values[place])
    return made_of(Record, _FIELDS, values)
