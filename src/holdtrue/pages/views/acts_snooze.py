"""Putting an item of one's worklist off: until when and why; and taking it up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from holdtrue.app.actions.snoozing import LONGEST, own_person, put_off, take_up
from holdtrue.app.worklist.finding import item_of
from holdtrue.core.days import iso, to_day
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import Answers, posted
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.acts import FormView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.views.frame import Visit, inside, notify, page, show
from holdtrue.pages.views.worklist import asked_by

if TYPE_CHECKING:
    from holdtrue.app.worklist.items import Item

UNTIL, WHY, ITEM = "until", "why", "item"
USUAL = 14
"""Days ahead offered first."""


@inside
def off(visit: Visit) -> HttpResponse:
    """Ask until when and why, and put the item off."""
    key = visit.request.GET.get(ITEM, "")
    answers = posted(visit.request.POST, (UNTIL, WHY))
    back = visit.places.at("worklist")
    person = own_person(visit.caller)
    if visit.request.method == "POST":
        try:
            day = to_day(answers.text(UNTIL)) or 0
            put_off(visit.caller, key, until=day, why=answers.text(WHY))
            notify(visit, t("act.snooze.done", date=absolute(day)))
            return HttpResponseRedirect(back)
        except BadInput as refusal:
            answers.blame(refusal)
    item = item_of(asked_by(visit, person.pk), key)
    title = t("act.snooze.title", what=said(item.what).removesuffix("."))
    view = FormView("", _form(visit, item, answers), Link(t("page.worklist.title"), back))
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    given = page(
        visit, title, station="worklist", notices=notices, crumbs=(Link(t("page.worklist.title"), back),)
    )
    return show(visit, "form.html", given, status=422 if answers.wrong else 200, view=view)


def _form(visit: Visit, item: Item, answers: Answers) -> Form:
    last = min(visit.day + LONGEST, item.due) if item.legal and item.due else visit.day + LONGEST
    usual = max(visit.day + 1, min(visit.day + USUAL, last))
    fields = (
        Field(
            UNTIL,
            t("act.snooze.until"),
            "date",
            answers.text(UNTIL) or iso(usual),
            t("act.snooze.until_help"),
            required=True,
            error=answers.errors.get(UNTIL, ""),
        ),
        Field(
            WHY,
            t("act.snooze.why"),
            "long_text",
            answers.text(WHY),
            t("act.snooze.why_help"),
            required=True,
            error=answers.errors.get(WHY, ""),
        ),
    )
    action = with_query(visit.places.at("worklist", "put-off"), item=item.key)
    section = Section("", fields, t("act.snooze.words"))
    return Form(action, (section,), t("act.snooze.submit"), visit.places.at("worklist"))


@require_POST
@inside
def up(visit: Visit) -> HttpResponse:
    """Take an item up again before its day."""
    take_up(visit.caller, visit.request.GET.get(ITEM, ""))
    notify(visit, t("page.worklist.taken_up"))
    return HttpResponseRedirect(visit.places.at("worklist"))
