"""What the door shows of the organisation's documents: those in force, and whether they wait for the person's word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.documents.acknowledged import acknowledged
from holdtrue.core.refusals import NotFound
from holdtrue.store import reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.door.ways import Way
    from holdtrue.core.days import Day
    from holdtrue.store.models import Record

_FIRST = ("ai",)
"""Topics of policy in the order in which one is taken for the page called the rules."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document in force."""

    record: Record
    fields: Mapping[str, object]
    asked: bool
    """Whether this person is asked to acknowledge it."""
    acknowledged: Day | None
    """The day they did, for the revision in force."""


def documents(way: Way) -> list[Document]:
    """Return the policies in force, that about AI first, and procedures this person is asked to acknowledge."""
    pk = way.organisation.pk
    rows = [r for r in reading.of_kinds(pk, ["policy", "procedure"]) if r.in_force_number]
    bodies = reading.bodies(pk, [(r.pk, r.in_force_number) for r in rows])
    found = [_document(way, r, bodies[r.pk]["fields"]) for r in rows]
    shown = [d for d in found if d.record.kind == "policy" or d.asked]
    return sorted(shown, key=lambda d: (_place(d), d.record.number))


def document(way: Way, ref: str = "") -> Document:
    """Return one of them by ref, the first where none is named; NotFound for any other."""
    found = next((d for d in documents(way) if ref in ("", d.record.ref)), None)
    if found is None:
        raise NotFound("door.no_policy")
    return found


def _document(way: Way, record: Record, fields: Mapping[str, object]) -> Document:
    mine = acknowledged(way.caller, record, fields).of(way.person.uid) if way.person else None
    return Document(record, fields, mine is not None, mine.on if mine else None)


def _place(document: Document) -> int:
    topic = str(document.fields.get("topic") or "")
    if document.record.kind != "policy":
        return len(_FIRST) + 1
    return _FIRST.index(topic) if topic in _FIRST else len(_FIRST)


__all__ = ["Document", "document", "documents"]
