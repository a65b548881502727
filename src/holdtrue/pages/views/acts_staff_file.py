"""The staff file on pages: upload, what every row would do, who would be marked as having left, and taking it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app import staff, uploads
from holdtrue.app.imports.targets import targets
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import posted, whole
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.people_files import PeopleFileView
from holdtrue.pages.shapes.table import Cell, Choice
from holdtrue.pages.views import frame, import_columns, people_file_parts
from holdtrue.pages.views.frame import notify
from holdtrue.pages.views.people_file_parts import AGAIN, APPLY, DO, SHOWN

if TYPE_CHECKING:
    from holdtrue.app.rows import ImportRun
    from holdtrue.app.staff import Taken
    from holdtrue.pages.views.frame import Visit

PLACE, KIND, WHOLE, LEAVE = "staff-file", "person", "whole", "leave"
_COLUMN = "column-"
_ELSEWHERE = ("declaration.", "classification.")
"""What a row about a system feeds."""


def _yes_no(name: str, label: str, value: str, help_: str) -> Field:
    choices = tuple(Choice(word, t(f"people.file.{word}"), chosen=word == value) for word in ("yes", "no"))
    return Field(name, label, "choice", value, help_, choices=choices)


@frame.inside
def upload(visit: Visit) -> HttpResponse:
    """Take the file, and whether it is everybody."""
    whole = _yes_no(WHOLE, t("people.file.whole"), "no", t("people.file.whole_help"))
    return people_file_parts.upload(visit, KIND, PLACE, (whole,))


@frame.inside
def preview(visit: Visit, number: int) -> HttpResponse:
    """Show what every row would do; posting reads it anew, or takes it in."""
    run = uploads.run_of(visit.caller, number)
    if run.state != "preview" or PLACE not in run.summary:
        return HttpResponseRedirect(visit.places.at("import", str(number)))
    here = visit.places.at(PLACE, str(number))
    wrong: tuple[str, ...] = ()
    if visit.request.method == "POST":
        try:
            return HttpResponseRedirect(_posted(visit, run, here))
        except BadInput as refusal:
            wrong = (said(refusal.message),)
    try:
        taken = staff.rehearse(_read(visit, run))
    except BadInput as refusal:
        taken, wrong = None, (said(refusal.message),)
    given = people_file_parts.page(visit, KIND, PLACE, wrong)
    status = 422 if wrong and visit.request.method == "POST" else 200
    return frame.show(visit, "people_file.html", given, status=status, view=_view(visit, run, taken, here))


def _read(visit: Visit, run: ImportRun) -> staff.Staff:
    whole = run.summary[PLACE].get(WHOLE) == "yes"
    return staff.of_plan(uploads.plan_of(visit.caller, run), whole=whole)


def _posted(visit: Visit, run: ImportRun, here: str) -> str:
    form = visit.request.POST
    if form.get(DO) == AGAIN:
        chosen = {
            at: str(value)
            for name, value in form.items()
            if name.startswith(_COLUMN) and (at := whole(name.removeprefix(_COLUMN))) is not None
        }
        uploads.settle(visit.caller, run, chosen, "")
        uploads.note_said(visit.caller, run, PLACE, {WHOLE: str(form.get(WHOLE, "no"))})
        return here
    found = _read(visit, run)
    left = posted(form, (LEAVE,)).text(LEAVE) == "yes"
    taken = staff.take(found, most_leavers=len(found.leavers) if left else 0)
    uploads.drop(visit.caller, run)
    counts = taken.outcome.counts
    words = {"joiners": counts["added"], "changed": counts["changed"] + taken.moved, "left": len(taken.left)}
    notify(visit, t("people.file.staff.done", name=run.file_name, **words))
    return visit.places.at("import", str(taken.outcome.run))


def _view(visit: Visit, run: ImportRun, taken: Taken | None, here: str) -> PeopleFileView:
    settings = _settings(run, here, taken)
    if taken is None:
        return PeopleFileView(t("people.file.unread"), run.total, (), None, settings)
    counts, found = taken.outcome.counts, taken.staff
    told = (
        (t("people.file.joiners"), counts["added"], ""),
        (t("page.import.count.changed"), counts["changed"], ""),
        (t("page.import.count.unchanged"), counts["unchanged"], ""),
        (t("page.import.count.review"), counts["review"], "soon"),
        (t("page.import.count.refused"), counts["refused"], "wrong"),
    )
    places = visit.places
    tables = (
        people_file_parts.names(
            t("people.file.leavers", n=len(found.leavers)),
            [Cell(r.title, places.record(r.ref), note=r.ref) for r in found.leavers],
        ),
        people_file_parts.names(
            t("people.file.joining", n=len(found.joiners)), [Cell(name) for name in found.joiners]
        ),
    )
    refused, more = people_file_parts.refused([*taken.outcome.refusals, *taken.outcome.review])
    notes = [t("people.file.leavers_unknown", n=found.refused)] if found.whole and found.refused else []
    notes += [t("people.file.known", n=len(found.known))] if found.known else []
    return PeopleFileView(
        t("people.file.staff.lead", name=run.file_name),
        run.total,
        told,
        _apply(visit, here, found),
        settings,
        tuple(x for x in tables if x is not None),
        refused,
        more,
        tuple(notes),
    )


def _apply(visit: Visit, here: str, found: staff.Staff) -> Form:
    fields = [Field(DO, "", "hidden", APPLY)]
    if found.leavers:
        n = len(found.leavers)
        shown = ", ".join(r.title for r in found.leavers[:5])
        help_ = t("people.file.leave_help", names=shown, n=n)
        fields.append(_yes_no(LEAVE, t("people.file.leave", n=n), "no", help_))
    return Form(here, (Section("", tuple(fields)),), t("people.file.apply"), visit.places.listing(KIND))


def _settings(run: ImportRun, here: str, taken: Taken | None) -> Form:
    at_hand = uploads.opened(run)
    offered = {
        name: import_columns.label(KIND, name) for name in targets(KIND) if not name.startswith(_ELSEWHERE)
    }
    fields = [Field(DO, "", "hidden", AGAIN)]
    whole = run.summary[PLACE].get(WHOLE, "no")
    fields.append(_yes_no(WHOLE, t("people.file.whole"), whole, t("people.file.whole_help")))
    for column in at_hand.columns[:SHOWN]:
        target = at_hand.targets[column.position]
        choices = tuple(Choice(name, label, chosen=name == target) for name, label in offered.items())
        name = f"{_COLUMN}{column.position}"
        samples = ", ".join(column.samples)
        fields.append(Field(name, column.name, "choice", target, samples, choices=choices))
    section = Section(
        t("people.file.columns"), tuple(fields), t("people.file.columns_words"), folded=taken is not None
    )
    return Form(here, (section,), t("people.file.again"))
