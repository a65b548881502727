"""Whose approval a document asks for: the role a practice names, and who holds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.content import by_edition
from holdtrue.core.matching import matches
from holdtrue.core.practices import LEVELS, library
from holdtrue.store.models import Link

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller


@dataclass(frozen=True, slots=True)
class Approver:
    """A role whose signature a practice asks for; `people` hold it or stand in."""

    role: str
    people: tuple[str, ...]


def approvers(caller: Caller, kind: str, fields: Mapping[str, object]) -> tuple[Approver, ...]:
    """Return the roles whose signature counts; none where any signature by a person who may sign does. One query."""
    roles = list(
        dict.fromkeys(role for where, role in _asked(kind) if role and matches(fields, where) is not False)
    )
    if not roles:
        return ()
    rows = (
        Link.rows.of(caller.organisation.pk)
        .filter(relation__in=("holder", "deputy"), source__kind="role", source__key__in=roles)
        .filter(source__retired_day__isnull=True, target__retired_day__isnull=True)
        .order_by("-relation", "source_id")
        .values_list("source__key", "target__title")
    )
    held: dict[str, list[str]] = {}
    for role, name in rows:
        held.setdefault(str(role), []).append(str(name))
    return tuple(Approver(role, tuple(dict.fromkeys(held.get(role, ())))) for role in roles)


@by_edition
def _asked(kind: str) -> tuple[tuple[Mapping[str, object], str], ...]:
    """The conditions under which a practice asks for a signature on this kind, with the role it asks."""
    return tuple(
        found
        for practice in library().practices
        for level in LEVELS
        for found in _signed(practice.levels[level], kind)
    )


def _signed(claim: object, kind: str) -> Iterator[tuple[Mapping[str, object], str]]:
    if isinstance(claim, list):
        for part in claim:
            yield from _signed(part, kind)
    elif isinstance(claim, Mapping):
        if claim.get("signed") == kind:
            where = claim.get("where", {})
            yield (where if isinstance(where, Mapping) else {}), str(claim.get("by") or "")
        else:
            for part in claim.values():
                yield from _signed(part, kind)
