"""The sign-offs of a record as they stand: what each rested on, and what changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.queries.records import signoffs
from holdtrue.app.queries.signing import Differs, ahead
from holdtrue.core.verdicts import State
from holdtrue.store import reading

if TYPE_CHECKING:
    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation, Record, SignOff


@dataclass(frozen=True, slots=True)
class Signed:
    """One sign-off; only the newest of a record says what changed since, older ones are history."""

    signoff: SignOff
    state: State
    newest: bool
    basis: tuple[tuple[str, str], ...]
    """(ref, title) of the records it rested on, the signed one left out."""
    changed: tuple[Differs, ...] = ()


def signed(
    organisation: Organisation, record: Record, day: Day, fields: Mapping[str, object], *, limit: int = 12
) -> list[Signed]:
    """Return a record's sign-offs, newest first. Two queries where nothing drifted."""
    rows = signoffs(record)[:limit]
    found = reading.by_uid(organisation.pk, {uid for row in rows for uid, _, _ in row.basis})
    told = []
    for place, row in enumerate(rows):
        drifted = any(_drifted(found, uid, digest) for uid, _, digest in row.basis)
        state = State.HOLDS
        if drifted:
            state = State.DRIFTED
        elif row.good_until is not None and row.good_until <= day:
            state = State.LAPSED
        told.append(
            Signed(
                signoff=row,
                state=state,
                newest=place == 0,
                basis=tuple(
                    (found[uid].ref, found[uid].title)
                    for uid, _, _ in row.basis
                    if uid in found and uid != record.uid
                ),
                changed=ahead(organisation, record, fields).changed if drifted and place == 0 else (),
            )
        )
    return told


def _drifted(found: Mapping[str, Record], uid: str, digest: str) -> bool:
    """What was signed counts by the revision in force, which for the record itself the sign-off may have made."""
    other = found.get(uid)
    return other is None or other.retired_day is not None or (other.digest != digest and bool(other.digest))
