"""A list as a board: its records in columns by one field of choices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.queries.inventory import Named, owners
from holdtrue.app.queries.lists import filter_of
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.core.sortkeys import key_of
from holdtrue.store import board, listing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.lists import Asked
    from holdtrue.core.kinds import FieldSpec
    from holdtrue.store.listing import Line

CARDS = 20
"""Cards a column shows; the rest are counted and lead to the list."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a value of the field ('' for none), how many records, the first of them."""

    value: str
    total: int
    lines: Sequence[Line]


def boarded_by(specs: Mapping[str, FieldSpec]) -> tuple[str, ...]:
    """Return the fields a board can be made by: one of several, typed by people."""
    return tuple(
        name
        for name, spec in specs.items()
        if spec.type == "choice" and spec.choices and not spec.derived and not spec.linked and spec.filterable
    )


def board_of(
    caller: Caller, asked: Asked, specs: Mapping[str, FieldSpec], field: str
) -> tuple[list[Column], dict[int, Named]]:
    """Return the columns in the order of the choices, and who owns each card. BadInput names a wrong field."""
    if field not in boarded_by(specs):
        names = boarded_by(specs)
        raise BadInput("list.unknown_field", field=field, kind=KINDS[asked.kind].label, names=names)
    pk = caller.organisation.pk
    counts, rows = board.stacks(pk, filter_of(caller, asked), field, cards=CARDS)
    spec = specs[field]
    lines = {line.id: line for line in listing.lines_of(pk, [row for some in rows.values() for row in some])}
    places = {"": "", **{key_of(spec, option): option for option, _ in spec.choices}}
    others = {key: "" for key in counts if key not in places}
    found: dict[str, Column] = {}
    for key, value in {**places, **others}.items():
        before = found.get(value, Column(value, 0, ()))
        here = [lines[row] for row in rows.get(key, ()) if row in lines]
        found[value] = Column(value, before.total + counts.get(key, 0), [*before.lines, *here][:CARDS])
    relation = KINDS[asked.kind].owner_field
    owned = owners(pk, relation, lines) if relation and lines else {}
    empty = found.pop("")
    return [*found.values(), *([empty] if empty.total else [])], owned


__all__ = ["CARDS", "Column", "board_of", "boarded_by"]
