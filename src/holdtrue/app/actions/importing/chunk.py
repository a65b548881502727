"""Writes one chunk of drafts: the records themselves in bulk, then what their rows say beyond them."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdtrue.app.actions import sealed
from holdtrue.app.actions.composing import End, compose, resolve, versions_of
from holdtrue.app.actions.findings.timing import refuse_before
from holdtrue.app.actions.founded import key_of, refuse_unfounded
from holdtrue.app.actions.records import PREFIXES, stored
from holdtrue.app.imports.changes import Conflict, Difference, Existing, compare
from holdtrue.app.imports.drafts import Classified, Declared, Draft, Part, Wanted
from holdtrue.core.days import iso
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.naming import short, title_of
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput, Refusal
from holdtrue.store import reading, writing
from holdtrue.store.models import Link, Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Act, Caller
    from holdtrue.app.actions.importing.lookup import Lookup
    from holdtrue.store.writing import Content


_LONGEST_KEY = 400
_SHOWN = 80


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
    """Line, kind and what a person and the source both changed."""
    notes: list[tuple[int, str, Message]] = field(default_factory=list)
    """Line and column of a link that leads nowhere, and why."""
    effects: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Want:
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
    pairs = wanted(act, drafts, lookup, chunk)
    _settle(act, [want for _, want in pairs], chunk)
    effects = [
        effect
        for draft, want in pairs
        if want.record
        for effect in brought(act, draft, want.record, lookup, source)
    ]
    _settle(act, effects, chunk)
    return chunk


def wanted(
    act: Act | None, drafts: Sequence[Draft], lookup: Lookup, chunk: Chunk
) -> list[tuple[Draft, Want]]:
    """Return each draft with the record it wants to be; those that cannot be taken are noted as refused."""
    pairs: list[tuple[Draft, Want]] = []
    if act is not None:
        lookup.add_units(act, (link.path for draft in drafts for link in draft.links if link.kind == "unit"))
    for draft in drafts:
        try:
            pairs.append((draft, _own(act, draft, lookup, chunk)))
        except Refusal as refusal:
            chunk.rows.append(Written(draft.line, "refused", why=refusal.message))
    return pairs


def _own(act: Act | None, draft: Draft, lookup: Lookup, chunk: Chunk) -> Want:
    ends: dict[str, list[End]] = {}
    fields, kept = dict(draft.fields), dict(draft.source_fields)
    for link in draft.links:
        found = lookup.find(act, link)
        if found is not None:
            ends.setdefault(link.relation, []).append(found)
            if found.catalog_key:
                fields[link.relation] = found.catalog_key
            continue
        if KINDS[draft.kind].spec(link.relation).required:
            raise BadInput("link.not_found", field=link.relation, ref=link.text)
        kept.setdefault(link.column, link.text)
        kind = KINDS[link.kind].label if link.kind in KINDS else Message("imports.link.any")
        why = Message("imports.link.unknown", {"text": link.text[:_SHOWN], "kind": kind})
        chunk.notes.append((draft.line, link.column, why))
    refuse_unfounded(lookup.organisation_id, KINDS[draft.kind], fields, ends)
    key = key_of(KINDS[draft.kind], fields) or _source_key(draft.key)
    refuse_before(lookup.organisation_id, draft.kind, fields, ends, same=key)
    return Want(draft.line, draft.kind, key, draft.title, fields, ends, kept, "added")


def brought(act: Act | None, draft: Draft, record: Record, lookup: Lookup, source: Source) -> list[Want]:
    """Return the records a row brings along: its class, what it declares, what the system is made of."""
    own = End(record.uid, record.pk)
    found: list[Want] = []
    fields: dict[str, object]
    for effect in draft.effects:
        match effect:
            case Classified(law=law, name=name, column=column, said=said):
                fields = {
                    "law": law,
                    "class": name,
                    "provenance": "imported",
                    "stated_on": iso(source.said_on),
                }
                fields |= {"source": source.name, "reasons": f"{column}: {said}"[:500]}
                ends = {"system": [own], "law": [End(law, None, law)]}
                found.append(_effect(draft, "classification", f"{draft.key}|{law}", fields, ends))
            case Declared(practice=practice, aspect=aspect, answer=answer, column=column):
                fields = {
                    "practice": practice,
                    "aspect": aspect,
                    "answer": answer,
                    "said_on": iso(source.said_on),
                }
                fields |= {
                    "source": source.name,
                    "source_digest": source.digest,
                    "row": draft.line,
                    "column": column,
                }
                key = f"{draft.key}|{practice}|{aspect}"
                # two columns may speak of one aspect; both statements count
                key = f"{key}|{column}" if key in {want.key for want in found} else key
                found.append(_effect(draft, "declaration", key, fields, {"about": [own]}))
            case Part(type=type_, name=name, made_by=made_by, supplier=supplier):
                fields = {"type": type_, "name": name, "made_by": made_by}
                ends = {"systems": [own]}
                if supplier:
                    ends["supplier"] = [_supplier(act, supplier, lookup)]
                found.append(_effect(draft, "component", f"{draft.key}|{type_}|{name}", fields, ends))
    return found


def _effect(
    draft: Draft, kind: str, key: str, fields: Mapping[str, object], ends: dict[str, list[End]]
) -> Want:
    kept = {name: value for name, value in fields.items() if value not in (None, "")}
    title = title_of(kind, kept, {name: [e.uid for e in some] for name, some in ends.items()})
    return Want(draft.line, kind, _source_key(key), title, kept, ends, {}, "effect")


def _source_key(text: str) -> str:
    """Fit a key into its column; a long one keeps its beginning and ends in a digest of all of it."""
    if len(text) <= _LONGEST_KEY:
        return text
    return f"{text[: _LONGEST_KEY - 65]} {hashlib.sha256(text.encode()).hexdigest()}"


def name_suppliers(act: Act | None, draft: Draft, lookup: Lookup) -> None:
    """Look up the suppliers of what a row says its system is made of, so that those to be added are counted."""
    for effect in draft.effects:
        if isinstance(effect, Part) and effect.supplier:
            _supplier(act, effect.supplier, lookup)


def _supplier(act: Act | None, name: str, lookup: Lookup) -> End:
    found = lookup.find(act, Wanted("supplier", "supplier", name, create=True))
    assert found is not None  # noqa: S101  a supplier is added where there is none
    return found


def _settle(act: Act, wants: Sequence[Want], chunk: Chunk) -> None:
    """Add what is new and revise what differs, in two bulk writes."""
    held, bodies = existing(act.organisation.pk, wants)
    fresh: list[Want] = []
    changed: list[tuple[Want, Record, Content, int]] = []
    for want in wants:
        record = held.get((want.kind, want.key))
        if record is None:
            fresh.append(want)
            continue
        want.record = record
        body = bodies[record.pk]
        found = difference(want, body)
        chunk.conflicts += [(want.line, want.kind, conflict) for conflict in found.conflicts]
        why = None if found.unchanged else refused(act.caller, record, body, found)
        if why is not None:
            chunk.rows.append(Written(want.line, "refused", why=why))
        elif not found.unchanged:
            changed.append((want, record, _revised(act, want, body, found), record.head_number))
        elif want.outcome != "effect":
            chunk.rows.append(Written(want.line, "unchanged", record, record.head_number, record.head_number))
    _add(act, fresh, chunk)
    _revise(act, changed, chunk)


Held = dict[tuple[str, str], Record]


def existing(organisation_id: int, wants: Sequence[Want]) -> tuple[Held, dict[int, dict[str, Any]]]:
    """Return the records the register already holds, by kind and source key, and the newest content of each."""
    held: Held = {}
    for kind in {want.kind for want in wants}:
        keys = [want.key for want in wants if want.kind == kind]
        for record in Record.rows.of(organisation_id).filter(
            kind=kind, source_key__in=keys, retired_day__isnull=True
        ):
            held[kind, str(record.source_key)] = record
    return held, reading.bodies(organisation_id, [(r.pk, r.head_number) for r in held.values()])


def difference(want: Want, body: Mapping[str, Any]) -> Difference:
    """Return what the source would change of a record; where a statement stands is no change of it."""
    fields, incoming = _said(want)
    return compare(
        Existing(
            fields=body["fields"],
            links={name: tuple(some) for name, some in body["links"].items()},
            source_fields=body["source_fields"],
            imported=body.get("imported", {}),
        ),
        fields,
        incoming,
        want.source_fields,
    )


def refused(caller: Caller, record: Record, body: Mapping[str, Any], found: Difference) -> Message | None:
    """Return why a row may not change a record so: what an act of its own alone may say, no file says."""
    if record.kind not in sealed.KINDS:
        return None
    links = {name: list(some) for name, some in found.links.items()}
    ends = resolve(caller.organisation.pk, KINDS[record.kind], {**body["links"], **links}, held=body["links"])
    try:
        sealed.refuse_changing(
            *(caller, "import.chunk", record, body), fields=found.fields, links=links, ends=ends
        )
    except Refusal as refusal:
        return refusal.message
    return None


def _said(want: Want) -> tuple[dict[str, object], dict[str, tuple[str, ...]]]:
    fields = stored(KINDS[want.kind], want.fields)
    if want.outcome == "effect":
        fields = {name: value for name, value in fields.items() if name not in _PROVENANCE}
    return fields, {name: tuple(sorted(e.uid for e in some)) for name, some in want.ends.items()}


def _revised(act: Act, want: Want, body: Mapping[str, Any], found: Difference) -> Content:
    kind = KINDS[want.kind]
    fields, incoming = _said(want)
    merged = {**body["fields"], **found.fields}
    if want.outcome == "effect":
        merged |= {name: want.fields[name] for name in _PROVENANCE if name in want.fields}
    ends = resolve(act.organisation.pk, kind, {**body["links"], **found.links}, held=body["links"])
    return compose(
        kind,
        title_of(kind.id, merged, {name: [e.uid for e in some] for name, some in ends.items()}),
        merged,
        ends,
        source_fields=found.source_fields,
        source_key=want.key,
        extra={
            **{
                name: value
                for name, value in body.items()
                if name not in ("fields", "links", "source_fields")
            },
            "imported": {**body.get("imported", {}), **_told(fields, incoming)},
            "versions": versions_of(act.organisation.pk, kind, ends, body.get("versions")),
        },
    )


_PROVENANCE = ("said_on", "stated_on", "source", "source_digest", "row", "column", "reasons")
"""Where a statement stood; a later file that says the same from another place changes nothing."""


def _told(fields: Mapping[str, object], links: Mapping[str, Sequence[str]]) -> dict[str, object]:
    return {**fields, **{name: list(some) for name, some in links.items() if some}}


def _add(act: Act, wants: Sequence[Want], chunk: Chunk) -> None:
    contents = []
    for want in wants:
        kind = KINDS[want.kind]
        fields = stored(kind, want.fields)
        links = {name: [e.uid for e in some] for name, some in want.ends.items()}
        title = short(want.title) or title_of(kind.id, fields, links)
        contents.append(
            compose(
                kind,
                title,
                fields,
                want.ends,
                source_fields=want.source_fields,
                source_key=want.key,
                extra={
                    "imported": _told(fields, links),
                    "versions": versions_of(act.organisation.pk, kind, want.ends),
                },
            )
        )
    for want, (record, revision) in zip(wants, writing.add(act.stamp, contents, PREFIXES), strict=True):
        want.record = record
        act.wrote(record, revision)
        chunk.rows.append(Written(want.line, want.outcome, record, 0, 1))
        if want.outcome == "effect":
            chunk.effects[want.kind] += 1


def _revise(act: Act, changes: Sequence[tuple[Want, Record, Content, int]], chunk: Chunk) -> None:
    if not changes:
        return
    before = _linked(act.organisation.pk, [record.pk for _, record, _, _ in changes])
    revisions = writing.revise(act.stamp, [(record, content) for _, record, content, _ in changes])
    for (want, record, content, was), revision in zip(changes, revisions, strict=True):
        now = {row for some in content.targets.values() for row, _ in some}
        act.wrote(record, revision, before=sorted(before.get(record.pk, set()) - now))
        outcome = "changed" if want.outcome == "added" else "effect"
        chunk.rows.append(Written(want.line, outcome, record, was, record.head_number))
        if want.outcome == "effect":
            chunk.effects[want.kind] += 1


def _linked(organisation_id: int, ids: Sequence[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    rows = Link.rows.of(organisation_id).filter(source_id__in=ids, target__isnull=False)
    for source, target in rows.values_list("source_id", "target_id"):
        found.setdefault(source, set()).add(target)
    return found
