"""Setting up: the first impact assessments in short form, and the first quarterly hour in the calendar."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from holdtrue.app.actions.assessing import save
from holdtrue.app.actions.setting_up import quarter as planning
from holdtrue.app.notices.hour import hour
from holdtrue.app.queries.documents import fields_of
from holdtrue.app.queries.outside import outside
from holdtrue.app.queries.setting_up import without_assessment
from holdtrue.core.days import iso, to_day
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.pages.forms import Answers
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.setup import SetupFormView
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views import frame
from holdtrue.pages.views.outcomes import outcome
from holdtrue.pages.views.setup_way import begun, onward, place, show, way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.rows import Record
    from holdtrue.pages.views.frame import Visit

SHORT = ("purpose_and_use", "individual_impacts", "severity", "measures", "conclusion")
"""The short form: what a system of the lowest tier is asked, and a beginning for any other."""
_HINTS = ("decisions_about_people", "personal_data", "interacts_with_people", "published_output")


@frame.inside
def impact(visit: Visit) -> HttpResponse:
    """Begin the assessment of each system that matters, from what is known of it; a draft until it is signed."""
    now = begun(visit)
    waiting = without_assessment(visit.caller.organisation.pk)
    errors: dict[str, str] = {}
    if visit.request.method == "POST":
        made = 0
        with outcome(visit) as done:
            for system in waiting:
                given = {name: visit.request.POST.get(f"{system.ref}.{name}", "").strip() for name in SHORT}
                if not any(given.values()):
                    continue
                try:
                    save(visit.caller, system.ref, {n: text for n, text in given.items() if text})
                    made += 1
                except BadInput as refusal:
                    errors[f"{system.ref}.{refusal.field}"] = said(refusal.message)
            done.say(t("setup.impact.done", n=made))
        if not errors:
            return HttpResponseRedirect(onward(visit, "impact"))
        waiting = without_assessment(visit.caller.organisation.pk)
    form = _assessments(visit, waiting, errors) if waiting else None
    words = "" if waiting else t("setup.impact.none" if now.done["tools"] else "setup.impact.no_systems")
    view = SetupFormView(way(visit, now, "impact"), form, words=words)
    return show(visit, "impact", "setup_form.html", view, status=422 if errors else 200)


def _assessments(visit: Visit, waiting: list[Record], errors: Mapping[str, str]) -> Form:
    sections = tuple(
        Section(
            system.title,
            tuple(_asked(visit, system, fields, name, errors) for name in SHORT),
            folded=n > 0,
        )
        for n, system in enumerate(waiting)
        for fields in [fields_of(system)]
    )
    return Form(place(visit, "impact"), sections, t("setup.impact.submit", n=len(waiting)))


def _asked(
    visit: Visit, system: Record, fields: Mapping[str, object], name: str, errors: Mapping[str, str]
) -> Field:
    key = f"{system.ref}.{name}"
    spec = KINDS["impact_assessment"].spec(name)
    value = visit.request.POST.get(key, _start(fields, name))
    choices: tuple[Choice, ...] = ()
    if name == "severity":
        choices = tuple(Choice(v, said(words), v == value) for v, words in spec.choices)
    type_ = "choice" if name == "severity" else "long_text"
    return Field(key, said(spec.label), type_, value, error=errors.get(key, ""), choices=choices)


def _start(fields: Mapping[str, object], name: str) -> str:
    """What an assessment starts from: the facts of the system in words, to be put right."""
    if name == "purpose_and_use":
        purpose, users = (
            str(fields.get(name) or "").strip().rstrip(".") for name in ("intended_purpose", "users")
        )
        used = t("setup.impact.start.users", users=users) if users else ""
        return " ".join(part for part in (f"{purpose}." if purpose else "", used) if part)
    if name == "individual_impacts":
        hints = [fact for fact in _HINTS if fields.get(fact) is True] or ["none"]
        return "\n".join(t(f"setup.impact.hint.{fact}") for fact in hints)
    if name == "severity":
        return "moderate" if fields.get("decisions_about_people") is True else "low"
    return t(f"setup.impact.start.{name}")


@frame.inside
def quarter(visit: Visit) -> HttpResponse:
    """Plan the first quarterly hour; once planned, offer it as a file for any calendar."""
    now = begun(visit)
    planned = planning.planned(visit.caller.organisation.pk)
    sent = visit.request.POST
    answers = Answers(
        {
            "due": (sent.get("due", iso(planning.proposed(visit.day))),),
            "decided": (sent.get("decided", t("setup.quarter.decided.start")),),
        }
    )
    if visit.request.method == "POST" and planned is None:
        try:
            with outcome(visit) as done:
                made = planning.plan(visit.caller, answers.text("due"), decided=answers.text("decided"))
                done.say(t("setup.quarter.done", ref=made.ref))
            return HttpResponseRedirect(place(visit, "quarter"))
        except BadInput as refusal:
            answers.blame(refusal)
    if planned is not None:
        due = to_day(str(fields_of(planned).get("due") or ""))
        day = absolute(due) if due is not None else ""
        file = Link(t("setup.quarter.file"), visit.places.at("set-up", "quarter.ics"))
        home = Link(t("setup.home"), visit.places.home)
        waiting = len(outside(visit.caller, visit.day))
        let_in = Act(t("act.members.everyone", n=waiting), visit.places.at("settings", "members", "everyone"))
        view = SetupFormView(
            replace(way(visit, now, "quarter"), minutes="", later=None),
            None,
            (home, file),
            t("setup.quarter.planned", day=day) + (" " + t("setup.quarter.then") if waiting else ""),
            let_in if waiting else None,
        )
        return show(visit, "quarter", "setup_form.html", view)
    error = answers.errors.get("due", "")
    latest = absolute(visit.day + planning.EVERY)
    help_ = t("setup.quarter.help", day=latest)
    field = Field("due", t("setup.quarter.day"), "date", answers.text("due"), help_, error=error)
    help_ = t("setup.quarter.decided.help")
    decided = Field("decided", t("setup.quarter.decided"), "long_text", answers.text("decided"), help_)
    form = Form(place(visit, "quarter"), (Section("", (decided, field)),), t("setup.quarter.submit"))
    view = SetupFormView(way(visit, now, "quarter"), form)
    return show(visit, "quarter", "setup_form.html", view, status=422 if answers.wrong else 200)


@require_safe
@frame.inside
def calendar(visit: Visit) -> HttpResponse:
    """Send the planned hour as a file that any calendar opens, repeating each quarter."""
    begun(visit)
    planned = planning.planned(visit.caller.organisation.pk)
    if planned is None:
        raise NotFound("setup.quarter.none")
    made = hour(visit.caller.organisation, planned, str(fields_of(planned).get("due") or ""))
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="quarterly-look.ics"'
    return response


__all__ = ["calendar", "impact", "quarter"]
