"""A record's content in words: values with their labels, links by title, grouped as its form groups them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.days import to_day
from holdtrue.core.kinds import CATALOGS
from holdtrue.core.practices import library
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.record import Group, Shown
from holdtrue.pages.views.assessed_lines import LINES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.queries.revisions import Said
    from holdtrue.core.kinds import FieldSpec, Kind
    from holdtrue.pages.places import Places

_CATALOGUED = ("practice", "evidence_tag", "indicator_tag")


def filled(kind: type[Kind], content: Said, places: Places) -> tuple[Group, ...]:
    """Return everything that is filled, in the order people meet it, as one group."""
    found = []
    for spec in kind.field_specs():
        if spec.derived:
            continue
        values = (
            links(spec, content.links, places) if spec.linked else words(spec, content.fields.get(spec.name))
        )
        if values:
            found.append(
                Shown(said(spec.label), values, long=spec.type == "long_text", material=spec.material)
            )
    return (Group(said(kind.label), tuple(found)),) if found else ()


def links(
    spec: FieldSpec, held: Mapping[str, Sequence[tuple[str, str]]], places: Places
) -> tuple[str | Link, ...]:
    """Return the records a relation leads to, by title."""
    some = held.get(spec.name, ())
    if spec.target in CATALOGS:
        labels = dict(spec.choices)
        return tuple(said(labels[ref]) if ref in labels else ref for ref, _ in some)
    return tuple(Link(title, places.record(ref)) for ref, title in some)


def words(spec: FieldSpec, value: object) -> tuple[str, ...]:
    """Return a field's value as people read it."""
    if value is None or value in ("", [], ()):
        return ()
    if isinstance(value, bool):
        return (t("form.yes" if value else "form.no"),)
    if isinstance(value, (list, tuple)):
        if spec.pair and len(value) == 2:  # noqa: PLR2004  # a band has two ends
            return (t("content.band", low=value[0], high=value[1]),)
        return tuple(word for one in value for word in words(spec, one))
    if spec.type == "date":
        day = to_day(value)
        return (absolute(day),) if day else (str(value),)
    if spec.name in LINES:
        return (LINES[spec.name](str(value)),)
    labels = {v: said(label) for v, label in spec.choices}
    if spec.target in _CATALOGUED and not labels:
        labels = dict(library().catalog(spec.target))
    return (labels.get(str(value), str(value)),)
