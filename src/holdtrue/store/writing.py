"""Writes records, revisions and links in bulk; called by actions only, inside their transaction."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import rfc8785
from django.db.models import F

from holdtrue.store import search
from holdtrue.store.models import Link, Payload, Record, RefCounter, Revision

if TYPE_CHECKING:
    import datetime as dt

    from holdtrue.core.days import Day

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
    """Kept beside fields and links: `imported` (what the last import said), `versions` (of components evidence is about)."""
    source_key: str | None = None
    true_from: Day = 0
    in_force: bool = True

    def body(self) -> bytes:
        """The canonical bytes (RFC 8785) that are stored and committed to."""
        content: dict[str, Any] = {"fields": dict(self.fields), "links": {k: list(v) for k, v in self.links.items() if v}}
        if self.source_fields:
            content["source_fields"] = dict(self.source_fields)
        content.update({name: value for name, value in self.extra.items() if value})
        return rfc8785.dumps(content)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who writes, when, with which randomness."""

    organisation_id: int
    author: str
    now: dt.datetime
    day: Day
    entropy: Callable[[int], bytes]
    uid: Callable[[], str]


def add(stamp: Stamp, contents: Sequence[Content], prefixes: Mapping[str, str]) -> list[tuple[Record, Revision]]:
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
    Record.rows.add(records)
    search.index(records)
    revisions = _revisions(stamp, list(zip(records, contents, strict=True)))
    _add_links(stamp.organisation_id, [(r.id, c.targets) for r, c in zip(records, contents, strict=True)])
    return list(zip(records, revisions, strict=True))


def revise(stamp: Stamp, changes: Sequence[tuple[Record, Content]]) -> list[Revision]:
    """Add a revision to each record and bring its promoted columns and links up to date."""
    for record, content in changes:
        record.head_number += 1
        for name, value in _promoted(stamp.organisation_id, content).items():
            if content.in_force or name not in ("digest",):
                setattr(record, name, value)
        if content.in_force:
            record.in_force_number = record.head_number
        record.changed_at = stamp.now
        record.source_key = content.source_key or record.source_key
    Record.rows.of(stamp.organisation_id).bulk_update(
        [record for record, _ in changes],
        [
            "head_number",
            "in_force_number",
            "title",
            "digest",
            "event_day",
            "key",
            "unit",
            "use",
            "search_text",
            "changed_at",
            "source_key",
        ],
        batch_size=100,
    )
    search.index(record for record, _ in changes)
    revisions = _revisions(stamp, changes)
    ids = [record.id for record, _ in changes]
    existing = defaultdict(set)
    for link in Link.rows.of(stamp.organisation_id).filter(source_id__in=ids):
        existing[link.source_id].add((link.id, link.relation, link.target_id, link.target_key))
    gone: list[int] = []
    fresh: list[tuple[int, Targets]] = []
    for record, content in changes:
        wanted = {(name, target, key) for name, ends in content.targets.items() for target, key in ends}
        held = {(name, target, key) for _, name, target, key in existing[record.id]}
        gone += [i for i, name, target, key in existing[record.id] if (name, target, key) not in wanted]
        new: dict[str, list[tuple[int | None, str]]] = defaultdict(list)
        for name, target, key in wanted - held:
            new[name].append((target, key))
        fresh.append((record.id, new))
    if gone:
        Link.rows.of(stamp.organisation_id).filter(id__in=gone).delete()
    _add_links(stamp.organisation_id, fresh)
    return revisions


def put_in_force(stamp: Stamp, record: Record, revision: Revision) -> None:
    """Make a drafted revision the one in force."""
    Revision.rows.of(stamp.organisation_id).filter(pk=revision.pk, in_force_from__isnull=True).update(
        in_force_from=stamp.now
    )
    record.in_force_number = revision.number
    record.digest = revision.digest
    Record.rows.of(stamp.organisation_id).filter(pk=record.pk).update(
        in_force_number=revision.number, digest=revision.digest, changed_at=stamp.now
    )


def retire(stamp: Stamp, record: Record) -> None:
    """Take a record out of lists and claims; its history stays."""
    record.retired_day = stamp.day
    Record.rows.of(stamp.organisation_id).filter(pk=record.pk).update(retired_day=stamp.day, changed_at=stamp.now)


def _promoted(organisation_id: int, content: Content) -> dict[str, Any]:
    return {
        "title": content.title,
        "digest": content.digest if content.in_force else "",
        "event_day": content.event_day,
        "key": content.key[:60],
        "unit_id": content.unit_id,
        "use": content.use,
        "search_text": search.corpus(organisation_id, content.kind, content.search_text),
    }


def _numbers(organisation_id: int, contents: Sequence[Content]) -> list[int]:
    wanted: dict[str, int] = defaultdict(int)
    for content in contents:
        wanted[content.kind] += 1
    last: dict[str, int] = {}
    for kind, count in wanted.items():
        counter = RefCounter.rows.of(organisation_id).filter(kind=kind)
        if not counter.update(last=F("last") + count):
            RefCounter.rows.add([RefCounter(organisation_id=organisation_id, kind=kind, last=count)])
        last[kind] = counter.values_list("last", flat=True)[0] - count
    numbers = []
    for content in contents:
        last[content.kind] += 1
        numbers.append(last[content.kind])
    return numbers


def _revisions(stamp: Stamp, changes: Iterable[tuple[Record, Content]]) -> list[Revision]:
    revisions, payloads = [], []
    for record, content in changes:
        body, salt = content.body(), stamp.entropy(32)
        revisions.append(
            Revision(
                organisation_id=stamp.organisation_id,
                record_id=record.id,
                number=record.head_number,
                shape=content.shape,
                digest=content.digest,
                commitment=hashlib.sha256(salt + body).hexdigest(),
                true_from=content.true_from or stamp.day,
                recorded_at=stamp.now,
                recorded_day=stamp.day,
                author=stamp.author,
                in_force_from=stamp.now if content.in_force else None,
            )
        )
        payloads.append((salt, body.decode()))
    Revision.rows.add(revisions)
    Payload.rows.add(
        [
            Payload(organisation_id=stamp.organisation_id, revision_id=revision.pk, salt=salt, body=body)
            for revision, (salt, body) in zip(revisions, payloads, strict=True)
        ]
    )
    return revisions


def _add_links(organisation_id: int, links: Iterable[tuple[int, Targets]]) -> None:
    rows = [
        Link(organisation_id=organisation_id, source_id=source, relation=name, target_id=target, target_key=key)
        for source, targets in links
        for name, ends in targets.items()
        for target, key in ends
    ]
    if rows:
        Link.rows.add(rows)
