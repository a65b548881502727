"""Signing: a named person's decision on one revision, on the basis of what it rests on that day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions import quorum
from holdtrue.app.actions.accepting import require_authority
from holdtrue.app.actions.acting import Act, Caller, acting
from holdtrue.app.actions.basis import Basis, bases, print_of
from holdtrue.app.actions.envelopes import require_approver
from holdtrue.app.actions.independence import require_independence, self_signed
from holdtrue.app.actions.permission import on_record
from holdtrue.app.actions.records import find
from holdtrue.core.days import Day, iso, period
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput, NotAllowed, Stale
from holdtrue.store import reading, signing, writing
from holdtrue.store.models import Record, SignOff

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.store.models import Revision
    from holdtrue.store.requests import Open

MEANINGS = ("approved", "reviewed", "confirmed", "risk_accepted", "effectiveness_verified", "re_affirmed")
REFUSED, WITHDRAWN = "refused", "withdrawn"
"""What is no decision in favour: such a row never makes anything hold."""
CONSOLE = "console"


@dataclass(frozen=True, slots=True)
class Decision:
    """What one signature says, however many records it is given on."""

    meaning: str
    good_for: str = ""
    why: str = ""
    proof: str = ""
    """How the signer had just proved who they are."""
    set_uid: str = ""
    set_name: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """What signing some records needs to know, read once for all of them."""

    heads: Mapping[int, Revision]
    bases: Mapping[int, Basis]
    roles: Mapping[int, set[str]]
    own: set[int]
    """Records the signer wrote themselves."""
    asked: Mapping[int, Sequence[Open]]


def sign(  # noqa: PLR0913  # one keyword per thing a signature says
    caller: Caller,
    ref: str,
    meaning: str,
    *,
    good_for: str = "",
    signer: str = "",
    revision: int | None = None,
    shown: str = "",
    why: str = "",
    proof: str = "",
) -> SignOff:
    """Sign the newest revision. For drafted kinds this puts it in force, or the last signature of a quorum does.

    The basis is taken inside the transaction: the digests of the record and of the records on its rests_on paths.
    `shown` is the print of the basis the signer was shown. Raises NotAllowed for machines and where independence is
    asked, BadInput for an unknown meaning or period, Stale if the record or its basis moved on meanwhile.
    """
    decision = Decision(meaning_named(meaning), good_for, why, proof)
    record = signable(find(caller, ref))
    with acting(caller, f"{record.kind}.sign", "sign", on_record(record)) as act:
        reading.renew(record)
        person = signer_of(caller, signer)
        require_newest(record, revision)
        return sign_all(act, [record], person, decision, shown={record.pk: shown} if shown else {})[0]


def sign_within(
    act: Act, record: Record, signer: Record, meaning: str, *, good_for: str = "", why: str = ""
) -> SignOff:
    """Sign inside a running action."""
    return sign_all(act, [record], signer, Decision(meaning, good_for, why))[0]


def sign_all(
    act: Act,
    records: Sequence[Record],
    signer: Record,
    decision: Decision,
    *,
    shown: Mapping[int, str] | None = None,
    own: set[int] | None = None,
    roles: dict[int, set[str]] | None = None,
) -> list[SignOff]:
    """Sign the newest revision of each, as they stand under the lock; each keeps its own basis.

    `own` are those the signer wrote, where the act itself wrote the newest revision for them; `roles` what the signer
    holds by record, where the act read it.
    """
    organisation = act.organisation.pk
    heads = reading.heads(organisation, [r.pk for r in records])
    quorum.asked_by_rule(act, records)
    asked = quorum.asked(organisation, records)
    for record in records:
        if record.in_force_number != record.head_number and quorum.needed_of(asked.get(record.pk, ())) < 2:  # noqa: PLR2004  # one is enough
            writing.put_in_force(act.stamp, record, heads[record.pk])
    ground = Ground(
        heads,
        bases(organisation, records, heads),
        roles_of(organisation, signer, records) if roles is None else roles,
        self_signed(organisation, records, signer) if own is None else own,
        asked,
    )
    _require_shown(records, ground, shown or {})
    require_independence(organisation, records, signer, own=ground.own, bases=ground.bases)
    quorum.require_asked(records, signer, ground.roles, asked)
    require_authority(organisation, records, decision.meaning, ground.roles)
    require_approver(act, records, ground.roles)
    made = [_row(act, record, signer, decision, ground) for record in records]
    for row in made:
        note(act, row, row.record, why=decision.why)
        act.touch(row.record)
    signing.add(made)
    for row in made:
        _settle(act, row, asked.get(row.record.pk, ()))
    return made


def note(act: Act, row: SignOff, record: Record, *, why: str) -> None:
    """Log a row before it is written; it keeps the number of its entry."""
    row.entry = act.head.size + len(act.lines)
    act.note(record, contents=told(row, record), why=why)


def _row(act: Act, record: Record, signer: Record, decision: Decision, ground: Ground) -> SignOff:
    return SignOff(
        organisation_id=act.organisation.pk,
        uid=act.caller.clock.uid(),
        record=record,
        revision=ground.heads[record.pk],
        signer=signer,
        account=act.caller.actor.account,
        meaning=decision.meaning,
        day=act.day,
        signed_at=act.now,
        good_for=decision.good_for,
        good_until=_until(decision.good_for, act.day),
        roles=sorted(ground.roles[record.pk]),
        basis=ground.bases[record.pk],
        self_signed=record.pk in ground.own,
        console=act.caller.console,
        method=CONSOLE if act.caller.console else decision.proof,
        needed=quorum.needed_of(ground.asked.get(record.pk, ())),
        set_uid=decision.set_uid,
        set_name=decision.set_name,
    )


def _settle(act: Act, row: SignOff, open_: Sequence[Open]) -> None:
    """Put a draft in force with the last signature its quorum needs, and close what one signature answers."""
    record = row.record
    if row.needed > 1 and record.in_force_number != record.head_number:
        signers = quorum.signers_on(act.organisation.pk, record, row.basis)
        if len(signers) >= row.needed:
            writing.put_in_force(act.stamp, record, row.revision)
    for request in open_:
        if request.needed == 1 and quorum.is_party(request, row.signer, row.roles):
            request.row.closed_day = act.day
            request.row.save(update_fields=["closed_day"])


def told(signoff: SignOff, record: Record) -> dict[str, object]:
    """Return the sign-off as the ledger commits to it."""
    said: dict[str, object] = {
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
    more = {
        "method": "" if signoff.console else signoff.method,
        "needed": signoff.needed if signoff.needed > 1 else 0,
        "set": signoff.set_uid,
        "set_name": signoff.set_name,
        "withdraws": signoff.withdraws.uid if signoff.withdraws else "",
    }
    return said | {name: value for name, value in more.items() if value}


def meaning_named(text: str) -> str:
    """Return a meaning as it is kept; BadInput for one that is not known."""
    meaning = text.strip().lower().replace("-", "_").replace(" ", "_")
    if meaning not in MEANINGS:
        raise BadInput("sign.meaning", field="as", value=meaning, known=MEANINGS)
    return meaning


def signable(record: Record) -> Record:
    """Return the record where a signature on it can mean something."""
    if not KINDS[record.kind].material:
        raise BadInput("sign.nothing_material", ref=record.ref, kind=KINDS[record.kind].label)
    return record


def require_newest(record: Record, revision: int | None) -> None:
    """Return where that is the newest revision of a record still in use; Stale with both numbers where it is not."""
    if record.retired_day is not None:
        raise BadInput("record.retired", ref=record.ref)
    if revision is not None and revision != record.head_number:
        raise Stale("record.stale", ref=record.ref, based_on=revision, newest=record.head_number)


def _require_shown(records: Sequence[Record], ground: Ground, shown: Mapping[int, str]) -> None:
    for record in records:
        if record.pk in shown and shown[record.pk] != print_of(ground.bases[record.pk]):
            raise Stale("sign.basis_moved", ref=record.ref)


def _until(good_for: str, day: Day) -> Day | None:
    if not good_for:
        return None
    try:
        return period(good_for).after(day)
    except (ValueError, OverflowError) as error:
        raise BadInput("sign.good_for", field="good-for", value=good_for) from error


def roles_of(organisation_id: int, person: Record, records: Sequence[Record]) -> dict[int, set[str]]:
    """Return, by record, the roles the person holds or stands in for, with their own place on the system at hand."""
    rows = [record.pk for record in records]
    links = reading.linked(organisation_id, rows)
    near = {row: {row} | links.get(row, set()) for row in rows}
    held = reading.roles_held(organisation_id, person.pk)
    own = reading.own_places(organisation_id, person.pk, near)
    return {row: held | own[row] for row in rows}


def signer_of(caller: Caller, signer: str) -> Record:
    """Return the person who signs: yourself, or at the console whoever is named."""
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
