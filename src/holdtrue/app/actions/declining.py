"""Saying no: refusing to sign with a reason, and taking one's own signature back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.basis import basis
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.actions.records import find
from holdtrue.app.actions.sign import (
    CONSOLE,
    REFUSED,
    WITHDRAWN,
    note,
    require_newest,
    roles_of,
    signable,
    signer_of,
)
from holdtrue.core.refusals import BadInput, NotAllowed, NotFound
from holdtrue.store import reading
from holdtrue.store.models import SignOff

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Act, Caller
    from holdtrue.store.models import Record


def refuse(
    caller: Caller,
    ref: str,
    why: str,
    *,
    signer: str = "",
    revision: int | None = None,
    proof: str = "",
) -> SignOff:
    """Refuse to sign the newest revision, with the reason. It makes nothing hold, and puts no draft in force.

    A new revision, or the same person's signature later, clears it.
    """
    record = signable(find(caller, ref))
    reason = _reason(why, "sign.refuse.why")
    with acting(caller, f"{record.kind}.refuse", "sign", on_record(record)) as act:
        reading.renew(record)
        require_newest(record, revision)
        signing = signer_of(caller, signer)
        return refuse_within(act, record, signing, reason, proof=proof)


def refuse_within(act: Act, record: Record, signer: Record, reason: str, *, proof: str = "") -> SignOff:
    """Refuse inside a running action; BadInput where the signer's own signature stands on that revision."""
    row = _row(act, record, signer, REFUSED, proof=proof)
    own = SignOff.rows.of(act.organisation.pk).filter(
        record=record, signer=signer, revision=row.revision, withdrawn_by__isnull=True
    )
    if own.exclude(meaning__in=(REFUSED, WITHDRAWN)).exists():
        raise BadInput("sign.refuse.signed", ref=record.ref)
    note(act, row, record, why=reason)
    row.save(force_insert=True)
    return row


def withdraw(
    caller: Caller, ref: str, why: str, *, signoff: str = "", signer: str = "", proof: str = ""
) -> SignOff:
    """Take back one's own signature on a record, the newest or the one named by uid, with the reason.

    What rested on it stops holding today; past days keep it. What it put in force stays in force.
    """
    record = find(caller, ref)
    reason = _reason(why, "sign.withdraw.why")
    require(caller, "read", on_record(record))
    with acting(caller, f"{record.kind}.withdraw", "withdraw", on_record(record)) as act:
        reading.renew(record)
        given = _given(act, record, signer_of(caller, signer), signoff)
        row = _row(act, record, given.signer, WITHDRAWN, proof=proof)
        row.revision, row.basis, row.withdraws = given.revision, given.basis, given
        row.self_signed, row.roles = given.self_signed, given.roles
        note(act, row, record, why=reason)
        row.save(force_insert=True)
        act.touch(record)
    return row


def _given(act: Act, record: Record, signer: Record, uid: str) -> SignOff:
    """The signature to be taken back; only its signer's own."""
    rows = (
        SignOff.rows.of(act.organisation.pk)
        .filter(record=record)
        .exclude(meaning__in=(REFUSED, WITHDRAWN))
        .select_related("signer", "revision", "withdrawn_by")
        .order_by("-id")
    )
    if uid:
        found = rows.filter(uid=uid).first()
        if found is None:
            raise NotFound("sign.withdraw.none", ref=record.ref)
        if found.signer_id != signer.pk:
            raise NotAllowed("sign.withdraw.anothers", ref=record.ref, name=found.signer.title)
    else:
        found = rows.filter(signer=signer, withdrawn_by__isnull=True).first()
    if found is None:
        raise BadInput("sign.withdraw.none", ref=record.ref)
    if SignOff.rows.of(act.organisation.pk).filter(withdraws=found).exists():
        raise BadInput("sign.withdraw.already", ref=record.ref)
    made: SignOff = found
    return made


def _row(act: Act, record: Record, signer: Record, meaning: str, *, proof: str) -> SignOff:
    return SignOff(
        organisation_id=act.organisation.pk,
        uid=act.caller.clock.uid(),
        record=record,
        revision=reading.revision(record, record.head_number),
        signer=signer,
        account=act.caller.actor.account,
        meaning=meaning,
        day=act.day,
        signed_at=act.now,
        roles=sorted(roles_of(act.organisation.pk, signer, [record])[record.pk]),
        basis=basis(record),
        console=act.caller.console,
        method=CONSOLE if act.caller.console else proof,
    )


def _reason(why: str, missing: str) -> str:
    reason = why.strip()
    if not reason:
        raise BadInput(missing, field="why")
    return reason
