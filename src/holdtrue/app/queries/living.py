"""Systems by the stage they are in, and the life of one: stages entered, changes, early openings, what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_kind, on_record, require
from holdtrue.app.queries.early import early_openings
from holdtrue.app.queries.gates import system_named
from holdtrue.app.queries.inventory import Named, owners
from holdtrue.app.queries.lists import Asked, filter_of
from holdtrue.app.queries.lives import before_its_gates, decisions
from holdtrue.core.days import Day, to_day
from holdtrue.core.gate_answers import STAGES
from holdtrue.core.gating import BEFORE_SERVICE
from holdtrue.core.kinds import KINDS
from holdtrue.core.sortkeys import key_of
from holdtrue.store import board, listing, reading, standings
from holdtrue.store.models import Link, SignOff

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.early import Early
    from holdtrue.core.kinds import FieldSpec
    from holdtrue.store.listing import Line
    from holdtrue.store.models import GateDecision, Record

CARDS = 12
"""Cards a stage shows; the rest are counted and lead to the list."""
FIELD = "lifecycle_stage"
_LIVED = ("change", "incident", "standing_approval")


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: how many systems are in it, and the first of them."""

    name: str
    total: int
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Board:
    """Every stage with its systems, who owns them, and of which tier they are."""

    stages: tuple[Stage, ...]
    owned: Mapping[int, Named]
    tiers: Mapping[int, str]
    early: Mapping[int, Early]
    """System's row → its gate opened early that still counts."""
    taken: frozenset[int] = frozenset()
    """Rows of systems in use that passed no gate into service: these are taken over, not put into use anew."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing of a system's life; with an end where it lasts."""

    day: Day
    kind: str
    """stage, back, early, change, approval or incident."""
    name: str
    """The stage entered, the type of the change, the incident's severity."""
    ref: str
    title: str
    until: Day | None = None
    who: str = ""


def by_stage(caller: Caller) -> Board:
    """Return the board; the same few queries however many systems there are."""
    require(caller, "read", on_kind("system"))
    pk = caller.organisation.pk
    counts, rows = board.stacks(pk, filter_of(caller, Asked(kind="system")), FIELD, cards=CARDS)
    spec = KINDS["system"].spec(FIELD)
    day = caller.clock.day(caller.organisation.time_zone)
    early = early_openings(pk)
    _put_back(counts, rows, [one for one in early.values() if one.ended(day)], spec)
    lines = {line.id: line for line in listing.lines_of(pk, [row for some in rows.values() for row in some])}
    found = []
    for name, _ in spec.choices:
        keys = [key_of(spec, name), *([""] if name == STAGES[0] else [])]
        here = [lines[row] for key in keys for row in rows.get(key, ()) if row in lines]
        found.append(Stage(name, sum(counts.get(key, 0) for key in keys), here[:CARDS]))
    owned = owners(pk, "owner", lines) if lines else {}
    running = {row: one for row, one in early.items() if not one.ended(day)}
    before = [line.id for stage in found if stage.name in BEFORE_SERVICE for line in stage.lines]
    used = frozenset(before_its_gates(pk, before))
    return Board(tuple(found), owned, standings.tiers(pk, lines) if lines else {}, running, used)


def _put_back(
    counts: dict[str, int], rows: dict[str, list[int]], ended: Sequence[Early], spec: FieldSpec
) -> None:
    """Move systems whose early opening has ended to the stage they are in again, before the daily job writes it."""
    for one in ended:
        stored, before = key_of(spec, str(one.row.stage)), key_of(spec, one.before)
        if not counts.get(stored):
            continue
        counts[stored] -= 1
        counts[before] = counts.get(before, 0) + 1
        rows[stored] = [row for row in rows.get(stored, ()) if row != one.system.pk]
        rows.setdefault(before, []).insert(0, one.system.pk)


def life_told(caller: Caller, ref: str) -> tuple[Record, list[Event]]:
    """Return a system and what happened in its life, oldest first. A handful of queries."""
    record = system_named(caller, ref)
    require(caller, "read", on_record(record))
    require(caller, "read", on_kind("change"))
    pk = caller.organisation.pk
    passed = decisions(caller.organisation, record)
    rows = Link.rows.of(pk).filter(
        target=record,
        relation__in=("system", "systems"),
        source__kind__in=_LIVED,
        source__retired_day__isnull=True,
    )
    found = reading.by_id(pk, set(rows.values_list("source_id", flat=True)))
    bodies = reading.bodies(pk, [(r.pk, r.head_number) for r in found.values()])
    decided = {row.change_id for row in passed if row.decision in ("go", "early")}
    events = [_entered(row, bodies) for row in passed if row.decision in ("go", "early", "entered", "back")]
    for one in found.values():
        event = _happened(one, bodies[one.pk]["fields"], decided)
        if event is not None:
            events.append(event)
    events += _approved([r for r in found.values() if r.kind == "standing_approval"], bodies)
    if not any(event.kind == "stage" and event.name == STAGES[0] for event in events):
        events.append(Event(record.recorded_day, "stage", STAGES[0], record.ref, record.title))
    return record, sorted(events, key=lambda e: (e.day, e.kind != "stage", e.ref))


def _entered(row: GateDecision, bodies: Mapping[int, Mapping[str, Mapping[str, object]]]) -> Event:
    fields = bodies[row.change.pk]["fields"] if row.change is not None and row.change.pk in bodies else {}
    until = to_day(fields.get("valid_until")) if row.decision == "early" else None
    kind = {"early": "early", "back": "back"}.get(row.decision, "stage")
    ref, title = (row.change.ref, row.change.title) if row.change else ("", "")
    return Event(row.day, kind, row.stage, ref, title, until, row.person.title if row.person else "")


def _happened(one: Record, fields: Mapping[str, object], decided: set[int | None]) -> Event | None:
    if one.kind == "incident":
        day, end = to_day(fields.get("detected_on")), to_day(fields.get("closed_on"))
        name = str(fields.get("severity") or "")
        return Event(day, "incident", name, one.ref, one.title, end) if day else None
    day = to_day(fields.get("effective_on"))
    if one.kind != "change" or day is None or one.pk in decided:
        return None
    return Event(day, "change", str(fields.get("type") or ""), one.ref, one.title)


def _approved(
    some: Sequence[Record], bodies: Mapping[int, Mapping[str, Mapping[str, object]]]
) -> list[Event]:
    """Standing approvals from the day they were signed to their end."""
    if not some:
        return []
    rows = SignOff.rows.of(some[0].organisation_id).filter(
        record_id__in=[r.pk for r in some], meaning="approved", withdrawn_by__isnull=True
    )
    first: dict[int, SignOff] = {}
    for row in rows.select_related("signer").order_by("id"):
        first.setdefault(row.record_id, row)
    return [
        Event(
            first[one.pk].day,
            "approval",
            "",
            one.ref,
            one.title,
            to_day(bodies[one.pk]["fields"].get("valid_until")),
            first[one.pk].signer.title,
        )
        for one in some
        if one.pk in first
    ]


__all__ = ["CARDS", "FIELD", "Board", "Event", "Stage", "by_stage", "life_told"]
