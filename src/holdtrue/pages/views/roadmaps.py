"""The roadmap page: steps in order, ticked and planned, the index after them, and backwards from a booked audit."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from holdtrue.app.actions import planning
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.queries.roadmap import planners, roadmap_asked
from holdtrue.app.shapes_roadmap import gain, remedy
from holdtrue.app.worklist.items import Clears, Item
from holdtrue.core.days import add_months
from holdtrue.core.frameworks import framework
from holdtrue.core.refusals import BadInput
from holdtrue.core.verdicts import State
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.moment import absolute, moment
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.roadmap import PlanMonth, RoadmapView, StepLine
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views import frame
from holdtrue.pages.views.worklist import form_of

if TYPE_CHECKING:
    from holdtrue.app.queries.roadmap import Plan, Roadmap, Told
    from holdtrue.core.days import Day
    from holdtrue.pages.views.frame import Visit

_MONTHS = 6
_LONG = 180
"""Minutes from which on hours say more."""
_IDLE = frozenset({"", "none", "wait"})


@require_safe
@frame.inside
def show(visit: Visit) -> HttpResponse:
    """Show the roadmap; `take` are the steps ticked, `by` the day to be ready by."""
    given = visit.request.GET
    take = given.getlist("take") or (["0"] if given.get("ticked") else [])
    found = roadmap_asked(visit.caller, by=given.get("by", ""), take=take)
    page = frame.page(visit, t("page.roadmap.title"), station="roadmap")
    return frame.show(visit, "roadmap.html", page, view=_view(visit, found))


@require_POST
@frame.inside
def plan(visit: Visit) -> HttpResponse:
    """Plan a step for a day and a person, or take it off the plan; then back to the roadmap."""
    require(visit.caller, "plan", on_organisation())
    given = visit.request.POST
    step = given.get("step", "")
    try:
        if given.get("drop"):
            planning.unplan(visit.caller, step)
            frame.notify(visit, t("plan.dropped"))
        else:
            planning.plan(visit.caller, step, on=given.get("on", ""), person=given.get("person", ""))
            frame.notify(visit, t("plan.done"))
    except BadInput as refusal:
        frame.notify(visit, refusal.message, kind="wrong")
    return HttpResponseRedirect(visit.places.at("roadmap"))


def _view(visit: Visit, found: Roadmap) -> RoadmapView:
    may_plan = visit.may("plan", on_organisation())
    people = tuple(Choice(ref, name) for ref, name in planners(visit.caller)) if may_plan else ()
    taken = len(found.taken)
    hours = max(1, round(sum(one.step.minutes for one in found.steps) / 60))
    return RoadmapView(
        lead=t(
            "page.roadmap.lead",
            n=len(found.steps),
            hours=hours,
            profile=t(f"profile.{found.now.index.profile}"),
        ),
        now=f"{found.now.index.tenths:.1f}",
        after=f"{found.after.tenths:.1f}",
        after_words=_after(found, taken),
        steps=tuple(_step(visit, found, one) for one in found.steps),
        empty="" if found.steps else t("page.roadmap.nothing"),
        ready=t("page.roadmap.ready_on", date=absolute(found.ready_on))
        if found.ready_steps
        else t("page.roadmap.ready_now"),
        ready_why=_ready_why(found),
        by=dt.date.fromordinal(found.by).isoformat() if found.by else "",
        by_words=t(
            "page.roadmap.by_words",
            date=absolute(found.by),
            n=sum(1 for _, begin in found.must_begin if begin < found.day),
            lapses=found.lapses,
        )
        if found.by
        else "",
        begin=tuple(
            (
                f"{step.practice.title} · {t(f'page.roadmap.about.{step.kind}', n=step.scopes)}",
                absolute(begin),
                begin < found.day,
            )
            for step, begin in found.must_begin
        ),
        may_plan=may_plan,
        plan_action=visit.places.at("roadmap", "plan"),
        people=people,
        months=_months(visit, found),
        progress=_progress(found),
        sort=Link(t("page.roadmap.sort", n=found.unsorted), visit.places.at("triage"))
        if found.unsorted
        else None,
        forecast=Link(t("page.roadmap.forecast"), visit.places.at("forecast")),
    )


def _after(found: Roadmap, taken: int) -> str:
    if not taken:
        return t("page.roadmap.with_none")
    minutes = sum(one.step.minutes for one in found.taken)
    name = "page.roadmap.with_later" if found.after_on > found.day else "page.roadmap.with"
    return t(name, n=taken, time=_time(minutes), date=absolute(found.after_on))


def _time(minutes: int) -> str:
    """So many minutes, or hours where they are many."""
    if minutes < _LONG:
        return t("page.roadmap.minutes", n=minutes)
    return t("page.roadmap.hours", n=f"{round(minutes / 60):,}")


def _ready_why(found: Roadmap) -> str:
    if not found.ready_steps:
        return ""
    hours = max(1, round(found.ready_minutes / 60))
    if found.ready_by is None:
        return t("page.roadmap.ready_effort", n=found.ready_steps, hours=hours)
    practice = found.ready_by.practice.title
    return t("page.roadmap.ready_because", n=found.ready_steps, hours=hours, practice=practice)


def _step(visit: Visit, found: Roadmap, one: Told) -> StepLine:
    step, places = one.step, visit.places
    names = {told.step.key: told.step.practice.title for told in found.steps}
    needs = ", ".join(names[key] for key in step.needs if key in names)
    person = one.plan.person if one.plan else None
    who, who_href = _who(visit, one)
    return StepLine(
        key=step.key,
        title=step.practice.title,
        href=places.practice(step.practice.id),
        levels=t(
            "page.whatif.levels",
            before=t(f"page.level.at.{step.reached}"),
            after=t(f"page.level.at.{step.level}"),
        ),
        group=t(f"roadmap.group.{step.group}"),
        law=step.law,
        gain=f"+{gain(step):.1f}",
        minutes=t("page.roadmap.about_time", time=_time(step.minutes)),
        scope=t(f"page.roadmap.about.{step.kind}", n=step.scopes),
        systems=tuple(Link(f"{r.title} ({r.ref})", places.record(r.ref)) for r in one.systems),
        who=who,
        who_href=who_href,
        because=said(one.why.because) if one.why else "",
        remedy=Link(said(remedy(one)), "" if _each(one) else _form(visit, one)),
        first=_first(visit, one),
        satisfies=" · ".join(
            t("page.roadmap.satisfies", framework=framework(name).title, n=len(ids))
            for name, ids in step.practice.satisfies.items()
            if ids
        ),
        needs=t("page.roadmap.needs", titles=needs) if needs else "",
        counts=t("page.roadmap.counts", date=absolute(one.counts_on)) if one.counts_on > found.day else "",
        begin=t("page.roadmap.begin", date=absolute(one.begin_by)) if one.begin_by and step.waits else "",
        too_late=one.too_late(found.day),
        ticked=one.taken,
        planned=moment(one.plan.day, found.day) if one.plan else None,
        planned_for=person.title if person else "",
        late=one.plan.late(found.day) if one.plan else False,
        plan_day=dt.date.fromordinal(one.plan.day).isoformat() if one.plan else "",
        plan_person=person.ref if person else "",
    )


def _who(visit: Visit, one: Told) -> tuple[str, str]:
    if one.name:
        return one.name, visit.places.record(one.person)
    if len(one.systems) == 1 and one.why and one.why.person:
        return one.why.name, visit.places.record(one.why.person)
    role = t(f"choice.roles.{one.step.role}")
    if one.step.scopes and one.step.kind in ("high", "others"):
        return t("page.roadmap.each_owner", role=role), ""
    return t("forecast.nobody", role=role), ""


def _each(one: Told) -> bool:
    """Whether a step is told by what each of several systems needs."""
    return bool(one.why and one.why.remedy) and remedy(one) != one.why.remedy.message  # type: ignore[union-attr]  # there is one


def _first(visit: Visit, one: Told) -> Link | None:
    """The first gap of the first system, where the step is told for all of them."""
    if not _each(one) or not one.systems or one.why is None or one.why.remedy is None:
        return None
    words = t("page.roadmap.first", title=one.systems[0].title, remedy=said(one.why.remedy.message))
    return Link(words, _form(visit, one))


def _form(visit: Visit, one: Told) -> str:
    """The form that mends the first gap, as the worklist opens it."""
    if one.why is None or one.why.remedy is None or one.why.remedy.action in _IDLE:
        return ""
    step = one.step
    clears = (Clears(step.practice, step.reached + 1, State.MISSING, None),)
    item = Item(
        key=step.key,
        what=one.why.remedy.message,
        why=one.why.because,
        state=one.why.state,
        due=None,
        minutes=step.minutes,
        action=one.why.remedy.action,
        ref=one.why.remedy.ref,
        scope=one.systems[0] if one.systems else None,
        clears=clears,
        remedy=one.why.remedy,
    )
    return form_of(visit, item)


def _months(visit: Visit, found: Roadmap) -> tuple[PlanMonth, ...]:
    """Six months from this one, and further ones in which something is planned; past plans stand in the first."""
    first = dt.date.fromordinal(visit.day).replace(day=1).toordinal()
    starts = {add_months(first, n) for n in range(_MONTHS)}
    if not found.plans and not visit.may("plan", on_organisation()):
        return ()
    by_month: dict[Day, list[Plan]] = {}
    for plan_ in found.plans:
        start = max(first, dt.date.fromordinal(plan_.day).replace(day=1).toordinal())
        by_month.setdefault(start, []).append(plan_)
    return tuple(_month(visit, start, by_month.get(start, [])) for start in sorted(starts | set(by_month)))


def _month(visit: Visit, start: Day, plans: list[Plan]) -> PlanMonth:
    value = dt.date.fromordinal(start)
    last = dt.date.fromordinal(add_months(start, 1) - 1)
    return PlanMonth(
        t("page.forecast.month", month=t(f"page.month.long.{value.month}"), year=str(value.year)),
        last.isoformat(),
        tuple(
            (one.step, one.title, "done" if one.done else "late" if one.late(visit.day) else "open")
            for one in plans
        ),
    )


def _progress(found: Roadmap) -> str:
    if not found.plans:
        return t("page.roadmap.no_plan")
    done = sum(1 for one in found.plans if one.done)
    late = sum(1 for one in found.plans if one.late(found.day))
    return t("page.roadmap.progress", n=done, of=len(found.plans), late=late)


__all__ = ["plan", "show"]
