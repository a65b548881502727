"""Systems not yet sorted, a screenful at a time, each with the facts it has and what its words suggest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.queries.lists import Asked, listed
from holdtrue.core.matching import filled
from holdtrue.core.triaging import Suggestion, suggestions
from holdtrue.store import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Caller

ROWS = 12


@dataclass(frozen=True, slots=True)
class Unsorted:
    """One system that waits to be sorted."""

    ref: str
    title: str
    unit: str
    purpose: str
    fields: Mapping[str, object]
    suggested: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A screenful of them; `total` is None beyond ten thousand."""

    rows: tuple[Unsorted, ...]
    total: int | None
    next: str
    organization: Mapping[str, object]


def waiting(caller: Caller, *, text: str = "", after: str = "") -> Waiting:
    """Return the next systems to sort, by ref. About five queries."""
    found = listed(caller, Asked(kind="system", text=text, tier="unsorted"), after=after, limit=ROWS)
    lines = found.page.lines
    rows = of(caller, [line.ref for line in lines], {line.ref: line.unit for line in lines})
    last = lines[-1].ref if found.page.more and lines else ""
    return Waiting(rows, found.page.total, last, own_facts(caller))


def own_facts(caller: Caller) -> Mapping[str, object]:
    """Return the organisation's own facts, from which a system takes what it does not say itself."""
    found: Mapping[str, object] = reading.body(reading.own_record(caller.organisation.pk))["fields"]
    return found


def of(caller: Caller, refs: Sequence[str], units: Mapping[str, str]) -> tuple[Unsorted, ...]:
    """Return these systems, in the order named; one that is not there is left out."""
    pk = caller.organisation.pk
    records = reading.by_ref(pk, refs)
    bodies = reading.bodies(pk, [(r.pk, r.head_number) for r in records.values()])
    return tuple(
        _unsorted(ref, records[ref].title, units.get(ref, ""), bodies[records[ref].pk]["fields"])
        for ref in refs
        if ref in records
    )


def _unsorted(ref: str, title: str, unit: str, fields: Mapping[str, object]) -> Unsorted:
    purpose = str(fields.get("intended_purpose") or fields.get("task_and_method") or "")
    told = suggestions((title, fields.get("intended_purpose"), fields.get("outputs")))
    return Unsorted(
        ref, title, unit, purpose, fields, tuple(s for s in told if not filled(fields.get(s.field)))
    )
