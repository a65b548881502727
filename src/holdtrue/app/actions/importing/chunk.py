"""Writes one chunk of drafts: the records themselves in bulk, then what their rows say beyond them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdtrue.app.actions.composing import End, compose, resolve
from holdtrue.app.actions.records import PREFIXES, refuse_future, stored
from holdtrue.app.imports.changes import Conflict, Existing, compare
from holdtrue.app.imports.drafts import Classified, Declared, Draft, Part
from holdtrue.core.days import iso
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.naming import title_of
from holdtrue.core.messages import Message
from holdtrue.core.refusals import Refusal
from holdtrue.store import reading, writing
from holdtrue.store.models import Link, Record

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Act
    from holdtrue.app.actions.importing.lookup import Lookup
    from holdtrue.store.writing import Content


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows come from: the file's name and digest, and the day it speaks of."""

    name: str
    digest: str
    said_on: int
    run: int


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one row, or of a record a row brought along (`effect`)."""

    line: int
    outcome: str
    record: Record | None = None
    before: int = 0
    after: int = 0
    why: Message | None = None


@dataclass(slots=True)
class Chunk:
    """The outcome of one chunk."""

    rows: list[Written] = field(default_factory=list)
    conflicts: list[tuple[int, str, Conflict]] = field(default_factory=list)
    effects: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Want:
    """One record to be as the source says: found by its source key, added or brought up to date."""

    line: int
    kind: str
    key: str
    title: str
    fields: Mapping[str, object]
    ends: dict[str, list[End]]
    source_fields: Mapping[str, str]
    outcome: str
    """added for a row's own record, effect for what it brings along."""
    record: Record | None = None


def write(act: Act, drafts: Sequence[Draft], lookup: Lookup, source: Source) -> Chunk:
    """Write the drafts inside a running action. Rows that cannot be taken come back refused; the others are written."""
    chunk = Chunk()
    wants: list[tuple[Draft, _Want]] = []
    for draft in drafts:
        try:
            wants.append((draft, _own(act, draft, lookup)))
        except Refusal as refusal:
            chunk.rows.append(Written(draft.line, "refused", why=refusal.message))
    _settle(act, [want for _, want in wants], chunk)
    effects = [effect for draft, want in wants if want.record for effect in _effects(act, draft, want, lookup, source)]
    _settle(act, effects, chunk)
    return chunk


def _own(act: Act, draft: Draft, lookup: Lookup) -> _Want:
    kind = KINDS[draft.kind]
    refuse_future(act, kind, draft.fields)
    ends: dict[str, list[End]] = {}
    for wanted in draft.links:
        found = lookup.find(act, wanted)
        if found is not None:
            ends.setdefault(wanted.relation, []).append(found)
    return _Want(draft.line, draft.kind, draft.key, draft.title, draft.fields, ends, draft.source_fields, "added")


def _effects(act: Act, draft: Draft, want: _Want, lookup: Lookup, source: Source) -> list[_Want]:
    assert want.record is not None  # noqa: S101  settled before its effects
    own = End(want.record.uid, want.record.pk)
    found: list[_Want] = []
    for effect in draft.effects:
        match effect:
            case Classified(law=law, name=name, column=column, said=said):
                fields = {"law": law, "class": name, "provenance": "imported", "stated_on": iso(source.said_on)}
                fields |= {"source": source.name, "reasons": f"{column}: {said}"[:500]}
                ends = {"system": [own], **resolve(act.organisation.pk, KINDS["classification"], {"law": [law]})}
                found.append(_effect(draft, "classification", f"{draft.key}|{law}", fields, ends))
            case Declared(practice=practice, aspect=aspect, answer=answer, column=column):
                fields = {"practice": practice, "aspect": aspect, "answer": answer, "said_on": iso(source.said_on)}
                fields |= {"source": source.name, "source_digest": source.digest, "row": draft.line, "column": column}
                key = f"{draft.key}|{practice}|{aspect}"
                found.append(_effect(draft, "declaration", key, fields, {"about": [own]}))
            case Part(type=type_, name=name, made_by=made_by, supplier=supplier):
                fields = {"type": type_, "name": name, "made_by": made_by}
                ends = {"systems": [own]}
                if supplier:
                    ends["supplier"] = [_supplier(act, supplier, lookup)]
                found.append(_effect(draft, "component", f"{draft.key}|{type_}|{name}"[:400], fields, ends))
    return found


def _effect(draft: Draft, kind: str, key: str, fields: Mapping[str, object], ends: dict[str, list[End]]) -> _Want:
    kept = {name: value for name, value in fields.items() if value not in (None, "")}
    title = title_of(kind, kept, {name: [e.uid for e in some] for name, some in ends.items()})
    return _Want(draft.line, kind, key, title, kept, ends, {}, "effect")


def _supplier(act: Act, name: str, lookup: Lookup) -> End:
    from holdtrue.app.imports.drafts import Wanted

    found = lookup.find(act, Wanted("supplier", "supplier", name, create=True))
    assert found is not None  # noqa: S101  a supplier is added where there is none
    return found


