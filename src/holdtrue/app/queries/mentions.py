"""What waits for a person to read or answer: comments that mention them, and open questions on what is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import PEOPLE, decision, on_record
from holdtrue.app.queries.comments import told
from holdtrue.store import comments, reading
from holdtrue.store.models import Link

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.comments import Comment
    from holdtrue.store.models import Record

MOST = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """A comment on a record that speaks to the caller."""

    record: Record
    comment: Comment
    seen: bool


def mentions(caller: Caller, *, most: int = MOST) -> tuple[Waiting, ...]:
    """Return the comments that mention the caller's person, unseen ones first; only on records they may read."""
    if not caller.actor.person:
        return ()
    organisation = caller.organisation
    rows = comments.mentioning(organisation.pk, caller.actor.person, most=most)
    return _readable(caller, [(line.record_id, line, seen) for line, seen in rows])


def unseen(caller: Caller) -> tuple[Waiting, ...]:
    """Return those not yet seen."""
    return tuple(waiting for waiting in mentions(caller) if not waiting.seen)


def questions(caller: Caller, *, most: int = MOST) -> tuple[Waiting, ...]:
    """Return open questions on records that name the caller's person, the oldest first; their own are left out."""
    if not caller.actor.person:
        return ()
    organisation = caller.organisation
    lines = [
        x for x in comments.open_questions(organisation.pk, most=1_000) if x.account != caller.actor.account
    ]
    named = set(
        Link.rows.of(organisation.pk)
        .filter(
            source__in={x.record_id for x in lines},
            target__uid=caller.actor.person,
            relation__in=PEOPLE,
        )
        .values_list("source_id", flat=True)
    )
    mine = [(x.record_id, x, False) for x in lines if x.record_id in named]
    return _readable(caller, mine[:most])


def _readable(caller: Caller, rows: list[tuple[int, comments.Line, bool]]) -> tuple[Waiting, ...]:
    organisation = caller.organisation
    records = reading.by_id(organisation.pk, {row for row, _, _ in rows})
    may = {pk for pk, record in records.items() if decision(caller, "read", on_record(record)).allowed}
    kept = [(row, line, seen) for row, line, seen in rows if row in may]
    said = told(organisation, [line for _, line, _ in kept])
    return tuple(
        Waiting(records[row], comment, seen) for (row, _, seen), comment in zip(kept, said, strict=True)
    )
