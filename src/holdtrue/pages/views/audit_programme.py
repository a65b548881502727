"""The programme of internal audits: what each planned audit is to reach, when all was audited last, and what never."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from holdtrue.app.actions.auditing import planning
from holdtrue.app.actions.permission import on_kind, require
from holdtrue.app.queries.programme import STANDARD, programme
from holdtrue.app.queries.roadmap import planners
from holdtrue.core.frameworks import framework as law_of
from holdtrue.core.frameworks import installed
from holdtrue.core.programme import USUAL_YEARS, YEARS
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import posted
from holdtrue.pages.language import t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.audit import BranchShown, PlannedShown, ProgrammeView, ReachedShown
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.table import Choice, Share
from holdtrue.pages.views import frame
from holdtrue.pages.views.audit_forms import names_in, plan_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.queries.programme import PlannedAudit, Programme, Reached
    from holdtrue.core.frameworks import Framework, Section
    from holdtrue.core.programme import Proposed
    from holdtrue.pages.forms import Answers
    from holdtrue.pages.views.frame import Visit

AT = "audit-programme"


@require_safe
@frame.inside
def show(visit: Visit) -> HttpResponse:
    """Show the programme over a framework for some years."""
    given = visit.request.GET
    return _shown(visit, given.get("framework", STANDARD), _years(given.get("years", "")))


def _shown(
    visit: Visit, framework: str, years: int, answers: Answers | None = None, *, status: int = 200
) -> HttpResponse:
    found = programme(visit.caller, framework, years=years)
    page = frame.page(visit, t("page.audit.programme"), station="check")
    return frame.show(visit, "audit_programme.html", page, status=status, view=_view(visit, found, answers))


@require_POST
@frame.inside
def plan(visit: Visit) -> HttpResponse:
    """Plan what is proposed or one audit of one's own, move one, or take it off; then back to the programme."""
    require(visit.caller, "audit", on_kind("audit"))
    given = visit.request.POST
    framework, years = given.get("framework", STANDARD), _years(given.get("years", ""))
    if given.get("own"):
        return _planned_one(visit, framework, years)
    try:
        if given.get("proposed"):
            proposed = programme(visit.caller, framework, years=years).proposed
            made = planning.plan_proposed(visit.caller, framework, proposed)
            frame.notify(visit, t("page.audit.planned_all", n=len(made)))
        elif given.get("drop"):
            planning.drop_plan(visit.caller, given.get("plan", ""))
            frame.notify(visit, t("page.audit.dropped"))
        else:
            planning.move_plan(
                visit.caller, given.get("plan", ""), on=given.get("on", ""), auditor=given.get("auditor", "")
            )
            frame.notify(visit, t("page.audit.moved"))
    except BadInput as refusal:
        frame.notify(visit, refusal.message, kind="wrong")
    return HttpResponseRedirect(_address(visit, framework, years))


def _planned_one(visit: Visit, framework: str, years: int) -> HttpResponse:
    """Plan one audit; what is wrong with it goes back into its form."""
    answers = posted(visit.request.POST, ("on", "covers", "auditor"))
    try:
        planning.plan_audit(
            visit.caller,
            framework,
            on=answers.text("on"),
            covers=names_in(answers.text("covers")),
            auditor=answers.text("auditor"),
        )
    except BadInput as refusal:
        answers.blame(refusal)
        return _shown(visit, framework, years, answers, status=422)
    frame.notify(visit, t("page.audit.planned_all", n=1))
    return HttpResponseRedirect(_address(visit, framework, years))


