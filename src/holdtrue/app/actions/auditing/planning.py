"""Planning audits of the programme: one for a day, all that are proposed, moved, taken off; a plan is not an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.permission import on_kind
from holdtrue.app.queries.requirements import framework_named
from holdtrue.core.days import iso, to_day
from holdtrue.core.refusals import BadInput
from holdtrue.store import reading
from holdtrue.store.models import PlannedAudit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Act
    from holdtrue.core.days import Day
    from holdtrue.core.programme import Proposed
    from holdtrue.store.models import Record

FURTHEST = 3_660
"""Days ahead up to which an audit can be planned."""


def plan_audit(
    caller: Caller, framework: str, *, on: str, covers: Sequence[str], auditor: str = ""
) -> PlannedAudit:
    """Plan an audit of some requirements for a day. BadInput where one of these is unknown, or the day is none."""
    with acting(caller, "audit.plan", "audit", on_kind("audit")) as act:
        return _planned(act, framework, _day(act, on), covers, _person(caller, auditor))


def plan_proposed(caller: Caller, framework: str, proposed: Sequence[Proposed]) -> list[PlannedAudit]:
    """Plan every audit of a proposal, in one action."""
    with acting(caller, "audit.plan", "audit", on_kind("audit")) as act:
        return [_planned(act, framework, one.day, one.covers, None) for one in proposed]


def move_plan(caller: Caller, uid: str, *, on: str, auditor: str = "") -> PlannedAudit:
    """Plan an audit for another day, or by somebody else; BadInput where it was begun already."""
    with acting(caller, "audit.plan", "audit", on_kind("audit")) as act:
        row = _open(caller, uid)
        row.day, row.auditor, row.planned = _day(act, on), _person(caller, auditor), act.day
        row.entry = act.head.size + len(act.lines)
        row.save(update_fields=["day", "auditor", "planned", "entry"])
        _told(act, row)
        return row


def drop_plan(caller: Caller, uid: str) -> None:
    """Take a planned audit off the programme; BadInput where it was begun already."""
    with acting(caller, "audit.unplan", "audit", on_kind("audit")) as act:
        row = _open(caller, uid)
        act.note(None, contents={"plan": row.uid, "framework": row.framework, "on": iso(row.day)})
        row.delete()


def _planned(
    act: Act, framework: str, day: Day, covers: Sequence[str], auditor: Record | None
) -> PlannedAudit:
    law = framework_named(framework)
    known = {one.id for one in law.requirements}
    wanted = list(dict.fromkeys(covers))
    unknown = [name for name in wanted if name not in known]
    if unknown or not wanted:
        raise BadInput(
            "audit.no_requirement" if unknown else "audit.plan_nothing",
            field="covers",
            name=unknown[0][:60] if unknown else "",
            framework=law.title,
        )
    row = PlannedAudit(
        organisation_id=act.organisation.pk,
        uid=act.caller.clock.uid(),
        framework=framework,
        covers=wanted,
        day=day,
        auditor=auditor,
        planned=act.day,
        entry=act.head.size + len(act.lines),
    )
    row.save(force_insert=True)
    _told(act, row)
    return row


def _told(act: Act, row: PlannedAudit) -> None:
    act.note(
        None,
        contents={
            "plan": row.uid,
            "framework": row.framework,
            "on": iso(row.day),
            "covers": list(row.covers),
            "auditor": row.auditor.uid if row.auditor else "",
        },
    )


def _open(caller: Caller, uid: str) -> PlannedAudit:
    found = PlannedAudit.rows.of(caller.organisation.pk).filter(uid=uid).select_related("audit").first()
    if found is None:
        raise BadInput("audit.no_plan", field="plan")
    if found.audit_id is not None:
        raise BadInput("audit.plan_taken", field="plan", ref=found.audit.ref)
    return found  # type: ignore[no-any-return]  # the manager is shared by every table, so its rows are Any


def _day(act: Act, text: str) -> Day:
    if not text:
        raise BadInput("audit.plan_no_day", field="on")
    day = to_day(text) if len(text) == len("2027-03-14") else None
    if day is None or not act.day <= day <= act.day + FURTHEST:
        raise BadInput("plan.day", field="on", value=text[:40])
    return day


def _person(caller: Caller, ref: str) -> Record | None:
    if not ref:
        return None
    found = reading.by_ref(caller.organisation.pk, [ref]).get(ref)
    if found is None or found.kind != "person" or found.retired_day is not None:
        raise BadInput("plan.person", field="auditor", value=ref[:40])
    return found


__all__ = ["drop_plan", "move_plan", "plan_audit", "plan_proposed"]
