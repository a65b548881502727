"""Findings that came back: closed ones of the last two years on the same practice or requirement and systems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from holdtrue.core.days import add_months, to_day
from holdtrue.core.digests import fold
from holdtrue.core.matching import filled
from holdtrue.store import reading
from holdtrue.store.models import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.core.days import Day

WITHIN = 24
"""Months after its closing in which a finding comes back."""
MOST = 200
"""Findings looked through, the newest first."""
_SHORTEST = 4
_SHARED = 3
"""Words of some length that two causes share before they look alike."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A finding that was closed."""

    record: Record
    day: Day
    verified: bool
    """Whether its mending was seen to work: if so, coming back says that it did not."""
    cause: str = ""


def came_back(
    organisation_id: int, day: Day, *, practice: str = "", requirement: str = "", about: Sequence[str] = ()
) -> list[Closed]:
    """Return the closed findings a new one is the return of, the one closed last first. At most three queries.

    It is on the same practice or requirement, and shares a record it is about, or neither names a system.
    """
    if not practice and not requirement:
        return []
    same = Q(key=practice) if practice else Q()
    if requirement:
        on = Q(links_out__relation="requirement", links_out__target_key=requirement)
        same = same | on if practice else on
    rows = Record.rows.of(organisation_id).filter(same, kind="finding", retired_day__isnull=True)
    found = closed_of(organisation_id, list(rows.distinct().order_by("-number")[:MOST]), day)
    if not found:
        return []
    mine = set(about)
    kinds = {
        uid: record.kind
        for uid, record in reading.by_uid(
            organisation_id, mine | {uid for _, body in found for uid in body["links"].get("about", ())}
        ).items()
    }
    told = []
    for one, body in found:
        theirs = set(body["links"].get("about", ()))
        wide = all(kinds.get(uid) != "system" for uid in mine | theirs)
        if wide or mine & theirs:
            told.append(one)
    return sorted(told, key=lambda c: -c.day)


def closed_of(
    organisation_id: int, records: Sequence[Record], day: Day
) -> list[tuple[Closed, dict[str, dict[str, list[str]]]]]:
    """Return those of the findings that were closed within the time, each with its newest content. One query or two."""
    first = add_months(day, -WITHIN)
    bodies = reading.bodies(organisation_id, [(r.pk, r.head_number) for r in records])
    found = []
    for record in records:
        body = bodies[record.pk]
        closed = to_day(body["fields"].get("closed_on"))
        if closed is not None and closed >= first:
            seen = filled(body["fields"].get("effect_verified_on"))
            found.append((Closed(record, closed, seen, str(body["fields"].get("cause") or "")), body))
    return found


def alike(one: str, other: str) -> bool:
    """Whether two causes are told in much the same words."""
    a, b = words(one), words(other)
    return len(a & b) >= _SHARED or (bool(a) and a == b)


def words(text: str) -> frozenset[str]:
    """Return the words of some length a text is made of."""
    kept = "".join(c if c.isalnum() else " " for c in fold(text))
    return frozenset(w for w in kept.split() if len(w) >= _SHORTEST)


__all__ = ["MOST", "WITHIN", "Closed", "alike", "came_back", "closed_of", "words"]
