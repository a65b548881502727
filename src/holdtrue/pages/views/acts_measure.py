"""Recording values of an indicator: one, a corrected one, or a file of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions import measuring, records
from holdtrue.app.actions.permission import on_kind, on_record, require
from holdtrue.app.actions.values_file import take_file
from holdtrue.app.queries.revisions import said as revision_said
from holdtrue.core.days import iso
from holdtrue.core.judging import written
from holdtrue.core.kinds import KINDS
from holdtrue.core.measuring import is_computed, unit_of, whole
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import Answers, posted
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.acts import FormView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.indicators import FileRow, FileView
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from holdtrue.app.actions.values_file import Report
    from holdtrue.app.rows import Record
    from holdtrue.pages.shapes.page import Page

VALUE, ON, COUNT, WHY, FILE = "value", "on", "count", "why", "file"
TOLD = 200
"""Refused rows told on the page; the command tells all."""


@inside
def measure(visit: Visit, ref: str) -> HttpResponse:
    """Record a value of an indicator; with `correct=DAY` in the address, one beside the value of that day."""
    record = records.find(visit.caller, ref)
    if record.kind != "indicator":
        raise BadInput("measure.not_an_indicator", ref=record.ref)
    require(visit.caller, "measure", on_record(record))
    if is_computed(record.key):
        raise BadInput("measure.computed", ref=record.ref, title=record.title)
    answers = posted(visit.request.POST, (VALUE, ON, COUNT, WHY))
    corrects = visit.request.GET.get("correct", "")
    if visit.request.method == "POST":
        try:
            _measure(visit, record, answers, correcting=bool(corrects))
            return HttpResponseRedirect(visit.places.record(record.ref))
        except BadInput as refusal:
            answers.blame(refusal)
    else:
        answers.values[ON] = (corrects or iso(visit.day),)
    href = visit.places.record(record.ref)
    submit = t("indicators.correct.submit") if corrects else t("act.measure.submit")
    section = Section("", _fields(visit, record, answers, correcting=bool(corrects)))
    form = Form(visit.request.get_full_path(), (section,), submit, href)
    lead = t("indicators.correct.lead") if corrects else ""
    view = FormView("", form, Link(f"{record.ref} {record.title}", href), lead)
    name = "indicators.correct.title" if corrects else "act.measure.title"
    given = _page(visit, t(name, title=record.title), answers)
    return show(visit, "form.html", given, status=422 if answers.wrong else 200, view=view)


def _fields(visit: Visit, record: Record, answers: Answers, *, correcting: bool) -> tuple[Field, ...]:
    unit = unit_of({"tag": record.key, **revision_said(visit.caller.organisation, record).fields})
    found = [
        _number(VALUE, t("act.measure.value"), answers, unit=unit),
        Field(
            ON, t("act.measure.on"), "date", answers.text(ON), required=True, error=answers.errors.get(ON, "")
        ),
        _number(COUNT, t("act.measure.count"), answers, help_=t("act.measure.count.help")),
    ]
    if correcting:
        found.append(
            Field(
                WHY,
                t("indicators.correct.why"),
                "long_text",
                answers.text(WHY),
                required=True,
                error=answers.errors.get(WHY, ""),
            )
        )
    return tuple(found)


def _number(name: str, label: str, answers: Answers, *, unit: str = "", help_: str = "") -> Field:
    return Field(
        name,
        label,
        "number",
        answers.text(name),
        help_,
        error=answers.errors.get(name, ""),
        unit=unit,
    )


def _measure(visit: Visit, record: Record, answers: Answers, *, correcting: bool) -> None:
    value, on, count = answers.text(VALUE), answers.text(ON).strip(), whole(answers.text(COUNT))
    with outcome(visit) as done:
        if correcting:
            taken = measuring.correct(
                visit.caller, record.ref, value, on=on, count=count, why=answers.text(WHY)
            )
        else:
            taken = measuring.measure(visit.caller, record.ref, value, on=on, count=count)
        name = "indicators.unchanged" if taken.state == "unchanged" else "act.measured"
        row = taken.row
        if row is not None:
            done.say(t(name, ref=record.ref, value=written(row.value) or "–", date=iso(row.day)))


@inside
def from_file(visit: Visit) -> HttpResponse:
    """Take a file of values in; the page then tells what became of every row."""
    require(visit.caller, "measure", on_kind("indicator"))
    answers = posted(visit.request.POST, ())
    answers.values[FILE] = ()
    told = None
    if visit.request.method == "POST":
        try:
            told = _taken(visit)
        except BadInput as refusal:
            answers.blame(refusal)
    field = Field(
        FILE,
        t("indicators.file.field"),
        "file",
        help=t("indicators.file.help"),
        required=True,
        error=answers.errors.get(FILE, ""),
        accept=".csv,.tsv,.xlsx,.json",
    )
    href = visit.places.at("figures")
    form = Form(visit.request.path, (Section("", (field,)),), t("indicators.file.submit"), href, files=True)
    view = FileView(form, *_told(told))
    given = _page(visit, t("indicators.file.title"), answers)
    return show(visit, "indicators_file.html", given, status=422 if answers.wrong else 200, view=view)


def _taken(visit: Visit) -> Report:
    file = visit.request.FILES.get(FILE)
    if not isinstance(file, UploadedFile):
        raise BadInput("act.attach.no_file", field=FILE)
    with outcome(visit):
        return take_file(visit.caller, file.read(), name=file.name or "file")


def _told(report: Report | None) -> tuple[str, tuple[FileRow, ...], str]:
    if report is None:
        return "", (), ""
    counts = {state: report.counted(state) for state in ("added", "unchanged", "refused")}
    refused = [one for one in report.lines if one.state == "refused"]
    rows = tuple(FileRow(one.line, one.ref, said(one.why) if one.why else "") for one in refused[:TOLD])
    more = t("indicators.file.more", n=len(refused) - TOLD) if len(refused) > TOLD else ""
    return t("indicators.file.told", rows=len(report.lines), **counts), rows, more


def _page(visit: Visit, title: str, answers: Answers) -> Page:
    kind = KINDS["indicator"]
    crumbs = (Link(said(kind.label_plural), visit.places.at("figures")),)
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    return page(visit, title, kind=kind.id, crumbs=crumbs, notices=notices)
