"""Two editions of the rules beside each other: practices that differ, what they reopen, and where standing would go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app import rederiving, rules
from holdtrue.app.queries import figures, past
from holdtrue.app.queries.rules_reopened import Reopened, reopened
from holdtrue.app.queries.status import status
from holdtrue.core.content import by_the_rules_of, content_bytes, forget
from holdtrue.core.own import own_paths
from holdtrue.core.practices import RULES, library

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.status import Status
    from holdtrue.core.content import Edition
    from holdtrue.core.practices import Practice

MOST = 2_000
"""So many systems are tried out by both rules; of more only the rules themselves are compared."""


@dataclass(frozen=True, slots=True)
class Differing:
    """Practices by what became of them."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A practice that would stand elsewhere; None where one of the two does not know or ask it."""

    practice: str
    title: str
    before: int | None
    after: int | None
    holding_before: int
    holding_after: int


@dataclass(frozen=True, slots=True)
class Compared:
    """What putting other rules in force would change."""

    practices: Differing
    files: tuple[str, ...]
    """Files of rules that differ."""
    reopened: tuple[Reopened, ...]
    tried: bool
    """Whether standing was worked out by both."""
    index_before: float | None
    index_after: float | None
    levels: tuple[Moved, ...]
    systems: int


def compared(caller: Caller, now: Edition, then: Edition) -> Compared:
    """Return what would change; seconds where thousands of systems are tried out. Writes nothing."""
    systems = rederiving.systems_of(caller.organisation)
    tried = systems <= MOST
    try:
        before = _stands(caller, now) if tried else None
        after = _would_stand(caller, then) if tried else None
        return Compared(
            practices=_differing(now, then),
            files=_files(now, then),
            reopened=reopened(caller.organisation.pk, now, then),
            tried=tried,
            index_before=before.index.tenths if before else None,
            index_after=after.index.tenths if after else None,
            levels=_moved(before, after) if before and after else (),
            systems=systems,
        )
    finally:
        if not rules.in_use(then):
            forget(then)


def _stands(caller: Caller, now: Edition) -> Status:
    """As it is stored, where everything is derived by the rules in force; else worked out like the other."""
    organisation = caller.organisation
    if organisation.rules != rules.digest_of(now) or rederiving.current(organisation) is not None:
        return _would_stand(caller, now)
    with by_the_rules_of(now):
        return status(figures.stored(organisation, caller.clock.day(organisation.time_zone)))


def _would_stand(caller: Caller, edition: Edition) -> Status:
    day = caller.clock.day(caller.organisation.time_zone)
    with by_the_rules_of(edition):
        return status(past.figures_at(caller.organisation, day, day))


def _differing(now: Edition, then: Edition) -> Differing:
    before, after = _practices(now), _practices(then)
    return Differing(
        added=tuple(sorted(after.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - after.keys())),
        changed=tuple(sorted(p for p in before.keys() & after.keys() if before[p] != after[p])),
    )


def _practices(edition: Edition) -> Mapping[str, Practice]:
    with by_the_rules_of(edition):
        return library().by_id


def _files(now: Edition, then: Edition) -> tuple[str, ...]:
    before, after = _bytes(now), _bytes(then)
    return tuple(path for path in sorted({*before, *after}) if before.get(path) != after.get(path))


def _bytes(edition: Edition) -> Mapping[str, bytes]:
    with by_the_rules_of(edition):
        return {path: content_bytes(path) for path in (*RULES, *own_paths())}


def _moved(before: Status, after: Status) -> tuple[Moved, ...]:
    was, now = ({s.practice.id: s for s in one.stands} for one in (before, after))
    found = []
    for name in sorted({*was, *now}):
        old, new = was.get(name), now.get(name)
        if old and new and (old.level, old.holding, old.scopes) == (new.level, new.holding, new.scopes):
            continue
        practice = new.practice if new else old.practice if old else None
        found.append(
            Moved(
                name,
                practice.title if practice else name,
                old.level if old else None,
                new.level if new else None,
                old.holding if old else 0,
                new.holding if new else 0,
            )
        )
    return tuple(found)


__all__ = ["Compared", "Differing", "Moved", "compared"]
