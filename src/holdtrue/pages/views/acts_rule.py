"""Answering a question of judgement: the answer, its reason, and until when it is good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions import ruling
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.queries.rulings import one
from holdtrue.core.days import add_months, iso
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import Answers, posted
from holdtrue.pages.language import t
from holdtrue.pages.shapes.acts import FormView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.views import frame

if TYPE_CHECKING:
    from holdtrue.pages.views.frame import Visit

ANSWER, REASON, UNTIL = "answer", "reason", "until"
_YEAR = 12


@frame.inside
def rule(visit: Visit, ref: str) -> HttpResponse:
    """Answer the question, once."""
    record = ruling.found(visit.caller, ref)
    require(visit.caller, "rule", on_record(record))
    ruling.require_authority(visit.caller, visit.day)
    answers, status = posted(visit.request.POST, (ANSWER, REASON, UNTIL)), 200
    href = visit.places.record(record.ref)
    if visit.request.method == "POST":
        try:
            ruling.answer(
                visit.caller,
                record.ref,
                answers.text(ANSWER),
                reason=answers.text(REASON),
                until=answers.text(UNTIL),
            )
            frame.notify(visit, t("act.rule.done", ref=record.ref))
            return HttpResponseRedirect(href)
        except BadInput as refusal:
            status = 422
            answers.blame(refusal)
    asked = one(visit.caller, record)
    form = Form(
        visit.places.act(record.ref, "rule"),
        (Section("", _fields(visit, answers)),),
        t("act.rule.submit"),
        href,
        " ".join(x for x in (asked.details, t("act.rule.intro")) if x),
    )
    view = FormView("", form, Link(f"{record.ref} {record.title}", href))
    crumbs = (Link(t("page.rulings.title"), visit.places.at("judgement")), Link(record.title, href))
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    given = frame.page(
        visit, t("act.rule.title", title=record.title), station="rulings", crumbs=crumbs, notices=notices
    )
    return frame.show(visit, "form.html", given, status=status, view=view)


def _fields(visit: Visit, answers: Answers) -> tuple[Field, ...]:
    errors = answers.errors
    year = iso(add_months(visit.day, _YEAR))
    until = answers.text(UNTIL) or ("" if visit.request.method == "POST" else year)
    told = [
        Field(
            name,
            t(f"act.rule.{name}"),
            "long_text",
            answers.text(name),
            t(f"act.rule.{name}_help"),
            required=True,
            error=errors.get(name, ""),
        )
        for name in (ANSWER, REASON)
    ]
    end = Field(
        UNTIL,
        t("act.rule.until"),
        "date",
        until,
        t("act.rule.until_help"),
        required=True,
        error=errors.get(UNTIL, ""),
    )
    return (*told, end)
