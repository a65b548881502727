"""Set sign-offs: one decision over a named set of records, each of which keeps its own basis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.composing import normal_ref
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.actions.sign import Decision, meaning_named, require_newest, sign_all, signable, signer_of
from holdtrue.core.refusals import BadInput, NotFound, Stale
from holdtrue.store import reading, standings

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.store.models import Record, SignOff

MOST = 500
"""Records signed at one go."""
_NAMED = 6
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """What of one record the signer was shown: its revision, and the print of its basis."""

    revision: int | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class SignedSet:
    """A set as it was signed."""

    uid: str
    name: str
    signoffs: tuple[SignOff, ...]


def sign_set(
    caller: Caller,
    name: str,
    refs: Sequence[str],
    decision: Decision,
    *,
    signer: str = "",
    shown: Mapping[str, Shown] | None = None,
    opened: Collection[str] = (),
) -> SignedSet:
    """Sign every record of a set as one decision: all of them or none.

    `shown` is, by ref, what the signer saw; `opened` names those they opened one by one, which records of systems of
    the high tier must be. Each record's sign-off drifts, lapses and is withdrawn by itself.
    """
    title = " ".join(name.split())
    if not title or len(title) > _LONGEST:
        raise BadInput("sign.set.name", field="set", most=_LONGEST)
    wanted = list(dict.fromkeys(normal_ref(ref) or ref for ref in refs))
    if not 1 <= len(wanted) <= MOST:
        raise BadInput("sign.set.size", field="set", most=MOST)
    meaning = meaning_named(decision.meaning)
    first = _found(caller, wanted)
    for record in first:
        require(caller, "sign", on_record(signable(record)))
    with acting(caller, f"{_kind_of(first)}.sign", "sign", on_record(first[0])) as act:
        records = _found(caller, wanted)
        told = shown or {}
        _require_shown(records, told)
        _require_opened(records, {normal_ref(ref) or ref for ref in opened})
        made = sign_all(
            act,
            records,
            signer_of(caller, signer),
            Decision(
                meaning,
                decision.good_for,
                decision.why,
                decision.proof,
                set_uid=caller.clock.uid(),
                set_name=title,
            ),
            shown={r.pk: told[r.ref].basis for r in records if r.ref in told and told[r.ref].basis},
        )
    return SignedSet(made[0].set_uid, title, tuple(made))


def high_tier(records: Sequence[Record]) -> frozenset[str]:
    """Return the refs of those that are, or belong to, a system of the high tier: opened before they are signed."""
    if not records:
        return frozenset()
    organisation = records[0].organisation_id
    rows = [r.pk for r in records]
    near = reading.linked(organisation, rows)
    tiers = standings.tiers(organisation, {s for r in rows for s in (r, *near.get(r, ()))})
    return frozenset(
        r.ref for r in records if any(tiers.get(s) == "high" for s in (r.pk, *near.get(r.pk, ())))
    )


def _found(caller: Caller, refs: Sequence[str]) -> list[Record]:
    found = reading.by_ref(caller.organisation.pk, refs)
    missing = next((ref for ref in refs if ref not in found), None)
    if missing is not None:
        raise NotFound("record.not_found", ref=missing)
    return [found[ref] for ref in refs]


def _require_shown(records: Sequence[Record], shown: Mapping[str, Shown]) -> None:
    for record in records:
        require_newest(record, None)
    moved = [r.ref for r in records if r.ref in shown and shown[r.ref].revision not in (None, r.head_number)]
    if moved:
        raise Stale("sign.set.moved", refs=_few(moved))


def _require_opened(records: Sequence[Record], opened: Collection[str]) -> None:
    closed = sorted(high_tier(records) - set(opened))
    if closed:
        raise BadInput("sign.set.unopened", field="opened", refs=_few(closed), n=len(closed))


def _few(refs: Sequence[str]) -> str:
    return ", ".join(refs[:_NAMED]) + ("…" if len(refs) > _NAMED else "")


def _kind_of(records: Sequence[Record]) -> str:
    kinds = {r.kind for r in records}
    return kinds.pop() if len(kinds) == 1 else "record"
