"""The quarterly hour: what to look at, what was decided, where one looked for tools nobody listed, the next day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.actions.quarterly import Hour, hold
from holdtrue.app.actions.setting_up.quarter import EVERY, proposed
from holdtrue.app.queries.hour import looked_at
from holdtrue.app.worklist.items import Clears, Item
from holdtrue.core.days import iso
from holdtrue.core.refusals import BadInput
from holdtrue.core.verdicts import State
from holdtrue.pages.forms import posted
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute, moment
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.quarter import HourLapse, QuarterView
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome
from holdtrue.pages.views.returning import QUARTER, and_back
from holdtrue.pages.views.reviews import part_of
from holdtrue.pages.views.worklist import form_of

if TYPE_CHECKING:
    from holdtrue.app.queries.lapsing import Lapsing
    from holdtrue.app.rows import Record
    from holdtrue.pages.forms import Answers

DECIDED, SWEPT, NEXT = "decided", "swept", "next_on"
_IDLE = frozenset({"", "none", "wait"})


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
    return show(visit, "quarter.html", given, status=status, view=_view(visit, answers))


def _view(visit: Visit, answers: Answers) -> QuarterView:
    found, places = looked_at(visit.caller), visit.places
    return QuarterView(
        lead=t("quarter.page_lead", since=absolute(found.span.begin)),
        parts=tuple(part_of(visit, part) for part in found.parts),
        lapses=tuple(_lapse(visit, line, found.scopes.get(line.scope)) for line in found.lapses),
        lapses_words=t("quarter.lapses.words", until=absolute(found.until)),
        more=Link(t("quarter.lapses.more"), places.at("forecast")) if found.more else None,
        doors=(
            Link(t("quarter.add_tool"), and_back(places.add("system"), QUARTER)),
            Link(t("quarter.add_incident"), and_back(places.add("incident"), QUARTER)),
            Link(t("calendar.entry"), places.at("calendar")),
        ),
        form=_form(visit, answers),
    )


def _lapse(visit: Visit, line: Lapsing, of: Record | None) -> HourLapse:
    """What ends, and the form that keeps it, which leads back here."""
    places = visit.places
    scope = f"{line.title} ({line.ref})" if line.ref else ""
    if line.systems and not line.ref:
        scope = t("forecast.systems", n=line.systems)
    act = None
    if line.remedy is not None and line.remedy.action not in _IDLE:
        item = Item(
            key=line.practice.id,
            what=line.remedy.message,
            why=line.why,
            state=State.HOLDS,
            due=line.day,
            minutes=0,
            action=line.remedy.action,
            ref=line.remedy.ref,
            scope=of,
            clears=(Clears(line.practice, line.before, State.HOLDS, line.day),),
            remedy=line.remedy,
        )
        act = Link(said(line.remedy.message), and_back(form_of(visit, item), QUARTER))
    who = line.name or t("forecast.nobody", role=t(f"choice.roles.{line.role}"))
    return HourLapse(
        line.practice.title, places.practice(line.practice.id), scope, moment(line.day, visit.day), who, act
    )


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
