"""What became of a review that was held: its decisions as their actions stand, and whether it is signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.basis import bases, print_of
from holdtrue.app.actions.sign import REFUSED, WITHDRAWN
from holdtrue.app.queries.review_pack import kept_with
from holdtrue.core.days import to_day
from holdtrue.core.messages import Message
from holdtrue.store import reading
from holdtrue.store.models import Record, ReviewPack, SignOff, SortKey

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.review_shapes import Pack
    from holdtrue.core.days import Day

_EARLIER = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One decision as its action stands today."""

    title: str
    name: str
    due: Day
    ref: str
    state: str
    words: Message


@dataclass(frozen=True, slots=True)
class Decided:
    """A review's decisions, its signature, and the digest of what it had before it."""

    lines: tuple[Line, ...]
    signed: Message
    digest: str
    to_sign: tuple[str, ...]
    """Refs to be signed together: the review and its actions; none where it is signed as it stands."""


def decided(caller: Caller, ref: str, pack: Pack) -> Decided:
    """Return it for a review that a pack was kept with."""
    record, row, _ = kept_with(caller, ref)
    pk, today = caller.organisation.pk, caller.clock.day(caller.organisation.time_zone)
    actions = reading.by_ref(pk, [d.action for d in pack.decisions if d.action])
    done = dict(
        SortKey.rows.of(pk)
        .filter(record_id__in=[a.pk for a in actions.values()], field="done_on")
        .values_list("record_id", "value")
    )
    lines = []
    for one in pack.decisions:
        action, due = actions.get(one.action), to_day(one.due) or today
        closed = to_day(done.get(action.pk, "")) if action else None
        lines.append(
            Line(one.title, one.name, due, action.ref if action else "", *_stands(closed, due, today))
        )
    signed = _signed(record)
    words = (
        Message("review.signed", {"name": signed.signer.title, "on_day": signed.day})
        if signed
        else Message("review.unsigned")
    )
    refs = () if signed else (record.ref, *(line.ref for line in lines if line.ref))
    return Decided(tuple(lines), words, row.digest, refs)


def _stands(closed: Day | None, due: Day, today: Day) -> tuple[str, Message]:
    if closed is not None:
        return "holds", Message("review.state.done", {"on_day": closed})
    return ("lapsed" if due < today else "missing"), Message(
        "review.state.late" if due < today else "review.state.due", {"due_day": due}
    )


def _signed(record: Record) -> SignOff | None:
    """The signature by top management on the review as it stands; None where none was given or it drifted."""
    rows = (
        SignOff.rows.of(record.organisation_id)
        .filter(record=record, withdrawn_by__isnull=True)
        .exclude(meaning__in=(REFUSED, WITHDRAWN))
        .select_related("signer")
        .order_by("-id")
    )
    now = print_of(
        bases(record.organisation_id, [record], reading.heads(record.organisation_id, [record.pk]))[record.pk]
    )
    found: SignOff | None = next(
        (row for row in rows if "top_management" in row.roles and print_of(row.basis) == now), None
    )
    return found


def earlier(caller: Caller, ref: str = "") -> list[Record]:
    """Return the newest reviews that a pack was kept with, but the one at hand. One query."""
    rows = (
        ReviewPack.rows.of(caller.organisation.pk)
        .filter(review__isnull=False)
        .select_related("review")
        .order_by("-id")
    )
    return [row.review for row in rows[: _EARLIER + 1] if row.review.ref != ref][:_EARLIER]


__all__ = ["Decided", "Line", "decided", "earlier"]
