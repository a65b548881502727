"""Where items come from beside standing claims: each source is one function in the list at the foot."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from holdtrue.app.queries import sign_requests
from holdtrue.app.queries.captions import about
from holdtrue.app.queries.mentions import questions as open_questions
from holdtrue.app.queries.mentions import unseen
from holdtrue.app.worklist.clocks import reporting_clocks
from holdtrue.app.worklist.concerns import concerns_raised
from holdtrue.app.worklist.gates import stages_owed
from holdtrue.app.worklist.items import Item, key_of
from holdtrue.app.worklist.judgement import judgement_calls
from holdtrue.app.worklist.leavers import leavers
from holdtrue.app.worklist.measuring import out_of_target
from holdtrue.app.worklist.mending import findings_open
from holdtrue.core.duties import NO_END, OVERSEER, OWNER, SORT
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import State
from holdtrue.core.vocabulary import vocabulary
from holdtrue.store import owed

if TYPE_CHECKING:
    from holdtrue.app.worklist.asking import Asked

Source = Callable[["Asked"], Iterable[Item]]
SORT_MINUTES, READ_MINUTES, ANSWER_MINUTES = 2, 5, 5
MOST = 50
"""Things of one source shown at a time."""


def unsorted_systems(asked: Asked) -> Iterable[Item]:
    """Systems of theirs that wait for the two-minute triage: one item, however many."""
    if not asked.person:
        return
    n = sum(count for *_, count in owed.counted_of(asked.organisation.pk, [SORT], asked.person))
    if not n:
        return
    first = owed.pages(asked.organisation.pk, [owed.Seek(SORT, asked.person, 0, NO_END)], most=1)[0]
    yield Item(
        key=key_of("", "sort", "systems"),
        what=Message("worklist.sort", {"n": n}),
        why=Message("worklist.sort.why"),
        state=State.UNKNOWN,
        due=None,
        minutes=SORT_MINUTES * n,
        action="sort",
        ref="",
        n=n,
        extra={"scope": str(first[0].scope)} if first and n == 1 else {},
    )


def asked_signatures(asked: Asked) -> Iterable[Item]:
    """Signatures somebody asked them for, by name or by a role they hold."""
    waiting = sign_requests.of_person(asked.organisation, asked.person, asked.day)[:MOST]
    systems = about(asked.organisation.pk, {r.record.pk: r.record.kind for r in waiting})
    for request in waiting:
        record = request.record
        what, words = "worklist.sign", {"ref": record.ref, "title": record.title}
        if record.pk in systems:
            what, words = "worklist.sign_about", {**words, "system": systems[record.pk]}
        yield Item(
            key=key_of(record.ref, "sign", record.ref),
            what=Message(what, words),
            why=Message(
                "worklist.sign.note" if request.note else "worklist.sign.why", {"note": request.note}
            ),
            state=State.MISSING,
            due=request.due,
            minutes=READ_MINUTES,
            action="sign",
            ref=record.ref,
            scope=record,
            instead=request.instead(asked.person),
        )


def questions(asked: Asked) -> Iterable[Item]:
    """Comments that mention them unseen, and open questions on what is theirs; only on what they may read."""
    if asked.caller is None:
        return
    waiting = {found.comment.uid: found for found in (*unseen(asked.caller), *open_questions(asked.caller))}
    for found in list(waiting.values())[:MOST]:
        record = found.record
        name = "worklist.question" if found.comment.question else "worklist.mention"
        yield Item(
            key=key_of(record.ref, "answer", found.comment.uid[-12:]),
            what=Message(name, {"ref": record.ref, "title": record.title, "by": found.comment.by}),
            why=Message(f"{name}.why"),
            state=State.MISSING,
            due=None,
            minutes=ANSWER_MINUTES,
            action="answer",
            ref=record.ref,
            scope=record,
        )


def roles_of_nobody(asked: Asked) -> Iterable[Item]:
    """For whoever may name people: each role of the firm that things wait for and nobody holds. One act clears them."""
    roles = open_roles(asked)
    if not roles:
        return
    waiting: dict[str, int] = {}
    for _, _, role, n in owed.counted_of(asked.organisation.pk, roles, 0):
        waiting[role] = waiting.get(role, 0) + n
    for role, n in sorted(waiting.items()):
        record = asked.held.records.get(role)
        word = Message(f"choice.roles.{role}")
        yield Item(
            key=key_of("", "name", role),
            what=Message("worklist.name", {"role": word}),
            why=Message("worklist.name.why", {"role": word, "n": n}),
            state=State.MISSING,
            due=None,
            minutes=READ_MINUTES,
            action="name",
            ref=record.ref if record else "",
            n=n,
            extra={"role": role},
        )


def open_roles(asked: Asked) -> list[str]:
    """Return the roles of the firm that nobody holds, for whoever may name people; none for others."""
    if asked.account_role not in ("owner", "manager"):
        return []
    named_by_system = (OWNER, OVERSEER)
    return [r for r in vocabulary().roles if asked.held.nobody(r) and r not in named_by_system]


SOURCES: tuple[Source, ...] = (
    unsorted_systems,
    asked_signatures,
    questions,
    judgement_calls,
    concerns_raised,
    reporting_clocks,
    roles_of_nobody,
    leavers,
    findings_open,
    out_of_target,
    stages_owed,
)
"""All of them; a source added here is on every worklist, in the digest and in the calendar."""

__all__ = ["MOST", "SOURCES", "Source", "open_roles"]
