"""Adding, editing, linking and retiring records of any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdtrue.app import added
from holdtrue.app.actions.acting import Act, Caller, acting
from holdtrue.app.actions.boundary import placed, require_within
from holdtrue.app.actions.circles import refuse_circles
from holdtrue.app.actions.composing import compose, normal_ref, resolve, versions_of
from holdtrue.app.actions.findings.guarding import linked_back, refuse_new
from holdtrue.app.actions.findings.timing import due_added, due_followed, refuse_before
from holdtrue.app.actions.founded import key_of, refuse_second, refuse_unfounded
from holdtrue.app.actions.permission import on_kind, on_record, require
from holdtrue.app.actions.precedents import asked_now
from holdtrue.app.actions.sealed import refuse_changing, take_out
from holdtrue.app.actions.staying import refuse_taking
from holdtrue.app.derive.wide import read_by_systems
from holdtrue.core import custom
from holdtrue.core.days import Day, iso, to_day
from holdtrue.core.kinds import CATALOGS, KINDS, FieldSpec, Kind
from holdtrue.core.kinds.cleaning import clean, kind_named
from holdtrue.core.kinds.naming import title_of
from holdtrue.core.matching import filled
from holdtrue.core.refusals import BadInput, NotFound, Stale
from holdtrue.store import reading, units, writing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.core.days import Day
    from holdtrue.store.models import Record
    from holdtrue.store.writing import Content

PREFIXES = {kind.id: kind.prefix for kind in KINDS.values()}

_UID = len("01a20185-d339-74d5-b8b6-f8a11a7c7a7f")


def find(caller: Caller, ref: str) -> Record:
    """Return the record of a ref as people write it, or of a uid; NotFound where there is none you may know of."""
    if len(ref) == _UID:
        found = reading.by_uid(caller.organisation.pk, [ref]).get(ref)
        if found is not None:
            return found
    named = normal_ref(ref)
    if not named:
        raise NotFound("record.no_ref", ref=ref)
    return reading.record(caller.organisation.pk, named)


def add(
    caller: Caller, kind_name: str, raw: Mapping[str, object], *, why: str = "", true_from: str = ""
) -> Record:
    """Add a record. Raises BadInput naming the field, NotAllowed with the reason."""
    kind = kind_named(kind_name)
    if kind.id == "organization":
        raise BadInput("record.one_organisation", field="kind")
    raw = custom.spread(raw)
    fields, links = clean(kind.id, raw, added=added.named(caller.organisation.pk, kind.id, raw))
    _require_reader(caller, kind, {**fields, **links})
    with acting(caller, f"{kind.id}.add", "add", on_kind(kind.id)) as act:
        return add_within(act, kind, fields, links, why=why, true_from=_past_day(act, true_from))


def _require_reader(caller: Caller, kind: type[Kind], given: Mapping[str, object]) -> None:
    """Whether evidence is in order is a person's word: a machine attaches it and leaves that open."""
    if kind.id == "evidence" and any(given.get(name) for name in ("result", "read_by", "read_on")):
        require(caller, "read_evidence", on_kind(kind.id))


def add_within(
    act: Act,
    kind: type[Kind],
    fields: Mapping[str, object],
    links: Mapping[str, Sequence[str]],
    *,
    why: str = "",
    true_from: int = 0,
) -> Record:
    """Add a record inside a running action."""
    fields, links = asked_now(act, kind, fields, links)
    ends = placed(act.caller, kind, resolve(act.organisation.pk, kind, links))
    refuse_new(act, kind, fields, ends)
    refuse_before(act.organisation.pk, kind.id, fields, ends)
    fields = due_added(act.organisation.pk, kind, fields, ends, act.day)
    ends = {**ends, **resolve(act.organisation.pk, kind, linked_back(act, kind, fields, ends))}
    refuse_future(act, kind, fields)
    refuse_second(act.organisation.pk, kind, fields)
    refuse_unfounded(act.organisation.pk, kind, fields, ends)
    fields = custom.merged({}, fields)
    title = title_of(kind.id, fields, {name: [e.uid for e in some] for name, some in ends.items()})
    versions = versions_of(act.organisation.pk, kind, ends)
    content = compose(
        kind,
        title,
        stored(kind, fields),
        ends,
        true_from=true_from,
        source_key=key_of(kind, fields),
        extra={"versions": versions, "material": added.material(act.organisation.pk, kind.id, fields)},
    )
    record, revision = writing.add(act.stamp, [content], PREFIXES)[0]
    act.wrote(record, revision, why=why)
    return record


