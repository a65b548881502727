"""Acts about risks: adding typical ones for a system, and stating scales, appetite and who may accept what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions.accepting import criteria_in_force
from holdtrue.app.actions.permission import on_kind, on_record, require
from holdtrue.app.actions.records import find
from holdtrue.app.actions.risks import MOST, add_typical, state_criteria
from holdtrue.app.queries.revisions import said as revision_said
from holdtrue.app.queries.risks import offered_risks
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.core.risking import ROLES, SUBJECTS, Band, bands, scale
from holdtrue.pages.forms import Answers, posted, whole
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.acts import FormView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.risk import TypicalRisk, TypicalView
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views import working
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.risking import Typical

_AUTHORITIES = ROLES[:-1]
_SCALES = ("likelihood", "severity")
_NAMES = (*_SCALES, "appetite", *(f"up_to.{role}" for role in _AUTHORITIES), "above")


@inside
def typical(visit: Visit, ref: str) -> HttpResponse:
    """Offer the risks that a system's facts bring with them; those ticked are added."""
    found = offered_risks(visit.caller, ref)
    require(visit.caller, "add", on_kind("risk"))
    answers = posted(visit.request.POST, ("risk", "one"))
    record, places = found.around.record, visit.places
    if visit.request.method == "POST":
        try:
            one = answers.text("one")
            with outcome(visit) as done:
                made = add_typical(visit.caller, ref, [one] if one else answers.values["risk"])
                several = t("risk.added", n=len(made))
                done.say(t("risk.typical.added", title=made[0].title) if one else several)
            return HttpResponseRedirect(
                visit.request.get_full_path() if one else places.listing("risk", system=record.ref)
            )
        except BadInput as refusal:
            answers.blame(refusal)
            answers.general += [text for text in answers.errors.values() if text not in answers.general]
    wanted = visit.request.GET.get("subject", "")
    here = places.act(record.ref, "risks")
    some = [name for name in SUBJECTS if any(x.subject == name for x in found.risks)]
    tabs = [Link(t("risk.typical.all"), here, wanted not in some)]
    tabs += [Link(t(f"risk.typical.subject.{n}"), with_query(here, subject=n), n == wanted) for n in some]
    groups = tuple(
        (
            t(f"risk.typical.subject.{name}"),
            tuple(_offer(x, answers) for x in found.risks if x.subject == name),
        )
        for name in some
        if wanted not in some or name == wanted
    )
    given = page(
        visit,
        t("risk.typical.title", title=record.title),
        kind="risk",
        notices=_notices(answers),
        crumbs=(Link(record.title, places.record(record.ref)),),
    )
    view = TypicalView(
        t("risk.typical.lead"),
        visit.request.get_full_path(),
        groups,
        tuple(tabs) if len(some) > 1 else (),
        "" if groups else t("risk.typical.none"),
        places.record(record.ref),
    )
    return show(visit, "risk_typical.html", given, status=422 if answers.wrong else 200, view=view)


def _offer(x: Typical, answers: Answers) -> TypicalRisk:
    facts = ", ".join(said(KINDS["system"].spec(name).label) for name in x.facts)
    ratings = t("risk.typical.ratings", likelihood=x.likelihood, severity=x.severity)
    ticked = x.id in answers.values["risk"]
    return TypicalRisk(x.id, x.title, x.event, t("risk.typical.from", facts=facts), ratings, x.source, ticked)


@inside
def criteria(visit: Visit, ref: str = "") -> HttpResponse:
    """State the criteria from their parts; without a ref new ones are added."""
    record = find(visit.caller, ref) if ref else None
    if record is not None and record.kind != "risk_criteria":
        raise BadInput("criteria.not_one", ref=record.ref)
    require(
        visit.caller, "edit" if record else "add", on_record(record) if record else on_kind("risk_criteria")
    )
    answers = posted(visit.request.POST, _NAMES)
    kept, revision = working.name("criteria", ref or "new"), record.head_number if record else None
    if visit.request.method == "POST":
        try:
            led = _state(visit, ref, answers)
        except BadInput as refusal:
            answers.blame(refusal)
        else:
            working.sent(visit, kept)
            return led
    else:
        fields = revision_said(visit.caller.organisation, record).fields if record else _begun(visit)
        answers = _standing(fields)
        revision = working.restored(visit, kept, answers) or revision
    places = visit.places
    back = places.record(record.ref) if record else places.listing("risk_criteria")
    form = Form(
        places.act(record.ref, "criteria") if record else places.at("risk-criteria-form"),
        _sections(answers),
        t("act.save"),
        back,
        revision=revision,
        draft=working.draft(visit, kept),
    )
    given = page(visit, t("criteria.title"), kind="risk_criteria", notices=_notices(answers))
    view = FormView("", form, Link(record.ref, back) if record else None, t("criteria.lead"))
    return show(visit, "form.html", given, status=422 if answers.wrong else 200, view=view)


