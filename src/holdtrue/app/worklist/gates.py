"""What the life of their systems asks of an owner: take-overs, reopened gates, and to stop where a hard claim ended."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdtrue.app.clock import day_of
from holdtrue.app.queries.early import early_openings
from holdtrue.app.queries.retiring import retirements
from holdtrue.app.queries.stages import lost
from holdtrue.app.queries.standings import reader
from holdtrue.app.worklist.items import HORIZON, Item, key_of
from holdtrue.core.derived import IN_USE
from holdtrue.core.duties import OVERSEER, OWNER
from holdtrue.core.gate_answers import STAGES
from holdtrue.core.gates import gates
from holdtrue.core.gating import IN_SERVICE, REOPENED, REOPENED_DAYS
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import State
from holdtrue.store import reading, standings
from holdtrue.store.models import GateDecision, Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdtrue.app.queries.retiring import Retiring
    from holdtrue.app.queries.standings import Reader
    from holdtrue.app.worklist.asking import Asked
    from holdtrue.core.days import Day
    from holdtrue.store.models import Record
    from holdtrue.store.standings import Kept

MOST = 300
"""Systems of one person looked at; who owns more works from the list of systems."""
_STOP, _PASS = 10, 15
_RELATIONS = {"owner": OWNER, "overseer": OVERSEER}
_BEFORE = ("intake", "assessed", "approved")


def stages_owed(asked: Asked) -> Iterable[Item]:
    """What their systems' stages ask of them, by what is stored; nothing where they own and oversee none."""
    mine = _systems(asked)
    if not mine:
        return
    pk = asked.organisation.pk
    kept = standings.kept(pk, [record.pk for record, _ in mine.values()])
    bodies = reading.bodies(pk, [(record.pk, record.head_number) for record, _ in mine.values()])
    stages = {row: str(body["fields"].get("lifecycle_stage") or STAGES[0]) for row, body in bodies.items()}
    early = early_openings(pk, [row for row, stage in stages.items() if stage != STAGES[0]])
    stages |= {row: one.stage_on(asked.day) for row, one in early.items()}
    serving = [row for row in mine if stages[row] in IN_SERVICE]
    read = reader(asked.organisation, asked.day) if serving else None
    passed = _passed(pk, serving)
    ended = [row for row in mine if stages[row] == STAGES[-1]]
    retired = retirements(pk, ended) if ended else {}
    for row, (record, roles) in mine.items():
        if row in retired and "owner" in roles:
            yield from _retired(asked, record, retired[row])
        one = kept.get(row)
        if one is None or not one.where.tier:
            continue
        if stages[row] in IN_SERVICE and read is not None:
            yield from _serving(asked, record, one, read, stages[row], passed.get(row, ()), roles)
        elif "owner" in roles and stages[row] in _BEFORE and one.where.use in IN_USE:
            yield from _take_over(asked, record, one.where.tier)


def _systems(asked: Asked) -> Mapping[int, tuple[Record, set[str]]]:
    """The current systems they own or oversee, with which of the two. One query."""
    rows = (
        Link.rows.of(asked.organisation.pk)
        .filter(
            target_id=asked.person,
            relation__in=list(_RELATIONS),
            source__kind="system",
            source__retired_day__isnull=True,
        )
        .select_related("source")
        .defer("source__search_text")
        .order_by("source_id")[:MOST]
    )
    found: dict[int, tuple[Record, set[str]]] = {}
    for link in rows:
        found.setdefault(link.source_id, (link.source, set()))[1].add(link.relation)
    return found


def _passed(organisation_id: int, serving: Sequence[int]) -> Mapping[int, list[GateDecision]]:
    """What was decided at their gates, oldest first. One query, none where nothing is in service."""
    found: dict[int, list[GateDecision]] = {}
    if serving:
        rows = GateDecision.rows.of(organisation_id).filter(system_id__in=list(serving)).defer("answer")
        for row in rows.order_by("id"):
            found.setdefault(row.system_id, []).append(row)
    return found


def _take_over(asked: Asked, record: Record, tier: str) -> Iterable[Item]:
    """A system used before it passed a gate: its take-over, by its day; none where its owner's look is it."""
    if tier in gates().takeover_by_look.get(asked.organisation.profile, ()):
        return
    due = day_of(record.created_at, asked.organisation.time_zone) + gates().takeover_days[tier]
    if due > asked.day + HORIZON:
        return
    yield _item(record, "take_over", "deployed", due, asked.day, minutes=_PASS)


def _retired(asked: Asked, record: Record, found: Retiring) -> Iterable[Item]:
    """A retirement that took effect: what is dealt with, by its day."""
    if found.due is None or not found.missing:
        return
    item = _item(record, "retired", STAGES[-1], found.due, asked.day, minutes=_PASS, n=len(found.missing))
    yield replace(item, action="retiring", extra={})


def _serving(  # what is known of one system
    asked: Asked,
    record: Record,
    kept: Kept,
    read: Reader,
    stage: str,
    passed: Sequence[GateDecision],
    roles: set[str],
) -> Iterable[Item]:
    gone = lost(read, kept.packed, stage, kept.where.tier)
    hard = next((one for one in gone if one.need.hard), None)
    if hard is not None:
        due = hard.since or asked.day
        yield _item(
            *(record, "stop", stage, due, asked.day), minutes=_STOP, practice=hard.need.practice.title
        )
    if "owner" not in roles:
        return
    reopened = next((row for row in reversed(passed) if row.decision in (REOPENED, "go")), None)
    if reopened is not None and reopened.decision == REOPENED:
        yield _item(record, "reopened", "assessed", reopened.day + REOPENED_DAYS, asked.day, minutes=_PASS)
    entered = next(
        (row for row in reversed(passed) if row.stage == "deployed" and row.decision == "go"), None
    )
    if stage == "deployed" and entered is not None:
        due = entered.day + gates().takeover_days[kept.where.tier]
        if due <= asked.day + HORIZON:
            yield _item(record, "monitored", "monitored", due, asked.day, minutes=_PASS)


def _item(record: Record, name: str, stage: str, due: Day, day: Day, *, minutes: int, **more: object) -> Item:
    words = {"ref": record.ref, "title": record.title, **more}
    return Item(
        key=key_of(record.ref, "gate", name),
        what=Message(f"worklist.gate.{name}", words),
        why=Message(f"worklist.gate.{name}.why", {**words, "due_day": due}),
        state=State.LAPSED if due <= day else State.MISSING,
        due=due,
        minutes=minutes,
        action="gate",
        ref=record.ref,
        scope=record,
        extra={"stage": stage},
    )


__all__ = ["stages_owed"]
