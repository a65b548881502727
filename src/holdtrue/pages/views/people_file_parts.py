"""What the pages of the staff file and of completions share: taking the file, and what cannot be read of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseRedirect

from holdtrue.app import uploads
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.imports.limits import DEFAULT, MEGABYTE
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import posted
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.acts import FormView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.imports import RefusedRow
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.table import Cell, Column, Row, Table
from holdtrue.pages.views import frame
from holdtrue.pages.views.acts_import import ACCEPT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from holdtrue.app.rows import ImportRun
    from holdtrue.core.messages import Message
    from holdtrue.pages.shapes.page import Page
    from holdtrue.pages.views.frame import Visit

FILE, DO, APPLY, AGAIN = "file", "do", "apply", "again"
SHOWN = 200
"""Rows shown by name; the counts say the rest."""


def upload(visit: Visit, kind: str, place: str, extra: tuple[Field, ...] = ()) -> HttpResponse:
    """Take the file; nothing of it is written into the register yet."""
    require(visit.caller, "import", on_organisation())
    answers = posted(visit.request.POST, tuple(x.name for x in extra))
    answers.values[FILE] = ()
    if visit.request.method == "POST":
        try:
            run = _kept(visit, kind)
            said_now: dict[str, object] = {x.name: answers.text(x.name) for x in extra}
            uploads.note_said(visit.caller, run, place, said_now)
            return HttpResponseRedirect(visit.places.at(place, str(run.number)))
        except BadInput as refusal:
            answers.blame(refusal)
            if refusal.field not in answers.values:
                answers.errors[FILE] = answers.general.pop()
    words = t("act.import.file.help", most=DEFAULT.file // MEGABYTE)
    field = Field(
        FILE,
        t("act.import.file"),
        "file",
        help=words,
        required=True,
        error=answers.errors.get(FILE, ""),
        accept=ACCEPT,
    )
    intro = t(f"people.file.{place}.intro")
    form = Form(
        visit.places.at(place),
        (Section("", (field, *extra), intro),),
        t("act.import.read"),
        visit.places.listing(kind),
        files=True,
    )
    given = page(visit, kind, place, tuple(answers.general))
    return frame.show(
        visit, "form.html", given, status=422 if answers.wrong else 200, view=FormView("", form)
    )


def _kept(visit: Visit, kind: str) -> ImportRun:
    file = visit.request.FILES.get(FILE)
    if not isinstance(file, UploadedFile):
        raise BadInput("act.attach.no_file", field=FILE)
    return uploads.keep(visit.caller, file, (file.name or "file")[:200], kind=kind)  # type: ignore[arg-type]  # it reads like any binary file


def page(visit: Visit, kind: str, place: str, wrong: Sequence[str] = ()) -> Page:
    """Return the frame of either page."""
    crumbs = (Link(said(KINDS[kind].label_plural), visit.places.listing(kind)),)
    notices = tuple(Notice(sentence, "wrong") for sentence in wrong)
    return frame.page(visit, t(f"people.file.{place}.title"), kind=kind, crumbs=crumbs, notices=notices)


def refused(rows: Sequence[tuple[int, Message]]) -> tuple[tuple[RefusedRow, ...], int]:
    """Return the lines that cannot be taken with why, and how many more there are."""
    shown = tuple(RefusedRow(line, said(why)) for line, why in rows[:SHOWN])
    return shown, max(0, len(rows) - SHOWN)


def names(caption: str, some: Sequence[Cell]) -> Table | None:
    """Return a table of names; None where there are none."""
    rows = tuple(Row((cell,), cell.href) for cell in some[:SHOWN])
    return Table(caption, (Column(t("people.file.who"), wide=True),), rows) if rows else None
