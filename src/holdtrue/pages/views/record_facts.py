"""The fields of a record as read: under headings, with where they came from and why an empty one is asked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from holdtrue.core.kinds import CATALOGS, KINDS
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.record import Group, Shown
from holdtrue.pages.views.list_rows import value_words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from holdtrue.app.queries.around import Around
    from holdtrue.core.kinds import FieldSpec
    from holdtrue.pages.views.frame import Visit

_LONG = 80
"""Characters from which a value is set as reading text."""
_KEPT = 60
"""Columns of a source shown as they came."""


def groups(
    visit: Visit, found: Around, *, asked: Sequence[str] = (), apart: Collection[str] = ()
) -> tuple[Group, ...]:
    """Return the fields that hold something; those asked for and empty stand first, with why they are asked.

    `apart` are fields that are shown elsewhere on the page.
    """
    kind = KINDS[found.record.kind]
    waiting = tuple(
        Shown(said(kind.spec(name).label), (), asked=_why(kind.spec(name)))
        for name in asked
        if name in kind.specs_by_name()
    )
    filled = [
        shown(visit, found, spec)
        for spec in kind.field_specs()
        if not spec.derived and spec.name not in apart
    ]
    derived = [shown(visit, found, spec) for spec in kind.field_specs() if spec.derived]
    told = []
    tier = found.fact.fields.get("tier") if found.fact else None
    if waiting:
        told.append(
            Group(
                t("page.record.waiting" if not tier else "page.record.unconfirmed", n=len(waiting)), waiting
            )
        )
    told.append(Group(t("page.record.facts"), tuple(s for s in filled if s.values)))
    told.append(Group(t("page.record.worked_out"), tuple(s for s in derived if s.values)))
    return tuple(group for group in told if group.fields)


def _why(spec: FieldSpec) -> str:
    words = spec.why or spec.help
    return said(words) if words else t("page.record.asked")


def shown(visit: Visit, found: Around, spec: FieldSpec) -> Shown:
    """Return one field."""
    values = _links(visit, found, spec) if spec.linked else _values(found, spec)
    long = any(isinstance(v, str) and len(v) > _LONG for v in values)
    return Shown(said(spec.label), values, long=long, material=spec.material, derived=spec.derived)


def _links(visit: Visit, found: Around, spec: FieldSpec) -> tuple[str | Link, ...]:
    uids = found.body["links"].get(spec.name) or found.body["fields"].get(spec.name) or ()
    if isinstance(uids, str):
        uids = (uids,)
    if spec.target in CATALOGS:
        return tuple(value_words(spec, uid) for uid in uids)
    near = [found.facts.get(uid) for uid in uids]
    return tuple(Link(f.title or f.ref, visit.places.record(f.ref)) for f in near if f is not None)


def _values(found: Around, spec: FieldSpec) -> tuple[str | Link, ...]:
    fields = found.fact.fields if spec.derived and found.fact else found.body["fields"]
    value = fields.get(spec.name)
    if value in (None, "", [], ()):
        return ()
    many = value if isinstance(value, (list, tuple)) else (value,)
    return tuple(_said(spec, one) for one in many)


def _said(spec: FieldSpec, value: object) -> str:
    if isinstance(value, bool):
        return t("page.yes") if value else t("page.no")
    if spec.type == "date" or (spec.derived and spec.name.endswith("_on")):
        try:
            return absolute(dt.date.fromisoformat(str(value)).toordinal())
        except ValueError:
            return str(value)
    return value_words(spec, value)


def source_group(found: Around) -> tuple[Group, ...]:
    """Return what came beside the record from its source and has no field of its own."""
    given = [(name, str(text)) for name, text in found.body["source_fields"].items() if str(text).strip()]
    if not given:
        return ()
    fields = tuple(Shown(name, (text,), long=len(text) > _LONG) for name, text in given[:_KEPT])
    return (Group(t("page.record.as_imported", n=len(given)), fields, folded=True),)
