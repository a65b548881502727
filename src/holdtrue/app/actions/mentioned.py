"""Finds whom a text mentions: @ and a person's name, first name, or ref; a name that fits several is asked about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from holdtrue.accounts.models import Membership
from holdtrue.app.actions.composing import normal_ref
from holdtrue.app.actions.permission import on_record
from holdtrue.core.access import Actor, Target, decide
from holdtrue.core.refusals import BadInput
from holdtrue.store.models import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_AT = re.compile(r"(?<![\w.@])@(?=\w)")
_REF = re.compile(r"[A-Za-z]{3}-?\d{1,9}\b")
_WORDS = re.compile(r"\w[\w'’.-]*(?: \w[\w'’.-]*){0,3}")
_MOST = 20
"""People one comment may mention; whoever means more writes to a group elsewhere."""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A person named in a text, from one place to another in it, the @ included."""

    person: Record
    start: int
    end: int


def mentioned(organisation_id: int, text: str) -> tuple[Mentioned, ...]:
    """Return whom the text mentions, in order. What fits nobody stays plain text; BadInput where it fits several."""
    spots = list(_spots(text))
    if len(spots) > _MOST:
        raise BadInput("comment.too_many_mentions", field="text", most=_MOST)
    wanted = {name for _, names in spots for name, _ in names}
    if not wanted:
        return ()
    people = _people(organisation_id, wanted)
    found = []
    for start, names in spots:
        for name, end in names:
            fitting = people.get(name.casefold(), ())
            if len(fitting) > 1:
                known = tuple(f"@{p.ref} ({p.title})" for p in fitting[:3])
                raise BadInput("comment.which_person", field="text", name=name, known=known)
            if fitting:
                found.append(Mentioned(fitting[0], start, end))
                break
    return tuple(found)


def _spots(text: str) -> Iterator[tuple[int, list[tuple[str, int]]]]:
    """Where an @ stands, and what may be the name behind it, the longest first, each with its end."""
    for at in _AT.finditer(text):
        ref = _REF.match(text, at.end())
        if ref:
            yield at.start(), [(normal_ref(ref[0]) or ref[0], ref.end())]
            continue
        run = _WORDS.match(text, at.end())
        if run is None:
            continue
        ends = [m.end() for m in re.finditer(r"\S+", run[0])]
        names = []
        for end in reversed(ends):
            name = run[0][:end].rstrip(".-'’")
            names.append((name, at.end() + len(name)))
        yield at.start(), names


def _people(organisation_id: int, wanted: set[str]) -> Mapping[str, Sequence[Record]]:
    """Each name → the people who bear it; a first name counts where nobody bears it whole."""
    rows = Record.rows.of(organisation_id).filter(kind="person", retired_day__isnull=True)
    asked = Q(ref__in={name for name in wanted if _REF.fullmatch(name)})
    for name in wanted:
        asked |= Q(title__iexact=name) | Q(title__istartswith=f"{name} ")
    whole: dict[str, list[Record]] = {}
    first: dict[str, list[Record]] = {}
    by_fold = {name.casefold() for name in wanted}
    for person in rows.filter(asked).order_by("id")[:200]:
        title = person.title.casefold()
        for name in by_fold & {title, person.ref.casefold()}:
            whole.setdefault(name, []).append(person)
        for name in by_fold:
            if title.startswith(f"{name} "):
                first.setdefault(name, []).append(person)
    return {**first, **whole}


def unseen(record: Record, people: Sequence[Record]) -> tuple[str, ...]:
    """Return the names of those who will not see a comment on the record: without an account, or not let to read it."""
    if not people:
        return ()
    rows = Membership.objects.filter(
        organisation_id=record.organisation_id, person__in=[p.pk for p in people], active=True
    ).select_related("user", "person", "unit")
    target: Target = on_record(record)()
    seeing = {
        m.person_id
        for m in rows
        if m.person is not None
        and decide(
            Actor(m.user.uid, m.person.uid, m.role, unit_path=m.unit.path if m.unit else ""), "read", target
        ).allowed
    }
    return tuple(p.title for p in people if p.pk not in seeing)
