"""Concerns raised at the door as those see them who may answer: nobody whom one concerns, on no way at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import require
from holdtrue.app.door.concerned import names_of, owners_of
from holdtrue.app.door.ways import door_of
from holdtrue.core.access import Target
from holdtrue.core.refusals import NotFound
from holdtrue.store import reading
from holdtrue.store.models import Boxed, BoxedWord

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.days import Day


@dataclass(frozen=True, slots=True)
class Word:
    """Something added: an answer from inside, or more from whoever raised it."""

    day: Day
    inside: bool
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Thread:
    """One concern with what was added since."""

    id: int
    raised: Day
    due: Day
    answered: Day
    """0 for not yet."""
    category: str
    text: str
    about: tuple[str, ...]
    who: str
    """'' where no name was given."""
    file_name: str
    record: str
    """The ref of its bare record; '' where it has none."""
    words: tuple[Word, ...]


def target_of(organisation_id: int) -> Target:
    """Return what the access decision asks of: concerns belong to who was named to answer them."""
    handler = door_of(organisation_id).answers
    return Target(kind="concern", people=frozenset({handler.uid} if handler else ()))


def visible(caller: Caller) -> list[Boxed]:
    """Return the concerns the caller may read, those to answer first; NotAllowed for who answers none."""
    pk = caller.organisation.pk
    require(caller, "answer_concern", target_of(pk))
    day = caller.clock.day(caller.organisation.time_zone)
    rows = Boxed.rows.of(pk).filter(shown_from__lte=day).select_related("person", "record").defer("file")
    found = _not_about(pk, list(rows), caller.actor.person)
    return sorted(found, key=lambda r: (r.answered > 0, r.due if not r.answered else -r.answered, r.id))


def one(caller: Caller, number: int) -> Boxed:
    """Return a concern the caller may read; NotFound where it is hidden, as where there is none."""
    found = next((row for row in visible(caller) if row.id == number), None)
    if found is None:
        raise NotFound("record.not_found", ref=str(number))
    return found


def _not_about(organisation_id: int, rows: list[Boxed], person: str) -> list[Boxed]:
    """Those that do not concern a person, as it stood that day or as names and owners stand now. Two queries."""
    if not person:
        return []
    names = names_of(organisation_id)
    owners = owners_of(organisation_id, {uid for row in rows for uid in row.concerned})
    return [
        row
        for row in rows
        if person not in row.concerned
        and person not in names.named(row.about, row.text)
        and not any(person in owners.get(uid, ()) for uid in row.concerned)
    ]


def thread(row: Boxed, *, day: Day | None = None) -> Thread:
    """Return a concern with its words; up to a day where one is given, which is how those inside read it."""
    rows = BoxedWord.rows.of(row.organisation_id).filter(concern=row).order_by("place")
    if day is not None:
        rows = rows.filter(shown_from__lte=day)
    some = list(rows)
    people = reading.by_uid(row.organisation_id, {w.by for w in some if w.by})
    return Thread(
        row.id,
        row.raised,
        row.due,
        row.answered,
        row.category,
        row.text,
        tuple(row.about),
        row.person.title if row.person else "",
        row.file_name,
        row.record.ref if row.record else "",
        tuple(Word(w.day, w.inside, people[w.by].title if w.by in people else "", w.text) for w in some),
    )


def of_record(caller: Caller, record_id: int) -> Boxed | None:
    """Return the concern whose bare record this is, where the caller may read it."""
    from holdtrue.app.actions.permission import decision

    if not decision(caller, "answer_concern", target_of(caller.organisation.pk)).allowed:
        return None
    rows = list(Boxed.rows.of(caller.organisation.pk).filter(record_id=record_id))
    return next(iter(_not_about(caller.organisation.pk, rows, caller.actor.person)), None)


__all__ = ["Thread", "Word", "of_record", "one", "target_of", "thread", "visible"]
