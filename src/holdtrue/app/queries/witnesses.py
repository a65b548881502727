"""Loads the facts that tell why something holds: what is near a scope, and the few members that witness for others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.derive.asked import index_of, pointing
from holdtrue.app.derive.views import CONTEXT
from holdtrue.core.practices import library
from holdtrue.core.register.neighbourhood import WIDE
from holdtrue.store import loading, owed_brief, reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdtrue.store.loading import Loaded
    from holdtrue.store.models import Record

ORGANISATION_WIDE = (*CONTEXT, *sorted(WIDE - {"person", "unit", *CONTEXT}))
"""Kinds whose records are all loaded to tell of a system: of people only who holds a role."""


def holding_roles(organisation_id: int) -> set[int]:
    """Return the row ids of those who hold or stand in for a role, by way of the roles, which are few. One query."""
    return set(owed_brief.places(organisation_id).values())


def missed_ones(organisation_id: int, uids: Iterable[str]) -> list[Record]:
    """Return the records of these uids. One query; none where there are none."""
    return list(reading.by_uid(organisation_id, uids).values())


def loaded_near(
    organisation_id: int, scopes: Sequence[int], missed: Iterable[Record], around: Iterable[int]
) -> Loaded:
    """Load scopes with all that is near them, and each record missed with what its kind is judged by.

    Who owns or has read thousands of things is told as quickly as anybody; a system is told by all that is near it.
    """
    parts = index_of(library()).by_kind
    whole, members, by = list(scopes), [], set[str]()
    for record in missed:
        asked = parts.get(record.kind, ())
        kinds = pointing(record.kind, asked) if asked and record.kind != "system" else None
        if kinds is None:
            whole.append(record.pk)
        else:
            members.append(record.pk)
            by |= kinds
    narrow = by if members else None
    return loading.neighbourhood(
        organisation_id, whole, also=around, by=narrow, members=members, standing=True
    )


__all__ = ["ORGANISATION_WIDE", "holding_roles", "loaded_near", "missed_ones"]