def _settle(act: Act, wants: Sequence[_Want], chunk: Chunk) -> None:
    """Add what is new and revise what differs, in two bulk writes."""
    held = _held(act.organisation.pk, wants)
    bodies = reading.bodies(act.organisation.pk, [(r.pk, r.head_number) for r in held.values()])
    fresh: list[_Want] = []
    changed: list[tuple[_Want, Record, Content, int]] = []
    for want in wants:
        record = held.get((want.kind, want.key))
        if record is None:
            fresh.append(want)
            continue
        want.record = record
        content = _revised(act, want, bodies[record.pk], chunk)
        if content is None:
            if want.outcome != "effect":
                chunk.rows.append(Written(want.line, "unchanged", record, record.head_number, record.head_number))
        else:
            changed.append((want, record, content, record.head_number))
    _add(act, fresh, chunk)
    _revise(act, changed, chunk)


def _held(organisation_id: int, wants: Sequence[_Want]) -> dict[tuple[str, str], Record]:
    found: dict[tuple[str, str], Record] = {}
    for kind in {want.kind for want in wants}:
        keys = [want.key for want in wants if want.kind == kind]
        for record in Record.rows.of(organisation_id).filter(kind=kind, source_key__in=keys, retired_day__isnull=True):
            found[kind, str(record.source_key)] = record
    return found


def _revised(act: Act, want: _Want, body: Mapping[str, Any], chunk: Chunk) -> Content | None:
    kind = KINDS[want.kind]
    incoming = {name: tuple(sorted(e.uid for e in some)) for name, some in want.ends.items()}
    fields = stored(kind, want.fields)
    if want.outcome == "effect":
        fields = {name: value for name, value in fields.items() if name not in _PROVENANCE}
    existing = Existing(
        fields=body["fields"],
        links={name: tuple(some) for name, some in body["links"].items()},
        source_fields=body["source_fields"],
        imported=body.get("imported", {}),
    )
    difference = compare(existing, fields, incoming, want.source_fields)
    chunk.conflicts += [(want.line, want.kind, conflict) for conflict in difference.conflicts]
    if difference.unchanged:
        return None
    merged = {**body["fields"], **difference.fields}
    if want.outcome == "effect":
        merged |= {name: want.fields[name] for name in _PROVENANCE if name in want.fields}
    ends = resolve(act.organisation.pk, kind, {**body["links"], **difference.links})
    return compose(
        kind,
        title_of(kind.id, merged, {name: [e.uid for e in some] for name, some in ends.items()}),
        merged,
        ends,
        source_fields=difference.source_fields,
        source_key=want.key,
        extra={"imported": {**body.get("imported", {}), **_told(fields, incoming)}},
    )


_PROVENANCE = ("said_on", "stated_on", "source", "source_digest", "row", "column", "reasons")
"""Where a statement stood; a later file that says the same from another place changes nothing."""


def _told(fields: Mapping[str, object], links: Mapping[str, Sequence[str]]) -> dict[str, object]:
    return {**fields, **{name: list(some) for name, some in links.items() if some}}


def _add(act: Act, wants: Sequence[_Want], chunk: Chunk) -> None:
    contents = []
    for want in wants:
        kind = KINDS[want.kind]
        fields = stored(kind, want.fields)
        links = {name: [e.uid for e in some] for name, some in want.ends.items()}
        title = want.title or title_of(kind.id, fields, links)
        contents.append(
            compose(
                kind,
                title,
                fields,
                want.ends,
                source_fields=want.source_fields,
                source_key=want.key,
                extra={"imported": _told(fields, links)},
            )
        )
    for want, (record, revision) in zip(wants, writing.add(act.stamp, contents, PREFIXES), strict=True):
        want.record = record
        act.wrote(record, revision)
        chunk.rows.append(Written(want.line, want.outcome, record, 0, 1))
        chunk.effects[want.kind] += want.outcome == "effect"


def _revise(act: Act, changes: Sequence[tuple[_Want, Record, Content, int]], chunk: Chunk) -> None:
    if not changes:
        return
    before = _linked(act.organisation.pk, [record.pk for _, record, _, _ in changes])
    revisions = writing.revise(act.stamp, [(record, content) for _, record, content, _ in changes])
    for (want, record, content, was), revision in zip(changes, revisions, strict=True):
        now = {row for some in content.targets.values() for row, _ in some}
        act.wrote(record, revision, before=sorted(before.get(record.pk, set()) - now))
        outcome = "changed" if want.outcome == "added" else "effect"
        chunk.rows.append(Written(want.line, outcome, record, was, record.head_number))
        chunk.effects[want.kind] += want.outcome == "effect"


def _linked(organisation_id: int, ids: Sequence[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    rows = Link.rows.of(organisation_id).filter(source_id__in=ids, target__isnull=False)
    for source, target in rows.values_list("source_id", "target_id"):
        found.setdefault(source, set()).add(target)
    return found
