"""Sets of signatures: what a set would hold before it is signed, and how each member stands after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Max

from holdtrue.app.actions.basis import bases, print_of
from holdtrue.app.actions.permission import decision, on_record
from holdtrue.app.actions.sign import REFUSED, WITHDRAWN
from holdtrue.app.actions.sign_set import high_tier
from holdtrue.app.queries.signed import Signed, standing_of
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import NotFound
from holdtrue.store import reading
from holdtrue.store.models import Record, SignOff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.days import Day
    from holdtrue.core.messages import Message
    from holdtrue.store.models import Organisation


@dataclass(frozen=True, slots=True)
class Member:
    """One record of a set to be signed."""

    record: Record
    print: str
    """Of the basis a signature would rest on now."""
    high: bool
    """Of the high tier: to be opened before it is signed."""
    last: SignOff | None
    """The newest signature in favour that was not taken back."""
    how: str
    """Since then: same, changed; '' where there was none."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Records chosen to be signed together, and those that cannot be, each with the reason."""

    members: tuple[Member, ...]
    left_out: tuple[tuple[Record, Message | None], ...]
    """None for the reason where nothing of the kind is signed."""


def chosen(caller: Caller, refs: Sequence[str]) -> Chosen:
    """Return what of these may be signed together. About ten queries for any number, more for a narrow role."""
    organisation = caller.organisation.pk
    found = reading.by_ref(organisation, refs)
    missing = next((ref for ref in refs if ref not in found), None)
    if missing is not None:
        raise NotFound("record.not_found", ref=missing)
    records: list[Record] = []
    left_out: list[tuple[Record, Message | None]] = []
    for record in dict.fromkeys(refs):
        one = found[record]
        decided = decision(caller, "sign", on_record(one))
        if not KINDS[one.kind].material or one.retired_day is not None:
            left_out.append((one, None))
        elif not decided.allowed:
            left_out.append((one, decided.reason))
        else:
            records.append(one)
    return Chosen(_members(organisation, records), tuple(left_out))


def _members(organisation: int, records: Sequence[Record]) -> tuple[Member, ...]:
    if not records:
        return ()
    now = bases(organisation, records, reading.heads(organisation, [r.pk for r in records]))
    high = high_tier(records)
    rows = (
        SignOff.rows.of(organisation)
        .filter(record_id__in=[r.pk for r in records], withdrawn_by__isnull=True)
        .exclude(meaning__in=(REFUSED, WITHDRAWN))
        .select_related("signer")
        .order_by("id")
    )
    last = {row.record_id: row for row in rows}
    return tuple(
        Member(
            record,
            print_of(now[record.pk]),
            record.ref in high,
            last.get(record.pk),
            _how(last.get(record.pk), print_of(now[record.pk])),
        )
        for record in records
    )


def _how(last: SignOff | None, now: str) -> str:
    if last is None:
        return ""
    return "same" if print_of(last.basis) == now else "changed"


def as_signed(organisation: Organisation, uid: str, day: Day) -> list[Signed]:
    """Return the members of a set as they stand, in the order they were signed; NotFound where there is no such set."""
    rows = (
        SignOff.rows.of(organisation.pk)
        .filter(set_uid=uid)
        .select_related("record", "signer", "revision")
        .order_by("id")
    )
    found = list(rows) if uid else []
    if not found:
        raise NotFound("not_found")
    newest = _newest(organisation.pk, [row.record_id for row in found])
    told = standing_of(organisation, found, day)
    return [replace(one, newest=newest.get(one.signoff.record_id) == one.signoff.pk) for one in told]


def _newest(organisation: int, records: Sequence[int]) -> dict[int, int]:
    """Record → its newest signature in favour that was not taken back."""
    rows = SignOff.rows.of(organisation).filter(record_id__in=records, withdrawn_by__isnull=True)
    last = rows.exclude(meaning__in=(REFUSED, WITHDRAWN)).values("record_id").annotate(last=Max("id"))
    return dict(last.order_by().values_list("record_id", "last"))
