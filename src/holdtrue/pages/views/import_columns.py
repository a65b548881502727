"""The columns of a file being brought in: what each was taken for, how surely, and what else it could be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.imports.targets import targets
from holdtrue.core.days import iso
from holdtrue.core.kinds import KINDS
from holdtrue.core.practices import library
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.imports import MappedColumn, MappingView
from holdtrue.pages.shapes.table import Choice

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.http import QueryDict

    from holdtrue.app.imports.mapping import Column
    from holdtrue.app.uploads import Opened
    from holdtrue.pages.views.frame import Visit

_PREFIX = "column-"
_SURE, _LIKELY = 0.9, 0.75
_SAMPLES = 3
_FEW = 30
"""Up to so many columns each is offered every practice; a wider file offers those it seems to speak of."""


def chosen(form: QueryDict) -> dict[int, str]:
    """Return position → the target a person chose, '' to keep the column beside the record."""
    return {
        int(name.removeprefix(_PREFIX)): str(value)
        for name, value in form.items()
        if name.startswith(_PREFIX) and name.removeprefix(_PREFIX).isdecimal()
    }


def view(
    visit: Visit, at_hand: Opened, said_now: Mapping[int, str], errors: Mapping[str, str]
) -> MappingView:
    """Return the page of the columns; `said_now` is what a refused answer said."""
    run, table, mapping = at_hand.run, at_hand.table, at_hand.mapping
    offered = _offered(mapping.kind, at_hand)
    columns = tuple(
        _column(at_hand, column, said_now.get(column.index, column.target), offered, errors)
        for column in mapping.columns
    )
    named = {column.index: column.header for column in mapping.columns}
    identity = ", ".join(named[index] for index in mapping.identity if index in named)
    read_as = t(
        "act.import.read_as",
        name=run.file_name,
        how=_how(at_hand),
        line=table.header_line,
        rows=run.total,
        n=len(columns),
    )
    from holdtrue.pages.views.acts_import import kinds

    return MappingView(
        visit.places.at("import", str(run.number), "columns"),
        run.file_name,
        kinds(mapping.kind),
        read_as,
        columns,
        iso(run.said_on),
        t("act.import.identity", columns=identity) if identity else t("act.import.identity.none"),
        visit.places.at("import"),
    )


def _how(at_hand: Opened) -> str:
    table = at_hand.table
    if table.format == "xlsx":
        return t("act.import.how.sheet", sheet=table.sheet)
    if table.format.startswith("json"):
        return t("act.import.how.json")
    mark = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}.get(table.delimiter, "other")
    return t("act.import.how.text", mark=t(f"act.import.mark.{mark}"), encoding=table.encoding)


def _column(
    at_hand: Opened, column: Column, target: str, offered: Mapping[str, str], errors: Mapping[str, str]
) -> MappedColumn:
    proposed = at_hand.proposed.columns[column.index]
    by_itself = target == proposed.target
    confidence = proposed.confidence if by_itself else 1.0
    because = said(proposed.reason) if by_itself and target else ""
    if not target and proposed.perhaps:
        because = t("act.import.perhaps", field=offered.get(proposed.perhaps, proposed.perhaps))
    if not by_itself:
        because = t("act.import.by_you")
    samples = [text for text, _ in at_hand.looked.columns[column.index].telling()[:_SAMPLES]]
    shown = dict(offered) if not target or target in offered else {target: target, **offered}
    return MappedColumn(
        column.header,
        column.index,
        tuple(samples),
        tuple(Choice(value, label, chosen=value == target) for value, label in shown.items()),
        _word(confidence if target else 0.0),
        because,
        errors.get(column.header, ""),
    )


def _word(confidence: float) -> str:
    if confidence >= _SURE:
        return "sure"
    if confidence >= _LIKELY:
        return "likely"
    return "guess" if confidence else "none"


def _offered(kind: str, at_hand: Opened) -> dict[str, str]:
    """Everything a column can go to, with its label, in the order of the kind's fields."""
    taken = {c.target for c in (*at_hand.proposed.columns, *at_hand.mapping.columns)}
    taken |= {c.perhaps for c in at_hand.proposed.columns}
    every = len(at_hand.mapping.columns) <= _FEW
    return {
        name: label(kind, name)
        for name in targets(kind)
        if every or not name.startswith("declaration.") or name in taken
    }


def label(kind: str, name: str) -> str:
    """Return what people call a target."""
    stem, _, rest = name.partition(".")
    specs = KINDS[kind].specs_by_name()
    if stem == "declaration":
        return t("act.import.target.declaration", practice=library().by_id[rest].title)
    if stem == "classification":
        return t("act.import.target.classification", law=t(f"choice.law.{rest}"))
    if stem == "unit" and rest:
        return t("act.import.target.unit", level=rest)
    if name in specs:
        return said(specs[name].label)
    return t(f"act.import.target.{name.replace('.', '_')}")


def known(kind: str) -> Collection[str]:
    """Return the targets there are."""
    return targets(kind).keys()