def _years(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 3 else USUAL_YEARS  # noqa: PLR2004  # two digits are enough


def _address(visit: Visit, framework: str, years: int) -> str:
    return with_query(
        visit.places.at(AT),
        framework="" if framework == STANDARD else framework,
        years="" if years == USUAL_YEARS else years,
    )


def _view(visit: Visit, found: Programme, answers: Answers | None = None) -> ProgrammeView:
    law, whole = found.answered.framework, len(found.lines)
    reached, coming = whole - found.never, whole - found.unplanned
    shares = (
        ("reached", Share(reached, whole, _colour(reached, whole))),
        ("planned", Share(coming, whole, _colour(coming, whole))),
    )
    may = visit.may("audit", on_kind("audit"))
    people = tuple(Choice(ref, name) for ref, name in planners(visit.caller)) if may else ()
    return ProgrammeView(
        lead=t("page.audit.programme_lead", law=law.title, version=law.version, until_day=found.until),
        tabs=tuple(
            Link(law_of(name).short, _address(visit, name, found.years), current=name == law.id)
            for name in installed()
        ),
        years=tuple(
            Link(t("page.audit.years", n=n), _address(visit, law.id, n), current=n == found.years)
            for n in YEARS
        ),
        shares=tuple((t(f"page.audit.share.{name}"), share) for name, share in shares) if whole else (),
        planned=tuple(_planned(visit, law, one) for one in found.planned),
        proposed=tuple(_proposed(law, one) for one in found.proposed),
        branches=tuple(_branches(visit, found)),
        people=people,
        may=may,
        action=visit.places.at(AT, "plan"),
        framework=law.id,
        chosen_years=found.years,
        own=plan_form(visit, found, people, answers) if may else None,
    )


def _colour(part: int, whole: int) -> str:
    return "holds" if part == whole else "soon" if part else "wrong"


def _planned(visit: Visit, law: Framework, one: PlannedAudit) -> PlannedShown:
    begun = one.audit
    state = "begun" if begun else "late" if one.day < visit.day else "open"
    return PlannedShown(
        uid=one.uid,
        day=absolute(one.day),
        title=_branch_titles(law, one.covers),
        covers=t("page.audit.covers", n=len(one.covers)),
        names=tuple(_name(law, name) for name in one.covers),
        state=state,
        words=one.auditor.title if one.auditor else t("page.audit.nobody"),
        audit=Link(begun.ref, visit.places.act(begun.ref, "work")) if begun else None,
        on=dt.date.fromordinal(one.day).isoformat(),
        auditor=one.auditor.ref if one.auditor else "",
        record="" if begun else _on_record(visit, one),
    )


def _on_record(visit: Visit, one: PlannedAudit) -> str:
    """The form that puts a planned audit on record, with its day and its auditor filled in."""
    if not visit.may("add", on_kind("audit")):
        return ""
    day = dt.date.fromordinal(one.day).isoformat()
    return visit.places.add("audit", type="internal", auditor=one.auditor.ref if one.auditor else "", due=day)


def _proposed(law: Framework, one: Proposed) -> PlannedShown:
    again = t("page.audit.again", n=len(one.again)) if one.again else ""
    return PlannedShown(
        uid="",
        day=absolute(one.day),
        title=_branch_titles(law, one.covers),
        covers=t("page.audit.covers", n=len(one.covers)),
        names=tuple(_name(law, name) for name in one.covers),
        state="proposed",
        words=again,
    )


def _name(law: Framework, requirement: str) -> str:
    known = {one.id: one for one in law.requirements}
    return known[requirement].name if requirement in known else requirement


def _branch_titles(law: Framework, covers: Sequence[str]) -> str:
    """The branches it touches, those that it touches most first."""
    wanted = frozenset(covers)
    counts: dict[str, int] = {}
    for one in law.requirements:
        if one.id in wanted:
            counts[one.section] = counts.get(one.section, 0) + 1
    titles = {section.id: section.title for section in law.sections}
    most = sorted(counts, key=lambda name: -counts[name])
    told = ", ".join(titles.get(name, name) for name in most[:2])
    return t("page.audit.and_others", names=told, n=len(most) - 2) if len(most) > 2 else told  # noqa: PLR2004  # two are named


def _branches(visit: Visit, found: Programme) -> list[BranchShown]:
    law = found.answered.framework
    by_section: dict[str, list[Reached]] = {}
    for line in found.lines:
        by_section.setdefault(line.answer.requirement.section, []).append(line)
    return [
        _branch(visit, law, section, by_section[section.id])
        for section in law.sections
        if section.id in by_section
    ]


def _branch(visit: Visit, law: Framework, section: Section, lines: Sequence[Reached]) -> BranchShown:
    reached = sum(line.last is not None for line in lines)
    cited = "" if section.id.islower() else f"{section.id} "
    never = len(lines) - reached
    return BranchShown(
        title=f"{cited}{section.title}",
        share=Share(reached, len(lines), _colour(reached, len(lines))),
        words=t("page.audit.never_n", n=never) if never else "",
        lines=tuple(_line(visit, law, line) for line in lines),
    )


def _line(visit: Visit, law: Framework, line: Reached) -> ReachedShown:
    asked = line.answer.requirement
    last = line.last
    return ReachedShown(
        name=asked.name,
        title=asked.title,
        href=visit.places.requirement(law.id, asked.id),
        standing=line.answer.standing,
        standing_words=t(f"requirement.standing.{line.answer.standing}"),
        last=absolute(last.day) if last else "",
        last_audit=Link(last.audit, visit.places.record(last.audit)) if last else None,
        next=absolute(line.next.day) if line.next else "",
    )


__all__ = ["plan", "show"]
