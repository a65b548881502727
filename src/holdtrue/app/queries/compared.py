"""Two revisions of a record side by side: each field and link that differs, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.queries.revisions import said
from holdtrue.core.kinds import CATALOGS, KINDS
from holdtrue.core.wordwise import changed
from holdtrue.store.models import Payload, Revision

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.revisions import Said
    from holdtrue.core.kinds import FieldSpec, Kind
    from holdtrue.core.wordwise import Piece
    from holdtrue.store.models import Record

_PROSE = frozenset({"text", "long_text"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One field or relation that differs; a relation's values are (ref, title), a catalog item's its id twice."""

    name: str
    spec: FieldSpec | None
    """None for the title of a kind that has no naming field."""
    before: object
    after: object
    gone: tuple[tuple[str, str], ...] = ()
    come: tuple[tuple[str, str], ...] = ()
    """For relations: the records no longer linked, and those newly linked."""
    pieces: tuple[Piece, ...] = ()
    """For texts: what changed, word by word."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A record's two revisions and what differs between them, in the order of the kind's fields."""

    record: Record
    before: Said
    after: Said
    differences: tuple[Difference, ...]
    erased: tuple[int, ...] = ()
    """Numbers of those revisions whose content was erased: they say nothing any more."""


def compared(caller: Caller, record: Record, first: int, second: int) -> Compared:
    """Return what differs from revision `first` to `second`; NotFound where the record has no such revision."""
    require(caller, "read", on_record(record))
    organisation = caller.organisation
    before, after = said(organisation, record, first), said(organisation, record, second)
    kind = KINDS[record.kind]
    found = [
        difference
        for name in _names(kind, before, after)
        if (difference := _difference(kind, name, before, after)) is not None
    ]
    gone = Payload.rows.of(organisation.pk).filter(
        revision__record=record, revision__number__in=(first, second), body__isnull=True
    )
    return Compared(
        record,
        before,
        after,
        tuple(found),
        tuple(sorted(gone.values_list("revision__number", flat=True))),
    )


def beside(caller: Caller, one: Record, other: Record) -> tuple[Difference, ...]:
    """Return what differs between the newest revisions of two records of one kind."""
    for record in (one, other):
        require(caller, "read", on_record(record))
    before, after = said(caller.organisation, one), said(caller.organisation, other)
    kind = KINDS[one.kind]
    found = (_difference(kind, name, before, after) for name in _names(kind, before, after))
    return tuple(difference for difference in found if difference is not None)


def numbers(record: Record, *, most: int = 500) -> tuple[tuple[int, int], ...]:
    """Return the record's revisions, the newest first, each with the day it was recorded on."""
    rows = Revision.rows.of(record.organisation_id).filter(record=record).order_by("-number")
    return tuple(rows.values_list("number", "recorded_day")[:most])


def _names(kind: type[Kind], before: Said, after: Said) -> list[str]:
    known = [spec.name for spec in kind.field_specs()]
    told = {*before.fields, *after.fields, *before.links, *after.links}
    return [*(n for n in known if n in told), *sorted(told - set(known))]


def _difference(kind: type[Kind], name: str, before: Said, after: Said) -> Difference | None:
    spec = kind.specs_by_name().get(name)
    if spec is not None and spec.linked and spec.target not in CATALOGS:
        return _relation(spec, before.links.get(name, ()), after.links.get(name, ()))
    old, new = _value(name, before), _value(name, after)
    if old == new:
        return None
    texts = (old or "", new or "")
    wordwise = (spec is None or spec.type in _PROSE) and all(isinstance(text, str) for text in texts)
    pieces = changed(str(texts[0]), str(texts[1])) if wordwise else ()
    return Difference(name, spec, old, new, pieces=pieces)


def _value(name: str, of: Said) -> object:
    if name in of.fields:
        return of.fields[name]
    return [ref for ref, _ in of.links.get(name, ())] or None


def _relation(
    spec: FieldSpec, before: tuple[tuple[str, str], ...], after: tuple[tuple[str, str], ...]
) -> Difference | None:
    old, new = {ref: title for ref, title in before}, {ref: title for ref, title in after}  # noqa: C416  # pairs of any length
    gone = tuple((ref, title) for ref, title in before if ref not in new)
    come = tuple((ref, title) for ref, title in after if ref not in old)
    return Difference(spec.name, spec, list(old), list(new), gone, come) if gone or come else None
