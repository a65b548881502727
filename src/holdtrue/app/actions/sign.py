"""Signing: a named person's decision on one revision, on the basis of what it rests on that day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import Act, Caller, acting
from holdtrue.app.actions.permission import on_record
from holdtrue.app.actions.records import find
from holdtrue.core.days import Day, iso, period
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput, NotAllowed, Stale
from holdtrue.store import loading, reading, writing
from holdtrue.store.models import Record, SignOff

if TYPE_CHECKING:
    from holdtrue.store.models import Revision

MEANINGS = ("approved", "reviewed", "confirmed", "risk_accepted", "effectiveness_verified", "re_affirmed")


def sign(
    caller: Caller,
    ref: str,
    meaning: str,
    *,
    good_for: str = "",
    signer: str = "",
    revision: int | None = None,
    why: str = "",
) -> SignOff:
    """Sign the newest revision. For drafted kinds this puts it in force.

    The basis is taken inside the transaction: the digests of the record and of the records on its rests_on paths.
    Raises NotAllowed for machines, BadInput for an unknown meaning or period, Stale if the record moved on meanwhile.
    """
    meaning = meaning.strip().lower().replace("-", "_").replace(" ", "_")
    if meaning not in MEANINGS:
        raise BadInput("sign.meaning", field="as", value=meaning, known=MEANINGS)
    record = find(caller, ref)
    if not KINDS[record.kind].material:
        raise BadInput("sign.nothing_material", ref=record.ref, kind=KINDS[record.kind].label)
    with acting(caller, f"{record.kind}.sign", "sign", on_record(record)) as act:
        reading.renew(record)
        if record.retired_day is not None:
            raise BadInput("record.retired", ref=record.ref)
        if revision is not None and revision != record.head_number:
            raise Stale("record.stale", ref=record.ref, based_on=revision, newest=record.head_number)
        return sign_within(act, record, _signer(caller, signer), meaning, good_for=good_for, why=why)


def sign_within(
    act: Act, record: Record, signer: Record, meaning: str, *, good_for: str = "", why: str = ""
) -> SignOff:
    """Sign inside a running action."""
    good_until = _until(good_for, act.day)
    head = reading.revision(record, record.head_number)
    if record.in_force_number != head.number:
        writing.put_in_force(act.stamp, record, head)
    basis = _basis(act, record, head)
    signoff = SignOff(
        organisation_id=act.organisation.pk,
        uid=act.caller.clock.uid(),
        record=record,
        revision=head,
        signer=signer,
        account=act.caller.actor.account,
        meaning=meaning,
        day=act.day,
        signed_at=act.now,
        good_for=good_for,
        good_until=good_until,
        roles=sorted(roles_of(act.organisation.pk, signer, record)),
        basis=basis,
        self_signed=head.author == act.caller.actor.account,
        console=act.caller.console,
    )
    signoff.save(force_insert=True)
    act.note(record, contents=told(signoff, record), why=why)
    act.touch(record)
    return signoff


def told(signoff: SignOff, record: Record) -> dict[str, object]:
    """Return the sign-off as the ledger commits to it."""
    return {
        "uid": signoff.uid,
        "record": record.uid,
        "revision": signoff.basis[0][1],
        "signer": signoff.signer.uid,
        "meaning": signoff.meaning,
        "day": iso(signoff.day),
        "good_until": iso(signoff.good_until) if signoff.good_until else None,
        "roles": list(signoff.roles),
        "basis": [list(line) for line in signoff.basis],
        "self_signed": signoff.self_signed,
        "console": signoff.console,
    }


def _until(good_for: str, day: Day) -> Day | None:
    if not good_for:
        return None
    try:
        return period(good_for).after(day)
    except (ValueError, OverflowError) as error:
        raise BadInput("sign.good_for", field="good-for", value=good_for) from error


def _basis(act: Act, record: Record, head: Revision) -> list[list[object]]:
    """The signed record first, then what it rests on, as (uid, revision in force, digest); catalog items have 0."""
    rests = resting(act.organisation.pk, record)
    numbers = {r.uid: r for r in reading.by_uid(act.organisation.pk, rests).values()}
    return [
        [record.uid, head.number, head.digest],
        *(
            [uid, numbers[uid].in_force_number if uid in numbers else 0, digest]
            for uid, digest in sorted(rests.items())
        ),
    ]


def resting(organisation_id: int, record: Record) -> dict[str, str]:
    """Return uid → digest of the records on the record's rests_on paths as they stand now; catalog items included."""
    from holdtrue.app.derive.views import register_of

    loaded = loading.resting(organisation_id, record.pk, record.kind)
    view = register_of(organisation_id, loaded)
    return {fact.uid: fact.digest for fact in view.rests_on(loaded.facts[record.uid])}


def roles_of(organisation_id: int, person: Record, record: Record) -> set[str]:
    """Return the roles the person holds or stands in for, with their own place on the system at hand."""
    near = {record.pk} | reading.linked(organisation_id, [record.pk]).get(record.pk, set())
    return reading.roles_held(organisation_id, person.pk, near)


def _signer(caller: Caller, signer: str) -> Record:
    """The person who signs: yourself, or at the console whoever is named."""
    if signer:
        if not caller.console:
            raise NotAllowed("sign.only_yourself")
        person = find(caller, signer)
        if person.kind != "person":
            raise BadInput("sign.not_a_person", field="signer", ref=person.ref)
        if person.retired_day is not None:
            raise BadInput("record.retired", field="signer", ref=person.ref)
        return person
    if not caller.actor.person:
        raise NotAllowed("sign.no_person")
    return reading.by_uid(caller.organisation.pk, [caller.actor.person])[caller.actor.person]
