"""Independence: who may not be the only one to sign, and whose own work a record judges."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from holdtrue.accounts.models import Membership, Role
from holdtrue.app.actions.basis import basis
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.core.refusals import NotAllowed
from holdtrue.store import reading, signing
from holdtrue.store.models import Link
from holdtrue.store.prepared import Question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from holdtrue.app.actions.basis import Basis
    from holdtrue.store.models import Record

_NAMED = 3


def self_signed(organisation_id: int, records: Sequence[Record], signer: Record) -> set[int]:
    """Return those records whose newest content, where it matters, the signer wrote themselves."""
    writers = reading.first_writers(organisation_id, [r.pk for r in records])
    people = signing.people_of(organisation_id, set(writers.values()))
    return {row for row, account in writers.items() if people.get(account) == signer.uid}


def require_independence(
    organisation_id: int,
    records: Sequence[Record],
    signer: Record,
    *,
    own: set[int],
    bases: Mapping[int, Basis],
) -> None:
    """Return where the signature is independent enough, or nobody else could give it; NotAllowed with what clears it.

    A one-person firm may sign its own work: the sign-off says so wherever it is shown.
    """
    written = [r for r in records if r.pk in own and KINDS[r.kind].independent]
    if written:
        beside = _signed_by_others(organisation_id, written, signer, bases)
        written = [r for r in written if r.pk not in beside]
    judged = [r for r in records if KINDS[r.kind].judges]
    at_stake = [r for r in judged if r.pk not in {w.pk for w in written}]
    found = written[:1] or [r for r in at_stake if _judges_own(r, signer)][:1]
    if not found:
        return
    others = others_who_may(organisation_id, signer)
    if not others:
        return
    raise NotAllowed(
        "sign.own_writing" if found[0] in written else "sign.own_work",
        ref=found[0].ref,
        kind=KINDS[found[0].kind].label,
        others=_or(others),
    )


def would_refuse(record: Record, person: str) -> NotAllowed | None:
    """Return why that person, by uid, may not sign the record as it stands; None where they may, and for nobody."""
    signer = reading.by_uid(record.organisation_id, [person]).get(person) if person else None
    if signer is None or not (KINDS[record.kind].independent or KINDS[record.kind].judges):
        return None
    own = self_signed(record.organisation_id, [record], signer)
    try:
        require_independence(
            record.organisation_id, [record], signer, own=own, bases={record.pk: basis(record)}
        )
    except NotAllowed as refusal:
        return refusal
    return None


def others_who_may(
    organisation_id: int, signer: Record, *, roles: Sequence[Role] = (Role.OWNER, Role.MANAGER)
) -> list[str]:
    """Return the names of a few others in these roles; unless others are named, of those who may sign any record."""
    found = _who_may(tuple(roles)).records(organisation=organisation_id, signer=signer.pk)
    return [one.person.title for one in found if one.person is not None]


@cache
def _who_may(roles: tuple[Role, ...]) -> Question[Membership]:
    def some(organisation: int, signer: int) -> QuerySet[Membership]:
        rows = Membership.objects.filter(
            organisation_id=organisation,
            role__in=roles,
            active=True,
            user__is_active=True,
            person__isnull=False,
            person__retired_day__isnull=True,
        ).exclude(person=signer)
        return rows.select_related("person").order_by("id")[:_NAMED]

    return Question(some, organisation=-7001, signer=-7002)


def _or(names: Sequence[str]) -> object:
    if len(names) == 1:
        return names[0]
    return Message("sign.others", {"first": ", ".join(names[:-1]), "last": names[-1]})


def _signed_by_others(
    organisation_id: int, records: Sequence[Record], signer: Record, bases: Mapping[int, Basis]
) -> set[int]:
    """Those records on whose content, as it is signed now, somebody else's signature stands."""
    signed = signing.signed_by_others(organisation_id, [r.pk for r in records], signer.pk)
    return {row for row, digest in signed if digest == bases[row][0][2]}


def _judges_own(record: Record, signer: Record) -> bool:
    """Whether the signer is, or owns, what the record judges."""
    judged = Link.rows.of(record.organisation_id).filter(
        source=record, relation__in=KINDS[record.kind].judges, target__isnull=False
    )
    if judged.filter(target=signer).exists():
        return True
    return (
        Link.rows.of(record.organisation_id)
        .filter(
            source__in=list(judged.values_list("target_id", flat=True)),
            target=signer,
            relation__in=("owner", "holder", "approver", "lead"),
        )
        .exists()
    )
