"""Quorum: how many signatures a record is asked to bear, by whom, and when they are enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.refusals import NotAllowed
from holdtrue.store import requests, signing
from holdtrue.store.models import SignOff, SignParty, SignRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdtrue.app.actions.acting import Act
    from holdtrue.app.actions.basis import Basis
    from holdtrue.store.models import Record
    from holdtrue.store.requests import Open


def asked(organisation_id: int, records: Sequence[Record]) -> dict[int, list[Open]]:
    """Return the open requests by record."""
    found: dict[int, list[Open]] = {}
    for request in requests.open_on(organisation_id, [r.pk for r in records]):
        found.setdefault(request.row.record_id, []).append(request)
    return found


def asked_by_rule(act: Act, records: Sequence[Record]) -> None:
    """Ask for the signatures that a rule of the kind wants, where the first is about to be given; two queries at most.

    From then on they stand, lapse and are owed like any that somebody asked for; those signed before keep what they
    had to meet.
    """
    pk = act.organisation.pk
    rules = signing.rules(pk)
    if rules.keys().isdisjoint(record.kind for record in records):
        return
    known = asked(pk, records)
    for record in records:
        rule = rules.get(record.kind)
        if rule is None or needed_of(known.get(record.pk, ())) >= rule[0]:
            continue
        needed, roles = rule
        request = SignRequest.rows.of(pk).create(
            organisation_id=pk,
            uid=act.caller.clock.uid(),
            record=record,
            meaning="approved",
            needed=needed,
            asked_by=act.caller.actor.account,
            asked_at=act.now,
            day=act.day,
        )
        SignParty.rows.add([SignParty(organisation_id=pk, request=request, role=name) for name in roles])


def needed_of(open_: Iterable[Open]) -> int:
    """Return how many people must sign, the most that any request asks for."""
    return max((request.needed for request in open_), default=1)


def require_asked(
    records: Sequence[Record],
    signer: Record,
    roles: Mapping[int, set[str]],
    open_: Mapping[int, Sequence[Open]],
) -> None:
    """Return where the signer may be one of those a quorum asks for; NotAllowed where it asks for others."""
    for record in records:
        for request in open_.get(record.pk, ()):
            if request.needed > 1 and not is_party(request, signer, roles[record.pk]):
                raise NotAllowed("sign.not_asked", ref=record.ref, needed=request.needed)


def is_party(request: Open, person: Record, roles: Iterable[str]) -> bool:
    """Whether a request asks for this person, by name or by a role they hold."""
    held = set(roles)
    return any(p.person_id == person.pk or (p.role and p.role in held) for p in request.parties)


def signers_on(organisation_id: int, record: Record, basis: Basis) -> set[int]:
    """Return the people whose signature, asked for in a quorum, stands on that basis."""
    lines = {(uid, digest) for uid, _, digest in basis}
    rows = SignOff.rows.of(organisation_id).filter(record=record, withdrawn_by__isnull=True, needed__gt=1)
    return {
        row.signer_id
        for row in rows.exclude(meaning__in=("refused", "withdrawn"))
        if {(uid, digest) for uid, _, digest in row.basis} == lines
    }
