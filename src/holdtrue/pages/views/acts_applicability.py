"""Deciding controls: one on a form with its ground before one, or several that the facts speak for, ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions.applying import Decided, carried_by, decide
from holdtrue.app.actions.permission import on_kind, require
from holdtrue.app.queries.applying import statement_asked
from holdtrue.core.applicability import control_named
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput, NotFound, Stale
from holdtrue.pages.forms import Answers, posted, whole
from holdtrue.pages.forms.answers import ref_in
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.acts import FormView
from holdtrue.pages.shapes.applicability import OfferShown, OffersView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views.applicability import KIND
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.queries.applying import Line
    from holdtrue.core.facts import Fact

_LINKS = ("controls", "risks")
_FIELDS = ("included", "reason", "practices", *_LINKS, "owner")
_TARGETS = {"controls": "control", "risks": "risk", "owner": "person"}


@inside
def one(visit: Visit, control: str) -> HttpResponse:
    """Decide one control, or decide it anew."""
    require(visit.caller, "add", on_kind(KIND))
    number = _known(control)
    answers, status = posted(visit.request.POST, _FIELDS), 200
    if visit.request.method == "POST":
        try:
            _decide(visit, number, answers)
            return HttpResponseRedirect(f"{visit.places.at('applicability')}#{number}")
        except Stale as refusal:
            status = 409
            answers.general.append(said(refusal.message))
        except BadInput as refusal:
            status = 422
            answers.blame(refusal)
    line = next(x for x in statement_asked(visit.caller).lines if x.control.id == number)
    if visit.request.method != "POST":
        answers = _standing(line)
    title = t("applicability.decide_title", number=number, title=line.control.title)
    crumbs = (Link(t("applicability.title"), visit.places.at("applicability")),)
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    given = page(visit, title, kind=KIND, crumbs=crumbs, notices=notices)
    about = Link(line.fact.ref, visit.places.record(line.fact.ref)) if line.fact else None
    view = FormView("", _form(visit, line, answers), about, line.control.description)
    return show(visit, "form.html", given, status=status, view=view)


def _known(control: str) -> str:
    """The number as an address names it; what is no control is not there."""
    try:
        return control_named(control)
    except BadInput as refusal:
        raise NotFound("not_found") from refusal


def _decide(visit: Visit, number: str, answers: Answers) -> None:
    answer = answers.text("included")
    if answer not in ("in", "out"):
        raise BadInput("applicability.no_answer", field="included", number=number)
    revision = visit.request.POST.get("revision", "")
    decided = Decided(
        number,
        included=answer == "in",
        reason=answers.text("reason"),
        practices=[text for text in answers.values.get("practices", ()) if text],
        controls=_refs(answers.text("controls")),
        risks=_refs(answers.text("risks")),
        owner=ref_in(answers.text("owner")),
        revision=whole(revision),
    )
    with outcome(visit) as done:
        decide(visit.caller, [decided])
        done.say(t("applicability.saved", number=number, answer=t(f"applicability.{answer}")))


def _refs(text: str) -> list[str]:
    return [ref_in(line.strip()) or line.strip() for line in text.splitlines() if line.strip()]


def _standing(line: Line) -> Answers:
    fields = line.fact.newest if line.fact else {}
    named = fields.get("practices")
    practices = [str(p) for p in named] if isinstance(named, (list, tuple)) else []
    if line.included is None:
        answer = "in" if line.suggestion.included else "out"
        reason = line.reason or said(line.suggestion.reason)
    else:
        answer, reason = "in" if line.included else "out", line.reason
    return Answers(
        {
            "included": (answer,),
            "reason": (reason,),
            "practices": tuple(practices or carried_by(line.control.id)),
            "controls": _written(line.controls),
            "risks": _written(line.risks),
            "owner": _written([line.owner] if line.owner else []),
        }
    )


def _written(facts: Sequence[Fact]) -> tuple[str, ...]:
    return tuple(f"{f.title} ({f.ref})" for f in facts)


def _form(visit: Visit, line: Line, answers: Answers) -> Form:
    chosen, answer = answers.values.get("practices", ()), answers.text("included")
    shown = dict.fromkeys((*carried_by(line.control.id), *(p for p in chosen if p in library().by_id)))
    words = "applicability.suggested_in" if line.suggestion.included else "applicability.suggested_out"
    fields = (
        Field(
            "included",
            t("applicability.ask_included"),
            "choice",
            help=t("applicability.ask_included_help"),
            error=answers.errors.get("included", ""),
            choices=tuple(
                Choice(x, t(f"applicability.{x}").capitalize(), x == answer) for x in ("in", "out")
            ),
            required=True,
            source=f"{t(words)}: {said(line.suggestion.reason)}",
        ),
        Field(
            "reason",
            t("applicability.ask_reason"),
            "long_text",
            answers.text("reason"),
            t("applicability.ask_reason_help"),
            error=answers.errors.get("reason", ""),
            required=True,
            material=True,
        ),
    )
    carried = (
        Field(
            "practices",
            t("applicability.ask_practices"),
            "choices",
            help=t("applicability.ask_practices_help"),
            choices=tuple(Choice(p, library().by_id[p].title, p in chosen) for p in shown),
            error=answers.errors.get("practices", ""),
        ),
        *(
            Field(
                name,
                t(f"applicability.ask_{name}"),
                "links" if name in _LINKS else "link",
                answers.text(name),
                t(f"applicability.ask_{name}_help") if name in _LINKS else "",
                error=answers.errors.get(name, ""),
                find_href=visit.places.at("find", _TARGETS[name]),
            )
            for name in (*_LINKS, "owner")
        ),
    )
    return Form(
        visit.places.at("applicability", line.control.id),
        (Section("", fields), Section(t("applicability.carried_by"), carried)),
        t("applicability.save"),
        visit.places.at("applicability"),
        revision=_revision(visit, line),
    )


def _revision(visit: Visit, line: Line) -> int:
    """The newest revision of the line, by which a stale decision is known; 0 while there is no line."""
    from holdtrue.app.actions.records import find

    return find(visit.caller, line.fact.ref).head_number if line.fact else 0


@inside
def several(visit: Visit) -> HttpResponse:
    """Offer what the facts speak for on undecided controls; those ticked are decided, each with its reason."""
    require(visit.caller, "add", on_kind(KIND))
    undecided = [x for x in statement_asked(visit.caller).lines if x.included is None]
    names = [f"reason-{x.control.id}" for x in undecided]
    answers, status = posted(visit.request.POST, ("control", "reason", *names)), 200
    if visit.request.method == "POST":
        try:
            ticked = set(answers.values["control"])
            if "all" in visit.request.POST:
                ticked = {x.control.id for x in undecided}
            _decide_those(visit, [x for x in undecided if x.control.id in ticked], answers)
            return HttpResponseRedirect(visit.places.at("applicability"))
        except BadInput as refusal:
            status = 422
            answers.general.append(said(refusal.message))
    view = OffersView(
        t("applicability.ahead.lead"),
        visit.places.at("applicability", "suggestions"),
        tuple(_offer(x, answers) for x in undecided),
        Field(
            "reason",
            t("applicability.ahead.one_reason"),
            "long_text",
            answers.text("reason"),
            t("applicability.ahead.one_reason_help"),
        ),
        t("applicability.ahead.submit"),
        visit.places.at("applicability"),
        "" if undecided else t("applicability.ahead.none"),
    )
    crumbs = (Link(t("applicability.title"), visit.places.at("applicability")),)
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    given = page(visit, t("applicability.ahead.title"), kind=KIND, crumbs=crumbs, notices=notices)
    return show(visit, "applicability_offers.html", given, status=status, view=view)


def _offer(line: Line, answers: Answers) -> OfferShown:
    number, suggestion = line.control.id, line.suggestion
    name = f"reason-{number}"
    reason = Field(
        name,
        t("applicability.ahead.reason_of", number=number),
        "long_text",
        answers.text(name) or said(suggestion.reason),
    )
    answer = "in" if suggestion.included else "out"
    ticked = number in answers.values.get("control", ())
    return OfferShown(number, line.control.title, line.control.description, answer, ticked, reason)


def _decide_those(visit: Visit, lines: Sequence[Line], answers: Answers) -> None:
    common = answers.text("reason").strip()
    decisions = [
        Decided(
            x.control.id,
            included=x.suggestion.included,
            reason=common or answers.text(f"reason-{x.control.id}").strip() or said(x.suggestion.reason),
        )
        for x in lines
    ]
    with outcome(visit) as done:
        made = decide(visit.caller, decisions)
        done.say(t("applicability.saved_many", n=len(made)))
