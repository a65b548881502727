"""What somebody held to a unit may write: records of its branch, leading to nothing that lies elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.composing import resolve
from holdtrue.app.actions.permission import on_record, require
from holdtrue.core.kinds import KINDS
from holdtrue.store import reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.actions.composing import End
    from holdtrue.core.kinds import Kind

_ANYWHERE = frozenset({"person", "role", "organization"})
"""Kinds that may be named wherever they lie: whoever answers for something need not sit in its unit."""

Ends = dict[str, tuple["End", ...]]


def placed(
    caller: Caller, kind: type[Kind], ends: Mapping[str, Sequence[End]]
) -> Mapping[str, Sequence[End]]:
    """Return the links of a record about to be added: in the caller's unit where they named none.

    NotAllowed where a link leads out of the branch the caller is held to.
    """
    held = caller.actor.held_to
    if not held:
        return ends
    relation = "parent" if kind.id == "unit" else "unit"
    if relation in kind.specs_by_name() and not ends.get(relation):
        own = held.rstrip("/").rpartition("/")[2]
        ends = {**ends, **resolve(caller.organisation.pk, kind, {relation: (own,)})}
    require_within(caller, (end for some in ends.values() for end in some))
    return ends


def require_within(caller: Caller, ends: Iterable[End]) -> None:
    """Return where links lead to nothing outside the branch the caller is held to; NotAllowed with the reason."""
    if not caller.actor.held_to:
        return
    rows = [end.row_id for end in ends if end.row_id is not None]
    for record in reading.by_id(caller.organisation.pk, rows).values():
        if record.kind not in _ANYWHERE and record.kind in KINDS:
            require(caller, "read", on_record(record))


__all__ = ["placed", "require_within"]
