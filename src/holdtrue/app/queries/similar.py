"""Where the same could be wrong: systems that lack the same practice or share a part, and findings in like words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.derive.heights import reached
from holdtrue.app.queries import bounded
from holdtrue.app.queries.recurrences import words
from holdtrue.core.packing import opened, split
from holdtrue.core.practices import LEVELS, library
from holdtrue.store import findings as stored
from holdtrue.store import reading, standings

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.mending import Mending
    from holdtrue.core.days import Day
    from holdtrue.store.models import Record

MOST = 8
"""Of each sort proposed."""
_LOOKED = 60
_FINDINGS = 200
_SHARED = 2
_TIERS = ("high", "limited", "minimal")


@dataclass(frozen=True, slots=True)
class Similar:
    """What to look at, as far as the caller may see it."""

    lacking: tuple[Record, ...] = ()
    """Other systems that do not reach what is asked of the same practice, those of high effect first."""
    sharing: tuple[Record, ...] = ()
    """Other systems with the same component, or one of the same supplier."""
    findings: tuple[Record, ...] = ()
    """Findings in like words, the newest first."""

    def __bool__(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self.lacking or self.sharing or self.findings)


def similar(caller: Caller, mending: Mending, day: Day) -> Similar:
    """Return what to look at for similar cases. About ten queries, whatever the register's size."""
    pk = caller.organisation.pk
    about = reading.by_uid(pk, mending.ends("about"))
    own = {record.pk for record in about.values()}
    lacking = _lacking(caller, mending.text("practice"), day, own)
    sharing = [row for row in stored.sharing(pk, own, MOST + len(own)) if row not in own][:MOST]
    mine = words(f"{mending.text('nature')} {mending.text('cause')}")
    alike = [
        row.id
        for row in stored.findings(pk, _FINDINGS)
        if row.id != mending.finding.id
        and len(mine & words(f"{row.title} {row.body['fields'].get('nature') or ''}")) >= _SHARED
    ][:MOST]
    known = reading.by_id(pk, {*lacking, *sharing, *alike})
    seen = bounded.within(caller, known.values())
    return Similar(*(tuple(known[n] for n in some if n in seen) for some in (lacking, sharing, alike)))


def _lacking(caller: Caller, practice: str, day: Day, own: set[int]) -> list[int]:
    known = library().by_id.get(practice)
    if known is None or not known.per_system:
        return []
    asked = LEVELS.index(library().profiles[caller.organisation.profile].target(practice)) + 1
    found: list[int] = []
    for tier in _TIERS:
        if tier not in known.tiers or len(found) >= MOST:
            continue
        for kept in standings.first_of(caller.organisation.pk, tier, most=_LOOKED):
            packed = split(kept.packed).get(practice)
            held = opened(packed) if packed is not None and kept.scope not in own else None
            if held is not None and reached(held, day)[0] < asked:
                found.append(kept.scope)
    return found[:MOST]


__all__ = ["MOST", "Similar", "similar"]
