"""The columns of a list: which are shown, which could be, and where their heads lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.queries.captions import NAMED_BY_SYSTEM
from holdtrue.app.queries.ordered import sorts
from holdtrue.core import sortkeys
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.table import Choice, Column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.queries.ordered import Order
    from holdtrue.core.kinds import FieldSpec, Kind

COLUMNS = "columns"
OF_SYSTEMS = ("unit", "owner", "tier", "use", "stands", "next")
"""What the inventory shows unless other columns are chosen."""
BESIDE = ("tier", "stands", "next")
"""Columns of systems that say what is derived."""
CHANGED = "changed_at"
_TELLING = 3
_TELL = {"risk": ("level", "treatment", "due")}
"""Where the first fields declared would say less than others."""
_NUMERIC = frozenset({"number"})
_SORTED_AS = {"stands": "state", "next": "next_change"}
"""Columns put in order by a word of their own."""


def default(kind: type[Kind]) -> tuple[str, ...]:
    """Return the columns beside the title that a list shows by itself."""
    if kind.id == "system":
        return OF_SYSTEMS
    owner = (kind.owner_field,) if kind.owner_field else ()
    if kind.id in NAMED_BY_SYSTEM:
        owner = ("system", *owner)
    return (*owner, *(spec.name for spec in telling(kind)))


def telling(kind: type[Kind]) -> list[FieldSpec]:
    """Return the fields of a kind that tell its records apart at a glance."""
    if kind.id in _TELL:
        return [kind.spec(name) for name in _TELL[kind.id]]
    found = [
        spec
        for spec in kind.field_specs()
        if spec.type in ("choice", "date", "yes_no", "number")
        and not spec.derived
        and not spec.personal
        and (spec.filterable or spec.name == kind.dated)
    ]
    return found[:_TELLING]


def offered(kind: type[Kind], specs: Mapping[str, FieldSpec]) -> tuple[str, ...]:
    """Return every column that can be shown."""
    derived = sortkeys.DERIVED.get(kind.id, ())
    shown = (n for n, spec in specs.items() if not spec.derived or (n in derived and n not in BESIDE))
    fields = [n for n in shown if n != kind.title_field]
    return (*(BESIDE if kind.id == "system" else ()), *fields, CHANGED)


def chosen(kind: type[Kind], specs: Mapping[str, FieldSpec], asked: Sequence[str]) -> tuple[str, ...]:
    """Return the columns an address asks for; what is no column is passed over."""
    known = set(offered(kind, specs))
    names = [name for text in asked for name in text.split(",") if name in known]
    return tuple(dict.fromkeys(names)) or default(kind)


def label(kind: type[Kind], specs: Mapping[str, FieldSpec], name: str) -> str:
    """Say a column's head."""
    if kind.id == "system" and name in OF_SYSTEMS:
        return t(f"page.list.{name}")
    if name == CHANGED:
        return t("page.list.changed")
    return said(specs[name].label)


def columns(
    kind: type[Kind],
    specs: Mapping[str, FieldSpec],
    names: Sequence[str],
    address: str,
    kept: Mapping[str, object],
    order: Order | None,
) -> tuple[Column, ...]:
    """Return the heads; each that can leads to the list in its order, and from there to the other way round."""
    known = sorts(kind.id, specs)

    def head(words: str, name: str, *, wide: str = "") -> Column:
        by = _SORTED_AS.get(name, name)
        if by not in known:
            return Column(words, wide=bool(wide))
        here = order is not None and order.by == by
        down = bool(here and order and order.down)
        way = ("descending" if down else "ascending") if here else ""
        href = with_query(address, **{**kept, "sort": by if not here or down else f"-{by}"})
        numeric = name in specs and specs[name].type in _NUMERIC
        return Column(words, href, way, numeric=numeric, wide=bool(wide))

    first = head(said(kind.label), sortkeys.TITLE, wide="yes")
    return (first, *(head(label(kind, specs, name), name) for name in names))


def choices(kind: type[Kind], specs: Mapping[str, FieldSpec], names: Sequence[str]) -> tuple[Choice, ...]:
    """Return every column to choose from, those shown marked."""
    every = [*names, *(name for name in offered(kind, specs) if name not in names)]
    return tuple(Choice(name, label(kind, specs, name), name in names) for name in every)
