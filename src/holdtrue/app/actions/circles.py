"""Refuses links by which a record would come before itself: a unit below itself, people who report in a round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.refusals import BadInput
from holdtrue.store import reach, reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.composing import End
    from holdtrue.core.kinds import Kind
    from holdtrue.store.models import Record

_LISTED = 6


def refuse_circles(record: Record, kind: type[Kind], ends: Mapping[str, Sequence[End]]) -> None:
    """Raise BadInput, naming the round, where a relation from a kind to itself would lead back to the record.

    Units keep their own check, which knows the tree. A record linked to itself is refused for every relation.
    """
    for relation, some in ends.items():
        rows = [end.row_id for end in some if end.row_id is not None]
        if record.pk in rows:
            raise BadInput("link.to_itself", field=relation, ref=record.ref, label=kind.spec(relation).label)
        if kind.edges.get(relation) != kind.id or kind.id == "unit":
            continue
        for row in rows:
            way = reach.way_back(record.organisation_id, record.pk, relation, row)
            if way:
                raise BadInput(
                    "link.circle", field=relation, label=kind.spec(relation).label, way=_told(record, way)
                )


def _told(record: Record, way: Sequence[int]) -> str:
    known = reading.by_id(record.organisation_id, way)
    names = [f"{known[row].title} ({known[row].ref})" for row in way if row in known]
    if len(names) > _LISTED:
        names = [*names[: _LISTED - 1], "…", names[-1]]
    own = f"{record.title} ({record.ref})"
    return " → ".join((own, *names, own))
