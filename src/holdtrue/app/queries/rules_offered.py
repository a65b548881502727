"""What installing the rules that ship would change: the rules that differ, and where the organisation would stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app import rederiving, rules
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.queries import past
from holdtrue.app.queries.status import status
from holdtrue.core.content import SHIPPED, by_the_rules_of, content_bytes
from holdtrue.core.practices import RULES, library
from holdtrue.store.models import RuleSet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.status import Status
    from holdtrue.core.content import Edition
    from holdtrue.core.days import Day
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
class Offered:
    """The rules in force beside those that ship."""

    current: str
    since: Day
    kept: bool
    """Whether the rules in force are kept as data, so that today's standing really follows them."""
    available: str
    differs: bool
    practices: Differing
    files: tuple[str, ...]
    """Files of rules that differ."""
    tried: bool
    """Whether standing was worked out by both."""
    index_before: float | None
    index_after: float | None
    levels: tuple[Moved, ...]
    systems: int


def offered(caller: Caller) -> Offered:
    """Return what installing would change; seconds where thousands of systems are tried out."""
    require(caller, "read", on_organisation())
    organisation = caller.organisation
    now = rules.edition_of(organisation)
    shipped = rules.shipped_digest()
    differs = organisation.rules != shipped
    systems = rederiving.systems_of(organisation)
    tried = differs and systems <= MOST
    before, after = (_standing(caller, edition) if tried else None for edition in (now, SHIPPED))
    return Offered(
        current=organisation.rules,
        since=_since(organisation.pk, organisation.rules),
        kept=organisation.rules == shipped or now is not SHIPPED,
        available=shipped,
        differs=differs,
        practices=_differing(now) if differs else Differing(),
        files=_files(now) if differs else (),
        tried=tried,
        index_before=before.index.tenths if before else None,
        index_after=after.index.tenths if after else None,
        levels=_moved(before, after) if before and after else (),
        systems=systems,
    )


def _since(organisation_id: int, digest: str) -> Day:
    rows = RuleSet.rows.of(organisation_id).filter(digest=digest).order_by("-from_day")
    return int(rows.values_list("from_day", flat=True).first() or 0)


def _standing(caller: Caller, edition: Edition) -> Status:
    day = caller.clock.day(caller.organisation.time_zone)
    with by_the_rules_of(edition):
        return status(past.figures_at(caller.organisation, day, day))


def _differing(now: Edition) -> Differing:
    before, after = _practices(now), _practices(SHIPPED)
    return Differing(
        added=tuple(sorted(after.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - after.keys())),
        changed=tuple(sorted(p for p in before.keys() & after.keys() if before[p] != after[p])),
    )


def _practices(edition: Edition) -> Mapping[str, Practice]:
    with by_the_rules_of(edition):
        return library().by_id


def _files(now: Edition) -> tuple[str, ...]:
    with by_the_rules_of(now):
        before = {path: content_bytes(path) for path in RULES}
    with by_the_rules_of(SHIPPED):
        return tuple(path for path in RULES if content_bytes(path) != before[path])


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


__all__ = ["Differing", "Moved", "Offered", "offered"]
