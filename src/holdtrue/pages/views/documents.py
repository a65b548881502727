"""Documents to be read: the reading page, PDF and Word, the kept file, who acknowledged, templates to start from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_kind, on_record, require
from holdtrue.app.actions.records import find
from holdtrue.app.documents.acknowledged import acknowledged
from holdtrue.app.documents.rendering import rendered
from holdtrue.app.documents.templates import templates_of
from holdtrue.app.documents.versions import versions
from holdtrue.app.queries.documents import fields_of, kept_file, of_topic
from holdtrue.core.kinds import KINDS
from holdtrue.core.languages import name as language_name
from holdtrue.core.refusals import NotFound
from holdtrue.pages.language import said, spoken, t
from holdtrue.pages.shapes.document import (
    AcknowledgedView,
    ReaderShown,
    ReadingView,
    TemplateShown,
    TemplatesView,
)
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute, moment
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.views import frame
from holdtrue.pages.views.document_parts import DOCUMENTS, files, kind_words, parts_of
from holdtrue.reports.blocks import stepped
from holdtrue.reports.document import Part
from holdtrue.reports.markdown import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponseBase

    from holdtrue.app.documents.acknowledged import Acknowledged, Reader
    from holdtrue.app.rows import Record
    from holdtrue.pages.views.frame import Visit

_LONGEST = len("999999999")


@require_safe
@frame.inside
def read(visit: Visit, ref: str) -> HttpResponse:
    """Show a document as people read it: what is in force, or the revision asked for, in one of its languages."""
    record = _readable(visit, ref)
    if record.kind not in DOCUMENTS:
        raise NotFound("record.not_found", ref=ref)
    number = _number(visit, record)
    parts, words = parts_of(visit.caller, record, number, under=1)
    fields = fields_of(record, number)
    own = str(fields.get("language") or visit.caller.organisation.language)
    view = ReadingView(
        record.title,
        kind_words(record),
        record.ref,
        visit.places.record(record.ref),
        "holds" if number == record.in_force_number else "soon",
        words,
        own,
        parts,
        files=files(visit, record, number),
    )
    view = _in_language(visit, record, number, view, own)
    if number == record.in_force_number and record.retired_day is None:
        view = _asked(visit, record, fields, view)
    crumbs = (Link(said(KINDS[record.kind].label_plural), visit.places.listing(record.kind)),)
    given = frame.page(visit, record.title, kind=record.kind, crumbs=crumbs)
    return frame.show(visit, "document.html", given, view=view)


def _in_language(visit: Visit, record: Record, number: int, view: ReadingView, own: str) -> ReadingView:
    held = versions(record, number) if fields_of(record, number).get("translations") else ()
    if not held:
        return view
    wanted = visit.request.GET.get("language", own)
    here = visit.places.act(record.ref, "document", revision=number)
    tabs = (
        Link(language_name(own), here, current=wanted == own),
        *(
            Link(language_name(v.language), f"{here}&language={v.language}", wanted == v.language)
            for v in held
        ),
    )
    chosen = next((v for v in held if v.language == wanted), None)
    if chosen is None:
        return replace(view, languages=tabs)
    older = t("document.version.older", n=chosen.changed_in, newer=chosen.source_changed_in)
    return replace(
        view,
        languages=tabs,
        language=chosen.language,
        parts=(Part("", stepped(parse(chosen.text), under=1)),),
        older=older if chosen.older else "",
    )


def _asked(visit: Visit, record: Record, fields: Mapping[str, object], view: ReadingView) -> ReadingView:
    """What the reader is asked to say, where they are one of those it is for."""
    mine = acknowledged(visit.caller, record, fields).of(visit.caller.actor.person)
    if mine is None or not visit.may("acknowledge", on_record(record)):
        return view
    if mine.on is not None:
        return replace(view, acknowledged=t("document.mine", day=absolute(mine.on)))
    number = record.in_force_number
    form = Form(
        visit.places.act(record.ref, "acknowledge"),
        (Section("", (Field("revision", "", "hidden", str(number)),)),),
        t("document.acknowledge"),
        intro=t("document.acknowledge.again" if mine.before else "document.acknowledge.intro"),
    )
    return replace(view, acknowledge=form)


@require_safe
@frame.inside
def pdf(visit: Visit, ref: str) -> HttpResponse:
    """Send a revision as PDF."""
    return _sent(visit, ref, "pdf")


@require_safe
@frame.inside
def word(visit: Visit, ref: str) -> HttpResponse:
    """Send a revision as a Word file."""
    return _sent(visit, ref, "docx")


def _sent(visit: Visit, ref: str, form: str) -> HttpResponse:
    record = _readable(visit, ref)
    made = rendered(visit.caller, record.ref, form, number=_number(visit, record), locale=spoken())
    response = HttpResponse(made.content, content_type=made.media_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


@require_safe
@frame.inside
def kept(visit: Visit, ref: str) -> HttpResponseBase:
    """Send the file that is the document; whatever it says it is, it is only bytes here."""
    record = _readable(visit, ref)
    file, name = kept_file(visit.caller, record, _number(visit, record, newest=True))
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
@frame.inside
def readers(visit: Visit, ref: str) -> HttpResponse:
    """Show who acknowledged the revision in force, and who has not."""
    record = _readable(visit, ref)
    require(visit.caller, "read", on_kind("acknowledgement"))
    if record.kind not in DOCUMENTS:
        raise NotFound("record.not_found", ref=ref)
    now = acknowledged(visit.caller, record, fields_of(record))
    title = t("document.acknowledged.title", title=record.title)
    href = visit.places.record(record.ref)
    view = AcknowledgedView(
        title,
        href,
        _how_many(record, now),
        tuple(_reader(visit, r) for r in now.waiting),
        tuple(_reader(visit, r) for r in now.readers if r.on is not None),
    )
    crumbs = (Link(f"{record.ref} {record.title}", href),)
    given = frame.page(visit, title, kind=record.kind, crumbs=crumbs)
    return frame.show(visit, "document_acknowledged.html", given, view=view)


def _how_many(record: Record, now: Acknowledged) -> str:
    if not now.readers:
        return t("document.acknowledged.nobody" if record.in_force_number else "document.acknowledged.later")
    return t(
        "document.acknowledged.revision", done=now.done, n=len(now.readers), number=record.in_force_number
    )


def _reader(visit: Visit, reader: Reader) -> ReaderShown:
    words = t("document.reader.before") if reader.before and reader.on is None else ""
    return ReaderShown(
        reader.person.title,
        visit.places.record(reader.person.ref),
        moment(reader.on, visit.day),
        words,
    )


@require_safe
@frame.inside
def start_from(visit: Visit) -> HttpResponse:
    """Show the documents to start from."""
    require(visit.caller, "add", on_kind("policy"))
    held = of_topic(visit.caller)
    shown = []
    for one in templates_of(visit.caller):
        kind = KINDS[one.kind]
        there = held.get((one.kind, one.topic))
        may = visit.may("add", on_kind(one.kind))
        shown.append(
            TemplateShown(
                one.id,
                one.title,
                one.about,
                said(kind.label),
                one.minutes,
                visit.places.at("documents", "begin"),
                Link(f"{there[1]} ({there[0]})", visit.places.record(there[0])) if there else None,
                "" if may else t("document.start.refused"),
            )
        )
    view = TemplatesView(t("document.templates"), t("document.templates.lead"), tuple(shown))
    given = frame.page(visit, view.title, station="plan")
    return frame.show(visit, "document_templates.html", given, view=view)


def _readable(visit: Visit, ref: str) -> Record:
    record = find(visit.caller, ref)
    require(visit.caller, "read", on_record(record))
    return record


def _number(visit: Visit, record: Record, *, newest: bool = False) -> int:
    """The revision asked for; without one what is in force, or the newest."""
    asked = visit.request.GET.get("revision", "")
    if not asked:
        return record.head_number if newest else record.in_force_number or record.head_number
    number = int(asked) if asked.isdecimal() and len(asked) <= _LONGEST else 0
    if not 1 <= number <= record.head_number:
        raise NotFound("revision.not_found", ref=record.ref, number=number)
    return number
