"""Erasing: somebody who left from the register, or what earlier revisions of a record said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions import erasing
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.actions.records import find
from holdtrue.app.queries import hits
from holdtrue.core import ranges
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import Answers, posted
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.guided import GuidedLine, GuidedPart, GuidedView
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.views import proving
from holdtrue.pages.views.frame import Visit, inside, notify, page, show

if TYPE_CHECKING:
    from holdtrue.app.actions.erasing import Erased
    from holdtrue.app.rows import Record

NUMBERS, WHY = "numbers", "why"
_NAMED = 6
"""Records shown that hold the person's name in their words."""


@inside
def erase(visit: Visit, ref: str) -> HttpResponse:
    """Show what would go and what stays; erase where whoever asks gave a reason and proved who they are."""
    record = find(visit.caller, ref)
    require(visit.caller, "erase", on_record(record))
    whole = record.kind == "person" and not _stays(visit, record)
    answers = posted(visit.request.POST, (NUMBERS, WHY, proving.PASSWORD))
    if visit.request.method == "POST":
        try:
            done = _erase(visit, record, answers, whole=whole)
            notify(visit, t("page.erase.done", n=done.revisions, texts=done.texts))
            return HttpResponseRedirect(visit.places.record(record.ref))
        except BadInput as refusal:
            answers.blame(refusal)
    view = _view(visit, record, answers, whole=whole)
    crumbs = (
        Link(said(KINDS[record.kind].label_plural), visit.places.listing(record.kind)),
        Link(record.title or record.ref, visit.places.record(record.ref)),
    )
    notices = [Notice(sentence, "wrong") for sentence in answers.general]
    offered = proving.doors(visit) if view.form else ()
    given = page(visit, view.title, kind=record.kind, crumbs=crumbs, notices=(*notices, *offered))
    return show(visit, "guided.html", given, status=422 if answers.wrong else 200, view=view)


def _erase(visit: Visit, record: Record, answers: Answers, *, whole: bool) -> Erased:
    why = answers.text(WHY)
    if not why.strip():
        raise BadInput("erase.why", field=WHY)
    proof = proving.take(visit, answers)
    if whole:
        return erasing.erase_person(visit.caller, record.ref, why=why, proof=proof)
    numbers = answers.text(NUMBERS)
    return erasing.erase_revisions(visit.caller, record.ref, numbers, why=why, proof=proof)


def _stays(visit: Visit, person: Record) -> str:
    stands = erasing.stands_against(visit.caller, person)
    return said(stands) if stands else ""


def _view(visit: Visit, record: Record, answers: Answers, *, whole: bool) -> GuidedView:
    earlier = erasing.erasable(record)
    person = record.kind == "person"
    stands = _stays(visit, record) if person and not whole else ""
    if not stands and not whole and not earlier:
        stands = t("erase.nothing", ref=record.ref)
    parts: tuple[GuidedPart, ...] = ()
    if whole:
        parts = (_of_person(record), _elsewhere(visit, record))
    elif earlier:
        parts = (_of_revisions(record),)
    form = _form(visit, answers, earlier, whole=whole) if whole or earlier else None
    kind = "whole" if whole or (person and not earlier) else "versions"
    links = [Link(t("page.compare.pick"), visit.places.act(record.ref, "compare"))] if len(earlier) else []
    if stands and person and record.retired_day is None:
        links.append(Link(t("people.hand.open"), visit.places.act(record.ref, "hand-over")))
    return GuidedView(
        t(f"page.erase.title.{kind}", title=record.title or record.ref),
        t(f"page.erase.lead.{kind}"),
        tuple(part for part in parts if part.lines),
        form,
        t("page.erase.form"),
        stands,
        tuple((t(f"page.erase.aside.{name}"), t(f"page.erase.aside.{name}_words")) for name in _ASIDE),
        tuple(links),
    )


_ASIDE = ("proof", "backups")


def _of_person(person: Record) -> GuidedPart:
    known = ("said", "texts", "doors", "account", "signed", "files")
    lines = tuple(
        GuidedLine(
            t(f"page.erase.{name}"),
            t(f"page.erase.{name}_words", ref=person.ref),
            mark=t("page.erase.stays" if name in ("signed", "files") else "page.erase.goes"),
            state="soon" if name in ("signed", "files") else "none",
        )
        for name in known
    )
    return GuidedPart(t("page.erase.what"), "", lines)


def _of_revisions(record: Record) -> GuidedPart:
    lines = tuple(
        GuidedLine(t(f"page.erase.{name}"), t(f"page.erase.{name}_words", ref=record.ref))
        for name in ("versions", "newest")
    )
    return GuidedPart(t("page.erase.what"), "", lines)


def _elsewhere(visit: Visit, person: Record) -> GuidedPart:
    """Records whose own words name the person: nobody but a person can say what to do with those."""
    found = hits.find(visit.caller, person.title, limit=_NAMED + 1)
    lines = tuple(
        GuidedLine(hit.title, said(KINDS[hit.kind].label), visit.places.record(hit.ref))
        for hit in found.records
        if hit.ref != person.ref
    )
    more = GuidedLine(t("page.erase.named_all"), href=with_query(visit.places.at("search"), q=person.title))
    return GuidedPart(t("page.erase.named"), t("page.erase.named_words"), (*lines, more) if lines else ())


def _form(visit: Visit, answers: Answers, earlier: tuple[int, ...], *, whole: bool) -> Form:
    why = Field(
        WHY,
        t("page.erase.why"),
        value=answers.text(WHY),
        help=t("page.erase.why_help"),
        example=t("page.erase.why_example"),
        required=True,
        error=answers.errors.get(WHY, ""),
    )
    numbers = Field(
        NUMBERS,
        t("page.erase.numbers"),
        value=answers.text(NUMBERS) or ranges.said(earlier),
        help=t("page.erase.numbers_help", known=ranges.said(earlier)),
        required=True,
        error=answers.errors.get(NUMBERS, ""),
    )
    fields = (why,) if whole else (numbers, why)
    section = Section("", (*fields, *proving.fields(visit, answers)))
    submit = t("page.erase.submit.whole" if whole else "page.erase.submit.versions")
    return Form(visit.request.path, (section,), submit, destructive=True)


__all__ = ["erase"]
