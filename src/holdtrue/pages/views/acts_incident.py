"""What is done about an incident: writing down a telling, naming its risk, closing it, making one of a concern."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions import incidents
from holdtrue.app.actions.permission import on_kind, on_record, require
from holdtrue.app.queries import boxed
from holdtrue.app.queries.incidents import one, risks_near
from holdtrue.core import tellings
from holdtrue.core.clocks import clocks
from holdtrue.core.days import iso, to_day
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import Answers, Offers, checked, posted, sections
from holdtrue.pages.language import t
from holdtrue.pages.shapes.acts import FormView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views.frame import Visit, inside, notify, page, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.queries.incidents import Told

_OF_A_CONCERN = (
    *("title", "severity", "systems", "detected_on", "consequences", "personal_information"),
    *("aware_on", "aware_time", "effect", "people_affected"),
)
"""What is asked when a concern becomes an incident: what starts its clocks, and what happened."""
_TOLD = ("whom", "law", "name", "on", "at", "by", "reference")


@inside
def tell(visit: Visit, ref: str) -> HttpResponse:
    """Write down that somebody was told; the address may say whom and under which law."""
    found = one(visit.caller, ref)
    record = found.around.record
    require(visit.caller, "edit", on_record(record))
    answers = posted(visit.request.POST, _TOLD)
    if visit.request.method == "POST":
        try:
            given = {name: answers.text(name) for name in _TOLD}
            with outcome(visit) as done:
                incidents.tell(visit.caller, record.ref, **given)
                done.say(t("incident.tell.done", name=given["name"]))
            return HttpResponseRedirect(visit.places.act(record.ref, "incident"))
        except BadInput as refusal:
            answers.blame(refusal)
    else:
        for name in ("whom", "law"):
            answers.values[name] = (visit.request.GET.get(name, ""),)
        answers.values["on"] = (iso(visit.day),)
    section = Section("", _telling_fields(answers))
    return _form(visit, found, answers, "tell", (section,))


def _telling_fields(answers: Answers) -> tuple[Field, ...]:
    laws = dict.fromkeys(clock.law for clock in clocks())
    choices = {
        "whom": tuple(Choice(x, t(f"incident.whom.{x}"), x == answers.text("whom")) for x in tellings.WHOM),
        "law": tuple(Choice(x, t(f"incident.law.{x}"), x == answers.text("law")) for x in laws),
    }
    types = {"whom": "choice", "law": "choice", "on": "date"}
    return tuple(
        Field(
            name,
            t(f"incident.tell.{name}"),
            types.get(name, "text"),
            answers.text(name),
            t(f"incident.tell.{name}_help"),
            error=answers.errors.get(name, ""),
            choices=choices.get(name, ()),
            required=name in ("whom", "name", "on"),
        )
        for name in _TOLD
    )


@inside
def foresee(visit: Visit, ref: str) -> HttpResponse:
    """Name the risks that should have foreseen it, or say that none did: then a finding opens."""
    found = one(visit.caller, ref)
    record = found.around.record
    require(visit.caller, "edit", on_record(record))
    answers = posted(visit.request.POST, ("risks", "none"))
    if visit.request.method == "POST":
        chosen = answers.values["risks"]
        try:
            _require_choice(answers)
            with outcome(visit) as done:
                incidents.foresee(visit.caller, record.ref, chosen)
                done.say(t("incident.foresee.done" if chosen else "incident.foresee.finding"))
            return HttpResponseRedirect(visit.places.act(record.ref, "incident"))
        except BadInput as refusal:
            answers.blame(refusal)
    sections = _foreseen_sections(visit, found, answers)
    return _form(visit, found, answers, "foresee", sections)


def _require_choice(answers: Answers) -> None:
    if not answers.values["risks"] and not answers.values["none"]:
        raise BadInput("incident.foresee_none", field="risks")


def _foreseen_sections(visit: Visit, found: Told, answers: Answers) -> tuple[Section, ...]:
    held = {f.ref for f in found.around.linked("foreseen_by")}
    chosen = set(answers.values["risks"]) or held
    risks = risks_near(visit.caller, found)
    field = Field(
        "risks",
        t("incident.foresee.risks"),
        "choices",
        help=t("incident.foresee.risks_help") if risks else t("incident.foresee.no_risks"),
        error=answers.errors.get("risks", ""),
        choices=tuple(Choice(r.ref, f"{r.ref} {r.title}", r.ref in chosen) for r in risks),
    )
    none = Field(
        "none",
        t("incident.foresee.none"),
        "choices",
        help=t("incident.foresee.none_help"),
        choices=(Choice("yes", t("incident.foresee.none_did"), bool(answers.values["none"])),),
    )
    return (
        Section("", (field, none) if risks else (none,), "" if risks else t("incident.foresee.no_risks")),
    )


@inside
def close(visit: Visit, ref: str) -> HttpResponse:
    """Close it, or show what is still open."""
    found = one(visit.caller, ref)
    record = found.around.record
    require(visit.caller, "edit", on_record(record))
    answers = posted(visit.request.POST, ("on",))
    if visit.request.method == "POST":
        try:
            with outcome(visit) as done:
                incidents.close(visit.caller, record.ref, on=answers.text("on"))
                done.say(t("incident.close.done", ref=record.ref))
            return HttpResponseRedirect(visit.places.act(record.ref, "incident"))
        except BadInput as refusal:
            answers.blame(refusal)
    else:
        answers.values["on"] = (iso(visit.day),)
    closed = to_day(found.fields.get("closed_on"))
    error = answers.errors.get("on", "")
    field = Field("on", t("incident.close.on"), "date", answers.text("on"), error=error, required=True)
    asked = "\n".join(f"· {t(f'incident.asks.{name}')}" for name in found.missing)
    if closed is not None:
        section = Section("", (), t("incident.close.is", ref=record.ref, date=absolute(closed)))
    elif asked:
        section = Section(t("incident.close.asked"), (), asked)
    else:
        section = Section("", (field,), t("incident.close.ready"))
    return _form(visit, found, answers, "close", (section,), submits=closed is None and not asked)


def _form(  # what one form is made of, each by its name
    visit: Visit,
    found: Told,
    answers: Answers,
    act: str,
    sections: Sequence[Section],
    *,
    submits: bool = True,
) -> HttpResponse:
    record, places = found.around.record, visit.places
    back = places.act(record.ref, "incident")
    submit = t(f"incident.{act}.submit") if submits else ""
    form = Form(places.act(record.ref, act), tuple(sections), submit, back)
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    crumbs = (Link(record.title, back),)
    title = t(f"incident.{act}.title", title=record.title)
    given = page(visit, title, kind="incident", crumbs=crumbs, notices=notices)
    view = FormView("", form, Link(f"{record.ref} {record.title}", back), t(f"incident.{act}.lead"))
    return show(visit, "form.html", given, status=422 if answers.wrong else 200, view=view)


@inside
def of_concern(visit: Visit, number: int) -> HttpResponse:
    """Make an incident of a concern; nothing of who raised it, and none of its words, goes along."""
    row = boxed.one(visit.caller, number)
    require(visit.caller, "add", on_kind("incident"))
    declared = KINDS["incident"]
    answers = posted(visit.request.POST, _OF_A_CONCERN)
    if visit.request.method == "POST":
        raw = checked(visit.caller, declared, answers)
        try:
            if not answers.wrong:
                made = incidents.from_concern(visit.caller, number, raw)
                notify(visit, t("incident.from_concern.done", ref=made.ref))
                return HttpResponseRedirect(visit.places.act(made.ref, "incident"))
        except BadInput as refusal:
            answers.blame(refusal)
    else:
        answers.values["detected_on"] = (iso(visit.day),)
    drawn = sections(declared, answers, Offers(visit.caller, visit.places))
    back = visit.places.at("concerns-raised", str(row.id))
    form = Form(f"{back}incident/", _asking_severity(drawn), t("incident.from_concern.submit"), back)
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    crumbs = (Link(t("concerns.title"), visit.places.at("concerns-raised")),)
    given = page(visit, t("incident.from_concern.title"), station="act", crumbs=crumbs, notices=notices)
    view = FormView("", form, None, t("incident.from_concern.lead"))
    return show(visit, "form.html", given, status=422 if answers.wrong else 200, view=view)


def _asking_severity(drawn: Sequence[Section]) -> tuple[Section, ...]:
    """The form of an incident, where how severe it is must be said and what happened names nobody."""
    nameless = t("incident.from_concern.title_help")

    def told(field: Field) -> Field:
        if field.name == "title":
            return replace(field, help=nameless)
        return replace(field, required=True) if field.name == "severity" else field

    return tuple(replace(part, fields=tuple(told(f) for f in part.fields)) for part in drawn)


__all__ = ["close", "foresee", "of_concern", "tell"]
