"""Which sign-offs rest on a record, and which of them a change of it would drift."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdtrue.core.kinds import KINDS
from holdtrue.store import reach, reading
from holdtrue.store.models import SignOff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.store.models import Record

MOST = 2_000
"""Sign-offs looked at; a record that more rest on says so."""
_SIGNED = frozenset(kind.id for kind in KINDS.values() if kind.material)


@dataclass(frozen=True, slots=True)
class Rested:
    """What rests on a record before it changes."""

    digest: str
    fields: dict[str, object]
    """Fields and links together, as the newest revision has them."""
    signed: tuple[tuple[int, str], ...]
    """(row of the signed record, digest it was signed with) of every newest sign-off that still agrees with it."""
    more: bool = False


@dataclass(frozen=True, slots=True)
class Drifts:
    """One signed record whose sign-off would no longer agree, and the material fields that differ."""

    ref: str
    title: str
    kind: str
    fields: tuple[str, ...]


def resting_on(organisation_id: int, record: Record) -> Rested:
    """Return the newest sign-offs whose basis names the record as it is now. Seven queries at most."""
    now = stood(record)
    return _agreeing(organisation_id, record, now)


def stood(record: Record) -> Rested:
    """Return a record as it is now, before anything is asked about what rests on it. One query."""
    body = reading.body(record)
    return Rested(record.digest, {**body["fields"], **body["links"]}, ())


def drifted_since(organisation_id: int, record: Record, before: Rested) -> Sequence[Drifts]:
    """Return the sign-offs that agreed with the record as it stood `before` and no longer do."""
    if record.retired_day is None and record.digest == before.digest:
        return ()
    return drifted(organisation_id, record, _agreeing(organisation_id, record, before))


def _agreeing(organisation_id: int, record: Record, stands: Rested) -> Rested:
    near = {row for row, _ in reach.neighbours(organisation_id, [record.pk], _SIGNED)}
    systems = reach.systems(organisation_id, [(record.pk, record.kind)])
    near |= {record.pk, *systems}
    if systems:
        near |= {row for row, _ in reach.neighbours(organisation_id, systems, _SIGNED)}
    rows = (
        SignOff.rows.of(organisation_id)
        .filter(record_id__in=sorted(near)[: MOST * 5], withdrawn_by__isnull=True)
        .exclude(meaning__in=("refused", "withdrawn"))
        .order_by("-id")
        .values_list("record_id", "basis")[: MOST + 1]
    )
    newest: dict[int, str] = {}
    seen: set[int] = set()
    for row, basis in rows:
        if row in seen:
            continue
        seen.add(row)
        digest = next((d for uid, _, d in basis if uid == record.uid), None)
        if digest is not None and digest == stands.digest:
            newest[row] = digest
    return replace(stands, signed=tuple(newest.items()), more=len(seen) > MOST)


def drifted(organisation_id: int, record: Record, rested: Rested) -> Sequence[Drifts]:
    """Return which of them no longer agree with the record as it stands now, with the fields that say so."""
    gone = record.retired_day is not None
    if not rested.signed or (not gone and record.digest == rested.digest):
        return ()
    body = reading.body(record)
    now = {**body["fields"], **body["links"]}
    kind = KINDS[record.kind]
    fields = tuple(n for n in kind.material if rested.fields.get(n) != now.get(n)) if not gone else ()
    found = reading.by_id(organisation_id, [row for row, _ in rested.signed])
    own = (record.pk,) if gone else ()
    return [
        Drifts(one.ref, one.title, one.kind, fields)
        for row, _ in rested.signed
        if (one := found.get(row)) is not None and row not in own
    ]


__all__ = ["Drifts", "Rested", "drifted", "drifted_since", "resting_on", "stood"]
