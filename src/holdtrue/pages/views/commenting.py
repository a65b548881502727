"""Comments and questions on a record: shown with it, added, marked answered; and what waits for whoever looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from holdtrue.app.actions import comments as actions
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.actions.records import find
from holdtrue.app.clock import zone
from holdtrue.app.queries.comments import thread
from holdtrue.app.queries.mentions import mentions, questions
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import Answers, posted
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.acts import FormView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import instant
from holdtrue.pages.shapes.page import Act, Link, Notice
from holdtrue.pages.shapes.record import Said
from holdtrue.pages.shapes.said import MentionsView
from holdtrue.pages.shapes.said import Waiting as WaitingShown
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views.frame import Visit, inside, notify, page, show

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpResponse

    from holdtrue.app.queries.around import Around
    from holdtrue.app.queries.comments import Comment
    from holdtrue.app.queries.mentions import Waiting
    from holdtrue.app.rows import Record
    from holdtrue.pages.shapes.moment import Moment

TEXT, QUESTION, ANSWERS = "text", "question", "answers"


def shown(visit: Visit, around: Around) -> tuple[tuple[Said, ...], Form | None]:
    """Return what was said about a record to who may read it, and the form to add to it."""
    record = around.record
    found = thread(visit.caller.organisation, record) if around.opened.said else ()
    may = record.retired_day is None and visit.may("comment", around.target)
    lines = tuple(_said(visit, record, c, found, may=may) for c in found)
    return lines, _form(visit, record, Answers()) if may else None


def _said(visit: Visit, record: Record, c: Comment, all_: tuple[Comment, ...], *, may: bool) -> Said:
    earlier = next((x for x in all_ if x.uid == c.answers), None)
    settled = ""
    if c.settled_at is not None:
        on = _at(visit, c.settled_at).absolute
        settled = t("page.comments.answered", on=on, who=c.settled_by or t("page.comments.machine"))
    address = visit.places.act(record.ref, "comment")
    return Said(
        uid=c.uid,
        who=c.by or t("page.comments.machine"),
        at=_at(visit, c.at),
        runs=tuple(Link(run.text, visit.places.record(run.ref)) if run.ref else run.text for run in c.runs),
        question=c.question,
        open=c.open,
        settled=settled,
        reply_to=(earlier.by or t("page.comments.machine")) if earlier else "",
        settle=Act(t("page.comments.settle"), visit.places.act(record.ref, "answered"), posted=True)
        if may and c.open
        else None,
        reply=Act(t("page.comments.reply"), f"{address}?{ANSWERS}={c.uid}") if may else None,
    )


def _at(visit: Visit, at: dt.datetime) -> Moment:
    return instant(at.astimezone(zone(visit.caller.organisation.time_zone)), visit.day)


def _form(visit: Visit, record: Record, answers: Answers) -> Form:
    reply = answers.text(ANSWERS)
    fields = [
        Field(
            TEXT,
            t("page.comments.label"),
            "long_text",
            answers.text(TEXT),
            t("page.comments.help"),
            error=answers.errors.get(TEXT, ""),
            required=True,
        )
    ]
    if reply:
        fields.append(Field(ANSWERS, "", "hidden", reply))
    else:
        fields.append(_question(answers))
    action = visit.places.act(record.ref, "comment")
    return Form(action, (Section("", tuple(fields)),), t("page.comments.submit"))


def _question(answers: Answers) -> Field:
    ticked = Choice("yes", t("page.comments.question"), chosen=answers.text(QUESTION) == "yes")
    return Field(
        QUESTION, t("page.comments.kind"), "choices", help=t("page.comments.question_help"), choices=(ticked,)
    )


@inside
def comment(visit: Visit, ref: str) -> HttpResponse:
    """Say or ask something, or reply to what was said."""
    record = find(visit.caller, ref)
    require(visit.caller, "comment", on_record(record))
    answers = posted(visit.request.POST, (TEXT, QUESTION, ANSWERS))
    if visit.request.method == "POST":
        try:
            return _commented(visit, record, answers)
        except BadInput as refusal:
            answers.blame(refusal)
    else:
        answers.values[ANSWERS] = (visit.request.GET.get(ANSWERS, ""),)
    href = visit.places.record(record.ref)
    view = FormView("", _form(visit, record, answers), Link(f"{record.ref} {record.title}", href))
    crumbs = (Link(said(KINDS[record.kind].label_plural), visit.places.listing(record.kind)),)
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    given = page(visit, t("page.comments.label"), kind=record.kind, crumbs=crumbs, notices=notices)
    return show(visit, "form.html", given, status=422 if answers.wrong else 200, view=view)


def _commented(visit: Visit, record: Record, answers: Answers) -> HttpResponse:
    asked = answers.text(QUESTION) == "yes"
    made = actions.comment(
        visit.caller, record.ref, answers.text(TEXT), question=asked, reply_to=answers.text(ANSWERS)
    )
    words = [t("page.comments.asked" if asked else "page.comments.said", ref=record.ref)]
    told = [p.title for p in made.people if p.title not in made.unseen]
    if told:
        words.append(t("page.comments.told", who=told))
    if made.unseen:
        words.append(t("page.comments.unseen", who=made.unseen))
    notify(visit, " ".join(words), kind="soon" if made.unseen else "done")
    return HttpResponseRedirect(f"{visit.places.record(record.ref)}#c-{made.comment.uid}")


@require_POST
@inside
def answered(visit: Visit, ref: str) -> HttpResponse:
    """Mark a question answered."""
    record = find(visit.caller, ref)
    try:
        actions.settle(visit.caller, record.ref, visit.request.POST.get("comment", ""))
        notify(visit, t("page.comments.settled", ref=record.ref))
    except BadInput as refusal:
        notify(visit, refusal.message, kind="soon")
    return HttpResponseRedirect(f"{visit.places.record(record.ref)}#comments")


@require_POST
@inside
def seen(visit: Visit, ref: str) -> HttpResponse:
    """Put away what mentions whoever looks on one record."""
    if actions.seen(visit.caller, ref):
        notify(visit, t("page.comments.seen"))
    return HttpResponseRedirect(visit.places.at("mentions"))


@require_safe
@inside
def waiting(visit: Visit) -> HttpResponse:
    """Show what mentions whoever looks, and open questions on what is theirs."""
    view = MentionsView(
        tuple(_waiting(visit, w, mention=True) for w in mentions(visit.caller)),
        tuple(_waiting(visit, w, mention=False) for w in questions(visit.caller)),
    )
    return show(visit, "mentions.html", page(visit, t("page.mentions.title"), station="home"), view=view)


def _waiting(visit: Visit, w: Waiting, *, mention: bool) -> WaitingShown:
    ref = w.record.ref
    seen_act = Act(t("page.comments.mark_seen"), visit.places.act(ref, "comment-seen"), posted=True)
    address = visit.places.act(ref, "comment")
    return WaitingShown(
        _said(visit, w.record, w.comment, (), may=False),
        w.record.title,
        ref,
        f"{visit.places.record(ref)}#c-{w.comment.uid}",
        Link(t("page.comments.reply"), f"{address}?{ANSWERS}={w.comment.uid}"),
        seen_act if mention and not w.seen else None,
    )
