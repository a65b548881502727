"""Taking one step of a finding's mending: posted by its name, from the thread or from a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions import evidence
from holdtrue.app.actions.findings import checking, mending
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.queries import mending as query
from holdtrue.app.queries.similar import similar
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.pages.forms import Answers, posted
from holdtrue.pages.forms.answers import ref_in
from holdtrue.pages.language import t
from holdtrue.pages.shapes.mending import MendingView
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.views import frame
from holdtrue.pages.views.mending_forms import FIELDS, form_of
from holdtrue.pages.views.mending_parts import offered
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdtrue.app.rows import Record
    from holdtrue.pages.views.frame import Visit

_VERIFIED = frozenset({"effect", "again", "reopen"})
"""Steps of whoever says whether it worked; the others are work on the finding."""


@frame.inside
def mend(visit: Visit, ref: str, step: str) -> HttpResponse:
    """Show one step's form, or take the step."""
    if step not in FIELDS:
        raise NotFound("not_found")
    record = mending.found(visit.caller, ref)
    require(visit.caller, "verify_effect" if step in _VERIFIED else "edit", on_record(record))
    href = visit.places.record(record.ref)
    answers = Answers(dict.fromkeys(FIELDS[step], ()))
    if visit.request.method == "POST":
        answers = posted(visit.request.POST, FIELDS[step])
        try:
            with outcome(visit) as done:
                _TAKE[step](visit, record, answers)
                done.say(t(f"page.mending.took.{step}", ref=record.ref))
            return HttpResponseRedirect(f"{href}#mending")
        except BadInput as refusal:
            answers.blame(refusal)
    known = query.of_record(record)
    near = similar(visit.caller, known, visit.day) if step == "similar" else None
    view = MendingView(
        form_of(visit, known, step, answers, near),
        Link(f"{record.ref} {record.title}", href),
        offered(visit, near) if near else (),
    )
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    crumbs = (Link(record.title or record.ref, href),)
    given = frame.page(visit, t(f"page.mending.do.{step}"), kind=record.kind, crumbs=crumbs, notices=notices)
    return frame.show(visit, "mending.html", given, status=422 if answers.wrong else 200, view=view)


def _correct(visit: Visit, record: Record, given: Answers) -> None:
    mending.correct(visit.caller, record.ref, given.text("correction"))


def _trace(visit: Visit, record: Record, given: Answers) -> None:
    back = _ref(given, "recurrence_of")
    mending.trace(visit.caller, record.ref, given.text("cause"), recurrence_of=back)


def _compare(visit: Visit, record: Record, given: Answers) -> None:
    also = [ref for ref in given.values["also"] if ref.strip()]
    mending.compare(visit.caller, record.ref, given.text("similar_cases"), also=also)


def _answer(visit: Visit, record: Record, given: Answers) -> None:
    mending.answer(
        visit.caller,
        record.ref,
        given.text("title"),
        owner=_ref(given, "owner"),
        due=given.text("due"),
        means=given.text("means"),
    )


def _do(visit: Visit, record: Record, given: Answers) -> None:
    action = given.text("action").strip()
    if not action:
        raise BadInput("finding.which_action", field="action")
    mending.done(visit.caller, record.ref, action, on=given.text("on").strip(), why=given.text("note"))


def _plan(visit: Visit, record: Record, given: Answers) -> None:
    checking.plan(
        visit.caller,
        record.ref,
        after=given.text("after"),
        why=given.text("why"),
        checker=_ref(given, "checker"),
    )


def _verify(visit: Visit, record: Record, given: Answers) -> None:
    chosen = [ref for ref in given.values["evidence"] if ref.strip()]
    file = visit.request.FILES.get("file")
    if isinstance(file, UploadedFile):
        made = evidence.attach(
            visit.caller,
            [record.ref],
            file,  # type: ignore[arg-type]  # an uploaded file reads like any binary one
            file.name or "file",
            tag=checking.TAG,
            collected_on=given.text("collected_on").strip(),
        )
        chosen.append(made.ref)
        given.values["evidence"] = tuple(chosen)
    checking.verify(visit.caller, record.ref, chosen, why=given.text("seen"))


def _settle(visit: Visit, record: Record, given: Answers) -> None:
    checking.settle(visit.caller, record.ref, answer=given.text("answer"))


def _again(visit: Visit, record: Record, given: Answers) -> None:
    checking.not_effective(visit.caller, record.ref, why=given.text("why"))


def _reopen(visit: Visit, record: Record, given: Answers) -> None:
    checking.reopen(visit.caller, record.ref, why=given.text("why"))


def _ref(given: Answers, name: str) -> str:
    """The record a field names: by its title with the ref in brackets, or by the ref alone."""
    text = given.text(name).strip()
    return ref_in(text) or text


_TAKE: Mapping[str, Callable[[Visit, Record, Answers], None]] = {
    "correction": _correct,
    "cause": _trace,
    "similar": _compare,
    "actions": _answer,
    "doing": _do,
    "plan": _plan,
    "effect": _verify,
    "answer": _settle,
    "again": _again,
    "reopen": _reopen,
}
