"""Writes records, revisions and links in bulk; called by actions only, inside their transaction."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from holdtrue.core.canonical import canonical
from holdtrue.core.kinds import naming
from holdtrue.store import search, sortkeys, statements
from holdtrue.store.models import Record

if TYPE_CHECKING:
    import datetime as dt

    from holdtrue.core.days import Day
    from holdtrue.store.models import Revision

KEY_LENGTH = 60
"""Characters kept of the column `key`."""
Targets = Mapping[str, Sequence[tuple[int | None, str]]]
"""Links by relation: row id of the target, or None and a catalog id."""


@dataclass(slots=True)
class Content:
    """What a revision holds, ready to be stored."""

    kind: str
    title: str
    fields: Mapping[str, object]
    links: Mapping[str, Sequence[str]]
    digest: str
    shape: int
    targets: Targets
    event_day: Day | None = None
    key: str = ""
    unit_id: int | None = None
    path: str = ""
    use: str = ""
    search_text: str = ""
    source_fields: Mapping[str, object] = field(default_factory=dict)
    extra: Mapping[str, object] = field(default_factory=dict)
    """Kept beside fields and links: `imported` (what the last import said), `versions` (of components it is about)."""
    source_key: str | None = None
    true_from: Day = 0
    in_force: bool = True
    titles: Mapping[int, str] = field(default_factory=dict)
    """What the records it links to are called, by row id, as far as they were read."""

    def body(self) -> bytes:
        """The canonical bytes (RFC 8785) that are stored and committed to."""
        content: dict[str, Any] = {
            "fields": dict(self.fields),
            "links": {k: list(v) for k, v in self.links.items() if v},
        }
        if self.source_fields:
            content["source_fields"] = dict(self.source_fields)
        content.update({name: value for name, value in self.extra.items() if value})
        return canonical(content)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who writes, when, with which randomness."""

    organisation_id: int
    author: str
    now: dt.datetime
    day: Day
    entropy: Callable[[int], bytes]
    uid: Callable[[], str]


class Written(NamedTuple):
    """A revision just written, as its entry names it."""

    number: int
    commitment: str


def add(
    stamp: Stamp, contents: Sequence[Content], prefixes: Mapping[str, str]
) -> list[tuple[Record, Written]]:
    """Insert new records with their first revision and links; refs are numbered in the order given."""
    numbers = _numbers(stamp.organisation_id, contents)
    records = [
        Record(
            organisation_id=stamp.organisation_id,
            uid=stamp.uid(),
            kind=content.kind,
            number=number,
            ref=f"{prefixes[content.kind]}-{number:04d}",
            in_force_number=1 if content.in_force else 0,
            recorded_day=stamp.day,
            created_at=stamp.now,
            changed_at=stamp.now,
            source_key=content.source_key,
            **_promoted(stamp.organisation_id, content),
        )
        for content, number in zip(contents, numbers, strict=True)
    ]
    for record, content in zip(records, contents, strict=True):
        if content.kind == "unit":
            record.path = f"{content.path}{record.ref}/"
    _insert(stamp, records)
    search.index(records)
    revisions = _revisions(stamp, list(zip(records, contents, strict=True)))
    _add_links(stamp.organisation_id, [(r.id, c.targets) for r, c in zip(records, contents, strict=True)])
    sortkeys.added(stamp.organisation_id, list(zip(records, contents, strict=True)))
    return list(zip(records, revisions, strict=True))


def _insert(stamp: Stamp, records: Sequence[Record]) -> None:
    now = statements.moment(stamp.now)
    rows = statements.returning(
        f"INSERT INTO store_record ({', '.join(_INSERTED)}, created_at, changed_at) VALUES %s RETURNING uid, id",
        [(*(getattr(record, name) for name in _INSERTED), now, now) for record in records],
    )
    ids: dict[str, int] = {uid: row for uid, row in rows}  # noqa: C416  # a row is a tuple of any length
    for record in records:
        record.id = ids[record.uid]


