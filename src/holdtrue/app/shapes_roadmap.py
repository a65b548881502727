"""The JSON of the roadmap, shared by the API and the command line."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from holdtrue.app.queries.raised import OWN, TIERS
from holdtrue.app.shapes import said
from holdtrue.core.days import iso
from holdtrue.core.messages import Message
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.words.catalog import known

if TYPE_CHECKING:
    from holdtrue.app.queries.roadmap import Plan, Roadmap, Told
    from holdtrue.app.queries.steps import Step
    from holdtrue.app.shapes import Json
    from holdtrue.core.days import Day


def roadmap_json(found: Roadmap) -> Json:
    """Return what to do next, and what the index would be."""
    day = found.day
    return {
        "organisation": found.now.figures.organisation.name,
        "slug": found.now.figures.organisation.slug,
        "at": iso(day),
        "profile": found.now.index.profile,
        "index_now": found.now.index.tenths,
        "index_after": found.after.tenths,
        "index_after_on": iso(found.after_on),
        "taken": [one.step.key for one in found.taken],
        "systems_unsorted": found.unsorted,
        "steps": [step_json(one, day) for one in found.steps],
        "ready": {
            "on": iso(found.ready_on),
            "because": found.ready_by.practice.id if found.ready_by else None,
            "steps": found.ready_steps,
            "minutes": found.ready_minutes,
        },
        "by": iso(found.by) if found.by else None,
        "must_begin": [
            {"step": step.key, "title": step.practice.title, "by": iso(begin), "too_late": begin < day}
            for step, begin in found.must_begin
        ],
        "too_late": [step.key for step, begin in found.must_begin if begin < day],
        "lapses_before": found.lapses,
        "plan": [_plan(one, day) for one in found.plans],
    }


def step_json(one: Told, day: Day) -> Json:
    """Return one step; `gain` is what it adds after the steps before it."""
    step = one.step
    return {
        "key": step.key,
        "practice": step.practice.id,
        "title": step.practice.title,
        "about": step.kind,
        "group": step.group,
        "from": LEVEL_WORDS[step.reached],
        "to": LEVEL_WORDS[step.level],
        "gain": gain(step),
        "effort": step.minutes,
        "systems": step.scopes,
        "first": [record.ref for record in one.systems],
        "law": step.law,
        "needs": list(step.needs),
        "role": step.role,
        "owner": one.name or None,
        "owner_ref": one.person or None,
        "because": said(one.why.because) if one.why else None,
        "remedy": said(remedy(one)),
        "action": one.why.remedy.action if one.why and one.why.remedy else None,
        "satisfies": {name: list(ids) for name, ids in step.practice.satisfies.items()},
        "counts_on": iso(one.counts_on),
        "begin_by": iso(one.begin_by) if one.begin_by is not None else None,
        "too_late": one.too_late(day),
        "planned": _plan(one.plan, day) if one.plan else None,
    }


def gain(step: Step) -> float:
    """Return what a step adds, to a tenth, rounded down."""
    return floor(step.gain * 10) / 10


def remedy(one: Told) -> Message:
    """What a step comes to: over several systems what each needs, with their number; else what mends the first gap.

    Where no gap was looked into, as of the later steps, what each system needs, or what the next level asks.
    """
    step, does = one.step, Message(f"roadmap.does.{one.step.practice.id}")
    each = step.kind in TIERS and known(does.id)
    if one.why and one.why.remedy and not (each and step.scopes > 1):
        return one.why.remedy.message
    if each:
        return Message("roadmap.remedy_each", {"n": step.scopes, "does": does})
    if step.kind == OWN:
        return Message("roadmap.remedy_next", {"claim": step.practice.claims[step.reached].describe()})
    level = Message(f"level.{LEVEL_WORDS[step.level]}")
    params = {"practice": step.practice.title, "level": level, "n": step.scopes}
    return Message("roadmap.remedy_systems", params)


def _plan(one: Plan, day: Day) -> Json:
    return {
        "step": one.step,
        "on": iso(one.day),
        "person": one.person.ref if one.person else None,
        "done": one.done,
        "late": one.late(day),
    }


__all__ = ["gain", "remedy", "roadmap_json", "step_json"]
