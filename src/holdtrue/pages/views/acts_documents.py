"""Acts on documents: starting one, uploading its file, reading its link, writing a language, acknowledging, preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from holdtrue.app.actions.documents.acknowledge import acknowledge as acknowledge_it
from holdtrue.app.actions.documents.files import ENDINGS, document_of, keep_file
from holdtrue.app.actions.documents.languages import say_in
from holdtrue.app.actions.documents.start import start as start_it
from holdtrue.app.actions.documents.watching import read_link as read_it
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.documents.versions import versions
from holdtrue.app.fetching import Unread
from holdtrue.app.queries.documents import fields_of
from holdtrue.core.languages import NAMES
from holdtrue.core.languages import name as language_name
from holdtrue.core.refusals import BadInput, Stale
from holdtrue.pages.forms import Answers, whole
from holdtrue.pages.language import t
from holdtrue.pages.shapes.acts import FormView
from holdtrue.pages.shapes.document import LanguageShown, LanguagesView, PreviewView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views import frame, working
from holdtrue.pages.views.document_parts import parts_of
from holdtrue.pages.views.outcomes import outcome
from holdtrue.reports.blocks import stepped
from holdtrue.reports.markdown import parse

if TYPE_CHECKING:
    from holdtrue.app.rows import Record
    from holdtrue.pages.views.frame import Visit

LANGUAGE, TEXT, FILE, WHY = "language", "text", "file", "why"
_LONGEST_PREVIEW = 200_000


@require_POST
@frame.inside
def begin(visit: Visit) -> HttpResponse:
    """Start a document from a template and open it to be completed."""
    with outcome(visit) as done:
        made = start_it(visit.caller, visit.request.POST.get("template", ""))
        done.say(t("document.started", ref=made.ref, title=made.title))
    return HttpResponseRedirect(visit.places.act(made.ref, "edit"))


@require_POST
@frame.inside
def acknowledge(visit: Visit, ref: str) -> HttpResponse:
    """Acknowledge the revision that was read."""
    with outcome(visit) as done:
        acknowledge_it(visit.caller, ref, revision=whole(visit.request.POST.get("revision", "")))
        done.say(t("document.thanks"))
    return HttpResponseRedirect(visit.places.act(ref, "document"))


@require_POST
@frame.inside
def read_link(visit: Visit, ref: str) -> HttpResponse:
    """Read the watched link now."""
    seen = read_it(visit.caller, ref)
    if isinstance(seen, Unread):
        frame.notify(visit, t(seen.why), kind="wrong")
    else:
        frame.notify(visit, t("document.link.was_read"))
    return HttpResponseRedirect(visit.places.record(ref))


@frame.inside
def upload(visit: Visit, ref: str) -> HttpResponse:
    """Make a file the document."""
    record = document_of(visit.caller, ref)
    require(visit.caller, "edit", on_record(record))
    answers = Answers({FILE: (), WHY: (visit.request.POST.get(WHY, ""),)})
    if visit.request.method == "POST":
        try:
            _keep(visit, record, answers)
            return HttpResponseRedirect(visit.places.record(record.ref))
        except (BadInput, Stale) as refusal:
            _blame(answers, refusal)
    fields = (
        Field(
            FILE,
            t("document.upload.file"),
            "file",
            help=t("document.upload.help", endings=", ".join(ENDINGS)),
            required=True,
            error=answers.errors.get(FILE, ""),
            accept=",".join(ENDINGS),
        ),
        Field(WHY, t("act.why.label"), "long_text", answers.text(WHY), t("act.why.help")),
    )
    href = visit.places.record(record.ref)
    form = Form(
        visit.places.act(record.ref, "upload"),
        (Section("", fields),),
        t("document.upload.submit"),
        href,
        revision=record.head_number,
        files=True,
    )
    view = FormView("", form, Link(f"{record.ref} {record.title}", href), t("document.upload.lead"))
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    given = frame.page(visit, t("document.upload.title"), kind=record.kind, notices=notices)
    return frame.show(visit, "form.html", given, status=422 if answers.wrong else 200, view=view)


def _keep(visit: Visit, record: Record, answers: Answers) -> None:
    file = visit.request.FILES.get(FILE)
    if not isinstance(file, UploadedFile):
        large = getattr(visit.request, "too_large", "")
        if large:
            raise BadInput("file.too_large", field=FILE, name=large, most=200)
        raise BadInput("act.attach.no_file", field=FILE)
    with outcome(visit) as done:
        keep_file(
            visit.caller,
            record.ref,
            file,  # type: ignore[arg-type]  # an uploaded file reads like any binary one
            file.name or "file",
            revision=whole(visit.request.POST.get("revision", "")),
            why=answers.text(WHY).strip(),
        )
        done.say(t("document.uploaded", ref=record.ref, name=file.name or "file"))


@frame.inside
def languages(visit: Visit, ref: str) -> HttpResponse:
    """Show a document in its languages side by side; `language` in the address writes one of them."""
    record = document_of(visit.caller, ref)
    require(visit.caller, "read", on_record(record))
    may = visit.may("edit", on_record(record)) and record.retired_day is None
    answers = Answers(
        {LANGUAGE: (visit.request.POST.get(LANGUAGE, ""),), TEXT: (visit.request.POST.get(TEXT, ""),)}
    )
    if visit.request.method == "POST":
        try:
            with outcome(visit) as done:
                revision = whole(visit.request.POST.get("revision", ""))
                say_in(visit.caller, ref, answers.text(LANGUAGE), answers.text(TEXT), revision=revision)
                done.say(t("document.language.saved", ref=record.ref))
            working.sent(visit, visit.request.POST.get(working.FORM, ""))
            return HttpResponseRedirect(visit.places.act(record.ref, "languages"))
        except (BadInput, Stale) as refusal:
            _blame(answers, refusal)
    view = _languages(visit, record, answers, may=may)
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    crumbs = (Link(f"{record.ref} {record.title}", visit.places.record(record.ref)),)
    given = frame.page(visit, view.title, kind=record.kind, crumbs=crumbs, notices=notices)
    status = 422 if answers.wrong else 200
    return frame.show(visit, "document_languages.html", given, status=status, view=view)


def _languages(visit: Visit, record: Record, answers: Answers, *, may: bool) -> LanguagesView:
    fields = fields_of(record)
    own = str(fields.get("language") or visit.caller.organisation.language)
    held = versions(record, record.head_number)
    href = visit.places.act(record.ref, "languages")
    chosen = visit.request.GET.get(LANGUAGE, "")
    others = tuple(
        LanguageShown(
            v.language,
            language_name(v.language),
            stepped(parse(v.text), under=2),
            "soon" if v.older else "holds",
            t("document.version.older", n=v.changed_in, newer=v.source_changed_in)
            if v.older
            else t("document.version.current", n=v.changed_in),
            Link(t("document.language.edit"), f"{href}?language={v.language}"),
        )
        for v in held
        if v.language != chosen
    )
    form = None
    if may:
        kept = {v.language: v.text for v in held}
        form = _language_form(visit, record, answers, chosen, kept)
    return LanguagesView(
        t("document.languages.title", title=record.title),
        visit.places.record(record.ref),
        language_name(own),
        parts_of(visit.caller, record, record.head_number, under=2)[0],
        others,
        form,
        t("document.language.write", language=language_name(chosen))
        if chosen
        else t("document.language.new"),
    )


def _language_form(visit: Visit, record: Record, answers: Answers, chosen: str, kept: dict[str, str]) -> Form:
    name = working.name("language", record.ref, chosen)
    if visit.request.method == "GET":
        answers.values = {LANGUAGE: (chosen,), TEXT: (kept.get(chosen, ""),)}
        working.restored(visit, name, answers)
    known = tuple(Choice(code, label, chosen=code == answers.text(LANGUAGE)) for code, label in NAMES.items())
    language = Field(
        LANGUAGE,
        t("document.language.which"),
        "hidden" if chosen else "link",
        answers.text(LANGUAGE),
        t("document.language.help"),
        error=answers.errors.get(LANGUAGE, ""),
        choices=known,
    )
    text = Field(
        TEXT,
        t("document.language.text"),
        "markdown",
        answers.text(TEXT),
        t("document.markdown.help"),
        error=answers.errors.get(TEXT, ""),
        find_href=visit.places.at("preview"),
    )
    return Form(
        visit.request.get_full_path(),
        (Section("", (language, text)),),
        t("act.save"),
        visit.places.record(record.ref),
        revision=record.head_number,
        draft=working.draft(visit, name),
    )


@require_POST
@frame.inside
def preview(visit: Visit) -> HttpResponse:
    """Show what stands in one field of a form as it will read; nothing is written."""
    name = visit.request.POST.get("_preview") or visit.request.GET.get("field", "")
    text = visit.request.POST.get(name, "")[:_LONGEST_PREVIEW]
    view = PreviewView(t("document.preview"), stepped(parse(text), under=2))
    if visit.partial:
        return frame.part(visit, "partials/preview.html", view=view)
    given = frame.page(visit, view.title)
    return frame.show(visit, "document_preview.html", given, view=view)


def _blame(answers: Answers, refusal: BadInput | Stale) -> None:
    from holdtrue.pages.language import said

    if isinstance(refusal, BadInput):
        answers.blame(refusal)
    else:
        answers.general.append(said(refusal.message))
