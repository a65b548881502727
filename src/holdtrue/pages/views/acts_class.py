"""Working out a system's class under a law: the walk of questions, what follows, and keeping it."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions.classifying import record_class
from holdtrue.app.actions.permission import decision, on_kind
from holdtrue.app.queries.classes import laws_for, look
from holdtrue.app.readings import class_words, law_words, option_words, uncertain_words, value_words
from holdtrue.core.classifying import Outcome
from holdtrue.core.days import to_day
from holdtrue.core.kinds import KINDS
from holdtrue.core.matching import filled
from holdtrue.core.refusals import BadInput
from holdtrue.core.walks import WALKS, walk
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.classes import ClassView, FactShown, StepShown
from holdtrue.pages.shapes.form import Field
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.table import Cell, Choice, Column, Row, Table
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.queries.classes import Looked
    from holdtrue.core.classifying import Classified, Taken
    from holdtrue.core.walks import Question

_GRAVE = frozenset({"prohibited", "high_impact", "automated_decision"})
_MINUTES_EACH = 0.4


@inside
def classify(visit: Visit, ref: str) -> HttpResponse:
    """Walk one law over a system; posting looks what follows, or keeps the class as a draft to be signed."""
    sent = visit.request.POST if visit.request.method == "POST" else None
    law = (sent or visit.request.GET).get("law", "")
    looked = look(visit.caller, ref, law or WALKS[0])
    law = law or laws_for(looked.around)[0]
    given, status, wrong = _given(law, visit), 200, ""
    try:
        if sent is not None and sent.get("act") == "keep":
            return _keep(visit, looked, law, given or {})
        looked = look(visit.caller, ref, law, given, only=given is not None)
    except BadInput as refusal:
        status, wrong = 422, said(refusal.message)
        looked = _as_far_as_it_goes(visit, ref, law, given)
    view = _view(visit, looked)
    crumbs = (
        Link(said(KINDS["system"].label_plural), visit.places.listing("system")),
        Link(looked.title, view.href),
    )
    notices = (Notice(wrong, "wrong"),) if wrong else ()
    title = t("classify.title", law=law_words(law), title=looked.title)
    given_page = page(visit, title, kind="system", crumbs=crumbs, notices=notices)
    return show(visit, "classify.html", given_page, status=status, view=view)


def _as_far_as_it_goes(visit: Visit, ref: str, law: str, given: Mapping[str, object] | None) -> Looked:
    """Whatever is answered well stays as it was typed."""
    kept: dict[str, object] = {}
    for name, value in (given or {}).items():
        try:
            look(visit.caller, ref, law, {name: value}, only=True)
        except BadInput:
            continue
        kept[name] = value
    return look(visit.caller, ref, law, kept, only=True)


def _given(law: str, visit: Visit) -> dict[str, object] | None:
    """What the form sent, by question; None where nothing was sent."""
    if visit.request.method != "POST" or law not in WALKS:
        return None
    sent = visit.request.POST
    return {
        q.id: sent.getlist(q.id) if q.type == "several" else sent.get(q.id, "")
        for q in walk(law).questions.values()
        if q.type and q.id in sent
    }


def _keep(visit: Visit, first: Looked, law: str, given: Mapping[str, object]) -> HttpResponse:
    with outcome(visit) as done:
        made = record_class(visit.caller, first.ref, law, given, only=True)
        done.say(
            t("classify.kept", ref=made.ref),
            link=Link(t("act.sign.next"), visit.places.act(made.ref, "sign")),
        )
    return HttpResponseRedirect(visit.places.record(made.ref))


def _view(visit: Visit, looked: Looked) -> ClassView:
    found, places = looked.found, visit.places
    read = found.walk
    settled = read.classes.get(found.settled or "")
    steps, asked_for = _steps(visit, looked)
    starts = to_day(settled.starts) if settled and settled.starts else None
    decided = decision(visit.caller, "add", on_kind("classification"))
    record = (
        Link(f"{looked.record} {class_words(looked.recorded)}", places.record(looked.record))
        if looked.record
        else None
    )
    return ClassView(
        href=places.record(looked.ref),
        system=looked.title,
        ref=looked.ref,
        action=places.act(looked.ref, "classify"),
        laws=tuple(
            Link(law_words(law), places.act(looked.ref, "classify", law=law), law == read.law)
            for law in laws_for(looked.around)
        ),
        steps=steps,
        settled=class_words(found.settled) if found.settled else "",
        grave=bool(found.settled) and (found.settled in _GRAVE or str(found.settled).startswith("high_risk")),
        possible=tuple(class_words(name) for name in found.possible),
        also=tuple(class_words(name) for name in found.also),
        roles=tuple(t(f"choice.our_role.{role}") for role in found.roles),
        missing=tuple(
            Link(q.ask, _where(visit, looked, q)) for q in found.missing if q.id in asked_for or not q.type
        ),
        minutes=ceil(len(found.missing) * _MINUTES_EACH),
        kept=_carried(looked, asked_for),
        starts=absolute(starts) if starts else "",
        duties=_duties(found),
        uncertain=uncertain_words(settled.uncertain) if settled else (),
        version=read.version,
        as_of=absolute(to_day(read.as_of) or visit.day),
        source=Link(t("classify.source"), read.source),
        note=read.note,
        class_note=settled.note if settled else "",
        record=record,
        record_words=_record_words(looked),
        record_state="holds" if looked.agrees else "wrong",
        stated=tuple(Link(f"{ref} {class_words(name)}", places.record(ref)) for ref, name in looked.stated),
        may_keep=decided.allowed,
        refused="" if decided.allowed else said(decided.reason),
    )


def _record_words(looked: Looked) -> str:
    if not looked.record:
        return ""
    if looked.found.settled is None:
        return t("classify.record.open")
    if not looked.agrees:
        return t("classify.record.differs")
    return t("classify.record.same" if looked.in_force else "classify.record.unsigned")


def _where(visit: Visit, looked: Looked, question: Question) -> str:
    """Where a missing fact is filled: in this form, or on the system."""
    if question.type:
        return f"#{'g' if _grouped(question) else 'f'}-{question.id}"
    return visit.places.act(looked.ref, "edit", only=question.fact)


def _grouped(question: Question) -> bool:
    return question.type in ("yes_no", "several") or len(question.options) <= 6  # noqa: PLR2004  # as forms draw them


def _carried(looked: Looked, asked_for: set[str]) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for name, value in looked.given.items():
        if name not in asked_for:
            values = value if isinstance(value, (list, tuple)) else (_typed(value),)
            found += [(name, str(v)) for v in values]
    return tuple(found)


def _typed(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _steps(visit: Visit, looked: Looked) -> tuple[tuple[StepShown, ...], set[str]]:
    asked_for: set[str] = set()
    told = []
    for taken in looked.found.steps:
        fields = []
        if taken.outcome is not Outcome.NOT_ASKED:
            for question in _in_turn(looked, taken):
                if question.id not in asked_for:
                    asked_for.add(question.id)
                    fields.append(_field(looked, question))
        told.append(
            StepShown(
                taken.step.id,
                taken.step.title,
                taken.step.article,
                taken.outcome.value,
                t(f"classify.outcome.{taken.outcome.value}"),
                taken.branch.says if taken.branch else "",
                tuple(fields),
                _facts(visit, looked, taken),
                uncertain_words(taken.step.uncertain),
            )
        )
    return tuple(told), asked_for


def _in_turn(looked: Looked, taken: Taken) -> tuple[Question, ...]:
    """What is answered, and the first that is not: one answer often makes the rest needless."""
    asked = [q for q, _ in taken.facts if _is_field(looked, q)]
    waiting = [q for q in asked if q in taken.missing][:1]
    return tuple(q for q in asked if q in waiting or filled(looked.given.get(q.id)))


def _is_field(looked: Looked, question: Question) -> bool:
    """Asked in the form, unless the system's own fact answers it."""
    return bool(question.type) and not (question.fact and _own(looked, question))


