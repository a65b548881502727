"""Correcting the past of a record: which facts, from which day on, and what was true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app import added
from holdtrue.app.actions import correcting, records
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.queries.records import show as shown_record
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput, Stale
from holdtrue.pages.forms import Answers, Offers, checked, kept, posted, shown, whole
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.acts import FormView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views.acts_form import as_written
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.rows import Record
    from holdtrue.core.kinds import FieldSpec

ONLY, TRUE_FROM, UNTIL, WHY = "only", "true_from", "until", "why"
_WHEN = (TRUE_FROM, UNTIL, WHY)


@inside
def correct(visit: Visit, ref: str) -> HttpResponse:
    """Ask which facts were wrong, then what was true of them and from which day on."""
    record = records.find(visit.caller, ref)
    require(visit.caller, "edit", on_record(record))
    kind = KINDS[record.kind]
    own = added.offered(visit.caller.organisation.pk, kind.id)
    known = {s.name: said(s.label) for s in kind.field_specs() if not s.derived}
    known |= {name: said(spec.label) for name, spec in own.items()}
    asked = [name for name in dict.fromkeys(visit.request.GET.getlist(ONLY)) if name in known]
    if not asked:
        return _choosing(visit, record, known)
    when = posted(visit.request.POST, _WHEN)
    if visit.request.method == "POST":
        answers = posted(visit.request.POST, [n for n in asked if n not in own], _among(own, asked))
        raw = checked(visit.caller, kind, answers, required=False)
        if not answers.wrong:
            try:
                _correct(visit, record, raw, when)
                return HttpResponseRedirect(visit.places.act(record.ref, "history"))
            except BadInput as refusal:
                (when if refusal.field in _WHEN else answers).blame(refusal)
            except Stale as refusal:
                answers.general.append(said(refusal.message))
    else:
        looked = shown_record(visit.caller.organisation, record, visit.day)
        answers = kept(kind, looked.fields, as_written(looked), own)
        answers.values = {name: answers.values.get(name, ()) for name in asked}
    offers = Offers(visit.caller, visit.places)
    facts = tuple(shown(answers.spec(kind, name), answers, offers) for name in asked)
    form = Form(
        visit.request.get_full_path(),
        (Section(t("page.correct.what"), facts), Section(t("page.correct.when"), _when(when))),
        t("page.correct.submit"),
        visit.places.act(record.ref, "history"),
        revision=_based_on(visit) or record.head_number,
    )
    return _shown(visit, record, form, answers, wrong=answers.wrong or when.wrong)


def _among(own: Mapping[str, FieldSpec], asked: list[str]) -> Mapping[str, FieldSpec]:
    return {name: spec for name, spec in own.items() if name in asked}


def _correct(visit: Visit, record: Record, raw: Mapping[str, object], when: Answers) -> None:
    with outcome(visit) as done:
        made = correcting.correct(
            visit.caller,
            record.ref,
            raw,
            true_from=when.text(TRUE_FROM),
            until=when.text(UNTIL),
            why=when.text(WHY),
            revision=_based_on(visit),
        )
        done.say(t("page.correct.done", n=made.revisions, ref=record.ref))


def _based_on(visit: Visit) -> int | None:
    return whole(visit.request.POST.get("revision", ""))


def _choosing(visit: Visit, record: Record, known: Mapping[str, str]) -> HttpResponse:
    """Ask first which facts were wrong: only these are written on every day of the stretch."""
    chosen = [name for name in visit.request.POST.getlist(ONLY) if name in known]
    if chosen:
        return HttpResponseRedirect(with_query(visit.request.path, only=chosen))
    answers = Answers({})
    if visit.request.method == "POST":
        answers.errors[ONLY] = t("page.correct.none")
    choices = tuple(Choice(name, label) for name, label in known.items())
    error = answers.errors.get(ONLY, "")
    field = Field(ONLY, t("page.correct.which"), "choices", choices=choices, required=True, error=error)
    cancel = visit.places.act(record.ref, "history")
    form = Form(visit.request.path, (Section("", (field,)),), t("page.correct.go_on"), cancel)
    return _shown(visit, record, form, answers, wrong=bool(error))


def _when(when: Answers) -> tuple[Field, ...]:
    kinds = {TRUE_FROM: "date", UNTIL: "date", WHY: "long_text"}
    return tuple(
        Field(
            name,
            t(f"page.correct.{name}"),
            kinds[name],
            when.text(name),
            t(f"page.correct.{name}_help"),
            required=name != UNTIL,
            error=when.errors.get(name, ""),
        )
        for name in _WHEN
    )


def _shown(
    visit: Visit, record: Record, form: Form, answers: Answers, *, wrong: bool = False
) -> HttpResponse:
    back = Link(f"{record.ref} {record.title}", visit.places.record(record.ref))
    crumbs = (
        Link(said(KINDS[record.kind].label_plural), visit.places.listing(record.kind)),
        Link(record.title or record.ref, back.href),
    )
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    title = t("page.correct.title", title=record.title or record.ref)
    given = page(visit, title, kind=record.kind, crumbs=crumbs, notices=notices)
    view = FormView("", form, back, t("page.correct.lead"))
    return show(visit, "form.html", given, status=422 if wrong else 200, view=view)


__all__ = ["correct"]
