"""The quarterly hour: what to look at, what was decided, where one looked for tools nobody listed, the next day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.actions.quarterly import Hour, hold
from holdtrue.app.actions.setting_up.quarter import EVERY, proposed
from holdtrue.core.days import iso
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import posted
from holdtrue.pages.language import t
from holdtrue.pages.shapes.acts import FormView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from holdtrue.pages.forms import Answers

DECIDED, SWEPT, NEXT = "decided", "swept", "next_on"


@inside
def hour(visit: Visit) -> HttpResponse:
    """Show what the hour looks at; posting writes it down and plans the next."""
    require(visit.caller, "settings", on_organisation())
    answers, status = posted(visit.request.POST, (DECIDED, SWEPT, NEXT)), 200
    if visit.request.method == "POST":
        try:
            with outcome(visit) as done:
                told = Hour(answers.text(DECIDED), answers.text(SWEPT), answers.text(NEXT))
                made = hold(visit.caller, told)
                done.say(t("quarter.done", ref=made.ref))
            return HttpResponseRedirect(visit.places.at("worklist"))
        except BadInput as refusal:
            status = 422
            answers.blame(refusal)
    else:
        answers.values[NEXT] = (iso(proposed(visit.day)),)
    notices = [Notice(sentence, "wrong") for sentence in answers.general]
    given = page(visit, t("quarter.title"), station="worklist", notices=notices)
    view = FormView("", _form(visit, answers), Link(t("page.worklist.title"), visit.places.at("worklist")))
    return show(visit, "form.html", given, status=status, view=view)


def _form(visit: Visit, answers: Answers) -> Form:
    latest = absolute(visit.day + EVERY)
    looked = (
        _field(SWEPT, "long_text", answers, t("quarter.swept.help")),
        _field(DECIDED, "long_text", answers, t("quarter.decided.help")),
        _field(NEXT, "date", answers, t("setup.quarter.help", day=latest)),
    )
    section = Section(t("quarter.looked"), looked, t("quarter.lead"))
    back = visit.places.at("worklist")
    return Form(visit.places.at("quarter"), (section,), t("quarter.submit"), back)


def _field(name: str, type_: str, answers: Answers, help_: str) -> Field:
    error = answers.errors.get(name, "")
    return Field(name, t(f"quarter.{name}"), type_, answers.text(name), help_, required=True, error=error)


__all__ = ["hour"]
