"""Deploying inside a standing approval: on evidence alone, by a pipeline or a person, and never past a limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions import sign
from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.basis import basis
from holdtrue.app.actions.permission import on_kind, on_record, require
from holdtrue.app.actions.records import add_within, edit_within, find
from holdtrue.app.queries.approvers import KIND, components_of
from holdtrue.app.queries.envelopes import envelopes_of, proposed, tried
from holdtrue.app.queries.signed import standing_of
from holdtrue.core.days import add_months, iso
from holdtrue.core.derived import IN_USE
from holdtrue.core.envelopes import LONGEST_MONTHS
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput, Disagreement
from holdtrue.core.verdicts import State
from holdtrue.store import reading
from holdtrue.store.models import SignOff

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.actions.acting import Act, Caller
    from holdtrue.app.queries.envelopes import Held, Tried
    from holdtrue.core.days import Day
    from holdtrue.store.models import Record

DEPLOY = "system.deploy"
"""The action of a deploy inside a standing approval."""
METHOD = "standing"
"""How a signature was given that was carried from a standing approval."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """What came of it: the record of the change, and what it was held against."""

    system: Record
    change: Record
    tried: Tried


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to go live: components' fields with their new values."""

    given: Mapping[str, str]
    version: str = ""
    """Of the one component whose version may vary."""
    envelope: str = ""
    """Ref of the standing approval to use; '' for whichever takes it."""


def ask(caller: Caller, ref: str, wanted: Wanted) -> tuple[Record, Tried]:
    """Return whether it would lie inside a standing approval, and the limit crossed; nothing is written."""
    system = _system(caller, ref)
    require(caller, "read", on_record(system))
    require(caller, "read", on_kind(KIND))
    return system, _held_against(caller, system, wanted, caller.clock.day(caller.organisation.time_zone))


def deploy(caller: Caller, ref: str, wanted: Wanted, *, why: str = "") -> Deployed:
    """Deploy inside a standing approval: components take their new values, and a deploy change records it.

    Raises Disagreement with the limit crossed where it lies outside; nothing is written then. The change carries the
    signatures of the standing approval, since its approver gave them for exactly this.
    """
    system = _system(caller, ref)
    with acting(caller, DEPLOY, "deploy", on_record(system)) as act:
        reading.renew(system)
        if reading.body(system)["fields"].get("use") not in IN_USE:
            raise BadInput("envelope.not_in_use", field="system", ref=system.ref)
        found = _held_against(caller, system, wanted, act.day)
        if found.outside is not None:
            raise Disagreement("envelope.refused", ref=system.ref, why=found.outside)
        covered = _covered(act, found.held)
        parts = components_of(act.organisation.pk, system)
        for name in dict.fromkeys(change.ref for change in found.changes):
            fields = {c.field: c.after for c in found.changes if c.ref == name}
            edit_within(act, parts[name], fields, {}, why=found.held.record.ref)
        made = _record(act, system, found, why)
        for given in found.held.signoffs:
            _carry(act, made, given, found.held, until=None)
        for record, given in covered:
            _carry_on(act, record, given, found.held)
        return Deployed(system, made, found)


def _system(caller: Caller, ref: str) -> Record:
    record = find(caller, ref)
    if record.kind != "system":
        raise BadInput("envelope.not_a_system", field="ref", ref=record.ref)
    return record


def _held_against(caller: Caller, system: Record, wanted: Wanted, day: Day) -> Tried:
    """Against the one named, else the first that takes it; where none does, the newest says which limit is crossed."""
    organisation = caller.organisation
    known = envelopes_of(organisation, system, day)
    if wanted.envelope:
        asked = find(caller, wanted.envelope)
        known = [one for one in known if one.record.pk == asked.pk]
        if not known:
            raise BadInput("envelope.not_of_system", field="envelope", envelope=asked.ref, system=system.ref)
    if not known:
        raise Disagreement("envelope.none", ref=system.ref)
    parts = components_of(organisation.pk, system)
    answers = []
    for one in sorted(known, key=lambda held: held.why_not is not None):
        changes = proposed(parts, _whole(one, wanted))
        answers.append(tried(organisation, system, one, changes, day))
        if answers[-1].outside is None:
            break
    return answers[-1] if answers[-1].outside is None else answers[0]


