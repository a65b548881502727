"""Reads how people know accounts, machines and people's records, whichever of them a uid is. One query."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdtrue.store import statements

if TYPE_CHECKING:
    from collections.abc import Iterable


class Named(NamedTuple):
    """What a uid is called; with the ref where it is a record's."""

    name: str
    ref: str


def named(organisation_id: int, uids: Iterable[str]) -> dict[str, Named]:
    """Return uid → the member's person or address, else the token's name, else the title of the record."""
    wanted = {uid for uid in uids if uid}
    if not wanted:
        return {}
    each, listed = statements.each(str), statements.listed(wanted)
    rows = statements.rows(
        f"SELECT 0, r.uid, r.title, r.ref FROM {each} CROSS JOIN store_record r"
        " WHERE r.uid = j.value AND r.organisation_id = %s"
        f" UNION ALL SELECT 1, k.uid, k.name, '' FROM {each} CROSS JOIN accounts_apitoken k"
        " WHERE k.uid = j.value AND k.organisation_id = %s"
        f" UNION ALL SELECT 2, u.uid, coalesce(p.title, u.email), '' FROM {each} CROSS JOIN accounts_user u"
        " LEFT JOIN accounts_membership m ON m.user_id = u.id AND m.organisation_id = %s"
        " LEFT JOIN store_record p ON p.id = m.person_id WHERE u.uid = j.value",
        [listed, organisation_id] * 3,
    )
    return {uid: Named(name, ref) for _, uid, name, ref in sorted(rows)}


__all__ = ["Named", "named"]
