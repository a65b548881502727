"""Two records that are one: links and facts brought together on one, the other retired, its ref leading on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.accounts.models import Membership
from holdtrue.app.actions.acting import Act, Caller, acting
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.actions.records import edit_within, find
from holdtrue.app.actions.sealed import refuse_lost
from holdtrue.app.actions.staying import refuse_taking
from holdtrue.core.kinds import CATALOGS, KINDS
from holdtrue.core.matching import filled
from holdtrue.core.refusals import BadInput, Stale
from holdtrue.store import reading
from holdtrue.store.models import Apart, Link, Measurement, Record, RefAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


MOST = 2_000
"""Records that may point to the one merged away; more are handed over in bulk first."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The record that stays, the one merged into it, and whose links were moved."""

    kept: Record
    gone: Record
    moved: tuple[str, ...]


def merge(  # what a merge says, each by its name
    caller: Caller,
    keep: str,
    gone: str,
    *,
    why: str,
    take: Collection[str] = (),
    revisions: tuple[int, int] | None = None,
) -> Merged:
    """Merge `gone` into `keep`: what points to it points to the one kept, what the kept lacks is filled from it.

    `take` names fields whose value comes from `gone` though both have one. Sign-offs, comments and history stay with
    the record merged away; its ref leads to the one kept. Raises BadInput with the sentence where it cannot be done,
    Stale where either moved on since `revisions`.
    """
    kept, lost = find(caller, keep), find(caller, gone)
    if not why.strip():
        raise BadInput("merge.why", field="why")
    refuse_taking(lost)
    refuse_unlike(kept, lost)
    require(caller, "merge", on_record(lost))
    with acting(caller, f"{kept.kind}.merge", "merge", on_record(kept)) as act:
        for n, record in enumerate((kept, lost)):
            reading.renew(record)
            if revisions is not None and revisions[n] != record.head_number:
                raise Stale("record.stale", ref=record.ref, based_on=revisions[n], newest=record.head_number)
        refuse_unlike(kept, lost)
        moved = _move_links(act, kept, lost, why)
        act.retire(lost, before=sorted(reading.linked(act.organisation.pk, [lost.pk]).get(lost.pk, ())))
        RefAlias.rows.of(act.organisation.pk).filter(record=lost).update(record=kept)
        RefAlias.rows.add([RefAlias(organisation_id=act.organisation.pk, ref=lost.ref, record=kept)])
        act.note(lost, contents={"merged_into": kept.uid}, why=why)
        act.recounts |= kept.kind == "unit"  # from here on the unit that is gone leads to the one kept
        _bring_together(act, kept, lost, take, why)
        refuse_lost(act, kept, lost)
        return Merged(kept, lost, tuple(moved))


def refuse_unlike(kept: Record, lost: Record) -> None:
    """Refuse what cannot be one: another kind, itself, a retired one, a person who signs in, values measured."""
    if kept.pk == lost.pk:
        raise BadInput("merge.same", ref=kept.ref)
    if kept.kind != lost.kind or kept.kind == "organization":
        raise BadInput("merge.other_kind", one=kept.ref, other=lost.ref)
    for record in (kept, lost):
        if record.retired_day is not None:
            raise BadInput("record.retired", ref=record.ref)
    if Membership.objects.filter(person=lost, active=True).exists():
        raise BadInput("merge.signs_in", ref=lost.ref, other=kept.ref)
    if Measurement.rows.of(lost.organisation_id).filter(indicator=lost).exists():
        raise BadInput("merge.has_values", ref=lost.ref, other=kept.ref)
    if kept.kind == "unit" and kept.path.startswith(lost.path):
        raise BadInput("merge.below", ref=kept.ref, other=lost.ref)


def _move_links(act: Act, kept: Record, lost: Record, why: str) -> list[str]:
    """Whatever stands and points to the one merged away points to the one kept, by a revision of its own."""
    rows = Link.rows.of(act.organisation.pk).filter(target=lost, source__retired_day__isnull=True)
    sources = sorted(set(rows.exclude(source=kept).values_list("source_id", flat=True)))
    if len(sources) > MOST:
        raise BadInput("merge.many", ref=lost.ref, n=len(sources), most=MOST)
    moved = []
    for source in reading.by_id(act.organisation.pk, sources).values():
        held = reading.body(source)["links"]
        changed = {
            name: tuple(dict.fromkeys(kept.uid if uid == lost.uid else uid for uid in uids))
            for name, uids in held.items()
            if lost.uid in uids
        }
        if changed and source.pk != lost.pk:
            changed = {name: tuple(u for u in uids if u != source.uid) for name, uids in changed.items()}
            edit_within(act, source, {}, changed, why=why)
            moved.append(source.ref)
    return moved


def _bring_together(act: Act, kept: Record, lost: Record, take: Collection[str], why: str) -> None:
    kind = KINDS[kept.kind]
    mine, theirs = reading.body(kept), reading.body(lost)
    fields = {
        name: value
        for name, value in theirs["fields"].items()
        if name != "title" and (name in take or not filled(mine["fields"].get(name)))
    }
    links = _joined(kind.specs_by_name(), mine["links"], theirs["links"], take)
    links = {name: tuple(u for u in uids if u not in (kept.uid, lost.uid)) for name, uids in links.items()}
    known = reading.by_uid(act.organisation.pk, [u for uids in links.values() for u in uids])
    for name, uids in links.items():
        if kind.edges.get(name) not in CATALOGS:
            standing = (
                u
                for u in uids
                if (u in known and known[u].retired_day is None) or u in mine["links"].get(name, ())
            )
            links[name] = tuple(standing)
    before = kept.head_number
    edit_within(act, kept, fields, links, why=why)
    if kept.head_number == before:
        act.note(kept, contents={"merged_from": lost.uid}, why=why)
    act.touch(kept)
    if lost.source_key and not kept.source_key:
        Record.rows.of(act.organisation.pk).filter(pk=kept.pk).update(source_key=lost.source_key)


def _joined(
    specs: Mapping[str, object],
    mine: Mapping[str, list[str]],
    theirs: Mapping[str, list[str]],
    take: Collection[str],
) -> dict[str, tuple[str, ...]]:
    """Relations of several values hold both; of one value the kept record's, unless the other's is taken."""
    found: dict[str, tuple[str, ...]] = {}
    for name in {*mine, *theirs}:
        several = getattr(specs.get(name), "multiple", False)
        if several:
            found[name] = tuple(dict.fromkeys((*mine.get(name, ()), *theirs.get(name, ()))))
        elif name in take or not mine.get(name):
            found[name] = tuple(theirs.get(name, ()))
        else:
            found[name] = tuple(mine[name])
    return found


def say_apart(caller: Caller, one: str, other: str) -> None:
    """Note that two records that look alike are not the same, so that they are not offered again."""
    first, second = sorted((find(caller, one), find(caller, other)), key=lambda r: int(r.pk))
    if first.pk == second.pk or first.kind != second.kind:
        raise BadInput("merge.other_kind", one=first.ref, other=second.ref)
    with acting(caller, f"{first.kind}.apart", "merge", on_record(first)) as act:
        _, new = Apart.rows.of(act.organisation.pk).get_or_create(
            one=first,
            other=second,
            defaults={
                "organisation_id": act.organisation.pk,
                "account": caller.actor.account,
                "at": act.now,
            },
        )
        if new:
            act.note(first, contents={"not_the_same_as": second.uid})