def _whole(held: Held, wanted: Wanted) -> Mapping[str, str]:
    if not wanted.version:
        if not wanted.given:
            raise BadInput("envelope.nothing_given", field="set")
        return wanted.given
    named = list(dict.fromkeys(one.ref for one in held.envelope.limits if one.field == "version"))
    if len(named) != 1:
        raise BadInput("envelope.which_version", field="version", ref=held.record.ref)
    return {**wanted.given, f"{named[0]}.version": wanted.version}


def _record(act: Act, system: Record, found: Tried, why: str) -> Record:
    """The change as it is kept: what went from what to what, under which approval, shown by which evidence."""
    fields, own = found.held.fields, found.held.record
    parts = components_of(act.organisation.pk, system)
    said = "; ".join(f"{c.ref} {c.field}: {c.before or '-'} → {c.after}" for c in found.changes)
    shown = reading.by_uid(act.organisation.pk, found.shown_by)
    given: dict[str, object] = {
        "type": "deploy",
        "description": said,
        "decision": "go",
        "effective_on": iso(act.day),
        "reason": why.strip() or fields.get("reason") or "",
        "business_value": fields.get("business_value") or fields.get("reason") or "",
        "criteria": fields.get("criteria") or "\n".join(_lines(fields.get("evidence"))),
        "rollback": fields.get("rollback") or "",
        "side_effects": f"{own.ref}: " + "; ".join(_lines(fields.get("may_vary"))),
        "test_summary": "; ".join(f"{r.ref} {r.title}" for r in shown.values()),
    }
    targets = [parts[ref].uid for ref in dict.fromkeys(c.ref for c in found.changes)]
    links = {
        "system": (system.uid,),
        "approver": (found.held.signoffs[0].signer.uid,),
        "targets": tuple(targets),
        "envelope": (own.uid,),
        "shown_by": tuple(shown),
    }
    return add_within(act, KINDS["change"], {n: v for n, v in given.items() if v}, links, why=own.ref)


def _lines(given: object) -> list[str]:
    if isinstance(given, str):
        return given.splitlines()
    return [str(one) for one in given] if isinstance(given, (list, tuple)) else []


def _covered(act: Act, held: Held) -> list[tuple[Record, SignOff]]:
    """Records whose signatures are to be carried over, each with its newest that stands before the deploy."""
    uids = reading.body(held.record)["links"].get("covers", ())
    found = []
    for record in reading.by_uid(act.organisation.pk, uids).values():
        rows = SignOff.rows.of(act.organisation.pk).filter(record=record, withdrawn_by__isnull=True)
        rows = rows.exclude(meaning__in=(sign.REFUSED, sign.WITHDRAWN)).select_related("signer", "revision")
        told = standing_of(act.organisation, list(rows.order_by("-id")), act.day, said={})
        given = next((one.signoff for one in told if one.state is State.HOLDS), None)
        if given is not None and record.retired_day is None:
            found.append((record, given))
    return found


def _carry_on(act: Act, record: Record, given: SignOff, held: Held) -> None:
    """Carry one over where the deploy broke it; it never lasts longer than the one it carries on, nor the approval."""
    now = basis(record)
    if [[uid, digest] for uid, _, digest in now] == [[uid, digest] for uid, _, digest in given.basis]:
        return
    end = given.good_until or add_months(given.day, LONGEST_MONTHS)
    _carry(act, record, held.signoffs[0], held, until=min(end, held.until + 1))
    act.touch(record)


def _carry(act: Act, record: Record, given: SignOff, held: Held, *, until: Day | None) -> None:
    """Add the approver's own signature, given ahead; its entry says which approval it comes from."""
    head = reading.heads(act.organisation.pk, [record.pk])[record.pk]
    row = SignOff(
        organisation_id=act.organisation.pk,
        uid=act.caller.clock.uid(),
        record=record,
        revision=head,
        signer=given.signer,
        account=act.caller.actor.account,
        meaning="approved" if until is None else "re_affirmed",
        day=act.day,
        signed_at=act.now,
        good_until=until,
        roles=list(given.roles),
        basis=basis(record),
        method=METHOD,
        needed=given.needed if until is None else 1,
        set_name=f"{held.record.ref} {held.record.title}",
    )
    sign.note(act, row, record, why=held.record.ref)
    SignOff.rows.add([row])


__all__ = ["METHOD", "Deployed", "Wanted", "ask", "deploy"]
