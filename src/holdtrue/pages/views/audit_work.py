"""One internal audit as it is worked on: how far it is, its sample, its requirements with their results, its report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from holdtrue.app.actions.auditing.sheets import require_independent
from holdtrue.app.actions.permission import on_record
from holdtrue.app.documents.audit_report import rendered
from holdtrue.app.queries.audit_work import work
from holdtrue.core.auditing import RESULTS
from holdtrue.core.days import to_day
from holdtrue.core.refusals import NotAllowed
from holdtrue.pages.language import said, spoken, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.audit import DrawnShown, WorkLine, WorkView
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.table import Share
from holdtrue.pages.views import frame
from holdtrue.pages.views.audit_forms import begin_form, close_form, draw_form

if TYPE_CHECKING:
    from holdtrue.app.queries.audit_work import AuditDraw, Work
    from holdtrue.core.auditing import RequirementThen
    from holdtrue.pages.forms import Answers
    from holdtrue.pages.views.frame import Visit

STATES = {
    "holds": "holds",
    "observation": "soon",
    "minor": "soon",
    "major": "wrong",
    "not_looked_at": "quiet",
}


@require_safe
@frame.inside
def show(visit: Visit, ref: str) -> HttpResponse:
    """Show an audit as it is worked on; before it is begun, the form that begins it."""
    return shown(visit, work(visit.caller, ref))


@require_safe
@frame.inside
def report(visit: Visit, ref: str) -> HttpResponse:
    """Download the report in the form asked for."""
    made = rendered(visit.caller, ref, visit.request.GET.get("format", "pdf"), locale=spoken())
    response = HttpResponse(made.content, content_type=made.media_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


def shown(
    visit: Visit, found: Work, answers: Answers | None = None, *, doing: str = "", status: int = 200
) -> HttpResponse:
    """Return the page; `answers` go back into the form of the act that was refused."""
    name = found.audit.title or found.audit.ref
    crumbs = (Link(name, visit.places.record(found.audit.ref)),)
    given = frame.page(visit, t("page.audit.work", name=name), kind="audit", crumbs=crumbs)
    view = _view(visit, found, answers, doing)
    return frame.show(visit, "audit_work.html", given, status=status, view=view)


def _view(visit: Visit, found: Work, answers: Answers | None, doing: str) -> WorkView:
    may = visit.may("audit", on_record(found.audit))
    began, whole = found.sheet is not None, len(found.requirements)
    open_ = may and began and not found.closed
    notice, state = _notice(visit, found, may=may)
    return WorkView(
        ref=found.audit.ref,
        lead=t(f"page.audit.{'closed' if found.closed else 'work' if began else 'begin'}_lead"),
        facts=_facts(visit, found),
        notice=notice,
        notice_state=state,
        progress=Share(found.worked, whole, "holds" if found.worked == whole else "soon") if whole else None,
        counts=tuple(
            (t(f"audit.outcome.{name}"), n, STATES[name])
            for name in RESULTS
            if (n := sum(found.result(one.id) == name for one in found.requirements))
        ),
        sections=_sections(visit, found),
        draws=tuple(_drawn(visit, found, one) for one in reversed(found.draws)),
        findings=tuple(
            (
                Link(one.ref, visit.places.record(one.ref)),
                " · ".join(x for x in (one.requirement, one.nature) if x),
            )
            for one in found.findings
        ),
        files=_files(visit, found),
        begin=begin_form(visit, found, answers if doing == "begin" else None) if may and not began else None,
        draw=draw_form(visit, found, answers if doing == "draw" else None) if open_ else None,
        close=close_form(visit, found, answers if doing == "close" else None) if open_ else None,
    )


def _notice(visit: Visit, found: Work, *, may: bool) -> tuple[str, str]:
    if found.closed and found.sheet is not None:
        digest = found.sheet.report_digest[:16]
        return t("page.audit.closed", digest=digest), "done"
    if may and found.sheet is not None:
        try:
            require_independent(visit.caller, found.audit, found.sheet)
        except NotAllowed as refusal:
            return said(refusal.message), "soon"
    if found.kept.get("too_large"):
        return t("page.audit.too_large", on_day=found.day), "soon"
    return "", ""


def _facts(visit: Visit, found: Work) -> tuple[tuple[str, str | Link], ...]:
    told: list[tuple[str, str | Link]] = []
    if found.auditor:
        told.append(
            (t("page.audit.auditor"), Link(found.auditor.title, visit.places.record(found.auditor.ref)))
        )
    if found.sheet is None:
        return tuple(told)
    law = found.kept["framework"]
    words = f"{law['title']}, {law['version']}"
    told.append(
        (t("page.audit.against"), Link(words, visit.places.framework(law["id"], audit=found.audit.ref)))
    )
    day = to_day(found.kept["day"])
    told.append((t("page.audit.as_of"), absolute(day) if day else found.kept["day"]))
    log = found.kept["log"]
    told.append((t("page.audit.log"), t("page.audit.log_words", n=log["size"], root=log["root"][:16])))
    return tuple(told)


def _sections(visit: Visit, found: Work) -> tuple[tuple[str, tuple[WorkLine, ...]], ...]:
    told: dict[str, list[WorkLine]] = {}
    for one in found.requirements:
        told.setdefault(one.section, []).append(_line(visit, found, one))
    return tuple((_section_title(found, name), tuple(lines)) for name, lines in told.items())


def _section_title(found: Work, section: str) -> str:
    """A branch by its number and the title it had when the audit was begun."""
    title = str(found.kept.get("sections", {}).get(section, ""))
    cited = "" if section.islower() else section
    return " ".join(x for x in (cited, title) if x) or section


def _line(visit: Visit, found: Work, one: RequirementThen) -> WorkLine:
    result, notes = found.result(one.id), found.notes.get(one.id)
    return WorkLine(
        name=one.name,
        title=one.title,
        href=visit.places.act(found.audit.ref, "work") + f"{one.id}/",
        result=STATES[result],
        result_words=t(f"audit.outcome.{result}"),
        by=notes[-1].by if notes else "",
        standing=one.standing,
        standing_words=t(f"requirement.standing.{one.standing}"),
    )


def _drawn(visit: Visit, found: Work, one: AuditDraw) -> DrawnShown:
    counts = one is found.draws[-1]
    drawn = sum(len(s["drawn"]) for s in one.strata)
    at = to_day(found.kept["day"])
    day = found.kept["day"] if at and at < visit.day else ""
    return DrawnShown(
        title=t(
            "page.audit.drawing", number=one.number, n=drawn, of=sum(s["population"] for s in one.strata)
        ),
        counts=counts,
        seed=one.seed,
        seed_words=t("page.audit.seed_given" if one.given else "page.audit.seed_made"),
        digest=one.population_digest,
        reason=one.reason,
        by="",
        rows=tuple(
            (t(f"sampling.class.{s['class']}"), s["population"], s["least"], len(s["drawn"]))
            for s in one.strata
        ),
        systems=tuple(
            Link(f"{s.title} ({s.ref})", with_query(visit.places.record(s.ref), at=day))
            for s in found.systems
        )
        if counts
        else (),
    )


def _files(visit: Visit, found: Work) -> tuple[Link, ...]:
    if found.sheet is None:
        return ()
    address = visit.places.act(found.audit.ref, "work") + "report/"
    return tuple(
        Link(t(f"applicability.as_{words}"), with_query(address, format=form))
        for form, words in (("pdf", "pdf"), ("docx", "word"))
    )


__all__ = ["STATES", "report", "show", "shown"]
