"""What was said about a record, as whoever may read it reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.queries.records import names_of
from holdtrue.store import comments
from holdtrue.store.named import named

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.store.comments import Line
    from holdtrue.store.models import Organisation, Record
    from holdtrue.store.named import Named

MOST = 200
"""Comments shown with a record; earlier ones are in its history, and each is an entry of the ledger."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a comment's words; with the ref of the person where it mentions one."""

    text: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment or question."""

    uid: str
    seq: int
    by: str
    account: str
    at: dt.datetime
    runs: tuple[Run, ...]
    """Empty where the words were erased."""
    question: bool
    answers: str
    """uid of the comment it replies to."""
    settled_at: dt.datetime | None
    settled_by: str

    @property
    def open(self) -> bool:
        """Whether it is a question nobody marked answered."""
        return self.question and self.settled_at is None

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(run.text for run in self.runs)


def comments_on(caller: Caller, record: Record) -> tuple[Comment, ...]:
    """Return what was said about a record, the oldest first; NotAllowed for who may not read the record."""
    require(caller, "read", on_record(record))
    return thread(caller.organisation, record)


def thread(organisation: Organisation, record: Record) -> tuple[Comment, ...]:
    """Return the same to who was let in already. One query where nothing was said, two otherwise."""
    return told(organisation, comments.of_record(organisation.pk, record.pk, most=MOST))


def told(organisation: Organisation, lines: Sequence[Line]) -> tuple[Comment, ...]:
    """Return stored comments with the names of those who wrote, settled and are mentioned."""
    if not lines:
        return ()
    accounts = {account for x in lines for account in (x.account, x.settled_by)}
    people = named(organisation.pk, accounts | {uid for x in lines for uid, _, _ in x.mentions})
    who = names_of(people, accounts)
    uid_of = {x.id: x.uid for x in lines}
    return tuple(
        Comment(
            uid=x.uid,
            seq=x.seq,
            by=who.get(x.account, ""),
            account=x.account,
            at=x.at,
            runs=_runs(x, people),
            question=x.question,
            answers=uid_of.get(x.answers_id or 0, ""),
            settled_at=x.settled_at,
            settled_by=who.get(x.settled_by, ""),
        )
        for x in lines
    )


def _runs(line: Line, people: Mapping[str, Named]) -> tuple[Run, ...]:
    if line.text is None:
        return ()
    found, at = [], 0
    for uid, start, end in line.mentions:
        person = people.get(uid)
        if start > at:
            found.append(Run(line.text[at:start]))
        found.append(Run(line.text[start:end], person.ref if person else ""))
        at = end
    if at < len(line.text):
        found.append(Run(line.text[at:]))
    return tuple(found)
