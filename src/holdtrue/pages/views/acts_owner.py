"""Naming who answers for a record, in one step: somebody on record, or somebody new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions import records
from holdtrue.app.actions.owners import name_owner
from holdtrue.app.actions.permission import on_kind, on_record, require
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import Answers, Offers, posted, shown
from holdtrue.pages.forms.answers import ref_in
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.acts import FormView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from holdtrue.app.rows import Record

PERSON, NAME, EMAIL = "person", "name", "email"


@inside
def name(visit: Visit, ref: str) -> HttpResponse:
    """Name the owner, or the overseer where the address asks for one; one action."""
    record = records.find(visit.caller, ref)
    require(visit.caller, "edit", on_record(record))
    kind = KINDS[record.kind]
    asked = visit.request.GET.get("as", "")
    relation = asked if asked in kind.edges and kind.edges[asked] == "person" else kind.owner_field
    if relation is None or kind.edges.get(relation) != "person":
        raise BadInput("owner.none_here", ref=record.ref)
    answers = posted(visit.request.POST, (PERSON, NAME, EMAIL))
    if visit.request.method == "POST":
        try:
            _name(visit, record, relation, answers)
            return HttpResponseRedirect(visit.places.record(record.ref))
        except BadInput as refusal:
            answers.blame(refusal)
    href = visit.places.record(record.ref)
    action = visit.request.get_full_path()
    form = Form(action, _sections(visit, record, relation, answers), t("act.owner.submit"), href)
    view = FormView("", form, Link(f"{record.ref} {record.title}", href))
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    crumbs = (Link(said(kind.label_plural), visit.places.listing(record.kind)), Link(record.title, href))
    title = t("act.owner.title", title=record.title)
    given = page(visit, title, kind=record.kind, notices=notices, crumbs=crumbs)
    return show(visit, "form.html", given, status=422 if answers.wrong else 200, view=view)


def _name(visit: Visit, record: Record, relation: str, answers: Answers) -> None:
    person = answers.text(PERSON).strip()
    with outcome(visit) as done:
        named = name_owner(
            visit.caller,
            record.ref,
            person=ref_in(person) or person,
            name=answers.text(NAME),
            email=answers.text(EMAIL).strip(),
            relation=relation,
        )
        who = answers.text(NAME).strip() or person.partition(" (")[0]
        done.say(t("act.owner.done", name=who, ref=named.ref, title=named.title))


def _sections(visit: Visit, record: Record, relation: str, answers: Answers) -> tuple[Section, ...]:
    spec = KINDS[record.kind].spec(relation)
    offers = Offers(visit.caller, visit.places)
    drawn = shown(spec, Answers({relation: answers.values.get(PERSON, ())}), offers)
    person = Field(
        PERSON,
        t("act.owner.person"),
        drawn.type,
        drawn.value,
        why=said(spec.why) if spec.why else "",
        choices=drawn.choices,
        find_href=drawn.find_href,
        error=answers.errors.get(PERSON, ""),
    )
    found = [Section(t("act.owner.choose"), (person,))]
    if visit.may("add", on_kind("person")):
        new = (
            Field(NAME, t("act.owner.name"), value=answers.text(NAME), error=answers.errors.get(NAME, "")),
            Field(
                EMAIL,
                t("act.owner.email"),
                "email",
                answers.text(EMAIL),
                t("act.owner.email_help"),
                error=answers.errors.get(EMAIL, ""),
            ),
        )
        found.append(Section(t("act.owner.new"), new, t("act.owner.new_words")))
    return tuple(found)
