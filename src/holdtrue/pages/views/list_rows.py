"""The rows of a list: promoted columns for systems, a few telling fields for every other kind."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from holdtrue.core.days import ALWAYS
from holdtrue.core.messages import Message
from holdtrue.core.practices import library
from holdtrue.core.verdicts import State
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.moment import moment
from holdtrue.pages.shapes.table import Cell, Column, Row
from holdtrue.pages.views.home_pictures import level_words
from holdtrue.pages.views.list_filters import tier_words

if TYPE_CHECKING:
    from holdtrue.app.queries.inventory import Line, Listing
    from holdtrue.app.queries.standings import Reader
    from holdtrue.core.kinds import FieldSpec, Kind
    from holdtrue.pages.views.frame import Visit

_TELLING = 3
"""Fields shown beside the title of a record that is no system."""


def columns(kind: type[Kind]) -> tuple[Column, ...]:
    """Return the columns of a kind's list."""
    first = Column(said(kind.label), wide=True)
    if kind.id == "system":
        names = ("unit", "owner", "tier", "use", "stands", "next")
        return (first, *(Column(t(f"page.list.{name}")) for name in names))
    owner = (Column(said(kind.spec(kind.owner_field).label)),) if kind.owner_field else ()
    return (first, *owner, *(Column(said(spec.label)) for spec in telling(kind)))


def telling(kind: type[Kind]) -> list[FieldSpec]:
    """Return the fields of a kind that tell its records apart at a glance."""
    found = [
        spec
        for spec in kind.field_specs()
        if spec.type in ("choice", "date", "yes_no", "number")
        and not spec.derived
        and not spec.personal
        and (spec.filterable or spec.name == kind.dated)
    ]
    return found[:_TELLING]


def rows(visit: Visit, kind: type[Kind], found: Listing, reader: Reader | None) -> tuple[Row, ...]:
    """Return a row for each line."""
    return tuple(_row(visit, kind, found, line, reader) for line in found.lines)


def _row(visit: Visit, kind: type[Kind], found: Listing, line: Line, reader: Reader | None) -> Row:
    address = visit.places.record(line.ref)
    title = Cell(line.title or line.ref, href=address, note=line.ref)
    owner = found.owners.get(line.id)
    owned = (
        Cell(owner.title, href=visit.places.record(owner.ref))
        if owner
        else Cell(t("page.list.nobody"), state="quiet")
    )
    if kind.id == "system":
        return Row((title, Cell(line.unit), owned, *_of_system(visit, line, reader)), address, line.ref)
    fields = found.fields.get(line.id, {})
    cells = tuple(_field(visit, spec, fields.get(spec.name)) for spec in telling(kind))
    return Row((title, *((owned,) if kind.owner_field else ()), *cells), address)


def _of_system(visit: Visit, line: Line, reader: Reader | None) -> tuple[Cell, ...]:
    use = (
        Cell(said(Message(f"choice.use.{line.use}")))
        if line.use
        else Cell(t("page.record.not_said"), state="quiet")
    )
    tier = Cell(
        tier_words(line.tier),
        badge=True,
        state="wrong" if line.tier == "high" else "" if line.tier else "soon",
    )
    if reader is None or line.packed is None:
        return tier, use, Cell(), Cell()
    glance = reader.glance(line.packed)
    words = t("page.list.reach", part=glance.holding, whole=glance.asked)
    return (
        tier,
        use,
        Cell(level_words(glance.levels), levels=glance.levels, note=words),
        _following(visit, line, glance.until),
    )


def _following(visit: Visit, line: Line, until: int) -> Cell:
    """What comes next: the first end of what holds, else the worst that does not."""
    if until < ALWAYS:
        return Cell(moment=moment(until, visit.day), note=t("page.list.ends"))
    state = State(line.worst) if line.worst is not None else State.HOLDS
    return Cell(t(f"page.state.{state.name.lower()}"), state="quiet")


def _field(visit: Visit, spec: FieldSpec, value: object) -> Cell:
    if value in (None, "", []):
        return Cell()
    if spec.type == "yes_no":
        return Cell(t("page.yes") if value is True else t("page.no"))
    if spec.type == "date":
        try:
            return Cell(moment=moment(dt.date.fromisoformat(str(value)).toordinal(), visit.day))
        except ValueError:
            return Cell(str(value))
    return Cell(value_words(spec, value))


def value_words(spec: FieldSpec, value: object) -> str:
    """Say one value of a field: a choice by its label, a practice by its title."""
    labels = dict(spec.choices)
    if value in labels:
        return said(labels[str(value)])
    if spec.target == "practice" and str(value) in library().by_id:
        return library().by_id[str(value)].title
    return str(value)
