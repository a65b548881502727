"""Whether a person is independent enough to attest: from outside, owning, writing and signing nothing here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.accounts.models import Membership
from holdtrue.app import callers
from holdtrue.core.refusals import NotAllowed
from holdtrue.store import reading
from holdtrue.store.models import Link, Record, Revision, SignOff

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdtrue.app.actions.acting import Caller

ROLES = ("auditor", "adviser")
"""Roles of people who come from outside to look."""
OUTSIDE = "outside"
HOLDING = ("owner", "overseer", "holder", "deputy", "approver", "lead", "chair", "answered_by", "accepted_by")
"""Relations that make somebody part of what is assessed."""
_JUDGING = ("audit", "finding", "concern", "evidence")
"""What an assessor may have written: it judges, and is not judged."""
_NAMED = 3


def require_independent(caller: Caller) -> Record:
    """Return the caller's person record where they may attest here; NotAllowed with what stands in the way.

    Four queries. Nothing here is forgiven for a small firm: whoever cannot be independent cannot attest.
    """
    organisation = caller.organisation.pk
    person = reading.by_uid(organisation, [caller.actor.person]).get(caller.actor.person)
    if person is None or person.retired_day is not None:
        raise NotAllowed("attest.no_person")
    if caller.actor.role not in ROLES:
        raise NotAllowed("attest.inside", name=person.title)
    employment = reading.body(person)["fields"].get("employment")
    if employment != OUTSIDE:
        raise NotAllowed("attest.employed" if employment else "attest.employment", name=person.title)
    held = Link.rows.of(organisation).filter(
        target=person, relation__in=HOLDING, source__retired_day__isnull=True
    )
    _refuse("attest.owns", person, held.order_by("source__ref").values_list("source__ref", flat=True))
    wrote = Revision.rows.of(organisation).filter(author=caller.actor.account)
    wrote = wrote.exclude(record__kind__in=_JUDGING)
    _refuse("attest.wrote", person, wrote.order_by("record__ref").values_list("record__ref", flat=True))
    signed = SignOff.rows.of(organisation).filter(signer=person, withdrawn_by__isnull=True)
    signed = signed.exclude(record__kind__in=_JUDGING)
    _refuse("attest.signed", person, signed.order_by("record__ref").values_list("record__ref", flat=True))
    return person


def _refuse(code: str, person: Record, refs: Iterable[str]) -> None:
    found = list(dict.fromkeys(refs))
    if found:
        named = ", ".join(found[:_NAMED])
        raise NotAllowed(code, name=person.title, n=len(found), refs=named)


def at_console(caller: Caller, ref: str) -> Caller:
    """Return the assessor whom somebody at the machine's own console names, by the ref of their person record.

    NotAllowed where that person has no membership as an auditor or adviser that counts today.
    """
    if not caller.console or not ref:
        return caller
    person = reading.record(caller.organisation.pk, ref)
    rows = Membership.objects.filter(organisation=caller.organisation, person=person, active=True)
    membership = rows.select_related("organisation", "person", "unit", "user").first()
    if membership is None or not callers.lives(membership, caller.clock):
        raise NotAllowed("attest.inside", name=person.title)
    from holdtrue.app.actions.acting import Caller as Acting

    return Acting(caller.organisation, callers.actor_in(membership), caller.clock, console=True)


__all__ = ["HOLDING", "ROLES", "at_console", "require_independent"]
