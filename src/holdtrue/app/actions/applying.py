"""Deciding the lines of the Statement of Applicability: one or several at once, each in or out with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions import records
from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.founded import KIND
from holdtrue.app.actions.permission import on_kind, on_record, require
from holdtrue.core.applicability import carrying, control_named, controls
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput, Stale
from holdtrue.store import reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Act, Caller
    from holdtrue.store.models import Record


@dataclass(frozen=True, slots=True)
class Decided:
    """One control decided; what is None stays as it is on the line."""

    number: str
    included: bool
    reason: str
    practices: Sequence[str] | None = None
    controls: Sequence[str] | None = None
    risks: Sequence[str] | None = None
    owner: str | None = None
    revision: int | None = None
    """The revision of the line that was shown; 0 where there was none."""


def decide(caller: Caller, decisions: Sequence[Decided], *, why: str = "") -> list[Record]:
    """Write the lines, all of them or none. A control that comes in is given the practices of the map unless said.

    Raises BadInput naming the control: unknown, decided twice, without a reason, or out while a risk is treated by
    it; Stale where a line moved on since it was shown.
    """
    if not decisions:
        raise BadInput("applicability.nothing_chosen", field="control")
    wanted = [control_named(one.number, field="control") for one in decisions]
    twice = next((n for n in wanted if wanted.count(n) > 1), None)
    if twice is not None:
        raise BadInput("applicability.decided_twice", field="control", number=twice)
    for number, one in zip(wanted, decisions, strict=True):
        if not one.reason.strip():
            message = (
                "applicability.in_without_reason" if one.included else "applicability.out_without_reason"
            )
            raise BadInput(message, field="reason", number=number)
    require(caller, "add", on_kind(KIND))
    with acting(caller, f"{KIND}.decide", "add", on_kind(KIND)) as act:
        there = lines(caller.organisation.pk)
        return [
            _written(act, number, one, there.get(number), why)
            for number, one in zip(wanted, decisions, strict=True)
        ]


def decided_alike(numbers: Sequence[str], *, answer: str, reason: str) -> list[Decided]:
    """Return one decision for several controls, with one reason; BadInput where it is neither in nor out."""
    word = answer.strip().casefold()
    if word not in ("in", "out"):
        raise BadInput("applicability.no_answer", field="as", number=", ".join(numbers) or "A.…")
    return [Decided(number, included=word == "in", reason=reason) for number in numbers]


def lines(organisation_id: int) -> dict[str, Record]:
    """Return the standing lines by the number of their control; of several for one control the newest. Two queries."""
    found = reading.of_kinds(organisation_id, [KIND])
    bodies = reading.bodies(organisation_id, [(r.pk, r.head_number) for r in found])
    numbers = {r.pk: str(bodies[r.pk]["fields"].get("control_id") or "") for r in found}
    ordered = sorted(found, key=lambda r: r.number)
    return {numbers[r.pk]: r for r in ordered if numbers[r.pk] in controls()}


def _written(act: Act, number: str, one: Decided, record: Record | None, why: str) -> Record:
    kind = KINDS[KIND]
    if one.revision is not None and one.revision != (record.head_number if record else 0):
        raise Stale(
            "record.stale",
            ref=record.ref if record else number,
            based_on=one.revision,
            newest=record.head_number if record else 0,
        )
    raw: dict[str, object] = {"included": one.included, "reason": one.reason.strip()}
    for name in ("practices", "controls", "risks", "owner"):
        value = getattr(one, name)
        if value is not None:
            raw[name] = list(value) if name != "owner" else value
    if record is None:
        if one.included and one.practices is None:
            raw["practices"] = carried_by(number)
        fields, links = clean(KIND, {"control_id": number, **raw})
        _require_practices(fields)
        return records.add_within(act, kind, fields, links, why=why)
    require(act.caller, "edit", on_record(record))
    if one.included and one.practices is None and not _practices(record):
        raw["practices"] = carried_by(number)
    fields, links = clean(KIND, raw, partial=True)
    _require_practices(fields)
    return records.edit_within(act, record, fields, links, why=why)


def carried_by(number: str) -> list[str]:
    """Return the practices of a control by the practice map."""
    return [practice.id for practice in carrying(number, library())]


def _practices(record: Record) -> object:
    return reading.body(record)["fields"].get("practices")


def _require_practices(fields: Mapping[str, object]) -> None:
    named = fields.get("practices") or ()
    unknown = next((p for p in named if p not in library().by_id), None) if isinstance(named, list) else None
    if unknown is not None:
        raise BadInput("applicability.no_such_practice", field="practices", name=str(unknown))


__all__ = ["Decided", "carried_by", "decide", "decided_alike", "lines"]
