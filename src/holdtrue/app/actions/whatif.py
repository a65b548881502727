"""Tries a change without making it: done as its action would, its consequences read, and all of it undone."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.db import transaction

from holdtrue.app import added, rederiving, rules
from holdtrue.app.actions.acting import Act, Caller
from holdtrue.app.actions.findings.guarding import refuse_taking_away
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.actions.records import edit_within, find
from holdtrue.app.actions.sign import REFUSED, WITHDRAWN
from holdtrue.app.actions.staying import refuse_taking
from holdtrue.app.derive import concerns_all, recount
from holdtrue.app.derive.run import ran
from holdtrue.app.derive.wide import INLINE
from holdtrue.app.queries.consequences import Consequences, consequences, standing_now
from holdtrue.app.queries.drifting import drifted, resting_on
from holdtrue.core import custom
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.refusals import BadInput
from holdtrue.store import log, reading
from holdtrue.store.models import SignOff
from holdtrue.store.writing import Stamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdtrue.store.models import Record


@dataclass(frozen=True, slots=True)
class Change:
    """What is tried on a record: other fields or links, its going, or its sign-offs counting no more."""

    fields: Mapping[str, object] = field(default_factory=dict)
    """As for an edit; only what differs need be named."""
    retires: bool = False
    unsigns: bool = False
    sets: Mapping[str, object] = field(default_factory=dict)
    """What an act writes that nobody edits, such as the stage a gate lets a system enter."""


def try_out(caller: Caller, ref: str, change: Change) -> Consequences:
    """Return what a change would do to the standing; nothing of it is kept, logged or told to anybody.

    The change goes through what really making it goes through, within a transaction that is always taken back: the
    answer is the same by construction, and refusals are the same sentences. The log is locked meanwhile.
    """
    return try_together(caller, ref, {ref: change})


def try_together(caller: Caller, ref: str, changes: Mapping[str, Change]) -> Consequences:
    """Return what several records changed at once would do, told of the one named; as `try_out` otherwise."""
    record = find(caller, ref)
    rules.follow(caller.organisation)
    require(caller, "read", on_record(record))
    tried = [(find(caller, one), change) for one, change in changes.items()]
    for one, change in tried:
        require(caller, "whatif", on_record(one))
        if not (change.fields or change.sets or change.retires or change.unsigns):
            raise BadInput("whatif.nothing", field="fields", ref=one.ref)
    if not tried:
        raise BadInput("whatif.nothing", field="fields", ref=record.ref)
    with _undone(caller, record) as act:
        before = standing_now(act.caller.organisation, act.day)
        rested = {one.pk: resting_on(act.organisation.pk, one) for one, _ in tried}
        for one, change in tried:
            _make(act, one, change)
        wide = concerns_all(act.touched)
        later = wide and rederiving.systems_of(act.organisation) > INLINE
        systems = 0
        if act.touched:
            entry = act.head.size
            done = ran(act.organisation, act.touched, day=act.day, entry=entry, later=later, attested=False)
            if act.recounts:
                recount(act.organisation, act.day)
            systems = len(done.present)
        first = tried[0][0]
        found = consequences(
            act.organisation,
            first,
            act.day,
            before=before,
            rested=rested[first.pk],
            systems=systems,
            partly=later,
        )
        more = [d for one, _ in tried[1:] for d in drifted(act.organisation.pk, one, rested[one.pk])]
        return replace(found, drifts=(*found.drifts, *more)) if more else found


@contextmanager
def _undone(caller: Caller, record: Record) -> Iterator[Act]:
    """The frame of an action, save that it logs nothing and that whatever was written in it is taken back."""
    organisation = caller.organisation
    kept = organisation.base_day
    now, day = caller.clock.now(), caller.clock.day(organisation.time_zone)
    stamp = Stamp(
        organisation_id=organisation.pk,
        author=caller.actor.account,
        now=now,
        day=day,
        entropy=caller.clock.entropy,
        uid=caller.clock.uid,
    )
    try:
        with transaction.atomic():
            head = log.lock(organisation.pk)
            organisation.base_day = head.base_day
            try:
                yield Act(caller, f"{record.kind}.whatif", caller.clock.uid(), now, day, stamp, head)
            finally:
                transaction.set_rollback(True)
    finally:
        organisation.base_day = kept


def _make(act: Act, record: Record, change: Change) -> None:
    reading.renew(record)
    if record.retired_day is not None:
        raise BadInput("record.retired", ref=record.ref)
    if change.fields:
        _edit(act, record, change.fields)
    if change.sets:
        edit_within(act, record, change.sets, {})
    if change.unsigns:
        _unsign(act, record)
    if change.retires:
        if record.kind == "organization":
            raise BadInput("record.organisation_stays", ref=record.ref)
        refuse_taking(record)
        refuse_taking_away(record, reading.body(record)["fields"] if record.kind == "finding" else {})
        act.retire(record)


def _edit(act: Act, record: Record, raw: Mapping[str, object]) -> None:
    raw = custom.spread(raw)
    known = added.named(act.organisation.pk, record.kind, raw)
    fields, links = clean(KINDS[record.kind].id, raw, partial=True, added=known)
    edit_within(act, record, fields, links)


def _unsign(act: Act, record: Record) -> None:
    """Take back every signature that stands, as each signer could."""
    standing = (
        SignOff.rows.of(act.organisation.pk)
        .filter(record=record, withdrawn_by__isnull=True)
        .exclude(meaning__in=(REFUSED, WITHDRAWN))
        .select_related("revision", "signer")
    )
    rows = list(standing)
    if not rows:
        raise BadInput("whatif.unsigned", field="unsigned", ref=record.ref)
    for given in rows:
        SignOff(
            organisation_id=act.organisation.pk,
            uid=act.caller.clock.uid(),
            record=record,
            revision=given.revision,
            signer=given.signer,
            account=act.caller.actor.account,
            meaning=WITHDRAWN,
            day=act.day,
            signed_at=act.now,
            roles=given.roles,
            basis=given.basis,
            withdraws=given,
        ).save(force_insert=True)
    act.touch(record)


__all__ = ["Change", "try_out", "try_together"]