_INSERTED = (
    *("organisation_id", "uid", "kind", "number", "ref", "title", "head_number", "in_force_number", "digest"),
    *("event_day", "recorded_day", "source_key", "unit_id", "path", "use", "key", "search_text"),
)


def revise(stamp: Stamp, changes: Sequence[tuple[Record, Content]]) -> list[Written]:
    """Add a revision to each record and bring its promoted columns and links up to date."""
    found: list[Record] = []
    renamed: list[Record] = []
    for record, content in changes:
        record.head_number += 1
        words = record.search_text
        if content.title != record.title:
            renamed.append(record)
        record.key_before = record.key
        for name, value in _promoted(stamp.organisation_id, content).items():
            if content.in_force or name != "digest":
                setattr(record, name, value)
        if content.in_force:
            record.in_force_number = record.head_number
        record.changed_at = stamp.now
        record.source_key = content.source_key or record.source_key
        if record.search_text != words:
            found.append(record)
    _update(stamp, [record for record, _ in changes])
    search.index(found)
    revisions = _revisions(stamp, changes)
    _relink(stamp.organisation_id, changes)
    sortkeys.revised(stamp.organisation_id, changes, renamed)
    return revisions


def _update(stamp: Stamp, records: Sequence[Record]) -> None:
    now = statements.moment(stamp.now)
    statements.many(
        f"UPDATE store_record SET {', '.join(f'{name} = %s' for name in _UPDATED)}, changed_at = %s"
        " WHERE id = %s AND organisation_id = %s",
        [
            (*(getattr(record, name) for name in _UPDATED), now, record.id, stamp.organisation_id)
            for record in records
        ],
    )


_UPDATED = (
    *("head_number", "in_force_number", "title", "digest", "event_day", "key", "unit_id", "use"),
    *("search_text", "source_key"),
)


def _relink(organisation_id: int, changes: Sequence[tuple[Record, Content]]) -> None:
    """Take away links no longer asked for and add those that are new."""
    existing: dict[int, dict[tuple[str, int | None, str], int]] = defaultdict(dict)
    rows = statements.rows(
        "SELECT l.id, l.source_id, l.relation, l.target_id, l.target_key"
        f" FROM {statements.each()} CROSS JOIN store_link l WHERE l.organisation_id = %s AND l.source_id = j.value",
        [statements.listed({record.id for record, _ in changes}), organisation_id],
    )
    for row, source, relation, target, key in rows:
        existing[source][relation, target, key] = row
    gone: list[int] = []
    fresh: list[tuple[int, Targets]] = []
    for record, content in changes:
        wanted = {(name, target, key) for name, ends in content.targets.items() for target, key in ends}
        held = existing[record.id]
        gone += [row for link, row in held.items() if link not in wanted]
        new: dict[str, list[tuple[int | None, str]]] = defaultdict(list)
        for name, target, key in wanted - held.keys():
            new[name].append((target, key))
        fresh.append((record.id, new))
    if gone:
        statements.run(
            f"DELETE FROM store_link WHERE {statements.among('id')} AND +organisation_id = %s",
            [statements.listed(gone), organisation_id],
        )
    _add_links(organisation_id, fresh)


def put_in_force(stamp: Stamp, record: Record, revision: Revision) -> None:
    """Make a drafted revision the one in force."""
    now = statements.moment(stamp.now)
    statements.run(
        "UPDATE store_revision SET in_force_from = %s WHERE id = %s AND organisation_id = %s AND in_force_from IS NULL",
        [now, revision.pk, stamp.organisation_id],
    )
    record.in_force_number = revision.number
    record.digest = revision.digest
    statements.run(
        "UPDATE store_record SET in_force_number = %s, digest = %s, changed_at = %s"
        " WHERE id = %s AND organisation_id = %s",
        [revision.number, revision.digest, now, record.pk, stamp.organisation_id],
    )


