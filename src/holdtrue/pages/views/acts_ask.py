"""Asking for signatures on a record: of whom, how many, until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from holdtrue.app.actions import asking_signature, records
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.actions.sign import signable
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput
from holdtrue.core.vocabulary import vocabulary
from holdtrue.pages.forms import Answers, posted
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.acts import FormView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views.acts_sign import OWN_MEANING
from holdtrue.pages.views.frame import Visit, inside, notify, page, show

if TYPE_CHECKING:
    from holdtrue.app.rows import Record

PEOPLE, ROLES, NEEDED, DUE, NOTE, MEANING = "people", "roles", "needed", "due", "note", "meaning"
_FIELDS = (PEOPLE, ROLES, NEEDED, DUE, NOTE, MEANING)


@inside
def ask(visit: Visit, ref: str) -> HttpResponse:
    """Ask people and holders of roles to sign; posted with `back` it takes a request back."""
    record = signable(records.find(visit.caller, ref))
    require(visit.caller, "ask_signature", on_record(record))
    answers, status = posted(visit.request.POST, _FIELDS), 200
    href = visit.places.record(record.ref)
    if visit.request.method == "POST":
        back = visit.request.GET.get("back", "")
        if back:
            asking_signature.take_back(visit.caller, record.ref, back[:36])
            notify(visit, t("act.ask.taken_back", ref=record.ref))
            return HttpResponseRedirect(href)
        try:
            _ask(visit, record, answers)
            return HttpResponseRedirect(href)
        except BadInput as refusal:
            status = 422
            answers.blame(refusal)
    kind = KINDS[record.kind]
    form = Form(
        visit.places.act(record.ref, "ask"),
        (Section("", _fields(visit, record, answers)),),
        t("act.ask.submit"),
        href,
        t("act.ask.intro"),
    )
    view = FormView("", form, Link(f"{record.ref} {record.title}", href))
    crumbs = (Link(said(kind.label_plural), visit.places.listing(record.kind)), Link(record.title, href))
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    title = t("act.ask.title", title=record.title)
    given = page(visit, title, kind=record.kind, crumbs=crumbs, notices=notices)
    return show(visit, "form.html", given, status=status, view=view)


def _ask(visit: Visit, record: Record, answers: Answers) -> None:
    needed = answers.text(NEEDED).strip()
    if needed and not needed.isdecimal():
        raise BadInput("act.ask.number", field=NEEDED)
    made = asking_signature.ask(
        visit.caller,
        record.ref,
        people=[line.split()[0] for line in answers.text(PEOPLE).splitlines() if line.split()],
        roles=[name for name in visit.request.POST.getlist(ROLES) if name],
        needed=int(needed[:6]) if needed else None,
        meaning=answers.text(MEANING) or "approved",
        due=answers.text(DUE),
        note=answers.text(NOTE),
    )
    notify(visit, t("act.ask.done", ref=record.ref, n=made.needed))


def _fields(visit: Visit, record: Record, answers: Answers) -> tuple[Field, ...]:
    chosen = set(visit.request.POST.getlist(ROLES))
    own = answers.text(MEANING) or OWN_MEANING.get(record.kind, "approved")
    errors = answers.errors
    return (
        Field(
            PEOPLE,
            t("act.ask.people"),
            "links",
            answers.text(PEOPLE),
            t("act.ask.people.help"),
            error=errors.get(PEOPLE, ""),
            find_href=reverse("find-kind", args=[visit.places.slug, "person"]),
        ),
        Field(
            ROLES,
            t("act.ask.roles"),
            "choices",
            help=t("act.ask.roles.help"),
            choices=tuple(
                Choice(name, said(Message(f"choice.roles.{name}")), chosen=name in chosen)
                for name in vocabulary().roles
            ),
            error=errors.get(ROLES, ""),
        ),
        Field(
            NEEDED,
            t("act.ask.needed"),
            "number",
            answers.text(NEEDED),
            t("act.ask.needed.help"),
            error=errors.get(NEEDED, ""),
        ),
        Field(
            MEANING,
            t("act.ask.meaning"),
            "choice",
            own,
            choices=tuple(
                Choice(m, t(f"act.meaning.{m}"), chosen=m == own)
                for m in dict.fromkeys((own, "approved", "reviewed", "confirmed"))
            ),
            required=True,
            error=errors.get(MEANING, ""),
        ),
        Field(DUE, t("act.ask.due"), "date", answers.text(DUE), error=errors.get(DUE, "")),
        Field(NOTE, t("act.ask.note"), "long_text", answers.text(NOTE), t("act.ask.note.help")),
    )
