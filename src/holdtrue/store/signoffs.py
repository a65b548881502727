"""Reads sign-offs as claims see them."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import orjson

from holdtrue.core.facts import SignOff
from holdtrue.core.quorum import counted
from holdtrue.store import statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_STANDING = (
    " AND (s.withdraws_id IS NOT NULL OR s.needed > 1 OR NOT EXISTS (SELECT 1 FROM store_signoff n"
    " WHERE n.organisation_id = s.organisation_id AND n.record_id = s.record_id AND n.id > s.id"
    " AND n.roles = s.roles AND n.meaning <> 'refused' AND +n.withdraws_id IS NULL AND n.needed <= 1"
    " AND NOT EXISTS (SELECT 1 FROM store_signoff w WHERE w.withdraws_id = n.id)"
    " AND (CAST(s.basis AS text) NOT LIKE '%%' || r.digest || '%%'"
    " OR (n.basis = s.basis AND n.day >= s.day AND coalesce(n.good_until, 0) = coalesce(s.good_until, 0)))))"
)
"""Leaves out what a later one in the same roles takes the place of: it vouches for as much and as long, or what it
replaces has drifted. Of a policy signed every month for years one is left; nothing that claims ask of today differs."""


def counted_signoffs(
    organisation_id: int, ids: Sequence[int], *, standing: bool = False
) -> dict[int, list[SignOff]]:
    """Return what counts as signed by record: no refusal, no withdrawal, no quorum that is not reached.

    `standing` leaves out what tells nothing about today; a past day needs all of them.
    """
    if not ids:
        return {}
    return counting(
        statements.rows(f"SELECT {select(standing=standing)}", [statements.listed(ids), organisation_id])
    )


def select(*, standing: bool) -> str:
    """Return what finds the sign-offs of some records, in any order, as `counting` takes them."""
    digest = " JOIN store_record r ON r.id = s.record_id" if standing else ""
    return (
        "s.record_id, s.day, s.roles, s.good_until, s.basis, s.meaning, s.id, p.uid, s.needed, s.withdraws_id,"
        f" CAST(NULL AS double precision) FROM {statements.each()} CROSS JOIN store_signoff s"
        f" JOIN store_record p ON p.id = s.signer_id{digest}"
        " WHERE s.organisation_id = %s AND s.record_id = j.value AND s.meaning <> 'refused'"
        f"{_STANDING if standing else ''}"
    )


def counting(rows: list[statements.Row]) -> dict[int, list[SignOff]]:
    """Return what counts among the rows that `select` found, the earliest first, by record."""
    found: dict[int, list[SignOff]] = defaultdict(list)
    rows.sort(key=_number)
    # A withdrawal lies on the record it takes a signature from, so it is among the rows at hand.
    withdrawals = {row[9]: row[1] for row in rows if row[9] is not None}
    needed: dict[int, int] = {}
    for record, day, roles, good_until, basis, meaning, number, signer, several, withdraws, _ in rows:
        if withdraws is not None:
            continue
        found[record].append(
            SignOff(
                day=day,
                recorded=day,
                signer=signer,
                roles=_roles(roles) if isinstance(roles, str) else frozenset(roles),
                good_until=good_until,
                basis=_basis(basis) if isinstance(basis, str) else _by_uid(basis),
                meaning=meaning,
                number=number,
                withdrawn=withdrawals.get(number),
            )
        )
        if several > 1:
            needed[number] = several
    if needed:
        return {record: counted(signoffs, needed) for record, signoffs in found.items()}
    return found


def _number(row: statements.Row) -> int:
    return int(row[6])


def told_apart(signoffs: Sequence[SignOff]) -> tuple[tuple[SignOff, ...], tuple[SignOff, ...]]:
    """Return those that stand, and those withdrawn since."""
    return (
        tuple([s for s in signoffs if s.withdrawn is None]),
        tuple([s for s in signoffs if s.withdrawn is not None]),
    )


def _by_uid(lines: Iterable[Any]) -> dict[str, str]:
    return {uid: digest for uid, _, digest in lines}


@lru_cache(maxsize=4_096)
def _basis(text: str) -> dict[str, str]:
    """What is signed year after year rests on the same: read once, and never written to."""
    return _by_uid(orjson.loads(text))


@lru_cache(maxsize=1_024)
def _roles(text: str) -> frozenset[str]:
    return frozenset(orjson.loads(text))
