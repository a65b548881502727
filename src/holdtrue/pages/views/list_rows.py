"""The rows of a list: a cell for each column chosen, systems with their standing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdtrue.core.days import ALWAYS, to_day
from holdtrue.core.messages import Message
from holdtrue.core.practices import library
from holdtrue.core.verdicts import State
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.moment import absolute, instant, moment
from holdtrue.pages.shapes.table import Cell, Row
from holdtrue.pages.views.assessed_lines import LINES
from holdtrue.pages.views.home_pictures import level_words
from holdtrue.pages.views.list_columns import CHANGED
from holdtrue.pages.views.list_filters import tier_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from holdtrue.app.queries.inventory import Line, Listing, Named
    from holdtrue.app.queries.standings import Glance, Reader
    from holdtrue.core.days import Day
    from holdtrue.core.kinds import FieldSpec, Kind
    from holdtrue.pages.views.frame import Visit

_LONG = 90
"""Letters of a text that a cell shows."""

_TAGS = ("evidence_tag", "indicator_tag")


@dataclass(frozen=True, slots=True)
class Showing:
    """What the rows of one list are made by."""

    visit: Visit
    kind: type[Kind]
    specs: Mapping[str, FieldSpec]
    names: Sequence[str]
    found: Listing
    reader: Reader | None = None
    alike: dict[object, Cell] = field(default_factory=dict)
    """Cells already made for this list: most rows repeat them."""

    def once(self, key: object, made: Callable[[], Cell]) -> Cell:
        """Return the cell of that key, made where it is asked for first."""
        found = self.alike.get(key)
        if found is None:
            found = self.alike[key] = made()
        return found


def rows(showing: Showing) -> tuple[Row, ...]:
    """Return a row for each line."""
    return tuple(_row(showing, line) for line in showing.found.lines)


def _row(showing: Showing, line: Line) -> Row:
    address = showing.visit.places.record(line.ref)
    title = Cell(line.title or line.ref, href=address, note=line.ref)
    stands = (
        dict(zip(_OF_STANDING, _of_system(showing, line), strict=True)) if showing.kind.id == "system" else {}
    )
    cells = (stands.get(name) or _cell(showing, line, name) for name in showing.names)
    return Row((title, *cells), address, line.ref)


def _cell(showing: Showing, line: Line, name: str) -> Cell:
    visit = showing.visit
    if name == CHANGED:
        return Cell(moment=instant(line.changed_at, visit.day))
    if showing.kind.id == "system" and name == "unit":
        return Cell(line.unit)
    if name == showing.kind.owner_field:
        owner = showing.found.owners.get(line.id)
        if owner is None:
            return Cell(t("page.list.nobody"), state="quiet")
        return Cell(owner.title, href=visit.places.record(owner.ref))
    spec = showing.specs[name]
    if spec.linked:
        return _links(visit, showing.found.links.get(line.id, {}).get(name, ()))
    fields = showing.found.fields.get(line.id, {})
    settles = showing.kind.settles
    if settles and name == settles[1] and (closed := to_day(fields.get(settles[0]))) is not None:
        return _settled(fields.get(name), closed, beside=settles[0] in showing.names)
    return _field(visit, spec, fields.get(name))


def _settled(due: object, closed: Day, *, beside: bool) -> Cell:
    """The day by which something was to be done that was done: no countdown; when it was, unless that stands beside."""
    if not beside:
        return Cell(t("page.related.closed", date=absolute(closed)), state="quiet")
    day = to_day(due)
    return Cell(absolute(day) if day is not None else "")


_OF_STANDING = ("tier", "use", "stands", "next")


def _links(visit: Visit, near: Sequence[Named]) -> Cell:
    if len(near) == 1 and near[0].ref:
        return Cell(near[0].title, href=visit.places.record(near[0].ref))
    return Cell(", ".join(one.title for one in near))


def _of_system(showing: Showing, line: Line) -> tuple[Cell, ...]:
    tier = showing.once(("tier", line.tier), lambda: _tier(line.tier))
    use = showing.once(("use", line.use), lambda: _use(line.use))
    if showing.reader is None or line.packed is None:
        return tier, use, Cell(), Cell()
    glance = showing.reader.glance(line.packed)
    stands = showing.once(("stands", glance.levels, glance.holding), lambda: _stands(glance))
    ahead = glance.until if glance.until < ALWAYS else None
    key = ("next", ahead, glance.ends if ahead else line.worst)
    return tier, use, stands, showing.once(key, lambda: _following(showing.visit, line, glance))


def _use(use: str) -> Cell:
    if not use:
        return Cell(t("page.record.not_said"), state="quiet")
    return Cell(said(Message(f"choice.use.{use}")))


def _tier(tier: str) -> Cell:
    return Cell(tier_words(tier), badge=True, state="wrong" if tier == "high" else "" if tier else "soon")


def _stands(glance: Glance) -> Cell:
    words = t("page.list.reach", part=glance.holding, whole=glance.asked)
    return Cell(level_words(glance.levels), levels=glance.levels, note=words)


def _following(visit: Visit, line: Line, glance: Glance) -> Cell:
    """What comes next: the first end of what holds, by name, else the worst that does not."""
    if glance.until < ALWAYS:
        ending = library().by_id[glance.ends].title
        return Cell(moment=moment(glance.until, visit.day), note=t("page.list.ends", practice=ending))
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
    if isinstance(value, (list, tuple)):
        return Cell(short(", ".join(value_words(spec, one) for one in value)))
    return Cell(short(value_words(spec, value)))


def short(text: str) -> str:
    """Return a text as a cell has room for it."""
    line = " ".join(text.split())
    return line if len(line) <= _LONG else f"{line[: _LONG - 1].rstrip()}…"


def value_words(spec: FieldSpec, value: object) -> str:
    """Say one value of a field: a choice by its label, a practice by its title, a day and a tag in words."""
    labels = dict(spec.choices)
    if value in labels:
        return said(labels[str(value)])
    if spec.name in LINES:
        return LINES[spec.name](str(value))
    day = to_day(value) if spec.type == "date" else None
    if day is not None:
        return absolute(day)
    if spec.target == "practice" and str(value) in library().by_id:
        return library().by_id[str(value)].title
    if spec.target in _TAGS:
        return dict(library().catalog(spec.target)).get(str(value), str(value))
    return str(value)
