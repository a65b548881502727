"""Refuses a line of the Statement of Applicability that has no ground: out without a reason, out against a risk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.refusals import BadInput
from holdtrue.store import reading
from holdtrue.store.applicability import naming
from holdtrue.store.models import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdtrue.app.actions.composing import End
    from holdtrue.core.kinds import Kind

KIND = "applicability"
_NAMED = 4


def key_of(kind: type[Kind], fields: Mapping[str, object]) -> str | None:
    """Return what a record of the kind is known again by, the same as an import of it would give; None without it."""
    value = str(fields.get(kind.known_by) or "") if kind.known_by else ""
    return value.casefold() or None


def refuse_second(
    organisation_id: int,
    kind: type[Kind],
    fields: Mapping[str, object],
    *,
    before: Mapping[str, object] | None = None,
) -> None:
    """BadInput where another record stands that is known by the same value: that one is edited, none made of it.

    `before` is what a record said so far that is known by its value already.
    """
    key = key_of(kind, fields)
    if key is None or (before is not None and key == key_of(kind, before)):
        return
    rows = Record.rows.of(organisation_id).filter(kind=kind.id, source_key=key, retired_day__isnull=True)
    there = rows.values_list("ref", flat=True).first()
    if there is not None:
        value = str(fields[kind.known_by])
        raise BadInput("record.there_already", field=kind.known_by, value=value, ref=there, kind=kind.label)


def refuse_unfounded(
    organisation_id: int,
    kind: type[Kind],
    fields: Mapping[str, object],
    ends: Mapping[str, Sequence[End]],
) -> None:
    """BadInput where a control would be out without a reason, or while a risk is treated by what carries it."""
    if kind.id != KIND or fields.get("included") is not False:
        return
    number = str(fields.get("control_id") or "")
    if not str(fields.get("reason") or "").strip():
        raise BadInput("applicability.out_without_reason", field="reason", number=number)
    rows = {name: [e.row_id for e in ends.get(name, ()) if e.row_id is not None] for name in ends}
    risks = _risks(organisation_id, rows.get("risks", ()), rows.get("controls", ()))
    if risks:
        told = (*risks[:_NAMED], "…") if len(risks) > _NAMED else tuple(risks)
        raise BadInput("applicability.risk_asks", field="included", number=number, risks=told, n=len(risks))


def _risks(organisation_id: int, named: Iterable[int], controls: Iterable[int]) -> list[str]:
    """The refs of standing risks that the line names, or that are treated by one of its controls."""
    found = {r.ref for r in reading.by_id(organisation_id, named).values() if r.retired_day is None}
    found |= {ref for _, _, ref, _ in naming(organisation_id, controls)}
    return sorted(found)
