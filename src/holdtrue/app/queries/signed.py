"""The sign-offs of a record as they stand: what each rested on, what changed since, who refused or took theirs back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

import orjson
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from holdtrue.app.actions.sign import REFUSED, WITHDRAWN
from holdtrue.app.queries.signing import Ahead, ahead, changed_since
from holdtrue.core.verdicts import State
from holdtrue.store import reading
from holdtrue.store.models import EntryText, SignOff
from holdtrue.store.prepared import Question

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from holdtrue.core.days import Day
    from holdtrue.core.facts import Fact
    from holdtrue.store.models import Organisation, Record


@dataclass(frozen=True, slots=True)
class Signed:
    """One sign-off; only the newest that counts says what changed since, older ones are history."""

    signoff: SignOff
    state: State
    newest: bool
    """The newest signature in favour that was not taken back; refusals and withdrawals never are."""
    basis: tuple[tuple[str, str], ...]
    """(ref, title) of the records it rested on, the signed one left out."""
    since: Ahead | None = None
    """What changed since, where it drifted and is the newest."""
    reason: str = ""
    withdrawn: SignOff | None = None
    """The row by which it was taken back."""

    @property
    def refused(self) -> bool:
        """Whether it is a refusal to sign."""
        return self.signoff.meaning == REFUSED


class Rested(Protocol):
    """What a signature rested on, as far as its standing asks."""

    ref: str
    title: str
    digest: str
    head_number: int
    retired_day: Day | None


@dataclass(slots=True)
class _Fact:
    ref: str
    title: str
    digest: str
    head_number: int = 0
    """Asked of the signed record alone, which is never read from its facts."""
    retired_day: Day | None = None


def signed(
    organisation: Organisation,
    record: Record,
    day: Day,
    fields: Mapping[str, object],
    *,
    limit: int = 12,
    near: Mapping[str, Fact] | None = None,
    rests: Mapping[str, str] | None = None,
) -> list[Signed]:
    """Return the newest of a record's sign-offs and refusals; a withdrawal is told with what it took back.

    `near` are facts at hand, by uid: what a signature rests on is not read again where it is among them; `rests` are
    the digests of what one would rest on now, likewise.
    """
    rows = _newest(organisation, record, limit)
    taken: dict[int | None, SignOff] = {row.pk: row.withdrawn_by for row in rows if _taken_back(row)}
    said: dict[int | None, str] = {
        (taken.get(row.pk) or row).entry: str(orjson.loads(row.said)) for row in rows if row.said
    }
    known = {**_rested_on(rows, near or {}), record.uid: record}
    told = standing_of(organisation, rows, day, taken=taken, known=known, said=said)
    first = next((n for n, one in enumerate(told) if not one.refused and one.withdrawn is None), None)
    if first is None:
        return told
    one = told[first]
    since = None
    if one.state is State.DRIFTED and rests is not None:
        since = changed_since(organisation, record, one.signoff, rests, near or {})
    elif one.state is State.DRIFTED:
        since = ahead(organisation, record, fields, last=one.signoff)
    told[first] = Signed(one.signoff, one.state, True, one.basis, since, one.reason)  # noqa: FBT003  # the field `newest`
    return told


def standing_of(
    organisation: Organisation,
    rows: Sequence[SignOff],
    day: Day,
    *,
    taken: Mapping[int | None, SignOff] | None = None,
    known: Mapping[str, Rested] | None = None,
    said: Mapping[int | None, str] | None = None,
) -> list[Signed]:
    """Return sign-offs of any records as they stand, in their order. Three queries where there are any.

    `known` are records at hand, by uid: many rest on themselves alone. `said` are the reasons, where they are read.
    """
    if taken is None:
        found_taken = SignOff.rows.of(organisation.pk).filter(withdraws_id__in=[row.pk for row in rows])
        taken = {row.withdraws_id: row for row in found_taken}
    found: dict[str, Rested] = dict(known or {})
    found |= reading.by_uid(organisation.pk, {uid for row in rows for uid, _, _ in row.basis} - found.keys())
    if said is None:
        said = _reasons(organisation, [*rows, *taken.values()])
    return [
        Signed(
            signoff=row,
            state=_state(found, row, day, withdrawn=row.pk in taken),
            newest=False,
            basis=tuple(
                (found[uid].ref, found[uid].title)
                for uid, _, _ in row.basis
                if uid in found and uid != row.basis[0][0]
            ),
            reason=said.get(taken[row.pk].entry if row.pk in taken else row.entry, ""),
            withdrawn=taken.get(row.pk),
        )
        for row in rows
    ]


def _rested_on(rows: Sequence[SignOff], near: Mapping[str, Fact]) -> dict[str, Rested]:
    """What signatures rest on, from facts at hand: these stand, so that none of them is retired."""
    uids = {uid for row in rows for uid, _, _ in row.basis}
    return {uid: _Fact(one.ref, one.title, one.digest) for uid in uids if (one := near.get(uid)) is not None}


def _newest(organisation: Organisation, record: Record, limit: int) -> list[Any]:
    """The newest sign-offs and refusals with signer, revision, what took them back, and the reason given: `said`."""
    return _newest_of(limit).records(organisation=organisation.pk, record=record.pk)


@cache
def _newest_of(limit: int) -> Question[SignOff]:
    def newest(organisation: int, record: int) -> QuerySet[SignOff]:
        reason = EntryText.objects.filter(
            log__organisation_id=organisation,
            what="reason",
            seq=Coalesce(OuterRef("withdrawn_by__entry"), OuterRef("entry")),
        )
        rows = SignOff.rows.of(organisation).filter(record_id=record).exclude(meaning=WITHDRAWN)
        rows = rows.select_related("signer", "revision", "withdrawn_by")
        told = rows.annotate(said=Subquery(reason.values("text")[:1])).order_by("-id")
        few: QuerySet[SignOff] = told[:limit]
        return few

    return Question(newest, organisation=-7001, record=-7002)


def _taken_back(row: SignOff) -> bool:
    return getattr(row, "withdrawn_by", None) is not None


def _reasons(organisation: Organisation, rows: Sequence[SignOff]) -> dict[int | None, str]:
    """Return the reasons given with sign-offs, by the number of their ledger entry; erased ones are left out."""
    numbers = [row.entry for row in rows if row.entry is not None]
    if not numbers:
        return {}
    texts = EntryText.objects.filter(
        log__organisation_id=organisation.pk, what="reason", seq__in=numbers, text__isnull=False
    )
    return {seq: str(orjson.loads(text)) for seq, text in texts.values_list("seq", "text") if text}


def _state(found: Mapping[str, Rested], row: SignOff, day: Day, *, withdrawn: bool) -> State:
    if withdrawn:
        return State.MISSING
    if row.meaning == REFUSED:
        own = found.get(row.basis[0][0])
        answered = own is None or own.head_number > row.basis[0][1]
        return State.HOLDS if answered else State.CONTRADICTED
    if any(_drifted(found, uid, digest) for uid, _, digest in row.basis):
        return State.DRIFTED
    return State.LAPSED if row.good_until is not None and row.good_until <= day else State.HOLDS


def _drifted(found: Mapping[str, Rested], uid: str, digest: str) -> bool:
    """What was signed counts by the revision in force, which for the record itself the sign-off may have made."""
    other = found.get(uid)
    return other is None or other.retired_day is not None or (other.digest != digest and bool(other.digest))
