"""Concerns at the door: raised, added to, answered, delivered; no time finer than a day is left of one unnamed."""

from __future__ import annotations

import logging
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.permission import on_kind, require
from holdtrue.app.actions.records import add_within, edit_within
from holdtrue.app.clock import SYSTEM
from holdtrue.app.door.concerned import answering, concerned_by
from holdtrue.app.door.receipts import as_written, new_receipt
from holdtrue.app.door.ways import AT_THE_DOOR, digest_of, door_of
from holdtrue.app.queries import boxed
from holdtrue.core.access import Actor
from holdtrue.core.days import iso
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.core.vocabulary import value_list
from holdtrue.store import doors, inspecting, reading
from holdtrue.store.models import Boxed, BoxedWord, Organisation
from holdtrue.words import text as sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.clock import Clock
    from holdtrue.app.door.ways import Way

_LOG = logging.getLogger(__name__)
DUE = 30
LONGEST, LARGEST, MOST_A_DAY, MOST_WORDS, MOST_LINES = 10_000, 5 * 1024 * 1024, 200, 100, 20


@dataclass(frozen=True, slots=True)
class File:
    """What was attached, as it came."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Raised:
    """What whoever raised a concern is told, this once."""

    receipt: str
    answering: bool
    """Whether anybody inside is left who may read it."""


def raise_concern(
    way: Way, *, category: str, text: str, about: Sequence[str] = (), file: File | None = None
) -> Raised:
    """Put a concern into the box; with the name of who came by a link of their own, without one by the code.

    Nothing is logged here: what is written carries the day alone, under a random key.
    """
    if category not in value_list("concern_category"):
        raise BadInput("door.raise.category", field="category")
    lines = [line.strip() for line in about if line.strip()][:MOST_LINES]
    words = _text(text)
    kept = _looked_into(file) if file else File("", b"")
    pk, receipt = way.organisation.pk, new_receipt(way.clock)
    found = concerned_by(pk, lines, words)
    with transaction.atomic():
        if Boxed.rows.of(pk).filter(raised=way.day).count() >= MOST_A_DAY:
            raise BadInput("door.raise.full")
        row = Boxed(
            id=_number(way.clock),
            organisation=way.organisation,
            receipt=digest_of(receipt),
            raised=way.day,
            due=way.day + DUE,
            shown_from=way.day if way.person else way.day + 1,
            person=way.person,
            category=category,
            text=words,
            about=lines,
            concerned=sorted(found.named | found.people),
            file_name=kept.name,
            file=kept.content,
        )
        Boxed.rows.add([row])
    if way.person:
        deliver(way.organisation, way.clock)
    handler = way.door.answers.uid if way.door.answers else ""
    return Raised(receipt, bool(answering(pk, handler) - found.people))


def followed(way: Way, receipt: str) -> Boxed:
    """Return the concern of a receipt; NotFound, always alike, for any other code."""
    found = doors.by_receipt(way.organisation.pk, digest_of(as_written(receipt)))
    if not isinstance(found, Boxed):
        raise NotFound("door.no_receipt")
    return found


def add_to(way: Way, receipt: str, text: str) -> None:
    """Add to a concern by its receipt."""
    words = _text(text)
    row = followed(way, receipt)
    _add(row, way.clock, way.day, words, shown_from=way.day if row.person_id else way.day + 1)


def answer(caller: Caller, number: int, text: str) -> None:
    """Answer a concern; where it has a bare record, that is closed with it. A hidden one leaves no entry anywhere."""
    words = _text(text)
    row = boxed.one(caller, number)
    day = caller.clock.day(caller.organisation.time_zone)
    with transaction.atomic():
        _add(row, caller.clock, day, words, by=caller.actor.person)
        if not row.answered:
            Boxed.rows.of(caller.organisation.pk).filter(pk=row.pk).update(answered=day)
    if row.record is not None and not row.answered:
        target = boxed.target_of(caller.organisation.pk)
        with acting(caller, "concern.edit", "answer_concern", target) as act:
            reading.renew(row.record)
            if row.record.retired_day is None:
                edit_within(act, row.record, {"answered_on": iso(day)}, {})


def file_of(caller: Caller, number: int) -> File:
    """Return what was attached; NotFound where it is hidden or there is nothing."""
    require(caller, "answer_concern", boxed.target_of(caller.organisation.pk))
    row = boxed.one(caller, number)
    if not row.file_name:
        raise NotFound("record.not_found", ref=str(number))
    return File(row.file_name, bytes(row.file))


def deliver(organisation: Organisation, clock: Clock) -> int:
    """See to what may be known by now: bare records for what names nobody, one notice to the outside address.

    Concerns without a name wait for the day after, and are taken together in the order of their random keys.
    """
    day = clock.day(organisation.time_zone)
    rows = Boxed.rows.of(organisation.pk).filter(delivered=False, shown_from__lte=day).defer("file")
    waiting = list(rows.order_by("id"))
    if not waiting:
        return 0
    kind = KINDS["concern"]
    caller = Caller(organisation, Actor(AT_THE_DOOR, "", "member"), clock)
    bare = [row for row in waiting if not _sealed(row)]
    with transaction.atomic():
        if bare:
            with acting(caller, "concern.add", "add", on_kind("concern")) as act:
                for row in bare:
                    fields, links = clean(kind.id, _bare(row))
                    row.record = add_within(act, kind, fields, links)
        for row in waiting:
            Boxed.rows.of(organisation.pk).filter(pk=row.pk).update(delivered=True, record=row.record)
    _tell_outside(organisation)
    return len(waiting)


def deliver_everywhere(clock: Clock = SYSTEM) -> int:
    """Deliver in every organisation; what fails in one is told and holds up no other."""
    done = 0
    for organisation in Organisation.objects.order_by("pk"):
        try:
            done += deliver(organisation, clock)
        except Exception:  # noqa: BLE001  # told in full; the others' concerns still arrive
            _LOG.exception("concerns of organisation %s could not be delivered", organisation.pk)
    return done


def _sealed(row: Boxed) -> bool:
    """Whether a record of it would tell somebody it concerns that it is there."""
    found = concerned_by(row.organisation_id, row.about, row.text)
    return bool(row.concerned or found.people or found.unknown)


def _bare(row: Boxed) -> dict[str, object]:
    return {
        "category": row.category,
        "raised_on": iso(row.raised),
        "due": iso(row.due),
        "protected": True,
        "source": sentence("door.source"),
    }


def _tell_outside(organisation: Organisation) -> None:
    """Tell the outside address that something was raised, never what: whether it can be reached changes nothing."""
    from holdtrue.app.actions.door import outside_address
    from holdtrue.app.notices.sending import send
    from holdtrue.core.refusals import Refusal

    kept = door_of(organisation.pk).outside
    if not kept:
        return
    try:
        address = outside_address(kept)
    except Refusal:
        return
    name = organisation.name
    send(
        address,
        sentence("door.outside.title", organisation=name),
        sentence("door.outside.body", organisation=name),
    )


def _add(row: Boxed, clock: Clock, day: int, words: str, *, by: str = "", shown_from: int = 0) -> None:
    with transaction.atomic():
        rows = BoxedWord.rows.of(row.organisation_id).filter(concern=row)
        place = rows.count() + 1
        if place > MOST_WORDS:
            raise BadInput("door.words_full", field="text", most=MOST_WORDS)
        word = BoxedWord(
            id=_number(clock),
            organisation_id=row.organisation_id,
            concern=row,
            day=day,
            place=place,
            inside=bool(by),
            by=by,
            text=words,
            shown_from=shown_from or day,
        )
        BoxedWord.rows.add([word])


def _text(text: str) -> str:
    words = text.strip()
    if not words or len(words) > LONGEST:
        raise BadInput("door.raise.text", field="text", most=LONGEST)
    return words


def _number(clock: Clock) -> int:
    return int.from_bytes(clock.entropy(8), "big") >> 1


def _looked_into(file: File) -> File:
    """The file under a name without anything hidden in it; BadInput for what is empty, too large or runs."""
    if not file.content or len(file.content) > LARGEST:
        raise BadInput("door.raise.file", field="file", most=LARGEST // 1024 // 1024)
    name = inspecting.named(file.name)
    with tempfile.NamedTemporaryFile() as copy:
        copy.write(file.content)
        copy.flush()
        inspecting.inspect(Path(copy.name), name)
    return File(name, file.content)


__all__ = [
    "File",
    "Raised",
    "add_to",
    "answer",
    "deliver",
    "deliver_everywhere",
    "file_of",
    "followed",
    "raise_concern",
]
