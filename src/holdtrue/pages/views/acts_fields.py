"""Settings: the fields an organisation adds to a kind of record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app import added
from holdtrue.app.actions import fields as acting
from holdtrue.app.actions.many import kinds
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.core.custom import TYPES, Added
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.pages.forms import Answers, posted
from holdtrue.pages.language import said, t
from holdtrue.pages.places import plurals
from holdtrue.pages.shapes.acts import ConfirmView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Notice
from holdtrue.pages.shapes.settings import SettingsView
from holdtrue.pages.shapes.table import Cell, Choice, Column, Row, Table
from holdtrue.pages.views.acts_members import tabs
from holdtrue.pages.views.frame import Visit, inside, notify, page, show

if TYPE_CHECKING:
    from collections.abc import Sequence

OF, NAME, TYPE, OPTIONS, HELP, MATERIAL = "of", "name", "type", "options", "help", "material"


@inside
def fields(visit: Visit) -> HttpResponse:
    """Show the fields added so far; add one more."""
    require(visit.caller, "settings", on_organisation())
    answers = posted(visit.request.POST, (OF, NAME, TYPE, OPTIONS, HELP, MATERIAL))
    if visit.request.method == "POST":
        try:
            made = acting.define(visit.caller, _asked(answers))
            notify(visit, t("act.fields.added", name=made.name))
            return HttpResponseRedirect(visit.places.at("settings", "fields"))
        except BadInput as refusal:
            answers.blame(refusal)
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    view = SettingsView(tabs(visit, "fields"), _table(visit), _form(visit, answers), t("act.fields.lead"))
    given = page(visit, t("act.fields.title"), station="settings", notices=notices)
    return show(visit, "settings.html", given, status=422 if answers.wrong else 200, view=view)


def _asked(answers: Answers) -> Added:
    return Added(
        answers.text(OF) or "system",
        "",
        answers.text(NAME),
        answers.text(TYPE),
        answers.text(HELP),
        tuple(answers.text(OPTIONS).splitlines()),
        material=answers.text(MATERIAL) == "yes",
    )


def _table(visit: Visit) -> Table | None:
    held: Sequence[Added] = added.all_of(visit.caller.organisation.pk)
    if not held:
        return None
    columns = (
        Column(t("act.fields.name"), wide=True),
        Column(t("act.fields.of")),
        Column(t("act.fields.type")),
        Column(t("act.fields.material")),
        Column(t("act.fields.state")),
    )
    return Table(t("act.fields.title"), columns, tuple(_row(visit, one) for one in held))


def _row(visit: Visit, one: Added) -> Row:
    href = visit.places.at("settings", "fields", plurals()[one.kind], one.key, "end")
    state = (
        Cell(t("act.fields.out_of_use"), state="quiet") if one.ended else Cell(t("act.fields.end"), href=href)
    )
    return Row(
        (
            Cell(one.name, note=one.help),
            Cell(said(KINDS[one.kind].label)),
            Cell(t(f"act.fields.type.{one.type}"), note=" · ".join(one.options[:6])),
            Cell(t(f"act.fields.material.{'yes' if one.material else 'no'}")),
            state,
        )
    )


def _form(visit: Visit, answers: Answers) -> Form:
    errors = answers.errors
    of, type_ = answers.text(OF) or "system", answers.text(TYPE) or "text"
    drawn = (
        Field(
            OF,
            t("act.fields.of"),
            "choice",
            choices=tuple(Choice(kind, said(KINDS[kind].label), kind == of) for kind in kinds()),
            required=True,
        ),
        Field(
            NAME,
            t("act.fields.name"),
            value=answers.text(NAME),
            example=t("act.fields.name.example"),
            required=True,
            error=errors.get(NAME, ""),
        ),
        Field(
            TYPE,
            t("act.fields.type"),
            "choice",
            choices=tuple(Choice(one, t(f"act.fields.type.{one}"), one == type_) for one in TYPES),
            required=True,
            error=errors.get(TYPE, ""),
        ),
        Field(
            OPTIONS,
            t("act.fields.options"),
            "list",
            answers.text(OPTIONS),
            t("act.fields.options.help"),
            error=errors.get(OPTIONS, ""),
        ),
        Field(HELP, t("act.fields.help"), "text", answers.text(HELP), t("act.fields.help.help")),
        Field(
            MATERIAL,
            t("act.fields.material"),
            "yes_no",
            help=t("act.fields.material.help"),
            choices=(
                Choice("yes", t("form.yes"), answers.text(MATERIAL) == "yes"),
                Choice("no", t("form.no"), answers.text(MATERIAL) != "yes"),
            ),
            required=True,
        ),
    )
    section = Section(t("act.fields.add"), drawn)
    return Form(visit.places.at("settings", "fields"), (section,), t("act.fields.submit"))


@inside
def end(visit: Visit, kind: str, key: str) -> HttpResponse:
    """Take a field out of use, once it was said what follows."""
    require(visit.caller, "settings", on_organisation())
    found = next(
        (one for one in added.definitions(visit.caller.organisation.pk, kind) if one.key == key), None
    )
    if found is None:
        raise NotFound("field.custom.unknown")
    back = visit.places.at("settings", "fields")
    if visit.request.method == "POST":
        acting.end(visit.caller, kind, key)
        notify(visit, t("act.fields.ended", name=found.name))
        return HttpResponseRedirect(back)
    title = t("act.fields.end.title", name=found.name)
    form = Form(visit.request.path, (), t("act.fields.end"), back, destructive=True)
    view = ConfirmView(title, t("act.fields.end.sentence"), (), (), form, back)
    return show(visit, "confirm.html", page(visit, title, station="settings"), view=view)
