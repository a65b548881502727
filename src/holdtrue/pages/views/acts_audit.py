"""Acting on an internal audit: begun, a sample drawn, a requirement worked, closed; refusals go back into forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from holdtrue.app.actions.auditing import closing, drawing, noting, opening
from holdtrue.app.actions.permission import decision, on_record
from holdtrue.app.queries.audit_work import work
from holdtrue.core.refusals import BadInput, NotAllowed, Stale
from holdtrue.core.sampling import STRATA
from holdtrue.pages.forms import posted, whole
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.views import frame
from holdtrue.pages.views.audit_forms import names_in, note_form
from holdtrue.pages.views.audit_parts import requirement_view
from holdtrue.pages.views.audit_work import shown

if TYPE_CHECKING:
    from holdtrue.app.queries.audit_work import Work
    from holdtrue.pages.forms import Answers
    from holdtrue.pages.views.frame import Visit

_FIELDS = (
    "framework",
    "covers",
    "plan",
    "seed",
    "reason",
    "result",
    "reported_to",
    *(f"size_{s}" for s in STRATA),
)
_OF_THIS_AUDIT = frozenset({"audit.own_work", "audit.not_auditor"})


@require_POST
@frame.inside
def act(visit: Visit, ref: str) -> HttpResponse:
    """Begin an audit, draw its sample, or close it: as `do` says."""
    do = visit.request.POST.get("do", "")
    acts = {"begin": _begin, "draw": _draw, "close": _close}
    if do not in acts:
        raise BadInput("audit.do", field="do", known=tuple(acts))
    answers = posted(visit.request.POST, _FIELDS)
    try:
        frame.notify(visit, acts[do](visit, ref, answers))
    except NotAllowed as refusal:
        return shown(visit, work(visit.caller, ref), _kept(refusal, answers), doing=do, status=403)
    except BadInput as refusal:
        answers.blame(refusal)
        if not answers.errors and not answers.general:
            answers.general.append(said(refusal.message))
        return shown(visit, work(visit.caller, ref), answers, doing=do, status=422)
    return HttpResponseRedirect(visit.places.act(ref, "work"))


def _begin(visit: Visit, ref: str, answers: Answers) -> str:
    opening.begin(
        visit.caller,
        ref,
        framework=answers.text("framework"),
        covers=names_in(answers.text("covers")),
        plan=answers.text("plan"),
    )
    return t("page.audit.begun")


def _draw(visit: Visit, ref: str, answers: Answers) -> str:
    sizes = {}
    for name in STRATA:
        typed = answers.text(f"size_{name}").strip()
        size = whole(typed)
        if typed and size is None:
            raise BadInput("audit.size", field="sizes", value=typed[:20])
        if size is not None:
            sizes[name] = size
    row = drawing.draw_sample(
        visit.caller, ref, seed=answers.text("seed").strip(), sizes=sizes, reason=answers.text("reason")
    )
    return t("page.audit.drawn", n=sum(len(s["drawn"]) for s in row.strata))


def _close(visit: Visit, ref: str, answers: Answers) -> str:
    closing.close(visit.caller, ref, result=answers.text("result"), reported_to=answers.text("reported_to"))
    return t("page.audit.done")


@require_http_methods(["GET", "HEAD", "POST"])
@frame.inside
def one(visit: Visit, ref: str, requirement: str) -> HttpResponse:
    """Show one requirement as it is worked on, and take what was noted on it."""
    found = work(visit.caller, ref)
    found.requirement(requirement)
    answers, status = None, 200
    if visit.request.method == "POST":
        answers = posted(visit.request.POST, ("notes", "result"))
        based_on = visit.request.POST.get("revision", "")
        try:
            noting.note(
                visit.caller,
                ref,
                requirement,
                result=answers.text("result"),
                notes=answers.text("notes"),
                based_on=whole(based_on),
            )
            frame.notify(visit, t("page.audit.noted"))
            return HttpResponseRedirect(visit.places.act(ref, "work") + f"{requirement}/")
        except Stale as refusal:
            status = 409
            answers.general.append(said(refusal.message))
            found = work(visit.caller, ref)
        except NotAllowed as refusal:
            status = 403
            answers = _kept(refusal, answers)
        except BadInput as refusal:
            status = 422
            answers.blame(refusal)
    return _shown(visit, found, requirement, answers, status)


def _kept(refusal: NotAllowed, answers: Answers) -> Answers:
    """What was typed, with why this auditor may not; refusals of a role are no matter of the form."""
    if refusal.code not in _OF_THIS_AUDIT:
        raise refusal
    answers.general.append(said(refusal.message))
    return answers


def _shown(visit: Visit, found: Work, requirement: str, answers: Answers | None, status: int) -> HttpResponse:
    asked = found.requirement(requirement)
    refused = ""
    decided = decision(visit.caller, "audit", on_record(found.audit))
    if not decided.allowed:
        refused = said(decided.reason)
    elif found.closed:
        refused = t("audit.closed", ref=found.audit.ref)
    form = None if refused else note_form(visit, found, asked, answers)
    name = found.audit.title or found.audit.ref
    crumbs = (
        Link(name, visit.places.record(found.audit.ref)),
        Link(t("page.audit.work", name=name), visit.places.act(found.audit.ref, "work")),
    )
    notices = tuple(Notice(sentence, "wrong") for sentence in (answers.general if answers else ()))
    given = frame.page(visit, f"{asked.name} {asked.title}", kind="audit", crumbs=crumbs, notices=notices)
    view = requirement_view(visit, found, asked, form, refused)
    return frame.show(visit, "audit_requirement.html", given, status=status, view=view)


__all__ = ["act", "one"]
