"""Bringing in a file: upload, what its columns mean, what would happen, running it, undoing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app import uploads
from holdtrue.app.actions import importing
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.imports.limits import DEFAULT, MEGABYTE
from holdtrue.app.queries import imports as runs
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import Answers, posted
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.acts import ConfirmView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.imports import ProgressView, UploadView
from holdtrue.pages.shapes.moment import instant
from holdtrue.pages.shapes.page import Act, Link, Notice
from holdtrue.pages.shapes.table import Cell, Column, Row, Table
from holdtrue.pages.views import import_columns, import_outcomes
from holdtrue.pages.views.frame import Visit, inside, notify, page, show

if TYPE_CHECKING:
    from holdtrue.app.rows import ImportRun
    from holdtrue.pages.shapes.page import Page

FILE, KIND = "file", "kind"
ACCEPT = ".csv,.tsv,.txt,.xlsx,.json,.jsonl"
EVERY = "2"
"""Seconds after which a page of progress is asked for again."""
_UNFINISHED = ("waiting", "running", "undoing")


@inside
def upload(visit: Visit) -> HttpResponse:
    """Take a file; nothing of it is written into the register yet."""
    require(visit.caller, "import", on_organisation())
    answers = posted(visit.request.POST, (KIND,))
    answers.values[FILE] = ()
    if visit.request.method == "POST":
        try:
            run = _kept(visit, answers)
            step = "take" if uploads.is_own_list(visit.caller, run) else "columns"
            return HttpResponseRedirect(_at(visit, run, step))
        except BadInput as refusal:
            answers.blame(refusal)
            if refusal.field not in answers.values:
                answers.errors[FILE] = answers.general.pop()
    chosen = answers.text(KIND) or visit.request.GET.get(KIND, "system")
    fields = (
        Field(
            FILE,
            t("act.import.file"),
            "file",
            help=t("act.import.file.help", most=DEFAULT.file // MEGABYTE),
            required=True,
            error=answers.errors.get(FILE, ""),
            accept=ACCEPT,
        ),
        Field(KIND, t("page.import.kind"), "choice", choices=import_columns.kinds(chosen), required=True),
    )
    form = Form(visit.places.at("import"), (Section("", fields),), t("act.import.read"), files=True)
    view = UploadView(form, _past(visit))
    given = _page(visit, t("act.import.title"), answers)
    return show(visit, "import_upload.html", given, status=422 if answers.wrong else 200, view=view)


def _kept(visit: Visit, answers: Answers) -> ImportRun:
    file = visit.request.FILES.get(FILE)
    if not isinstance(file, UploadedFile):
        large = getattr(visit.request, "too_large", "")
        if large:
            raise BadInput("file.too_large", field=FILE, name=large, most=DEFAULT.file // MEGABYTE)
        raise BadInput("act.attach.no_file", field=FILE)
    return uploads.keep(visit.caller, file, (file.name or "file")[:200], kind=answers.text(KIND) or "system")  # type: ignore[arg-type]  # it reads like any binary file


def _past(visit: Visit) -> Table | None:
    found = runs.past(visit.caller)
    if not found:
        return None
    rows = tuple(
        Row(
            (
                Cell(run.file_name, note=said(KINDS[run.kind].label_plural)),
                Cell(t(f"act.import.state.{run.state}")),
                Cell(f"{run.added:,}"),
                Cell(f"{run.changed:,}"),
                Cell(f"{run.review:,}", state="soon" if run.review else ""),
                Cell(moment=instant(run.started_at, visit.day), note=who),
                Cell(t("act.import.drop"), href=_at(visit, run, "drop"))
                if run.state == "preview"
                else Cell(""),
            ),
            _at(visit, run),
        )
        for run, who in found
    )
    columns = (
        Column(t("act.import.column.file"), wide=True),
        Column(t("act.import.column.state")),
        Column(t("page.import.count.added"), numeric=True),
        Column(t("page.import.count.changed"), numeric=True),
        Column(t("page.import.count.review"), numeric=True),
        Column(t("act.import.column.when")),
        Column(t("act.import.column.act")),
    )
    return Table(t("page.import.past"), columns, rows)


@inside
def open_at_its_step(visit: Visit, number: int) -> HttpResponse:
    """Lead to where a run stands."""
    run = uploads.run_of(visit.caller, number)
    step = "columns" if run.state == "preview" else "progress" if run.state in _UNFINISHED else "report"
    return HttpResponseRedirect(_at(visit, run, step))


@inside
def columns(visit: Visit, number: int) -> HttpResponse:
    """Say what each column means; what is wrong stands beside the column."""
    run = uploads.run_of(visit.caller, number)
    if run.state != "preview":
        return HttpResponseRedirect(_at(visit, run))
    kind = visit.request.POST.get(KIND, run.kind)
    answers, chosen = Answers(), import_columns.chosen(visit.request.POST)
    if visit.request.method == "POST":
        try:
            if kind not in (run.kind, "organization"):
                uploads.propose_as(visit.caller, run, kind)
                return HttpResponseRedirect(_at(visit, run, "columns"))
            uploads.settle(visit.caller, run, chosen, visit.request.POST.get("said_on", ""))
            return HttpResponseRedirect(_at(visit, run, "preview"))
        except BadInput as refusal:
            answers.errors[refusal.field or ""] = said(refusal.message)
    at_hand = uploads.opened(run)
    view = import_columns.view(visit, at_hand, chosen if answers.errors else {}, answers.errors)
    shown = {column.name for column in view.columns if column.error}
    answers.general = [text for name, text in answers.errors.items() if name not in shown]
    answers.general += [said(note) for note in at_hand.notes] if not answers.errors else []
    given = _page(visit, t("act.import.columns"), answers, soon=not answers.errors)
    return show(visit, "import_mapping.html", given, status=422 if answers.errors else 200, view=view)


@inside
def preview(visit: Visit, number: int) -> HttpResponse:
    """Show what would happen, and let it happen."""
    run = uploads.run_of(visit.caller, number)
    if run.state != "preview":
        return HttpResponseRedirect(_at(visit, run))
    if visit.request.method == "POST":
        begun = uploads.begin(visit.caller, run)
        return HttpResponseRedirect(_at(visit, begun, "progress" if begun.state in _UNFINISHED else "report"))
    planned = uploads.plan_of(visit.caller, run)
    view = import_outcomes.preview(
        visit,
        planned,
        _at(visit, run, "preview"),
        back=_at(visit, run, "columns"),
        drop=_at(visit, run, "drop"),
    )
    return show(visit, "import_preview.html", _page(visit, t("act.import.preview"), Answers()), view=view)


@inside
def progress(visit: Visit, number: int) -> HttpResponse:
    """Show how far it is; the page asks again by itself, with or without script."""
    run = uploads.run_of(visit.caller, number)
    finished = run.state not in _UNFINISHED
    if finished and not visit.partial:
        return HttpResponseRedirect(_at(visit, run, "report"))
    undoing = run.state == "undoing"
    doing = t(f"act.import.doing.{run.state}") if not finished else t("act.import.doing.done")
    view = ProgressView(
        t("act.import.undoing" if undoing else "act.import.bringing", name=run.file_name),
        run.done,
        max(1, run.total),
        doing,
        _at(visit, run, "progress"),
        _at(visit, run, "report") if finished else visit.places.home,
        cancel=Act(t("act.import.stop"), _at(visit, run, "stop"), posted=True) if not undoing else None,
        finished=finished,
    )
    template = "partials/progress.html" if visit.partial else "import_progress.html"
    response = show(visit, template, _page(visit, view.title, Answers()), view=view)
    if not finished and not visit.partial:
        response["Refresh"] = EVERY
    return response


@inside
def stop(visit: Visit, number: int) -> HttpResponse:
    """Stop a running import after the rows at hand; what it wrote stays and can be undone."""
    run = uploads.run_of(visit.caller, number)
    if visit.request.method == "POST":
        try:
            importing.stop(visit.caller, run)
            notify(visit, t("act.import.stopped", name=run.file_name, done=run.done, total=run.total))
        except BadInput as refusal:
            notify(visit, refusal.message, kind="soon")
    return HttpResponseRedirect(_at(visit, run))


@inside
def report(visit: Visit, number: int) -> HttpResponse:
    """Show what the import did, to the records and to the standing."""
    run = uploads.run_of(visit.caller, number)
    if run.state in ("preview", *_UNFINISHED):
        return HttpResponseRedirect(_at(visit, run))
    view = import_outcomes.report(visit, run, {name: _at(visit, run, name) for name in ("review", "undo")})
    answers = Answers()
    failed = import_outcomes.failed(run)
    if failed:
        answers.general.append(failed)
    return show(visit, "import_report.html", _page(visit, t("act.import.report"), answers), view=view)


@inside
def review(visit: Visit, number: int) -> HttpResponse:
    """Let a person decide on rows whose key stands twice."""
    run = uploads.run_of(visit.caller, number)
    here = _at(visit, run, "review")
    if visit.request.method == "POST":
        import_outcomes.decided(visit, run)
        return HttpResponseRedirect(here)
    view = import_outcomes.review(visit, run, here)
    if view is None:
        return HttpResponseRedirect(_at(visit, run, "report"))
    return show(visit, "import_review.html", _page(visit, t("act.import.review"), Answers()), view=view)


@inside
def undo(visit: Visit, number: int) -> HttpResponse:
    """Undo a run, once it was said what follows."""
    run = uploads.run_of(visit.caller, number)
    if visit.request.method == "POST":
        done = uploads.undo(visit.caller, run)
        if done.state == "undone":
            notify(visit, t("act.import.undone", name=run.file_name))
        return HttpResponseRedirect(_at(visit, done))
    href = _at(visit, run, "report")
    form = Form(_at(visit, run, "undo"), (), t("act.import.undo"), href, destructive=True)
    follows = (t("act.import.undo.added", n=run.added), t("act.import.undo.changed", n=run.changed))
    title = t("act.import.undo.title", name=run.file_name)
    view = ConfirmView(
        title, t("act.import.undo.sentence"), (*follows, t("act.import.undo.kept")), (), form, href
    )
    return show(visit, "confirm.html", _page(visit, title, Answers()), view=view)


@inside
def drop(visit: Visit, number: int) -> HttpResponse:
    """Forget a file that was never brought in, once it was said what follows."""
    run = uploads.run_of(visit.caller, number)
    back = visit.places.at("import")
    if visit.request.method == "POST" or run.state != "preview":
        if run.state == "preview":
            uploads.drop(visit.caller, run)
            notify(visit, t("act.import.dropped", name=run.file_name))
        return HttpResponseRedirect(back)
    title = t("act.import.drop.title", name=run.file_name)
    form = Form(_at(visit, run, "drop"), (), t("act.import.drop"), back, destructive=True)
    view = ConfirmView(title, t("act.import.drop.sentence"), (), (), form, back)
    return show(visit, "confirm.html", _page(visit, title, Answers()), view=view)


def _at(visit: Visit, run: ImportRun, step: str = "") -> str:
    return visit.places.at("import", str(run.number), *([step] if step else []))


def _page(visit: Visit, title: str, answers: Answers, *, soon: bool = False) -> Page:
    kind = "soon" if soon else "wrong"
    notices = tuple(Notice(sentence, kind) for sentence in answers.general)
    first = t("act.import.title")
    crumbs = (Link(first, visit.places.at("import")),) if title != first else ()
    return page(visit, title, station="do", crumbs=crumbs, notices=notices)
