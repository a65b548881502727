"""Comments and questions on a record: said, answered, marked answered, and seen by whom they mention."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.mentioned import mentioned, unseen
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.actions.records import find
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.store.models import Comment, Mention

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Act
    from holdtrue.app.actions.mentioned import Mentioned
    from holdtrue.store.models import Record

LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Commented:
    """A comment just written, whom it mentions, and who of them will not see it."""

    comment: Comment
    people: tuple[Record, ...]
    unseen: tuple[str, ...]


def comment(caller: Caller, ref: str, text: str, *, question: bool = False, reply_to: str = "") -> Commented:
    """Say something about a record. The ledger commits to it; its words lie where they can be erased.

    A reply to an open question leaves it open until somebody marks it answered. BadInput where nothing is said.
    """
    record = find(caller, ref)
    words = _words(text)
    with acting(caller, f"{record.kind}.comment", "comment", on_record(record)) as act:
        earlier = _of(caller, record, reply_to) if reply_to else None
        named = mentioned(act.organisation.pk, words)
        row = _written(act, record, words, named, question=question, earlier=earlier)
        people = tuple({m.person.pk: m.person for m in named}.values())
        Mention.rows.add(
            [Mention(organisation_id=act.organisation.pk, comment=row, person=person) for person in people]
        )
        _seen_here(act, record)
        return Commented(row, people, unseen(record, people))


def _written(  # one argument per thing a comment holds
    act: Act,
    record: Record,
    words: str,
    named: tuple[Mentioned, ...],
    *,
    question: bool,
    earlier: Comment | None,
) -> Comment:
    row = Comment(
        organisation_id=act.organisation.pk,
        uid=act.caller.clock.uid(),
        record=record,
        seq=act.head.size + len(act.lines),
        account=act.caller.actor.account,
        at=act.now,
        question=question,
        answers=earlier,
    )
    row.save(force_insert=True)
    contents = {
        "comment": row.uid,
        "text": words,
        "question": question,
        "answers": earlier.uid if earlier else None,
        "mentions": [[m.person.uid, m.start, m.end] for m in named],
    }
    act.note(record, contents=contents)
    return row


def _words(text: str) -> str:
    words = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()
    if not words:
        raise BadInput("comment.empty", field="text")
    if len(words) > LONGEST:
        raise BadInput("comment.too_long", field="text", most=LONGEST)
    if "\x00" in words or any(0xD800 <= ord(letter) <= 0xDFFF for letter in words):  # noqa: PLR2004  # lone surrogates
        raise BadInput("comment.characters", field="text")
    return words


def _seen_here(act: Act, record: Record) -> None:
    """Whoever speaks up on a record has seen what was said to them on it."""
    Mention.rows.of(act.organisation.pk).filter(
        comment__record=record, person__uid=act.caller.actor.person, seen_at__isnull=True
    ).update(seen_at=act.now)


def settle(caller: Caller, ref: str, comment_uid: str) -> Comment:
    """Mark a question answered, as an entry of its own. BadInput where it is none, or is answered already."""
    record = find(caller, ref)
    with acting(caller, f"{record.kind}.answered", "comment", on_record(record)) as act:
        row = _of(caller, record, comment_uid)
        if not row.question:
            raise BadInput("comment.no_question", ref=record.ref)
        if row.settled_at is not None:
            raise BadInput("comment.answered_already", ref=record.ref)
        row.settled_at, row.settled_by = act.now, caller.actor.account
        row.save(update_fields=["settled_at", "settled_by"])
        act.note(record, contents={"answered": row.uid})
        _seen_here(act, record)
        return row


def seen(caller: Caller, ref: str) -> int:
    """Note that the caller has seen what mentions them on a record; the log says nothing of what one merely read."""
    record = find(caller, ref)
    require(caller, "read", on_record(record))
    with transaction.atomic():
        rows = Mention.rows.of(caller.organisation.pk).filter(
            comment__record=record, person__uid=caller.actor.person or "-", seen_at__isnull=True
        )
        return int(rows.update(seen_at=caller.clock.now()))


def _of(caller: Caller, record: Record, uid: str) -> Comment:
    found = Comment.rows.of(caller.organisation.pk).filter(record=record, uid=uid).first()
    if found is None:
        raise NotFound("comment.not_found", ref=record.ref)
    return found  # type: ignore[no-any-return]  # the manager is shared by every table, so its rows are Any
