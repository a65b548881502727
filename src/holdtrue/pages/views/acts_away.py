"""Saying that somebody is away, and until when; or that they are back."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions.absences import LONGEST, be_away, on_absence
from holdtrue.app.actions.permission import require
from holdtrue.app.actions.records import find
from holdtrue.app.queries.holdings import absent_until
from holdtrue.core.days import iso, to_day
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.pages.forms import posted
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.acts import FormView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.views.frame import Visit, inside, notify, page, show

UNTIL = "until"


@inside
def away(visit: Visit, ref: str) -> HttpResponse:
    """Ask until when; an empty day says that they are back."""
    person = find(visit.caller, ref)
    if person.kind != "person":
        raise NotFound("record.not_found", ref=ref)
    require(visit.caller, "be_away", on_absence(person))
    own = person.uid == visit.caller.actor.person
    back = visit.places.at("worklist") if own else visit.places.record(person.ref)
    answers = posted(visit.request.POST, (UNTIL,))
    if visit.request.method == "POST":
        try:
            be_away(visit.caller, person.ref, answers.text(UNTIL))
            day = to_day(answers.text(UNTIL)) if answers.text(UNTIL).strip() else None
            words = {"name": person.title, **({"date": absolute(day)} if day else {})}
            notify(visit, t("people.away.done" if day else "people.away.back", **words))
            return HttpResponseRedirect(back)
        except BadInput as refusal:
            answers.blame(refusal)
    until = absent_until([person], visit.day).get(person.pk)
    value = answers.text(UNTIL) or (iso(until) if until else "")
    help_ = t("people.away.help", date=absolute(visit.day + LONGEST))
    field = Field(UNTIL, t("people.away.field"), "date", value, help_, error=answers.errors.get(UNTIL, ""))
    section = Section("", (field,), t("people.away.words"))
    form = Form(visit.request.path, (section,), t("people.away.submit"), back)
    crumbs = (
        Link(said(KINDS["person"].label_plural), visit.places.listing("person")),
        Link(person.title, visit.places.record(person.ref)),
    )
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    title = t("people.away.title", name=person.title)
    given = page(visit, title, kind="person", crumbs=crumbs, notices=notices)
    view = FormView("", form, Link(person.title, back))
    return show(visit, "form.html", given, status=422 if answers.wrong else 200, view=view)
