"""Where a system is in its life: the stage, what was decided at its gates, the change that waits, who decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from holdtrue.app.queries.early import stage_by_day
from holdtrue.core.derived import IN_USE
from holdtrue.core.gate_answers import STAGES
from holdtrue.core.gating import GO, IN_SERVICE, Life, change_types
from holdtrue.store import reading, standings, statements
from holdtrue.store.models import GateDecision, Link, Record
from holdtrue.store.prepared import Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation

_ASSESSES = ("assessed", "approved", *IN_SERVICE)
_MOST = 200


def life_of(
    organisation: Organisation, record: Record, day: Day, *, said: Mapping[str, Any] | None = None
) -> Life:
    """Return where a system is in its life on a day, today or ahead.

    Four queries; one more where `said`, its newest content, is not at hand.
    """
    fields = (said if said is not None else reading.body(record))["fields"]
    passed = decisions(organisation, record)
    stored = str(fields.get("lifecycle_stage") or STAGES[0])
    stage = stage_by_day(organisation.pk, stored, passed, day)
    kept = standings.tiers(organisation.pk, [record.pk])
    assessed = next((d for d in passed if d.decision == GO and d.stage in _ASSESSES), None)
    return Life(
        stage=stage if stage in STAGES else STAGES[0],
        use=str(fields.get("use") or ""),
        first_use=_first_use(organisation, record),
        taken_over=any(d.decision == GO and d.stage == "deployed" for d in passed),
        tier=kept.get(record.pk, ""),
        assessed_tier=assessed.tier if assessed else "",
    )


def decisions(organisation: Organisation, record: Record) -> list[GateDecision]:
    """Return what was decided at a system's gates, newest first. One query."""
    return _DECIDED.records(organisation=organisation.pk, system=record.pk)


def _decided(organisation: int, system: int) -> QuerySet[GateDecision]:
    rows = GateDecision.rows.of(organisation).filter(system_id=system)
    return rows.select_related("change", "person", "signoff").order_by("-id")[:_MOST]


_DECIDED = Question(_decided, organisation=-7001, system=-7002)


def stages_gone_through(passed: Iterable[GateDecision]) -> frozenset[str]:
    """Return the stages a system was ever in by the decisions at its gates that count; intake always is one."""
    return frozenset((STAGES[0], *(row.stage for row in passed)))


def _first_use(organisation: Organisation, record: Record) -> str:
    """The first use anybody stated: what its oldest revision that names one says."""
    rows = statements.rows(
        "SELECT p.body FROM store_revision v JOIN store_payload p ON p.revision_id = v.id"
        " WHERE v.organisation_id = %s AND v.record_id = %s ORDER BY v.number",
        [organisation.pk, record.pk],
    )
    for (body,) in rows:
        use = _use(body)
        if use:
            return use
    return ""


def before_its_gates(organisation_id: int, rows: Sequence[int]) -> list[int]:
    """Return which of a page's systems are in use, and were when their use was first stated. One query."""
    if not rows:
        return []
    said: dict[int, list[str]] = {}
    for row, body in reading.every_body(organisation_id, rows):
        said.setdefault(row, []).append(_use(body))
    stated = {row: [use for use in uses if use] for row, uses in said.items()}
    return [row for row, uses in stated.items() if uses and {uses[0], uses[-1]} <= set(IN_USE)]


def _use(body: str | None) -> str:
    return str(orjson.loads(body)["fields"].get("use") or "") if body else ""


def said_change(
    organisation: Organisation, record: Record, types: Sequence[str], *, named: Record | None = None
) -> tuple[Record, dict[str, Any]] | None:
    """Return the change that waits, or of those that wait the one named, with what it says. Three queries."""
    found = _waiting(organisation, record, types)
    return next((one for one in found if named is None or one[0].pk == named.pk), None)


def open_change(organisation: Organisation, record: Record, stage: str, life: Life) -> Record | None:
    """Return the change that waits for a decision at that gate: of its type, about the system, not yet in effect."""
    return next(iter(open_changes(organisation, record, change_types(stage, life))), None)


def open_changes(organisation: Organisation, record: Record, types: Sequence[str]) -> list[Record]:
    """Return the changes of these types that name the system and took no effect yet, newest first."""
    return [change for change, _ in _waiting(organisation, record, types)]


def _waiting(
    organisation: Organisation, record: Record, types: Sequence[str]
) -> list[tuple[Record, dict[str, Any]]]:
    if not types:
        return []
    found = _OF_CHANGES.records(organisation=organisation.pk, system=record.pk)
    changes = reading.by_id(organisation.pk, {link.source_id for link in found})
    bodies = reading.bodies(organisation.pk, [(r.pk, r.head_number) for r in changes.values()])
    waiting = [
        (change, bodies[row]) for row, change in changes.items() if _waits(bodies[row]["fields"], types)
    ]
    return sorted(waiting, key=lambda one: -one[0].number)


def _of_changes(organisation: int, system: int) -> QuerySet[Link]:
    return Link.rows.of(organisation).filter(
        target_id=system, relation="system", source__kind="change", source__retired_day__isnull=True
    )


_OF_CHANGES = Question(_of_changes, organisation=-7001, system=-7002)


def _waits(fields: Mapping[str, object], types: Sequence[str]) -> bool:
    """Whether a change may still be decided on; a take-over written down before it was signed is dated anew."""
    type_ = fields.get("type")
    taken = type_ == "take_over" or not fields.get("effective_on")
    return type_ in types and taken and fields.get("decision") != "no_go"


def assessments_of(organisation: Organisation, record: Record) -> list[Record]:
    """Return the impact assessments of a system, newest first."""
    rows = Link.rows.of(organisation.pk).filter(
        target=record, source__kind="impact_assessment", source__retired_day__isnull=True
    )
    found = reading.by_id(organisation.pk, set(rows.values_list("source_id", flat=True)))
    bodies = reading.bodies(organisation.pk, [(r.pk, r.head_number) for r in found.values()])
    ours = [r for r in found.values() if bodies[r.pk]["fields"].get("type", "ai") == "ai"]
    return sorted(ours, key=lambda r: -r.number)


__all__ = [
    "assessments_of",
    "before_its_gates",
    "decisions",
    "life_of",
    "open_change",
    "open_changes",
    "stages_gone_through",
]
