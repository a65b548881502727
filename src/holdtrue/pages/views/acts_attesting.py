"""Acts on an attestation: drawing its sample, confirming levels, signing, withdrawing, and publishing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from holdtrue.app.actions import attesting
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.queries import attesting as reading
from holdtrue.core.attesting import MONTHS
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import posted
from holdtrue.pages.language import said, spoken, t
from holdtrue.pages.shapes.acts import FormView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views import frame, proving
from holdtrue.pages.views.attestations import LEVEL, REASON, shown

if TYPE_CHECKING:
    from holdtrue.app.rows import Attestation
    from holdtrue.pages.forms import Answers
    from holdtrue.pages.views.frame import Visit

WORDS, FOR, WHY = "words", "months", "why"
_PERIODS = (12, 9, 6, 3)


@require_POST
@frame.inside
def draw(visit: Visit) -> HttpResponse:
    """Draw the sample of a new one."""
    row = attesting.begin(visit.caller)
    frame.notify(visit, t("attest.drawn", ref=reading.ref(row)))
    return HttpResponseRedirect(visit.places.at("attestations", str(row.number)))


@require_POST
@frame.inside
def confirm(visit: Visit, number: int) -> HttpResponse:
    """Take the levels of one property; those not looked at are left out, and nothing is kept where one is refused."""
    sent = visit.request.POST
    given = {
        name.removeprefix(LEVEL): (str(value), sent.get(REASON + name.removeprefix(LEVEL), ""))
        for name, value in sent.items()
        if name.startswith(LEVEL) and value
    }
    try:
        row = attesting.confirm(visit.caller, number, given)
    except BadInput as refusal:
        row = reading.one(visit.caller, number)
        if refusal.field not in given:
            raise
        return shown(visit, row, typed=given, error=(refusal.field or "", said(refusal.message)), status=422)
    frame.notify(visit, t("attest.confirmed", n=len(given)))
    at = visit.places.at("attestations", str(row.number))
    part = sent.get("property", "")
    return HttpResponseRedirect(f"{at}#{part}" if part.isalpha() else at)


@frame.inside
def sign(visit: Visit, number: int) -> HttpResponse:
    """Sign the statement; who signs is asked once more."""
    row = _own(visit, number)
    answers, status = posted(visit.request.POST, (FOR, WORDS, proving.PASSWORD)), 200
    if visit.request.method == "POST":
        try:
            proof = proving.take(visit, answers)
            months = answers.text(FOR)
            attesting.sign(
                visit.caller,
                row.number,
                months=int(months) if months.isdecimal() and len(months) < _SHORT else 0,
                words=answers.text(WORDS),
                proof=proof,
                locale=spoken(),
            )
            frame.notify(visit, t("attest.signed_done", ref=reading.ref(row)))
            return HttpResponseRedirect(_at(visit, row))
        except BadInput as refusal:
            status = 422
            answers.blame(refusal)
    chosen = answers.text(FOR) or str(MONTHS)
    fields = (
        Field(
            FOR,
            t("attest.for"),
            "choice",
            chosen,
            t("attest.for_help"),
            choices=tuple(
                Choice(str(n), t("attest.months_for", n=n), chosen=chosen == str(n)) for n in _PERIODS
            ),
            required=True,
            error=answers.errors.get(FOR, ""),
        ),
        Field(
            WORDS,
            t("attest.words"),
            "long_text",
            answers.text(WORDS),
            t("attest.words_help"),
            error=answers.errors.get(WORDS, ""),
        ),
        *proving.fields(visit, answers),
    )
    form = Form(
        _at(visit, row, "sign"),
        (Section(t("attest.sign_section"), fields),),
        t("attest.sign"),
        _at(visit, row),
        t("attest.sign_words"),
    )
    return _form(visit, row, t("attest.sign_title", ref=reading.ref(row)), form, answers, status=status)


_SHORT = 4


@frame.inside
def withdraw(visit: Visit, number: int) -> HttpResponse:
    """Take it back, with the reason."""
    row = _own(visit, number)
    answers, status = posted(visit.request.POST, (WHY,)), 200
    if visit.request.method == "POST":
        try:
            attesting.withdraw(visit.caller, row.number, why=answers.text(WHY))
            frame.notify(visit, t("attest.withdrawn_done", ref=reading.ref(row)))
            return HttpResponseRedirect(_at(visit, row))
        except BadInput as refusal:
            status = 422
            answers.blame(refusal)
    field = Field(
        WHY,
        t("attest.why"),
        "long_text",
        answers.text(WHY),
        t("attest.why_help"),
        required=True,
        error=answers.errors.get(WHY, ""),
    )
    name = "attest.drop" if row.signed is None else "attest.withdraw"
    form = Form(
        _at(visit, row, "withdraw"), (Section("", (field,)),), t(name), _at(visit, row), destructive=True
    )
    return _form(visit, row, f"{t(name)}: {reading.ref(row)}", form, answers, status=status)


@require_POST
@frame.inside
def publish(visit: Visit, number: int) -> HttpResponse:
    """Give it its public page, or take that away where it has one."""
    require(visit.caller, "publish_attestation", on_organisation())
    row = reading.one(visit.caller, number)
    try:
        if row.code:
            attesting.unpublish(visit.caller, number)
            frame.notify(visit, t("attest.unpublished"))
        else:
            attesting.publish(visit.caller, number, code=visit.request.POST.get("code", "").strip())
            frame.notify(visit, t("attest.published"))
    except BadInput as refusal:
        frame.notify(visit, refusal.message, kind="wrong")
    return HttpResponseRedirect(_at(visit, row))


def _own(visit: Visit, number: int) -> Attestation:
    require(visit.caller, "attest", on_organisation())
    row = reading.one(visit.caller, number)
    attesting.require_own(visit.caller, row)
    return row


def _at(visit: Visit, row: Attestation, *words: str) -> str:
    return visit.places.at("attestations", str(row.number), *words)


def _form(
    visit: Visit, row: Attestation, title: str, form: Form, answers: Answers, *, status: int
) -> HttpResponse:
    back = Link(reading.ref(row), _at(visit, row))
    notices = (*(Notice(sentence, "wrong") for sentence in answers.general), *proving.doors(visit))
    crumbs = (Link(t("attest.list_title"), visit.places.at("attestations")), back)
    given = frame.page(visit, title, station="check", crumbs=crumbs, notices=notices)
    return frame.show(visit, "form.html", given, status=status, view=FormView("", form, back))
