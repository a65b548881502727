"""Settings: whether a shut gate is stated or refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions.gating import choose_mode
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.core.gating import MODES
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import posted
from holdtrue.pages.language import t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Notice
from holdtrue.pages.shapes.settings import SettingsView
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views.acts_members import tabs
from holdtrue.pages.views.frame import Visit, inside, notify, page, show

if TYPE_CHECKING:
    from holdtrue.pages.forms import Answers

MODE = "mode"


@inside
def mode(visit: Visit) -> HttpResponse:
    """Show how gates are kept here; choose otherwise."""
    require(visit.caller, "settings", on_organisation())
    answers = posted(visit.request.POST, (MODE,))
    if visit.request.method == "POST":
        try:
            choose_mode(visit.caller, answers.text(MODE))
            notify(visit, t("act.gates.chosen"))
            return HttpResponseRedirect(visit.places.at("settings", "gates"))
        except BadInput as refusal:
            answers.blame(refusal)
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    view = SettingsView(tabs(visit, "gates"), None, _form(visit, answers), t("act.gates.lead"))
    given = page(visit, t("act.gates.title"), station="settings", notices=notices)
    return show(visit, "settings.html", given, status=422 if answers.wrong else 200, view=view)


def _form(visit: Visit, answers: Answers) -> Form:
    now = visit.caller.organisation.gate_mode
    field = Field(
        MODE,
        t("act.gates.mode"),
        "choice",
        now,
        choices=tuple(Choice(name, t(f"act.gates.mode.{name}"), name == now) for name in MODES),
        required=True,
        error=answers.errors.get(MODE, ""),
    )
    return Form(visit.places.at("settings", "gates"), (Section("", (field,)),), t("act.gates.submit"))
