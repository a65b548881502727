"""The columns of a file being brought in: what each was taken for, how surely, and what else it could be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.imports.targets import targets
from holdtrue.core.days import iso
from holdtrue.core.kinds import KINDS
from holdtrue.core.practices import library
from holdtrue.pages.forms import whole
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.imports import MappedColumn, MappingView
from holdtrue.pages.shapes.table import Choice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from holdtrue.app.uploads import Opened, Seen
    from holdtrue.pages.views.frame import Visit

_PREFIX = "column-"
_SURE, _LIKELY = 0.9, 0.75
_FEW = 30
"""Up to so many columns each is offered every practice; a wider file offers those it seems to speak of."""


def chosen(form: QueryDict) -> dict[int, str]:
    """Return position → the target a person chose, '' to keep the column beside the record."""
    return {
        at: str(value)
        for name, value in form.items()
        if name.startswith(_PREFIX) and (at := whole(name.removeprefix(_PREFIX))) is not None
    }


def view(
    visit: Visit, at_hand: Opened, said_now: Mapping[int, str], errors: Mapping[str, str]
) -> MappingView:
    """Return the page of the columns; `said_now` is what a refused answer said."""
    run = at_hand.run
    offered = _offered(run.kind, at_hand)
    columns = tuple(
        _column(column, said_now.get(column.position, at_hand.targets[column.position]), offered, errors)
        for column in at_hand.columns
    )
    read_as = t(
        "act.import.read_as",
        name=run.file_name,
        how=_how(at_hand),
        line=at_hand.header_line,
        rows=t("act.import.rows", n=run.total),
        n=len(columns),
    )
    identity = ", ".join(at_hand.identity)
    return MappingView(
        visit.places.at("import", str(run.number), "columns"),
        run.file_name,
        kinds(run.kind),
        read_as,
        columns,
        iso(run.said_on),
        t("act.import.identity", columns=identity) if identity else t("act.import.identity.none"),
        visit.places.at("import"),
        visit.places.at("import", str(run.number), "drop"),
        visit.places.at("import", str(run.number), "mapping"),
    )


def kinds(now: str) -> tuple[Choice, ...]:
    """Return the kinds a row can be."""
    return tuple(
        Choice(name, said(kind.label), chosen=name == now)
        for name, kind in KINDS.items()
        if name != "organization"
    )


def _how(at_hand: Opened) -> str:
    if at_hand.format == "xlsx":
        return t("act.import.how.sheet", sheet=at_hand.sheet)
    if at_hand.format.startswith("json"):
        return t("act.import.how.json")
    mark = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}.get(at_hand.delimiter, "other")
    return t("act.import.how.text", mark=t(f"act.import.mark.{mark}"), encoding=at_hand.encoding.upper())


def _column(seen: Seen, target: str, offered: Mapping[str, str], errors: Mapping[str, str]) -> MappedColumn:
    by_itself = target == seen.target
    because = said(seen.reason) if by_itself and target else ""
    if not target and seen.perhaps:
        because = t("act.import.perhaps", field=offered.get(seen.perhaps, seen.perhaps))
    if not by_itself:
        because = t("act.import.by_you")
    shown = dict(offered) if not target or target in offered else {target: target, **offered}
    confidence = seen.confidence if by_itself else 1.0
    return MappedColumn(
        seen.name,
        seen.position,
        seen.samples,
        tuple(Choice(value, label, chosen=value == target) for value, label in shown.items()),
        _word(confidence if target else 0.0),
        because,
        errors.get(seen.name, ""),
    )


def _word(confidence: float) -> str:
    if confidence >= _SURE:
        return "sure"
    if confidence >= _LIKELY:
        return "likely"
    return "guess" if confidence else "none"


def _offered(kind: str, at_hand: Opened) -> dict[str, str]:
    """Everything a column can go to, with its label, in the order of the kind's fields."""
    taken = {
        *at_hand.targets.values(),
        *(c.target for c in at_hand.columns),
        *(c.perhaps for c in at_hand.columns),
    }
    every = len(at_hand.columns) <= _FEW
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
