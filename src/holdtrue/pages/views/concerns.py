"""Concerns raised at the employee's door, for those who answer them and whom they do not concern."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from holdtrue.app.actions import boxing
from holdtrue.app.actions.permission import on_kind
from holdtrue.app.queries import boxed
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import posted
from holdtrue.pages.language import t
from holdtrue.pages.shapes.door import ThreadView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute, moment
from holdtrue.pages.shapes.page import Act, Link, Notice
from holdtrue.pages.shapes.table import Cell, Column, Row, Table
from holdtrue.pages.views.door_asking import said_in
from holdtrue.pages.views.frame import Visit, inside, notify, page, show

if TYPE_CHECKING:
    from django.http import HttpResponseBase

TEXT = "text"


@require_safe
@inside
def every(visit: Visit) -> HttpResponse:
    """List them, those to answer first."""
    found = boxed.visible(visit.caller)
    columns = (
        Column(t("concerns.category"), wide=True),
        Column(t("concerns.raised")),
        Column(t("concerns.due")),
        Column(t("concerns.state")),
    )
    rows = tuple(
        Row(
            (
                Cell(
                    t(f"choice.concern_category.{row.category}"), _place(visit, row.id), note=_who(row.person)
                ),
                Cell(moment=moment(row.raised, visit.day)),
                Cell(moment=moment(row.due, visit.day)),
                Cell(t("concerns.answered"), state="quiet")
                if row.answered
                else Cell(t("concerns.open"), state="wrong" if row.due < visit.day else "soon"),
            ),
            _place(visit, row.id),
        )
        for row in found
    )
    table = Table(t("concerns.title"), columns, rows) if rows else None
    given = page(visit, t("concerns.title"), station="act")
    return show(visit, "concerns.html", given, table=table, lead=t("concerns.lead"))


@inside
def one(visit: Visit, number: int) -> HttpResponse:
    """Show one and take an answer to it."""
    row = boxed.one(visit.caller, number)
    answers = posted(visit.request.POST, (TEXT,))
    if visit.request.method == "POST":
        try:
            boxing.answer(visit.caller, number, answers.text(TEXT))
        except BadInput as refusal:
            answers.blame(refusal)
        else:
            notify(visit, t("concerns.sent"))
            return HttpResponseRedirect(_place(visit, number))
    thread = boxed.thread(row, day=visit.day)
    asker = thread.who or t("concerns.nameless")
    field = Field(
        TEXT,
        t("concerns.answer"),
        "long_text",
        answers.text(TEXT),
        help=t("concerns.answer_named" if thread.who else "concerns.answer_help", name=thread.who),
        error=answers.errors.get(TEXT, ""),
        required=True,
    )
    view = ThreadView(
        t(f"choice.concern_category.{thread.category}"),
        "holds" if thread.answered else "soon",
        t(
            f"concerns.is.{'answered' if thread.answered else 'open'}",
            day=absolute(thread.answered or thread.due),
        ),
        said_in(thread, asker=asker),
        Form(
            _place(visit, number),
            (Section("", (field,)),),
            t("concerns.submit"),
            visit.places.at("concerns-raised"),
        ),
        thread.about,
        (t("concerns.sealed"),) if not thread.record else (),
        Link(t("concerns.file", name=thread.file_name), f"{_place(visit, number)}file/")
        if thread.file_name
        else None,
        Link(t("concerns.record", ref=thread.record), visit.places.record(thread.record))
        if thread.record
        else None,
    )
    crumbs = (Link(t("concerns.title"), visit.places.at("concerns-raised")),)
    if visit.may("add", on_kind("incident")):
        view = replace(
            view, acts=(Act(t("incident.from_concern.open"), f"{_place(visit, number)}incident/"),)
        )
    wrong = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    given = page(visit, view.title, station="act", crumbs=crumbs, notices=wrong)
    return show(visit, "concern.html", given, status=422 if answers.wrong else 200, view=view)


@require_safe
@inside
def file(visit: Visit, number: int) -> HttpResponseBase:
    """Send what was attached as bytes to save, whatever it says it is."""
    found = boxing.file_of(visit.caller, number)
    response = HttpResponse(found.content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = _attached(found.name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _attached(name: str) -> str:
    from django.utils.http import content_disposition_header

    return content_disposition_header(as_attachment=True, filename=name) or "attachment"


def _who(person: object) -> str:
    return str(getattr(person, "title", "")) or t("concerns.nameless")


def _place(visit: Visit, number: int) -> str:
    return visit.places.at("concerns-raised", str(number))