def retire(stamp: Stamp, record: Record) -> None:
    """Take a record out of lists and claims; its history stays."""
    record.retired_day = stamp.day
    statements.run(
        "UPDATE store_record SET retired_day = %s, changed_at = %s WHERE id = %s AND organisation_id = %s",
        [stamp.day, statements.moment(stamp.now), record.pk, stamp.organisation_id],
    )
    sortkeys.retired(stamp.organisation_id, record)


def cut_titles() -> None:
    """Cut the titles that an older version kept longer than titles are, of every organisation."""
    rows = statements.rows("SELECT id, title FROM store_record WHERE length(title) > %s", [naming.LONGEST])
    statements.many(
        "UPDATE store_record SET title = %s WHERE id = %s",
        [(naming.short(title), row) for row, title in rows],
    )


def _promoted(organisation_id: int, content: Content) -> dict[str, Any]:
    return {
        "title": content.title,
        "digest": content.digest if content.in_force else "",
        "event_day": content.event_day,
        "key": content.key[:KEY_LENGTH],
        "unit_id": content.unit_id,
        "use": content.use,
        "search_text": search.corpus(organisation_id, content.kind, content.search_text, content.fields),
    }


def _numbers(organisation_id: int, contents: Sequence[Content]) -> list[int]:
    wanted: dict[str, int] = defaultdict(int)
    for content in contents:
        wanted[content.kind] += 1
    last: dict[str, int] = {}
    for kind, count in wanted.items():
        counted = statements.row(
            "INSERT INTO store_refcounter (organisation_id, kind, last) VALUES (%s, %s, %s)"
            " ON CONFLICT (organisation_id, kind) DO UPDATE SET last = store_refcounter.last + excluded.last"
            " RETURNING last",
            [organisation_id, kind, count],
        )
        assert counted is not None  # noqa: S101  an upsert returns its row
        last[kind] = counted[0] - count
    numbers = []
    for content in contents:
        last[content.kind] += 1
        numbers.append(last[content.kind])
    return numbers


def _revisions(stamp: Stamp, changes: Sequence[tuple[Record, Content]]) -> list[Written]:
    now = statements.moment(stamp.now)
    made: list[Written] = []
    rows: list[tuple[object, ...]] = []
    payloads: list[tuple[bytes, str]] = []
    for record, content in changes:
        body, salt = content.body(), stamp.entropy(32)
        one = Written(record.head_number, hashlib.sha256(salt + body).hexdigest())
        about = (stamp.organisation_id, record.id, *one, content.shape, content.digest)
        days = (content.true_from or stamp.day, stamp.day)
        rows.append((*about, *days, stamp.author, now, now if content.in_force else None))
        payloads.append((salt, body.decode()))
        made.append(one)
    found = statements.returning(
        "INSERT INTO store_revision (organisation_id, record_id, number, commitment, shape, digest, true_from,"
        " recorded_day, author, recorded_at, in_force_from) VALUES %s RETURNING record_id, id",
        rows,
    )
    ids: dict[int, int] = {record: row for record, row in found}  # noqa: C416  # likewise
    statements.many(
        "INSERT INTO store_payload (organisation_id, revision_id, salt, body) VALUES (%s, %s, %s, %s)",
        [
            (stamp.organisation_id, ids[record.id], salt, body)
            for (record, _), (salt, body) in zip(changes, payloads, strict=True)
        ],
    )
    return made


def _add_links(organisation_id: int, links: Iterable[tuple[int, Targets]]) -> None:
    statements.many(
        "INSERT INTO store_link (organisation_id, source_id, relation, target_id, target_key)"
        " VALUES (%s, %s, %s, %s, %s)",
        [
            (organisation_id, source, name, target, key)
            for source, targets in links
            for name, ends in targets.items()
            for target, key in ends
        ],
    )
