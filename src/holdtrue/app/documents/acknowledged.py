"""Who was asked to acknowledge a document, who did so for the revision in force, and who has not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.sign import REFUSED, WITHDRAWN
from holdtrue.core.days import Day, to_day
from holdtrue.store import reading
from holdtrue.store.models import Link, SignOff

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.actions.acting import Caller
    from holdtrue.store.models import Record

EVERYONE, WITH_AI, NOBODY = "everyone", "works_with_ai", "nobody"
_UNLESS_SAID = {"policy": EVERYONE}
"""Whom a kind asks where the document does not say."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One person who is asked."""

    person: Record
    on: Day | None
    """The day they acknowledged the revision in force; None where they have not."""
    before: bool
    """They acknowledged an earlier one."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """How far a document was acknowledged. Nothing is asked while nothing is in force."""

    asked_of: str
    readers: tuple[Reader, ...]

    @property
    def done(self) -> int:
        """How many acknowledged the revision in force."""
        return sum(1 for reader in self.readers if reader.on is not None)

    @property
    def waiting(self) -> tuple[Reader, ...]:
        """Those who have not."""
        return tuple(reader for reader in self.readers if reader.on is None)

    def of(self, person: str) -> Reader | None:
        """Return one person by uid; None where they are not asked."""
        return next((reader for reader in self.readers if reader.person.uid == person), None)


def acknowledged(caller: Caller, record: Record, fields: Mapping[str, object]) -> Acknowledged:
    """Return who is asked and who answered, by name. Five queries however many they are."""
    asked_of = str(fields.get("asked_of") or _UNLESS_SAID.get(record.kind, NOBODY))
    if asked_of == NOBODY or not record.in_force_number:
        return Acknowledged(asked_of, ())
    said = _said(record)
    day = caller.clock.day(caller.organisation.time_zone)
    readers = [
        Reader(person, *_answer(said.get(person.pk), record)) for person in _asked(record, asked_of, day)
    ]
    return Acknowledged(asked_of, tuple(sorted(readers, key=lambda r: r.person.title.casefold())))


def _asked(record: Record, asked_of: str, day: Day) -> list[Record]:
    people = reading.of_kinds(record.organisation_id, ["person"])
    bodies = reading.bodies(record.organisation_id, [(p.pk, p.head_number) for p in people])
    found = []
    for person in people:
        fields = bodies[person.pk]["fields"]
        left, started = to_day(fields.get("left_on")), to_day(fields.get("started_on"))
        here = (left is None or left > day) and (started is None or started <= day)
        if here and (asked_of == EVERYONE or fields.get("works_with_ai") is True):
            found.append(person)
    return found


def _said(record: Record) -> dict[int, list[tuple[str, Day]]]:
    """Person's row id → (digest of the document they acknowledged, day), in the order they did."""
    organisation = record.organisation_id
    mine = Link.rows.of(organisation).filter(
        target=record, source__kind="acknowledgement", source__retired_day__isnull=True
    )
    sources = mine.values("source_id")
    by = dict(
        Link.rows.of(organisation)
        .filter(relation="person", source_id__in=sources)
        .values_list("source_id", "target_id")
    )
    found: dict[int, list[tuple[str, Day]]] = {}
    rows = (
        SignOff.rows.of(organisation)
        .filter(record_id__in=sources, withdrawn_by__isnull=True)
        .exclude(meaning__in=(REFUSED, WITHDRAWN))
        .order_by("id")
    )
    for row, basis, day in rows.values_list("record_id", "basis", "day"):
        digest = next((str(held) for uid, _, held in basis if uid == record.uid), "")
        person = by.get(row)
        if digest and person is not None:
            found.setdefault(person, []).append((digest, day))
    return found


def _answer(said: list[tuple[str, Day]] | None, record: Record) -> tuple[Day | None, bool]:
    days = [day for digest, day in said or () if digest == record.digest]
    return (max(days) if days else None, bool(said))
