"""Handing over what somebody holds to whoever follows: all of it or by group, one action id, one revision a record."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdtrue.app import added
from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.circles import refuse_circles
from holdtrue.app.actions.composing import compose, resolve
from holdtrue.app.actions.permission import decision, on_record, require
from holdtrue.app.actions.records import find, follows, stored
from holdtrue.app.queries.holdings import PLANNED, SIGNATURES, away, holdings, planned
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.naming import title_of
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput, Refusal
from holdtrue.store import reading, requests, writing
from holdtrue.store.models import Record, SignParty

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from holdtrue.app.actions.acting import Act, Caller
    from holdtrue.app.queries.holdings import Group
    from holdtrue.store.writing import Content

CHUNK = 500
"""Records written in one transaction; more follow in the next, under the same action id."""
Change = dict[str, Record]
"""Relation → who follows."""


@dataclass(slots=True)
class Handed:
    """What was handed over, and what was not with why."""

    person: Record
    action: str
    """Under which all of it stands in the ledger."""
    moved: Counter[str] = field(default_factory=Counter)
    """Group → how many."""
    to: dict[str, Record] = field(default_factory=dict)
    """Group → who follows."""
    kept: list[tuple[str, Message]] = field(default_factory=list)
    """Ref of what stays where it is, and why."""

    @property
    def count(self) -> int:
        """How many things were handed over."""
        return self.moved.total()


def plan(caller: Caller, ref: str, to: str, only: Collection[str] = ()) -> dict[str, str]:
    """Return group → successor for everything somebody holds, or only for what is named.

    `only` names groups (`system.owner`), kinds (`system`), relations (`owner`) or `signatures`. BadInput where a name
    fits nothing that is held.
    """
    groups = holdings(_person(caller, ref)).groups
    unknown = next((name for name in only if not any(_fits(group, name) for group in groups)), None)
    if unknown is not None:
        raise BadInput(
            "people.hand.group", field="only", value=unknown, known=tuple(group.id for group in groups)
        )
    return {g.id: to for g in groups if not only or any(_fits(g, name) for name in only)}


def _fits(group: Group, name: str) -> bool:
    return name.strip().lower() in (group.id, group.kind, group.relation)


def hand_over(caller: Caller, ref: str, to: Mapping[str, str], *, why: str = "") -> Handed:
    """Hand over what somebody holds, each group to the person named for it.

    Nothing else of a record changes: a signature drifts only where it rests on who holds (a role's holder). Records
    the caller may not edit stay and are told. BadInput where there is nothing to hand over or nobody to take it.
    """
    person = _person(caller, ref)
    heirs = {group: _successor(caller, person, who) for group, who in to.items() if who.strip()}
    if not heirs:
        raise BadInput("people.hand.nobody", field="to")
    require(caller, "hand_over", on_record(person))
    found = {group.id: group for group in holdings(person).groups}
    gone = next((name for name in heirs if name not in found), None)
    if gone is not None:
        raise BadInput("people.hand.group", field="to", value=gone, known=tuple(found))
    made = Handed(person, caller.clock.uid(), to=heirs)
    changes: dict[int, Change] = {}
    for name, heir in heirs.items():
        for record in found[name].records if name not in (SIGNATURES, PLANNED) else ():
            changes.setdefault(record.pk, {})[found[name].relation] = heir
    rows = sorted(changes)
    chunks = [rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK)] or [[]]
    for chunk in chunks:
        with acting(caller, "person.hand_over", "hand_over", on_record(person), action_id=made.action) as act:
            _records(act, made, {row: changes[row] for row in chunk}, why)
            if chunk is chunks[-1] and SIGNATURES in heirs:
                _signatures(act, made, heirs[SIGNATURES], why)
            if chunk is chunks[-1] and PLANNED in heirs:
                _planned(act, made, heirs[PLANNED], why)
    return made


def _person(caller: Caller, ref: str) -> Record:
    person = find(caller, ref)
    if person.kind != "person":
        raise BadInput("people.hand.person", field="person", ref=person.ref)
    return person


def _successor(caller: Caller, person: Record, ref: str) -> Record:
    heir = _person(caller, ref)
    if heir.pk == person.pk:
        raise BadInput("people.hand.same", field="to", ref=heir.ref)
    day = caller.clock.day(caller.organisation.time_zone)
    if heir.retired_day is not None or away([heir], day):
        raise BadInput("people.hand.left", field="to", name=heir.title, ref=heir.ref)
    return heir


def _records(act: Act, made: Handed, changes: Mapping[int, Change], why: str) -> None:
    """Revise one chunk in bulk: bodies read together, revisions and links written together."""
    pk, leaver = act.organisation.pk, made.person
    known = reading.by_id(pk, changes)
    bodies = reading.bodies(pk, [(r.pk, r.head_number) for r in known.values()])
    wanted: list[tuple[Record, Content]] = []
    for record in known.values():
        try:
            content = _content(act, record, bodies[record.pk], changes[record.pk], leaver)
        except Refusal as refusal:
            reason = refusal.message.params.get("reason")
            made.kept.append((record.ref, reason if isinstance(reason, Message) else refusal.message))
            continue
        if content is None:
            continue
        wanted.append((record, content))
        made.moved.update(f"{record.kind}.{relation}" for relation in changes[record.pk])
    for (record, _), revision in zip(wanted, writing.revise(act.stamp, wanted), strict=True):
        act.wrote(record, revision, why=why, before=[leaver.pk])


def _content(
    act: Act, record: Record, body: Mapping[str, Any], change: Change, leaver: Record
) -> Content | None:
    """The next revision of one record: what it said, with who follows in place of who leaves."""
    decided = decision(act.caller, "edit", on_record(record))
    if not decided.allowed:
        raise BadInput("access.refused", reason=decided.reason)
    kind = KINDS[record.kind]
    held = body["links"]
    links = {
        name: _following(record, held.get(name, ()), leaver, heir)
        for name, heir in change.items()
        if leaver.uid in held.get(name, ())
    }
    if not links:
        return None
    ends = resolve(act.organisation.pk, kind, {**held, **links}, held=held)
    if "manager" in links:
        refuse_circles(record, kind, {"manager": ends["manager"]})
    extra = {name: value for name, value in body.items() if name not in ("fields", "links", "source_fields")}
    fields = body["fields"]
    extra["material"] = added.material(act.organisation.pk, kind.id, fields)
    title = title_of(kind.id, fields, {name: [e.uid for e in some] for name, some in ends.items()})
    content = compose(
        kind, title, stored(kind, fields), ends, source_fields=body["source_fields"], extra=extra
    )
    content.in_force = content.in_force or follows(record, content)
    return content


def _following(record: Record, uids: Sequence[str], leaver: Record, heir: Record) -> tuple[str, ...]:
    """Whoever follows stands where the leaver stood; nobody becomes their own manager."""
    if record.pk == heir.pk:
        return tuple(uid for uid in uids if uid != leaver.uid)
    return tuple(dict.fromkeys(heir.uid if uid == leaver.uid else uid for uid in uids))


def _signatures(act: Act, made: Handed, heir: Record, why: str) -> None:
    """Ask the successor instead, where they are not asked already; what was signed stays signed."""
    pk, leaver = act.organisation.pk, made.person
    for request in requests.naming(pk, leaver.pk, most=CHUNK * 4):
        record = request.row.record
        if any(party.person_id == heir.pk for party in request.parties):
            made.kept.append((record.ref, Message("people.hand.asked_already", {"name": heir.title})))
            continue
        SignParty.rows.of(pk).filter(request=request.row, person=leaver).update(person=heir)
        told = {"request": request.row.uid, "from": leaver.uid, "to": heir.uid}
        act.note(record, contents=told, why=why)
        act.touch(record)
        made.moved[SIGNATURES] += 1


def _planned(act: Act, made: Handed, heir: Record, why: str) -> None:
    """Give audits that are planned and not begun to the successor; each is logged."""
    for row in planned(act.organisation.pk, made.person.pk):
        row.auditor, row.entry = heir, act.head.size + len(act.lines)
        row.save(update_fields=["auditor", "entry"])
        act.note(None, contents={"planned_audit": row.uid, "from": made.person.uid, "to": heir.uid}, why=why)
        made.moved[PLANNED] += 1


__all__ = ["CHUNK", "Handed", "hand_over", "plan"]
