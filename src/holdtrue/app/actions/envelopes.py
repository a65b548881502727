"""What must be true of a standing approval before it is signed, and who may: the approver of its system's tier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.queries.approvers import KIND, approver_of, components_of, tier_of
from holdtrue.core.days import add_months, to_day
from holdtrue.core.envelopes import LONGEST_MONTHS, require_whole
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput, NotAllowed
from holdtrue.core.risking import entitled
from holdtrue.store import reading

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from holdtrue.app.actions.acting import Act
    from holdtrue.store.models import Record


def require_approver(act: Act, records: Sequence[Record], roles: Mapping[int, Collection[str]]) -> None:
    """Return where each standing approval is whole and the signer may give it; BadInput or NotAllowed say what is not.

    Whoever wrote it is not its only signer; that is asked of every kind that is independent.
    """
    for record in records:
        if record.kind == KIND:
            _require(act, record, roles.get(record.pk, ()))


def _require(act: Act, record: Record, held: Collection[str]) -> None:
    body = reading.body(record)
    limits = require_whole(body["fields"])
    uids = body["links"].get("system", ())
    system = reading.by_uid(act.organisation.pk, uids).get(uids[0]) if uids else None
    if system is None:
        raise BadInput("envelope.no_system", field="system", ref=record.ref)
    known = components_of(act.organisation.pk, system)
    for limit in limits.limits:
        if limit.ref not in known:
            raise BadInput("envelope.not_its_component", field="may_vary", ref=limit.ref, system=system.ref)
    until = to_day(body["fields"].get("valid_until"))
    last = add_months(act.day, LONGEST_MONTHS)
    if until is None or until < act.day or until > last:
        raise BadInput("envelope.until", field="valid_until", ref=record.ref, last_day=last)
    role = approver_of(tier_of(act.organisation.pk, system))
    if not role:
        raise BadInput("envelope.unsorted", field="system", ref=system.ref)
    if not entitled(role, held):
        name = Message(f"choice.roles.{role}")
        raise NotAllowed("envelope.not_approver", ref=record.ref, role=name, system=system.ref)


__all__ = ["require_approver"]