def edit(
    caller: Caller,
    ref: str,
    raw: Mapping[str, object],
    *,
    revision: int | None = None,
    why: str = "",
    true_from: str = "",
) -> Record:
    """Change fields or links by a new revision; an empty value clears one. An edit that changes nothing writes nothing.

    Raises Stale where `revision` is given and no longer the newest: nothing is lost, both versions can be shown.
    """
    record = find(caller, ref)
    kind = KINDS[record.kind]
    raw = custom.spread(raw)
    known = added.named(caller.organisation.pk, kind.id, raw)
    fields, links = clean(kind.id, raw, partial=True, added=known)
    _require_reader(caller, kind, {**fields, **links})
    with acting(caller, f"{kind.id}.edit", "edit", on_record(record)) as act:
        reading.renew(record)
        if revision is not None and revision != record.head_number:
            raise Stale("record.stale", ref=record.ref, based_on=revision, newest=record.head_number)
        return edit_within(
            act, record, fields, links, why=why, true_from=_following_day(act, record, true_from)
        )


def edit_within(
    act: Act,
    record: Record,
    fields: Mapping[str, object],
    links: Mapping[str, Sequence[str]],
    *,
    why: str = "",
    true_from: int = 0,
    before: Mapping[str, Any] | None = None,
) -> Record:
    """Revise a record inside a running action; `fields` and `links` hold only what changes.

    `before` is its newest content, where the action read it under the lock.
    """
    before = reading.body(record) if before is None else before
    content = revised(act, record, before, fields, links, why=why, true_from=true_from)
    if same(content, before):
        return record
    content.in_force = content.in_force or follows(record, content)
    write(act, record, content, before, why=why)
    return record


def revised(  # what it said, what changes, and how it is said
    act: Act,
    record: Record,
    before: Mapping[str, Any],
    fields: Mapping[str, object],
    links: Mapping[str, Sequence[str]],
    *,
    why: str = "",
    true_from: int = 0,
) -> Content:
    """Return what a revision says that changes `fields` and `links` of what one said; raises where it may not."""
    if record.retired_day is not None:
        raise BadInput("record.retired", ref=record.ref)
    kind = KINDS[record.kind]
    ends = resolve(act.organisation.pk, kind, {**before["links"], **links}, held=before["links"])
    fields = due_followed(record, before, fields, ends, act.day)
    merged = seen_anew(before["fields"], custom.merged(before["fields"], fields))
    refuse_changing(act.caller, act.name, record, before, fields=fields, links=links, ends=ends, why=why)
    changed = {name: ends[name] for name in links if name in ends}
    require_within(act.caller, (end for some in changed.values() for end in some))
    refuse_circles(record, kind, changed)
    refuse_future(act, kind, fields)
    refuse_second(act.organisation.pk, kind, merged, before=before["fields"])
    refuse_unfounded(act.organisation.pk, kind, merged, ends)
    held = {name: [e.uid for e in some] for name, some in ends.items()}
    extra = {
        name: value for name, value in before.items() if name not in ("fields", "links", "source_fields")
    }
    extra["versions"] = versions_of(act.organisation.pk, kind, ends, before.get("versions"))
    extra["material"] = added.material(act.organisation.pk, kind.id, merged)
    return compose(
        kind,
        title_of(kind.id, merged, held),
        stored(kind, merged),
        ends,
        source_fields=before["source_fields"],
        source_key=key_of(kind, merged),
        extra=extra,
        true_from=true_from,
    )


def write(act: Act, record: Record, content: Content, before: Mapping[str, Any], *, why: str = "") -> None:
    """Write a revision inside a running action; `before` is what the record said."""
    was = reading.linked(act.organisation.pk, [record.pk]).get(record.pk, set())
    now = {row for some in content.targets.values() for row, _ in some}
    key = record.key
    if record.kind == "unit":
        move_unit(act, record, content)
    revision = writing.revise(act.stamp, [(record, content)])[0]
    wide = read_by_systems(content, before)
    act.wrote(record, revision, why=why, before=sorted(was - now), was=key, wide=wide)


def seen_anew(before: Mapping[str, object], after: Mapping[str, object]) -> Mapping[str, object]:
    """What was seen behind a link is no longer known once the link leads elsewhere."""
    if before.get("link") == after.get("link"):
        return after
    return {name: value for name, value in after.items() if not name.startswith("link_")}


def follows(record: Record, content: Content) -> bool:
    """Whether a revision comes into force unsigned: it changes nothing that the one in force was signed for."""
    return record.in_force_number == record.head_number and content.digest == record.digest


