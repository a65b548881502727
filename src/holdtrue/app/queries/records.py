"""One record as it stands, as it stood, and what happened to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from holdtrue.app.derive.views import context_ids, register_of
from holdtrue.core.computed import COUNTED
from holdtrue.core.derived import LOOK_AROUND
from holdtrue.core.door import AT_THE_DOOR
from holdtrue.core.gating import BY_ITSELF
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import NotFound
from holdtrue.store import loading, reading
from holdtrue.store.models import (
    Entry,
    EntryText,
    Link,
    Log,
    Organisation,
    Payload,
    Record,
    Revision,
    SignOff,
)
from holdtrue.store.named import named
from holdtrue.words import text

if TYPE_CHECKING:
    import datetime as dt

    from holdtrue.core.days import Day
    from holdtrue.store.named import Named


_SIGNED = (".sign", ".refuse", ".withdraw")
GATE = "system.gate"
"""The action of whatever decides at a gate: it may write revisions, sign and keep the decision, one entry each."""
_NO_REVISION = (
    *_SIGNED,
    ".ask_signature",
    ".unask_signature",
    ".retire",
    ".measure",
    ".comment",
    ".answered",
)
"""Ends of the names of actions whose entry about a record writes no revision of it."""


@dataclass(frozen=True, slots=True)
class Near:
    """A record at the other end of a link."""

    ref: str
    kind: str
    title: str
    uid: str
    id: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One record with its fields, derived ones included, and its links both ways."""

    record: Record
    fields: Mapping[str, object]
    """Of the newest revision; derived fields are those of the revision in force."""
    derived: Mapping[str, object]
    links: Mapping[str, tuple[Near | str, ...]]
    """Relation → records, or ids of catalog items."""
    incoming: Mapping[str, tuple[Near, ...]]
    """Kind → records that point here."""
    source_fields: Mapping[str, str]
    revision: int
    in_force: int
    digest: str
    missing: tuple[str, ...]
    """For a system not yet sorted: the triage facts that are unset."""


def show(organisation: Organisation, record: Record, day: Day) -> Shown:
    """Return a record as it stands. Three queries, seven where its derived fields look at other records."""
    loaded = (
        loading.neighbourhood(organisation.pk, [record.pk], also=context_ids(organisation.pk))
        if record.kind in LOOK_AROUND
        else loading.beside(organisation.pk, record.pk)
    )
    register = register_of(organisation.pk, loaded, day=day)
    fact = register.get(record.uid)
    body = reading.body(record)
    near = {f.uid: Near(f.ref, f.kind, f.title, f.uid, loaded.id_of[f.uid]) for f in loaded.facts.values()}
    incoming: dict[str, list[Near]] = {}
    for other in loaded.facts.values():
        if other.uid != record.uid and any(record.uid in uids for uids in other.links.values()):
            incoming.setdefault(other.kind, []).append(near[other.uid])
    filled = dict(fact.fields) if fact else {}
    return Shown(
        record=record,
        fields=body["fields"],
        derived={name: filled[name] for name in KINDS[record.kind].derived if name in filled},
        links={
            name: tuple(near.get(uid, uid) for uid in uids) for name, uids in body["links"].items() if uids
        },
        incoming={kind: tuple(sorted(some, key=lambda n: n.ref)) for kind, some in sorted(incoming.items())},
        source_fields=body["source_fields"],
        revision=record.head_number,
        in_force=record.in_force_number,
        digest=record.digest,
        missing=_names(filled.get("_missing")),
    )


def show_at(organisation: Organisation, record: Record, true_on: Day, known_by: Day) -> Shown:
    """Return a record as it was true on a day and known by another; NotFound where it was not there yet."""
    rows = (
        Revision.rows.of(organisation.pk)
        .filter(record=record, recorded_day__lte=known_by, true_from__lte=true_on)
        .order_by("-number")
    )
    revision = rows.first()
    if revision is None:
        raise NotFound("record.not_then", ref=record.ref, on_day=true_on)
    text = Payload.rows.of(organisation.pk).filter(revision=revision).values_list("body", flat=True).first()
    body = {"fields": {}, "links": {}, "source_fields": {}, **(orjson.loads(text) if text else {})}
    found = reading.by_uid(organisation.pk, [uid for uids in body["links"].values() for uid in uids])
    near = {uid: Near(r.ref, r.kind, r.title, uid, r.pk) for uid, r in found.items()}
    return Shown(
        record=record,
        fields=body["fields"],
        derived={},
        links={
            name: tuple(near.get(uid, uid) for uid in uids) for name, uids in body["links"].items() if uids
        },
        incoming={},
        source_fields=body["source_fields"],
        revision=revision.number,
        in_force=revision.number,
        digest=revision.digest,
        missing=(),
    )


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry of a record's history."""

    seq: int
    at: dt.datetime
    by: str
    """The name people know: a person's title, a token's name, or the account's address."""
    action: str
    action_id: str
    revision: int
    changed: tuple[tuple[str, object, object], ...]
    """(field or relation, before, after) where the entry made a revision."""
    why: str
    signoff: SignOff | None
    closing: bool = True
    """The last entry about the record of what was done at once, whose reason stands for all of it."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Titles of the records that relations changed from or to, by their refs."""


