"""Edits many records at once: rehearsed first, one action in chunks, each row by its own access, undone as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdtrue.app import added
from holdtrue.app.actions import records
from holdtrue.app.actions.acting import Act, Caller, acting
from holdtrue.app.actions.composing import normal_ref, resolve
from holdtrue.app.actions.permission import decision, on_kind, on_record, require
from holdtrue.app.actions.sealed import take_out
from holdtrue.core import custom
from holdtrue.core.kinds import CATALOGS, KINDS, Kind, clean, kind_named
from holdtrue.core.matching import filled
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput, Refusal
from holdtrue.store import reading
from holdtrue.store.models import Entry, Record

if TYPE_CHECKING:
    from holdtrue.core.kinds import FieldSpec

CHUNK = 500
TOLD = 200
"""Differences a rehearsal lists; the rest are counted."""
TAG, UNTAG = "tags.add", "tags.remove"
"""Beside field names: tags to put on and to take off, whatever others a record bears."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Change:
    """What one record is to become; without a ref it is added. Fields left out are not touched."""

    ref: str
    raw: Mapping[str, object]
    line: int = 0
    """Where it stands in a file."""


@dataclass(frozen=True, slots=True)
class Differs:
    """One field of one record, before and after."""

    ref: str
    title: str
    name: str
    before: object
    after: object


@dataclass(slots=True)
class Many:
    """What became of the records, or would."""

    kind: str
    action: str = ""
    """Under which the entries stand in the ledger, and by which all of it is undone; '' for a rehearsal."""
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[tuple[int, str, Message]] = field(default_factory=list)
    """Line, ref and why."""
    told: list[Differs] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many were asked about."""
        return self.added + self.changed + self.unchanged + len(self.refused)


@dataclass(slots=True)
class _Work:
    """One kind's changes, with what its records may say."""

    caller: Caller
    kind: type[Kind]
    known: Mapping[str, FieldSpec]
    made: Many
    why: str = ""


def rehearse(caller: Caller, kind_name: str, changes: Sequence[Change]) -> Many:
    """Return what the changes would do, writing nothing."""
    work = _work(caller, kind_name)
    for start in range(0, len(changes), CHUNK):
        _chunk(work, None, changes[start : start + CHUNK])
    return work.made


def apply(  # what one run is told, each by its name
    caller: Caller,
    kind_name: str,
    changes: Sequence[Change],
    *,
    why: str = "",
    action: str = "",
    progress: Progress | None = None,
) -> Many:
    """Write the changes, an entry a record, a transaction a chunk, all under one action id.

    Records the caller may not edit, and those a value does not fit, are told and left; the others are written.
    """
    work = _work(caller, kind_name, why=why)
    work.made.action = action or caller.clock.uid()
    for start in range(0, len(changes), CHUNK):
        with acting(
            caller,
            f"{work.kind.id}.edit_many",
            "read",
            on_kind(work.kind.id),
            action_id=work.made.action,
        ) as act:
            _chunk(work, act, changes[start : start + CHUNK])
        if progress:
            progress(min(start + CHUNK, len(changes)), len(changes))
    return work.made


def _work(caller: Caller, kind_name: str, *, why: str = "") -> _Work:
    kind = kind_named(kind_name)
    require(caller, "read", on_kind(kind.id))
    return _Work(caller, kind, added.specs(caller.organisation.pk, kind.id), Many(kind.id), why)


def _chunk(work: _Work, act: Act | None, changes: Sequence[Change]) -> None:
    pk = work.caller.organisation.pk
    refs = {change.ref: normal_ref(change.ref) or change.ref for change in changes if change.ref}
    found = reading.by_ref(pk, refs.values())
    bodies = reading.bodies(pk, [(record.pk, record.head_number) for record in found.values()])
    uids = {uid for body in bodies.values() for some in body["links"].values() for uid in some}
    names = {uid: record.ref for uid, record in reading.by_uid(pk, uids).items()}
    for change in changes:
        try:
            if not change.ref:
                _add(work, act, change)
                continue
            record = found.get(refs[change.ref])
            if record is None or record.kind != work.kind.id:
                raise BadInput("record.not_found", ref=change.ref)
            _edit(work, act, change, record, bodies[record.pk], names)
        except Refusal as refusal:
            work.made.refused.append((change.line, change.ref, _reason(refusal)))


def _reason(refusal: Refusal) -> Message:
    reason = refusal.message.params.get("reason")
    return reason if isinstance(reason, Message) else refusal.message


def _add(work: _Work, act: Act | None, change: Change) -> None:
    raw = {name: value for name, value in change.raw.items() if filled(value)}
    fields, links = clean(work.kind.id, raw, added=work.known)
    require(work.caller, "add", on_kind(work.kind.id))
    if work.kind.id == "organization":
        raise BadInput("record.one_organisation", field="kind")
    if act is None:
        resolve(work.caller.organisation.pk, work.kind, links)
    else:
        records.add_within(act, work.kind, fields, links, why=work.why)
    work.made.added += 1


