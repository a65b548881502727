"""Tools × kinds of data, as yes, ask or no; and what was asked for at the door, with where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.door import DATA, Answer, answer
from holdtrue.store import reading
from holdtrue.store.models import Entry, EntryText, Log, Record, ToolRequest, ToolRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.days import Day

MOST = 40
"""Tools on one page; search finds the others."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool with its answers, in the order of DATA."""

    ref: str
    name: str
    purpose: str
    answers: tuple[tuple[str, Answer], ...]


@dataclass(frozen=True, slots=True)
class Tools:
    """Those shown, and how many there are."""

    tools: tuple[Tool, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Request:
    """Something asked for, and how it was answered so far."""

    ref: str
    name: str
    asked: Day
    state: str
    """waiting, allowed or refused."""
    why: str


def tools(organisation_id: int, query: str = "", *, most: int = MOST) -> Tools:
    """Return the tools that are in use or were, by name, whose name or purpose holds the words. Four queries."""
    rows = (
        Record.rows.of(organisation_id)
        .filter(kind="system", retired_day__isnull=True)
        .exclude(use__in=("", "planned"))
    )
    for word in query.split()[:8]:
        rows = rows.filter(title__icontains=word)
    total = int(rows.count())
    some = list(rows.order_by("title", "id")[:most])
    bodies = reading.bodies(organisation_id, [(r.pk, r.in_force_number or r.head_number) for r in some])
    stated = stated_of(organisation_id, [r.pk for r in some])
    return Tools(tuple(_tool(r, bodies[r.pk]["fields"], stated) for r in some), total)


def stated_of(organisation_id: int, systems: list[int]) -> Mapping[tuple[int, str], str]:
    """Return (system's row, kind of data) → what somebody stated."""
    rows = ToolRule.rows.of(organisation_id).filter(system_id__in=systems)
    return {(row, data): said for row, data, said in rows.values_list("system_id", "data", "answer")}


def _tool(record: Record, fields: Mapping[str, object], stated: Mapping[tuple[int, str], str]) -> Tool:
    return Tool(
        record.ref,
        record.title,
        str(fields.get("intended_purpose") or ""),
        tuple((data, answer(fields, data, stated.get((record.pk, data), ""))) for data in DATA),
    )


def requests_of(organisation_id: int, person: int) -> list[Request]:
    """Return what a person asked for, newest first."""
    rows = ToolRequest.rows.of(organisation_id).filter(person_id=person).select_related("system")
    return [request(row) for row in rows.order_by("-id")[:MOST]]


def request(row: ToolRequest) -> Request:
    """Return where a request stands: allowed once the system is used or on trial, refused once it was retired."""
    system = row.system
    fields = reading.body(system)["fields"]
    if system.retired_day is not None:
        return Request(system.ref, system.title, system.recorded_day, "refused", _retired_why(system))
    state = "allowed" if fields.get("use") in ("trial", "in_use") else "waiting"
    return Request(system.ref, system.title, system.recorded_day, state, "")


def _retired_why(system: Record) -> str:
    """The reason that was given when it was retired."""
    import orjson

    log = Log.objects.get(organisation_id=system.organisation_id)
    seq = (
        Entry.objects.filter(log=log, record_uid=system.uid, action="system.retire")
        .order_by("-seq")
        .values_list("seq", flat=True)
        .first()
    )
    if seq is None:
        return ""
    told = EntryText.objects.filter(log=log, seq=seq, what="reason").values_list("text", flat=True).first()
    return str(orjson.loads(told)) if told else ""


__all__ = ["MOST", "Request", "Tool", "Tools", "request", "requests_of", "stated_of", "tools"]
