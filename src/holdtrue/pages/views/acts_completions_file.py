"""Completions of another learning system on pages: upload, who would be named on which training, and taking it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app import completions, uploads
from holdtrue.app.actions import completing
from holdtrue.core.days import to_day
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.people_files import PeopleFileView
from holdtrue.pages.shapes.table import Cell, Choice, Column, Row, Table
from holdtrue.pages.views import frame, people_file_parts
from holdtrue.pages.views.frame import notify
from holdtrue.pages.views.people_file_parts import AGAIN, APPLY, DO, SHOWN

if TYPE_CHECKING:
    from holdtrue.app.completions import Completions
    from holdtrue.app.rows import ImportRun
    from holdtrue.pages.views.frame import Visit

PLACE, KIND = "completions-file", "training"
COLUMNS, COURSES = "columns", "courses"
_COLUMN, _COURSE, _NAME = "needs-", "topic-", "course-"


@frame.inside
def upload(visit: Visit) -> HttpResponse:
    """Take the file."""
    return people_file_parts.upload(visit, KIND, PLACE)


@frame.inside
def preview(visit: Visit, number: int) -> HttpResponse:
    """Show what every row would do; posting reads it anew, or takes it in."""
    run = uploads.run_of(visit.caller, number)
    if run.state != "preview" or PLACE not in run.summary:
        return HttpResponseRedirect(visit.places.at("import", str(number)))
    here = visit.places.at(PLACE, str(number))
    wrong: tuple[str, ...] = ()
    form = visit.request.POST
    if form.get(DO) == AGAIN:
        uploads.note_said(visit.caller, run, PLACE, _said(run, {k: str(v) for k, v in form.items()}))
        return HttpResponseRedirect(here)
    found: Completions | None = None
    try:
        found = _read(visit, run)
        if form.get(DO) == APPLY:
            _, refs = completing.take(found)
            uploads.drop(visit.caller, run)
            records = sum(len(some) for some in refs.values())
            notify(visit, t("people.file.completions.done", n=found.added, records=records))
            return HttpResponseRedirect(visit.places.listing(KIND))
    except BadInput as refusal:
        wrong = (said(refusal.message),)
    given = people_file_parts.page(visit, KIND, PLACE, wrong)
    view = _view(visit, run, found, here)
    return frame.show(visit, "people_file.html", given, status=422 if wrong and form else 200, view=view)


def _read(visit: Visit, run: ImportRun) -> Completions:
    kept = run.summary[PLACE]
    courses = [f"{course}={topic}" for course, topic in kept.get(COURSES, {}).items()]
    path = uploads.path_of(visit.caller, run)
    columns = kept.get(COLUMNS) or None
    return completions.read(visit.caller, path, courses=courses, name=run.file_name, columns_said=columns)


def _said(run: ImportRun, form: dict[str, str]) -> dict[str, object]:
    """What is kept beside the run: headings where one was moved, and the topics of courses."""
    kept = run.summary[PLACE]
    columns = {need: form[_COLUMN + need] for need in completions.NEEDED if _COLUMN + need in form}
    moved = any(heading != form.get(f"was-{need}", "") for need, heading in columns.items())
    courses = {
        form[_NAME + name.removeprefix(_COURSE)]: topic
        for name, topic in form.items()
        if name.startswith(_COURSE) and topic and _NAME + name.removeprefix(_COURSE) in form
    }
    return {
        COLUMNS: columns if moved or kept.get(COLUMNS) else {},
        COURSES: {**kept.get(COURSES, {}), **courses},
    }


def _view(visit: Visit, run: ImportRun, found: Completions | None, here: str) -> PeopleFileView:
    if found is None:
        return PeopleFileView(t("people.file.unread"), run.total, (), None, _settings(run, None, here))
    told = (
        (t("people.file.completions.added"), found.added, ""),
        (t("people.file.completions.known"), found.known, ""),
        (t("people.file.completions.not_completed"), found.not_completed, ""),
        (t("people.file.completions.left_out"), found.unmapped.total(), "soon"),
        (t("page.import.count.refused"), len(found.refusals), "wrong"),
    )
    refused, more = people_file_parts.refused(found.refusals)
    apply = None
    if found.added:
        fields = (Field(DO, "", "hidden", APPLY),)
        apply = Form(here, (Section("", fields),), t("people.file.apply"), visit.places.listing(KIND))
    notes = (t("people.file.completions.unmapped", n=len(found.unmapped)),) if found.unmapped else ()
    table = _table(visit, found)
    return PeopleFileView(
        t("people.file.completions.lead", name=run.file_name),
        found.rows,
        told,
        apply,
        _settings(run, found, here),
        (table,) if table.rows else (),
        refused,
        more,
        notes,
    )


def _table(visit: Visit, found: Completions) -> Table:
    topics = {name: said(label) for name, label in KINDS[KIND].spec("topic").choices}
    rows = []
    for one in sorted(found.sessions.values(), key=lambda one: (one.day, one.course)):
        who = ", ".join(person.title for person in list(one.new.values())[:5])
        day = to_day(one.day)
        taught = topics.get(one.taught.topic, one.taught.topic)
        rows.append(
            Row(
                (
                    Cell(one.course, visit.places.record(one.held[-1].ref) if one.held else "", note=taught),
                    Cell(absolute(day) if day else one.day),
                    Cell(f"{len(one.new):,}", note=who),
                    Cell(f"{len(one.known) + len(one.new):,}"),
                )
            )
        )
    columns = (
        Column(t("people.file.completions.course"), wide=True),
        Column(t("people.file.completions.day")),
        Column(t("people.file.completions.added"), numeric=True),
        Column(t("people.file.completions.people"), numeric=True),
    )
    return Table(t("people.file.completions.trainings"), columns, tuple(rows[:SHOWN]))


def _settings(run: ImportRun, found: Completions | None, here: str) -> Form:
    headings = found.headings if found else tuple(c.name for c in uploads.opened(run).columns)
    now = found.columns if found else run.summary[PLACE].get(COLUMNS, {})
    fields = [Field(DO, "", "hidden", AGAIN)]
    for need in completions.NEEDED:
        heading = now.get(need, "")
        choices = tuple(Choice(text, text, chosen=text == heading) for text in headings)
        label = t(f"people.file.needs.{need}")
        fields.append(Field(f"was-{need}", "", "hidden", heading))
        fields.append(Field(_COLUMN + need, label, "choice", heading, choices=choices))
    sections = [
        Section(t("people.file.columns"), tuple(fields), t("people.file.columns_words"), folded=bool(found))
    ]
    if found and found.unmapped:
        sections.insert(0, _courses(found))
    return Form(here, tuple(sections), t("people.file.again"))


def _courses(found: Completions) -> Section:
    """Courses nobody said the topic of, each with the topics to choose from."""
    topics = [(name, said(label)) for name, label in KINDS[KIND].spec("topic").choices]
    fields: list[Field] = []
    for n, (course, rows) in enumerate(found.unmapped.most_common(SHOWN)):
        choices = tuple(Choice(name, label) for name, label in topics)
        help_ = t("people.file.completions.rows", n=rows)
        fields.append(Field(f"{_NAME}{n}", "", "hidden", course))
        fields.append(Field(f"{_COURSE}{n}", course, "choice", "", help_, choices=choices))
    words = t("people.file.completions.courses_words")
    return Section(t("people.file.completions.courses"), tuple(fields), words)
