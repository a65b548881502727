"""Reads sign-offs as claims see them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import orjson

from holdtrue.core.facts import SignOff
from holdtrue.core.quorum import counted
from holdtrue.store import statements

if TYPE_CHECKING:
    from collections.abc import Sequence


def counted_signoffs(organisation_id: int, ids: Sequence[int]) -> dict[int, list[SignOff]]:
    """Return what counts as signed by record: no refusal, no withdrawal, no quorum that is not reached."""
    found: dict[int, list[SignOff]] = defaultdict(list)
    if not ids:
        return found
    rows = statements.rows(
        "SELECT s.record_id, s.day, s.roles, s.good_until, s.basis, s.meaning, s.id, p.uid, s.needed,"
        f" s.withdraws_id FROM {statements.each()} CROSS JOIN store_signoff s"
        " JOIN store_record p ON p.id = s.signer_id"
        " WHERE s.organisation_id = %s AND s.record_id = j.value AND s.meaning <> 'refused' ORDER BY s.id",
        [statements.listed(ids), organisation_id],
    )
    # A withdrawal lies on the record it takes a signature from, so it is among the rows at hand.
    withdrawals = {row[9]: row[1] for row in rows if row[9] is not None}
    needed: dict[int, int] = {}
    for record, day, roles, good_until, basis, meaning, number, signer, several, withdraws in rows:
        if withdraws is not None:
            continue
        found[record].append(
            SignOff(
                day=day,
                recorded=day,
                signer=signer,
                roles=frozenset(_json(roles)),
                good_until=good_until,
                basis={uid: digest for uid, _, digest in _json(basis)},
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


def _json(value: object) -> Any:  # noqa: ANN401  # any JSON value
    return orjson.loads(value) if isinstance(value, (str, bytes)) else value