def _notices(answers: Answers) -> tuple[Notice, ...]:
    return tuple(Notice(sentence, "wrong") for sentence in answers.general)


def _begun(visit: Visit) -> Mapping[str, object]:
    return criteria_in_force(visit.caller.organisation.pk) or {}


def _standing(fields: Mapping[str, object]) -> Answers:
    told = {name: scale(fields.get("scales"), name) for name in _SCALES}
    values = {n: tuple(w or str(k) for k, w in s.steps) if s else _usual(n) for n, s in told.items()}
    appetite = fields.get("appetite")
    values["appetite"] = (f"{appetite:g}",) if isinstance(appetite, (int, float)) else ("6",)
    found = bands(fields.get("acceptance_authority"))
    for role in _AUTHORITIES:
        most = next((b.most for b in found if b.role == role and b.most is not None), None)
        values[f"up_to.{role}"] = (f"{most:g}",) if most is not None else ()
    values["above"] = (next((b.role for b in found if b.most is None), "top_management"),)
    return Answers(values)


def _usual(name: str) -> tuple[str, ...]:
    return tuple(t(f"criteria.usual.{name}.{n}") for n in range(1, 6))


def _sections(answers: Answers) -> tuple[Section, ...]:
    def field(name: str, label: str, type_: str, **more: object) -> Field:
        return Field(
            name,
            label,
            type_,
            answers.text(name),
            error=answers.errors.get(name, ""),
            **more,  # type: ignore[arg-type]  # a field's own options
        )

    steps = tuple(
        field(n, t(f"criteria.{n}"), "list", help=t("criteria.steps_help", most=MOST), required=True)
        for n in _SCALES
    )
    limits = tuple(
        field(f"up_to.{role}", t("criteria.up_to", role=t(f"choice.roles.{role}")), "number")
        for role in _AUTHORITIES
    )
    above = answers.text("above")
    last = field(
        "above",
        t("criteria.above"),
        "choice",
        choices=tuple(Choice(r, t(f"choice.roles.{r}"), r == above) for r in ROLES),
        required=True,
    )
    appetite = field(
        "appetite", t("criteria.appetite"), "number", help=t("criteria.appetite_help"), required=True
    )
    return (
        Section(t("criteria.scales"), steps, t("criteria.scales_intro")),
        Section(t("criteria.appetite_head"), (appetite,)),
        Section(t("criteria.authority"), (*limits, last), t("criteria.authority_intro")),
    )


def _state(visit: Visit, ref: str, answers: Answers) -> HttpResponse:
    given: list[Band] = []
    for role in _AUTHORITIES:
        most = _number(answers.text(f"up_to.{role}"), f"up_to.{role}")
        if most is not None:
            given.append(Band(most, role))
    if answers.text("above") in ROLES:
        given.append(Band(None, answers.text("above")))
    revision = visit.request.POST.get("revision", "")
    with outcome(visit) as done:
        made = state_criteria(
            visit.caller,
            ref,
            likelihood=_lines(answers.text("likelihood")),
            severity=_lines(answers.text("severity")),
            appetite=_number(answers.text("appetite"), "appetite"),
            bands=given,
            revision=whole(revision),
        )
        done.say(
            t("criteria.saved", ref=made.ref),
            link=Link(t("act.sign.next"), visit.places.act(made.ref, "sign")),
        )
    return HttpResponseRedirect(visit.places.record(made.ref))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _number(text: str, field: str) -> float | None:
    try:
        return float(text) if text.strip() else None
    except ValueError as error:
        raise BadInput("criteria.number", field=field, value=text) from error
