"""The demonstration's steps of Check and Act: figures, incidents, an audit, reviews, an attestation, plans."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from holdtrue.app.actions import (
    attesting,
    boxing,
    following,
    incidents,
    measuring,
    members,
    quarterly,
    reviewing,
    scheduling,
)
from holdtrue.app.actions import door as doors
from holdtrue.app.actions.auditing import closing, drawing, noting, opening, planning
from holdtrue.app.door import ways
from holdtrue.app.queries import attesting as attested
from holdtrue.app.queries import boxed
from holdtrue.app.queries.review_dated import Span
from holdtrue.app.queries.review_shapes import Decision
from holdtrue.core.days import to_day
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.store.models import Record

if TYPE_CHECKING:
    from holdtrue.app.demo.load import Story

Step = Mapping[str, Any]


def _measure(story: Story, step: Step) -> Record | None:
    caller = story.caller(step["days"], step["by"])
    measuring.measure(caller, story.refs[step["measure"]], step["value"], on=story.date(step["days"]))
    return None


def _follow(story: Story, step: Step) -> Record | None:
    caller, owner = story.caller(step["days"], step["by"]), story.refs[step["owner"]]
    due = story.date(step["due"])
    return following.follow_up(
        caller, story.refs[step["follow"]], step["way"], why=step["why"], owner=owner, due=due
    )


def _tell(story: Story, step: Step) -> Record | None:
    caller = story.caller(step["days"], step["by"])
    said = {name: step[name] for name in ("at", "law", "reference") if name in step}
    return incidents.tell(caller, story.refs[step["tell"]], whom=step["whom"], name=step["name"], **said)


def _foresee(story: Story, step: Step) -> Record | None:
    named = [story.refs[name] for name in step.get("risks", ())]
    return incidents.foresee(story.caller(step["days"], step["by"]), story.refs[step["foresee"]], named)


def _close_incident(story: Story, step: Step) -> Record | None:
    return incidents.close(story.caller(step["days"], step["by"]), story.refs[step["close_incident"]])


def _door(story: Story, step: Step) -> Record | None:
    caller = story.caller(step["days"])
    doors.set_door(caller, opened=True, free=True, answers=story.refs[step["door"]])
    return None


def _worry(story: Story, step: Step) -> Record | None:
    """Somebody without a name writes at the door; by the next day it is in the box."""
    caller, next_day = story.caller(step["days"]), story.caller(step["days"] - 1)
    way = ways.by_code(ways.door_of(caller.organisation.pk).code, clock=caller.clock)
    boxing.raise_concern(way, category=step["worry"], text=step["text"])
    boxing.deliver(next_day.organisation, next_day.clock)
    return None


def _from_concern(story: Story, step: Step) -> Record | None:
    """The newest concern in the box becomes an incident."""
    caller = story.caller(step["days"], step["by"])
    number = max(boxed.visible(caller), key=lambda row: row.raised).pk
    systems = [story.refs[name] for name in step["systems"]]
    said = {"title": step["from_concern"], "severity": step["severity"], "systems": systems}
    return incidents.from_concern(caller, number, said)


def _plan_audit(story: Story, step: Step) -> Record | None:
    caller, auditor = story.caller(step["days"], step["by"]), story.refs[step["auditor"]]
    on = story.date(step["day"])
    row = planning.plan_audit(caller, "iso42001", on=on, covers=step["covers"], auditor=auditor)
    story.said[step["plan_audit"]] = row.uid
    return None


def _begin_audit(story: Story, step: Step) -> Record | None:
    """Begun as it was planned, and its sample drawn by the seed the story gives."""
    caller, ref = story.caller(step["days"], step["by"]), story.refs[step["begin_audit"]]
    opening.begin(caller, ref, plan=story.said[step["plan"]])
    drawing.draw_sample(caller, ref, seed=step["seed"])
    return None


def _note(story: Story, step: Step) -> Record | None:
    caller, ref = story.caller(step["days"], step["by"]), story.refs[step["note"]]
    for requirement, (result, words) in step["found"].items():
        noting.note(caller, ref, requirement, result=result, notes=words)
    return None


def _close_audit(story: Story, step: Step) -> Record | None:
    caller = story.caller(step["days"], step["by"])
    closing.close(caller, story.refs[step["close_audit"]], result=step["result"], reported_to=step["to"])
    return None


def _hour(story: Story, step: Step) -> Record | None:
    said = quarterly.Hour(step["hour"], step["swept"], story.date(step["next"]))
    return quarterly.hold(story.caller(step["days"], step["by"]), said)


def _review(story: Story, step: Step) -> Record | None:
    caller = story.caller(step["days"], step["by"])
    first, last, today = (to_day(story.date(step[name])) or 0 for name in ("since", "days", "days"))
    decisions = [
        Decision(title, story.refs[owner], story.date(due)) for title, owner, due in step["decisions"]
    ]
    held = reviewing.Held(decisions, step["review"], chair=story.refs[step["by"]])
    made = reviewing.hold(caller, Span(first, last + 1, today), held)
    actions = Record.rows.of(caller.organisation.pk).filter(kind="action").order_by("-number")
    made_of_them = list(actions.values_list("ref", flat=True)[: len(decisions)])
    story.refs.update(zip(step["named"], reversed(made_of_them), strict=True))
    return made


def _schedule(story: Story, step: Step) -> Record | None:
    caller = story.caller(step["days"], step["by"])
    for what, (on, person) in step["schedule"].items():
        scheduling.schedule(caller, what, on=story.date(on), person=story.refs[person])
    return None


def _invite(story: Story, step: Step) -> Record | None:
    person = step["invite"]
    members.invite(
        story.caller(step["days"]), story.emails[person], role=step["role"], person=story.refs[person]
    )
    return None


def _attest(story: Story, step: Step) -> Record | None:
    """Drawn, each level confirmed as derived or lowered with the reason given, signed, and published."""
    caller = story.caller(step["days"], step["by"])
    row = attesting.begin(caller, seed=step["seed"])
    day = caller.clock.day(caller.organisation.time_zone)
    lines = attested.working(caller.organisation, row, day).lines
    levels = {x.derived.practice: (LEVEL_WORDS[x.derived.level], "") for x in lines}
    levels |= {name: (level, reason) for name, (level, reason) in step["lower"].items()}
    attesting.confirm(caller, row.number, levels)
    attesting.sign(caller, row.number, months=step["months"], words=step["attest"])
    attesting.publish(story.caller(step["days"]), row.number, code=step["page"])
    return None


CHECKED: Mapping[str, Callable[[Story, Step], Record | None]] = {
    "measure": _measure,
    "follow": _follow,
    "tell": _tell,
    "foresee": _foresee,
    "close_incident": _close_incident,
    "door": _door,
    "worry": _worry,
    "from_concern": _from_concern,
    "plan_audit": _plan_audit,
    "begin_audit": _begin_audit,
    "note": _note,
    "close_audit": _close_audit,
    "hour": _hour,
    "review": _review,
    "schedule": _schedule,
    "invite": _invite,
    "attest": _attest,
}
"""The word a step begins with → what plays it."""

__all__ = ["CHECKED"]