def _own(looked: Looked, question: Question) -> bool:
    fact = looked.around.fact
    return bool(fact) and filled(fact.fields.get(question.fact))  # type: ignore[union-attr]  # checked just before


def _facts(visit: Visit, looked: Looked, taken: Taken) -> tuple[FactShown, ...]:
    return tuple(
        FactShown(q.label, value_words(q, value), visit.places.act(looked.ref, "edit", only=q.fact))
        for q, value in taken.facts
        if q.fact and not _is_field(looked, q)
    )


def _field(looked: Looked, question: Question) -> Field:
    value = looked.given.get(question.id)
    chosen = (
        {str(v) for v in value}
        if isinstance(value, (list, tuple))
        else {_typed(value)}
        if filled(value)
        else set()
    )
    listed = (
        (("yes", t("form.yes")), ("no", t("form.no")))
        if question.type == "yes_no"
        else tuple((v, option_words(question, v)) for v, _ in question.options)
    )
    return Field(
        question.id,
        question.ask,
        {"yes_no": "yes_no", "one": "choice", "several": "choices"}[question.type],
        help=question.help,
        choices=tuple(Choice(v, words, chosen=v in chosen) for v, words in listed),
    )


def _duties(found: Classified) -> Table | None:
    if not found.duties:
        return None
    rows = sorted(
        ((d.applies_from(found.settled) or 0, d) for d in found.duties),
        key=lambda pair: (pair[0], pair[1].id),
    )
    return Table(
        t("classify.duties"),
        (
            Column(t("classify.duty"), wide=True),
            Column(t("classify.duty.article")),
            Column(t("classify.duty.from")),
        ),
        tuple(
            Row(
                (
                    Cell(duty.title, note=duty.description),
                    Cell(duty.article),
                    Cell(
                        absolute(day) if day else "",
                        note="" if duty.date_certain else t("classify.duty.uncertain"),
                        state="" if duty.date_certain else "soon",
                    ),
                )
            )
            for day, duty in rows
        ),
    )
