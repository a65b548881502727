"""Writes completions from another learning system: a training record for each course and day, with who attended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions import importing
from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.permission import on_organisation
from holdtrue.app.actions.records import add_within, edit_within
from holdtrue.app.completions import SOURCE
from holdtrue.app.imports.mapping import Mapping
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.store import reading
from holdtrue.store.models import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdtrue.app.actions.acting import Act
    from holdtrue.app.completions import Completions, Session

TOGETHER = 500
"""People whom one training record names, and whom one transaction writes; the next one takes the others."""


def take(found: Completions) -> tuple[str, dict[str, list[str]]]:
    """Write what a file brings that is not there yet; return the action's id and key → refs of training records.

    The id is empty where the file brings nothing new.
    """
    action, refs = "", {one.key: [r.ref for r in one.held] for one in found.sessions.values()}
    for part in _parts([one for one in found.sessions.values() if one.new]):
        target = on_organisation()
        with acting(found.caller, "training.completions", "import", target, action_id=action) as act:
            for session, people in part:
                record = _attend(act, session, people, why=found.name)
                if record.ref not in refs[session.key]:
                    refs[session.key].append(record.ref)
            action = act.id
    if found.said:
        importing.remember(
            found.caller, Mapping(SOURCE, (), (), found.signature), {"columns": dict(found.said)}
        )
    return action, refs


def _parts(sessions: Sequence[Session]) -> Iterator[list[tuple[Session, list[Record]]]]:
    """Cut what is to be written into what one transaction takes."""
    part: list[tuple[Session, list[Record]]] = []
    for session in sessions:
        people = list(session.new.values())
        for start in range(0, len(people), TOGETHER):
            some = people[start : start + TOGETHER]
            if part and sum(len(named) for _, named in part) + len(some) > TOGETHER:
                yield part
                part = []
            part.append((session, some))
    if part:
        yield part


def _attend(act: Act, session: Session, people: Sequence[Record], *, why: str) -> Record:
    """Name people on the newest training record of the course and day; one is added where none has room."""
    if session.held:
        record = session.held[-1]
        reading.renew(record)
        named = reading.body(record)["links"].get("attendees", [])
        if len(named) + len(people) <= TOGETHER:
            uids = tuple(dict.fromkeys((*named, *(person.uid for person in people))))
            return edit_within(act, record, {}, {"attendees": uids}, why=why)
    given = {
        "title": f"{session.course}, {session.day}",
        "topic": session.taught.topic,
        "audience": session.taught.audience,
        "held_on": session.day,
        "attendees": [person.uid for person in people],
    }
    fields, links = clean("training", given)
    record = add_within(act, KINDS["training"], fields, links, why=why)
    key = f"{session.key}#{len(session.held) + 1}"
    Record.rows.of(act.organisation.pk).filter(pk=record.pk).update(source_key=key)
    session.held.append(record)
    return record


__all__ = ["TOGETHER", "take"]