def _edit(
    work: _Work,
    act: Act | None,
    change: Change,
    record: Record,
    body: Mapping[str, Any],
    names: Mapping[str, str],
) -> None:
    raw = _tagged(change.raw, body["fields"])
    fields, links = clean(work.kind.id, raw, partial=True, added=work.known)
    fields, links = _different(work.kind, fields, links, body, names)
    if not fields and not links:
        work.made.unchanged += 1
        return
    decided = decision(work.caller, "edit", on_record(record))
    if not decided.allowed:
        work.made.refused.append((change.line, record.ref, decided.reason))
        return
    if work.kind.id == "evidence" and _READING & {*fields, *links}:
        require(work.caller, "read_evidence", on_kind("evidence"))
    if record.retired_day is not None:
        raise BadInput("record.retired", ref=record.ref)
    _tell(work, record, fields, links, body, names)
    if act is None:
        resolve(work.caller.organisation.pk, work.kind, links, held=body["links"])
    else:
        records.edit_within(act, record, fields, links, why=work.why)
    work.made.changed += 1


_READING = {"result", "read_by", "read_on"}


def _tagged(raw: Mapping[str, object], now: Mapping[str, object]) -> dict[str, object]:
    """Put tags on and take tags off, leaving the others."""
    found = {name: value for name, value in raw.items() if name not in (TAG, UNTAG)}
    if raw.get(TAG) or raw.get(UNTAG):
        off = {tag.casefold() for tag in _texts(raw.get(UNTAG))}
        tags = [tag for tag in custom.tags_of(now) if tag.casefold() not in off]
        held = {tag.casefold() for tag in tags}
        found[custom.TAGS] = [*tags, *(tag for tag in _texts(raw.get(TAG)) if tag.casefold() not in held)]
    return found


def _texts(value: object) -> list[str]:
    items = value if isinstance(value, (list, tuple)) else [value]
    return [part.strip() for one in items if one for part in str(one).split(";") if part.strip()]


def _different(
    kind: type[Kind],
    fields: Mapping[str, object],
    links: Mapping[str, tuple[str, ...]],
    body: Mapping[str, Any],
    names: Mapping[str, str],
) -> tuple[dict[str, object], dict[str, tuple[str, ...]]]:
    """Only what differs from the newest revision."""
    now = custom.flat(body["fields"])
    changed = {
        name: value
        for name, value in fields.items()
        if not _same(now.get(name), value) and not (name in links and kind.spec(name).target in CATALOGS)
    }
    linked: dict[str, tuple[str, ...]] = {}
    for name, refs in links.items():
        held = {names.get(uid, uid) for uid in body["links"].get(name, ())}
        if {normal_ref(ref) or ref for ref in refs} != held:
            linked[name] = refs
            if name in fields:
                changed[name] = fields[name]
    return changed, linked


def _same(left: object, right: object) -> bool:
    if not filled(left) and not filled(right):
        return True
    return type(left) is type(right) and left == right if isinstance(left, bool) else left == right


def _tell(
    work: _Work,
    record: Record,
    fields: Mapping[str, object],
    links: Mapping[str, tuple[str, ...]],
    body: Mapping[str, Any],
    names: Mapping[str, str],
) -> None:
    now = custom.flat(body["fields"])
    for name, value in fields.items():
        if name not in links and len(work.made.told) < TOLD:
            work.made.told.append(Differs(record.ref, record.title, name, now.get(name), value))
    for name, refs in links.items():
        if len(work.made.told) < TOLD:
            before = [names.get(uid, uid) for uid in body["links"].get(name, ())]
            work.made.told.append(Differs(record.ref, record.title, name, before, list(refs)))


def undo(caller: Caller, action: str) -> Many:
    """Take one action back by new revisions: what it added is retired, what it changed goes back to what it said.

    Records that changed since are told and left. BadInput where the ledger knows no such action on records.
    """
    rows = Entry.objects.filter(log__organisation=caller.organisation.pk, action_id=action, revision__gt=0)
    written = {
        uid: (revision, name)
        for uid, revision, name in rows.exclude(record_uid="").values_list("record_uid", "revision", "action")
    }
    if not written or not all(name.endswith(".edit_many") for _, name in written.values()):
        raise BadInput("lists.undo.unknown", field="action", action=action)
    found = reading.by_uid(caller.organisation.pk, written)
    made = Many(next(iter(found.values())).kind, caller.clock.uid())
    wanted = list(found.values())
    for start in range(0, len(wanted), CHUNK):
        target = on_kind(made.kind)
        with acting(caller, f"{made.kind}.undo_many", "read", target, action_id=made.action) as act:
            for record in wanted[start : start + CHUNK]:
                try:
                    _back(act, record, written[record.uid][0], made)
                except Refusal as refusal:
                    made.refused.append((0, record.ref, _reason(refusal)))
    return made


def _back(act: Act, record: Record, revision: int, made: Many) -> None:
    if record.head_number != revision or record.retired_day is not None:
        raise BadInput("lists.undo.changed_since", ref=record.ref)
    if revision == 1:
        require(act.caller, "retire", on_record(record))
        take_out(act, record)
        act.note(record)
    else:
        require(act.caller, "edit", on_record(record))
        now, then = reading.body(record), reading.body(record, revision - 1)
        fields = {name: then["fields"].get(name) for name in {*now["fields"], *then["fields"]}}
        links = {name: tuple(then["links"].get(name, ())) for name in {*now["links"], *then["links"]}}
        records.edit_within(act, record, fields, links)
    made.changed += 1


def kinds() -> tuple[str, ...]:
    """Return the kinds whose records are edited together: all but the organisation's own."""
    return tuple(kind for kind in KINDS if kind != "organization")


__all__ = ["CHUNK", "TAG", "UNTAG", "Change", "Differs", "Many", "apply", "kinds", "rehearse", "undo"]