def history(
    organisation: Organisation, record: Record, *, limit: int = 100, before: int | None = None
) -> list[Happened]:
    """Return what happened to a record, newest first."""
    log = Log.objects.get(organisation=organisation)
    entries = Entry.objects.filter(log=log, record_uid=record.uid)
    if before is not None:
        entries = entries.filter(seq__lt=before)
    rows = list(entries.order_by("-seq")[:limit])
    reasons = dict(
        EntryText.objects.filter(log=log, seq__in=[e.seq for e in rows], what="reason").values_list(
            "seq", "text"
        )
    )
    bodies = _all_bodies(organisation.pk, record)
    linked = {uid for body in bodies.values() for uids in body["links"].values() for uid in uids}
    ends = reading.by_uid(organisation.pk, linked) if linked else {}
    refs, titles = {uid: r.ref for uid, r in ends.items()}, {r.ref: r.title for r in ends.values()}
    who = names(organisation, {e.actor for e in rows})
    signoffs = {
        (s.revision_id, s.signed_at): s
        for s in SignOff.rows.of(organisation.pk)
        .filter(record=record)
        .select_related("signer", "withdrawn_by")
    }
    closing = {e.action_id: e.seq for e in reversed(rows)}
    by_moment = {at: s for (_, at), s in signoffs.items()}
    writes = {e.seq for e in rows if not e.action.endswith(_NO_REVISION)}
    found = []
    seen: set[int] = set()
    for e in reversed(rows):
        fresh = e.seq in writes and e.revision not in seen
        seen.add(e.revision)
        decided = e.action == GATE and not fresh
        found.append(
            Happened(
                seq=e.seq,
                at=e.at,
                by=who.get(e.actor, e.actor),
                action=e.action,
                action_id=e.action_id,
                revision=e.revision,
                changed=_changes(bodies, e.revision, refs) if fresh else (),
                why=str(orjson.loads(reasons.get(e.seq) or '""')),
                signoff=by_moment.get(e.at) if e.action.endswith(_SIGNED) or decided else None,
                closing=closing[e.action_id] == e.seq,
                titles=titles,
            )
        )
    return list(reversed(found))


def names(organisation: Organisation, accounts: Iterable[str]) -> dict[str, str]:
    """Return how people know these accounts: the member's person, the token's name, or the address.

    Who came to the employee's door by their own link acts under the uid of their person record. One query.
    """
    wanted = {a for a in accounts if a}
    return names_of(named(organisation.pk, wanted), wanted)


def names_of(people: Mapping[str, Named], accounts: Collection[str]) -> dict[str, str]:
    """Return the same from what was read; accounts behind which nobody stands are told as what they are."""
    known = {account: people[account].name for account in accounts if account in people}
    return {**known, **{one: text(words) for one, words in _NOBODY.items() if one in accounts}}


_NOBODY = {AT_THE_DOOR: "door.source", COUNTED: "indicators.counted_by", BY_ITSELF: "gate.by_holdtrue"}


def signoffs(record: Record) -> list[SignOff]:
    """Return a record's sign-offs, newest first, with their signers."""
    rows = SignOff.rows.of(record.organisation_id).filter(record=record)
    return list(rows.select_related("signer", "revision", "withdrawn_by").order_by("-id"))


def dependents(organisation: Organisation, record: Record, *, limit: int = 50) -> list[Near]:
    """Return what points to a record: what is shown before it is retired."""
    links = (
        Link.rows.of(organisation.pk)
        .filter(target=record, source__retired_day__isnull=True)
        .select_related("source")
    )
    return [
        Near(x.source.ref, x.source.kind, x.source.title, x.source.uid, x.source.pk) for x in links[:limit]
    ]


def dependents_count(organisation: Organisation, record: Record) -> int:
    """Return how many records point to a record."""
    links = Link.rows.of(organisation.pk).filter(target=record, source__retired_day__isnull=True)
    return int(links.values("source").distinct().count())


def _all_bodies(organisation_id: int, record: Record) -> dict[int, dict[str, Any]]:
    rows = (
        Payload.rows.of(organisation_id)
        .filter(revision__record=record)
        .values_list("revision__number", "body")
    )
    return {number: orjson.loads(text) if text else {"fields": {}, "links": {}} for number, text in rows}


def _changes(
    bodies: Mapping[int, dict[str, Any]], number: int, refs: Mapping[str, str]
) -> tuple[tuple[str, object, object], ...]:
    """What a revision changed; records at the other end of a link are told by their refs."""
    after, before = bodies.get(number), bodies.get(number - 1, {"fields": {}, "links": {}})
    if after is None:
        return ()
    found: list[tuple[str, object, object]] = []
    for name in sorted({*before["fields"], *after["fields"]}):
        was, now = before["fields"].get(name), after["fields"].get(name)
        if was != now:
            found.append((name, was, now))
    for name in sorted({*before["links"], *after["links"]}):
        was, now = before["links"].get(name, []), after["links"].get(name, [])
        if sorted(was) != sorted(now) and not (name in before["fields"] or name in after["fields"]):
            found.append((name, [refs.get(uid, uid) for uid in was], [refs.get(uid, uid) for uid in now]))
    return tuple(found)


def _names(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else ()