def move_unit(act: Act, unit: Record, content: Content) -> None:
    """Give a unit whose parent changed its new place in the tree; BadInput where that would be below itself."""
    if f"{content.path}{unit.ref}/" == unit.path:
        return
    if content.path.startswith(unit.path):
        raise BadInput("unit.below_itself", field="parent", ref=unit.ref)
    units.move(act.organisation.pk, unit, content.path)
    act.recounts = True


def link(caller: Caller, ref: str, relation: str, target: str) -> Record:
    """Add one link; a relation of one value is replaced."""
    record = find(caller, ref)
    kind = KINDS[record.kind]
    spec = kind.specs_by_name().get(relation)
    if spec is None or not spec.linked:
        known = tuple(s.name for s in kind.field_specs() if s.linked)
        raise BadInput("link.unknown_relation", field=relation, kind=kind.label, known=known)
    with acting(caller, f"{kind.id}.edit", "edit", on_record(record)) as act:
        record.refresh_from_db()
        held = reading.body(record)["links"].get(relation, []) if spec.multiple else []
        fields, links = clean(kind.id, {relation: [*held, target] if spec.multiple else target}, partial=True)
        return edit_within(act, record, fields, links)


def retire(caller: Caller, ref: str, *, why: str, revision: int | None = None) -> Record:
    """Take a record out of use; its history stays. Raises BadInput without a reason, Stale where it has moved on."""
    if not why.strip():
        raise BadInput("record.retire_why", field="why", ref=ref)
    record = find(caller, ref)
    refuse_taking(record)
    with acting(caller, f"{record.kind}.retire", "retire", on_record(record)) as act:
        if record.kind == "organization":
            raise BadInput("record.organisation_stays", ref=record.ref)
        reading.renew(record)
        if record.retired_day is not None:
            raise BadInput("record.retired", ref=record.ref)
        if revision is not None and revision != record.head_number:
            raise Stale("record.stale", ref=record.ref, based_on=revision, newest=record.head_number)
        take_out(act, record)
        act.note(record, why=why)
        return record


def stored(kind: type[Kind], fields: Mapping[str, object]) -> dict[str, object]:
    """Keep what is filled; links and derived fields live elsewhere."""
    specs = kind.specs_by_name()
    return {
        name: value
        for name, value in fields.items()
        if filled(value) and (name not in specs or _kept(specs[name]))
    }


def _kept(spec: FieldSpec) -> bool:
    """Links live in links; but a catalog item is a field too: conditions read it. Who made evidence is known here."""
    seen = spec.noted or spec.name == "self_read"
    return (seen or not spec.derived) and (not spec.linked or spec.target in CATALOGS)


def same(content: Content, before: Mapping[str, Any]) -> bool:
    """Whether a revision would say what the last one says."""
    links = {name: list(some) for name, some in content.links.items() if some}
    held = {name: sorted(some) for name, some in before["links"].items() if some}
    return (
        dict(content.fields) == before["fields"]
        and links == held
        and dict(content.source_fields) == before["source_fields"]
    )


_MAY_LIE_AHEAD = frozenset({"due", "valid_until", "retention_until", "authority_due", "away_until"})


def lies_ahead(today: Day, spec: FieldSpec, value: object) -> bool:
    """Whether a fact is dated ahead; due dates and ends of validity may be."""
    day = to_day(value) if spec.name not in _MAY_LIE_AHEAD else None
    return day is not None and day > today


def refuse_future(act: Act, kind: type[Kind], fields: Mapping[str, object]) -> None:
    """Facts are never dated ahead: a plan is not an event."""
    for spec in kind.field_specs():
        if spec.type == "date" and lies_ahead(act.day, spec, fields.get(spec.name)):
            raise BadInput("field.future", field=spec.name, label=spec.label, value=str(fields[spec.name]))


def _past_day(act: Act, text: str) -> int:
    if not text:
        return 0
    day = to_day(text)
    if day is None or day > act.day:
        raise BadInput("field.true_from", field="true_from", value=text)
    return day


def _following_day(act: Act, record: Record, text: str) -> int:
    """A revision is true from no day before the one it follows, else a past day would change its answer unseen."""
    day = _past_day(act, text)
    before = reading.revision(record, record.head_number).true_from if day else 0
    if day < before:
        raise BadInput(
            "field.true_from_before", field="true_from", value=text, ref=record.ref, day=iso(before)
        )
    return day


__all__ = ["add", "add_within", "edit", "edit_within", "find", "link", "retire", "revised", "write"]
