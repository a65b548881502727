"""Reads what giving a signature asks for and writes the sign-offs given, in statements of its own: one each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from holdtrue.store import statements

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from holdtrue.store.models import SignOff


def people_of(organisation_id: int, accounts: Collection[str]) -> dict[str, str]:
    """Return the uid of the person each account stands for here; machines stand for nobody."""
    rows = statements.rows(
        f"SELECT u.uid, p.uid FROM {statements.each(str)} CROSS JOIN accounts_user u"
        " JOIN accounts_membership m ON m.user_id = u.id JOIN store_record p ON p.id = m.person_id"
        " WHERE m.organisation_id = %s AND u.uid = j.value",
        [statements.listed(accounts), organisation_id],
    )
    return dict(rows)


def signed_by_others(organisation_id: int, records: Collection[int], signer: int) -> list[tuple[int, str]]:
    """Return each record somebody else signed, and signs still, with the digest of the revision signed. One query."""
    rows = statements.rows(
        f"SELECT s.record_id, v.digest FROM {statements.each()} CROSS JOIN store_signoff s"
        " JOIN store_revision v ON v.id = s.revision_id"
        " WHERE s.organisation_id = %s AND s.record_id = j.value AND s.signer_id <> %s"
        " AND s.meaning NOT IN ('refused', 'withdrawn')"
        " AND NOT EXISTS (SELECT 1 FROM store_signoff w WHERE w.withdraws_id = s.id)",
        [statements.listed(records), organisation_id, signer],
    )
    return [(row, str(digest)) for row, digest in rows]


def rules(organisation_id: int) -> dict[str, tuple[int, list[str]]]:
    """Return how many signatures a rule wants on records of a kind, and of holders of which roles, by kind."""
    rows = statements.rows(
        "SELECT kind, needed, roles FROM store_signrule WHERE organisation_id = %s", [organisation_id]
    )
    return {
        kind: (needed, orjson.loads(roles) if isinstance(roles, str) else roles)
        for kind, needed, roles in rows
    }


def add(signoffs: Sequence[SignOff]) -> None:
    """Insert sign-offs that carry all they say, and give each its row id."""
    rows = statements.returning(
        f"INSERT INTO store_signoff ({', '.join(_PLAIN)}, signed_at, roles, basis) VALUES %s RETURNING uid, id",
        [
            (
                *(getattr(one, name) for name in _PLAIN),
                statements.moment(one.signed_at),
                orjson.dumps(one.roles).decode(),
                orjson.dumps(one.basis).decode(),
            )
            for one in signoffs
        ],
    )
    ids: dict[str, int] = {uid: row for uid, row in rows}  # noqa: C416  # a row is a tuple of any length
    for one in signoffs:
        one.id = ids[one.uid]
        one._state.adding = False  # noqa: SLF001  # stored from here on, as Django's own way would leave it


_PLAIN = (
    *(
        "organisation_id",
        "uid",
        "record_id",
        "revision_id",
        "signer_id",
        "account",
        "meaning",
        "day",
        "good_for",
    ),
    *(
        "good_until",
        "self_signed",
        "console",
        "method",
        "needed",
        "set_uid",
        "set_name",
        "withdraws_id",
        "entry",
    ),
)

__all__ = ["add", "people_of", "rules"]
