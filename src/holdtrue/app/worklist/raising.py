"""What goes up: something whose day passed long enough ago is told, once, to whoever is above."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from holdtrue.app.worklist.duties import role_of, whole_dues
from holdtrue.core.duties import BROKE
from holdtrue.core.packing import unpack
from holdtrue.core.practices import library
from holdtrue.store import owed, reading, standings
from holdtrue.store.models import Escalation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from holdtrue.app.worklist.asking import Asked
    from holdtrue.core.days import Day
    from holdtrue.core.practices import Practice
    from holdtrue.store.models import Record

MOST = 500
"""Told in one round; the rest follow in the next."""
_ABOVE = ("ai_lead", "top_management")
"""Who is above where a person's record names no manager, nearest first."""


class Passed(NamedTuple):
    """Something whose day passed."""

    item: str
    """The scope's ref and the role, or the practice."""
    person: int
    due: Day


@dataclass(frozen=True, slots=True)
class Raised:
    """Something that went up to somebody and is still open."""

    person: Record
    """Who owes it."""
    scope: Record | None
    practice: Practice | None
    due: Day
    told: Day


def passed(asked: Asked, days: int) -> list[Passed]:
    """Return what ended more than so many days ago and is held again by nobody's doing, longest first."""
    pk, last = asked.organisation.pk, asked.day - days
    found = []
    lines = owed.passed(pk, after=BROKE, until=last, most=MOST)
    refs = {row: record.ref for row, record in reading.by_id(pk, {x.scope for x in lines}).items()}
    for line in lines:
        people = (line.person,) if line.person else asked.held.by_role.get(line.role, ())
        found += [
            Passed(f"{refs[line.scope]}/{line.role}", p, line.due) for p in people if line.scope in refs
        ]
    for name, due in _own(asked):
        practice = library().by_id[name]
        if BROKE < due <= last:
            people = asked.held.by_role.get(role_of(practice), ())
            found += [Passed(f"/{practice.id}", person, due) for person in people]
    return found


def above(asked: Asked, people: Iterable[int]) -> dict[int, int]:
    """Return who is above each of these people: their manager, else the AI lead, else top management."""
    wanted = sorted(set(people))
    named = owed.places(asked.organisation.pk, wanted, ("manager",))
    found = {}
    for person in wanted:
        manager = named[person].people.get("manager", 0) if person in named else 0
        ladder = [manager, *(who for role in _ABOVE for who in asked.held.by_role.get(role, ()))]
        higher = next((who for who in ladder if who and who != person), 0)
        if higher:
            found[person] = higher
    return found


def untold(asked: Asked, days: int) -> list[tuple[Passed, int]]:
    """Return what has not gone up yet, each with who is above."""
    late = passed(asked, days)
    rows = Escalation.rows.of(asked.organisation.pk).filter(due__lte=asked.day - days)
    told = set(rows.values_list("person_id", "item", "due"))
    waiting = [x for x in late if (x.person, x.item, x.due) not in told]
    higher = above(asked, (x.person for x in waiting))
    return [(x, higher[x.person]) for x in waiting if x.person in higher][:MOST]


def raised(asked: Asked) -> list[Raised]:
    """Return what went up to this person and is still open, newest first."""
    pk = asked.organisation.pk
    rows = list(
        Escalation.rows.of(pk)
        .filter(above_id=asked.person)
        .select_related("person")
        .order_by("-told", "-id")[:100]
    )
    if not rows:
        return []
    scopes = reading.by_ref(pk, [row.item.partition("/")[0] for row in rows if not row.item.startswith("/")])
    lines = owed.lines(pk, [record.pk for record in scopes.values()])
    own = dict(_own(asked)) if any(row.item.startswith("/") for row in rows) else {}
    return [found for row in rows for found in _open(row, scopes, lines, own)]


def _open(
    row: Escalation,
    scopes: Mapping[str, Record],
    lines: Mapping[tuple[int, str], owed.Line],
    own: Mapping[str, Day],
) -> Iterator[Raised]:
    ref, _, name = row.item.partition("/")
    if ref:
        scope = scopes.get(ref)
        line = lines.get((scope.pk, name)) if scope else None
        if line is not None and line.due == row.due:
            yield Raised(row.person, scope, None, row.due, row.told)
        return
    practice = library().by_id.get(name)
    if practice is not None and own.get(practice.id) == row.due:
        yield Raised(row.person, None, practice, row.due, row.told)


def _own(asked: Asked) -> Iterator[tuple[str, Day]]:
    kept = standings.of_organisation(asked.organisation.pk)
    for due in whole_dues(asked, unpack(kept.packed) if kept else {}):
        if due.due is not None and not due.cap:
            yield due.practice.id, due.due


__all__ = ["MOST", "Passed", "Raised", "above", "passed", "raised", "untold"]
