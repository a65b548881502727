"""From whom a concern is hidden: the people it names and those who answer for the systems it names.

Whoever raises one may not browse the register, so names are typed; a doubtful match hides rather than shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.accounts.models import Membership, Role
from holdtrue.store.models import Link, Record

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_SHORTEST = 3
_ANSWERS_FOR = ("owner", "overseer")


@dataclass(frozen=True, slots=True)
class Names:
    """How people of an organisation are called, read once for many concerns."""

    people: Mapping[str, str]
    """uid → name."""

    def named(self, lines: Sequence[str], text: str) -> frozenset[str]:
        """Return the people named: in a line by any word of their name, in the text by the whole of it."""
        typed = [_words(line) for line in lines]
        said = _plain(text)
        return frozenset(
            uid
            for uid, name in self.people.items()
            if any(words & _words(name) for words in typed) or _within(name, said)
        )


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom and what somebody's words name."""

    named: frozenset[str]
    """uids of people and systems: kept, so that names and owners may change and nothing comes to light."""
    people: frozenset[str]
    """uids of those it is hidden from today."""
    unknown: bool
    """Something was named that nobody here is called; it then stays out of the register altogether."""


def names_of(organisation_id: int) -> Names:
    """Return the names of people, those who left included. One query."""
    rows = Record.rows.of(organisation_id).filter(kind="person")
    return Names(dict(rows.values_list("uid", "title")))


def concerned_by(organisation_id: int, lines: Sequence[str], text: str) -> Concerned:
    """Return whom the typed names and the text itself name. Three queries."""
    names = names_of(organisation_id)
    people = names.named(lines, text)
    systems: set[str] = set()
    unknown = False
    known = _systems(organisation_id) if lines else {}
    for line in lines:
        words = _words(line)
        hit = {uid for uid, held in known.items() if held and words and (held <= words or words <= held)}
        systems |= hit
        unknown = unknown or not (hit or names.named([line], ""))
    owners = owners_of(organisation_id, systems)
    return Concerned(people | systems, people.union(*owners.values()), unknown)


def owners_of(organisation_id: int, systems: Collection[str]) -> Mapping[str, frozenset[str]]:
    """Return uid of a system → uids of those who answer for it today. One query."""
    rows = Link.rows.of(organisation_id).filter(
        source__uid__in=systems, source__kind="system", relation__in=_ANSWERS_FOR, target__isnull=False
    )
    found: dict[str, frozenset[str]] = {}
    for system, person in rows.values_list("source__uid", "target__uid"):
        found[system] = found.get(system, frozenset()) | {person}
    return found


def answering(organisation_id: int, handler: str) -> frozenset[str]:
    """Return the uids of those who may answer concerns at all: owners, managers of the whole, and the handler."""
    rows = Membership.objects.filter(organisation_id=organisation_id, active=True, person__isnull=False)
    whole = rows.filter(role=Role.OWNER) | rows.filter(role=Role.MANAGER, unit__isnull=True)
    handlers = rows.filter(role__in=(Role.OWNER, Role.MANAGER, Role.CONTRIBUTOR), person__uid=handler)
    return frozenset((whole | handlers).values_list("person__uid", flat=True))


def _systems(organisation_id: int) -> dict[str, frozenset[str]]:
    rows = Record.rows.of(organisation_id).filter(kind="system", retired_day__isnull=True)
    return {uid: _words(title) for uid, title in rows.values_list("uid", "title")}


def _words(text: str) -> frozenset[str]:
    return frozenset(w for w in re.findall(r"[^\W_]+", text.casefold()) if len(w) >= _SHORTEST)


def _plain(text: str) -> str:
    return " " + " ".join(re.findall(r"[^\W_]+", text.casefold())) + " "


def _within(name: str, said: str) -> bool:
    return len(name) >= _SHORTEST and _plain(name).strip() != "" and _plain(name) in said


__all__ = ["Concerned", "Names", "answering", "concerned_by", "names_of", "owners_of"]
