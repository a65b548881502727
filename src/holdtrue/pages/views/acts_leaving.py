"""The organisation leaves: everything as one file, or deleted with proof; and the demonstration removed in one act."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdtrue.app import taking_away
from holdtrue.app.actions import leaving
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import Answers, posted
from holdtrue.pages.language import t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Notice
from holdtrue.pages.shapes.settings import SettingsView
from holdtrue.pages.views import proving
from holdtrue.pages.views.acts_members import tabs
from holdtrue.pages.views.frame import Visit, inside, page, show

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

NAME = "name"


@inside
def leave(visit: Visit) -> HttpResponse:
    """Offer the whole register as a file, and deleting; delete where the name was typed by an owner who proved it."""
    require(visit.caller, "delete_organisation", on_organisation())
    answers = posted(visit.request.POST, (NAME, proving.PASSWORD))
    if visit.request.method == "POST":
        try:
            gone = leaving.delete(visit.caller, answers.text(NAME), proof=proving.take(visit, answers))
            return HttpResponseRedirect(reverse("deleted", args=[gone.uid]))
        except BadInput as refusal:
            answers.blame(refusal)
    name = visit.caller.organisation.name
    notices = [Notice(sentence, "wrong") for sentence in answers.general]
    view = SettingsView(
        tabs(visit, "leave"),
        None,
        None,
        t("leaving.lead"),
        sections=(_taking(visit), *_demo(visit), _deleting(visit, answers, name)),
    )
    given = page(
        visit, t("act.settings.leave"), station="settings", notices=(*notices, *proving.doors(visit))
    )
    return show(visit, "settings.html", given, status=422 if answers.wrong else 200, view=view)


@require_POST
@inside
def take_away(visit: Visit) -> HttpResponseBase:
    """Send the whole register as one file."""
    with tempfile.TemporaryDirectory() as place:
        folder, file = Path(place) / "register", Path(place) / "register.zip"
        taking_away.take_away(visit.caller, folder)
        taking_away.zipped(folder, file)
        # The open file outlives its name: it is gone from the disk once it was sent.
        stream = file.open("rb")
    name = f"{visit.caller.organisation.slug}-{visit.caller.clock.now().date().isoformat()}.zip"
    return FileResponse(stream, as_attachment=True, filename=name)


@require_POST
@inside
def remove_demo(visit: Visit) -> HttpResponse:
    """Remove the demonstration."""
    gone = leaving.remove_demo(visit.caller)
    return HttpResponseRedirect(reverse("deleted", args=[gone.uid]))


def _taking(visit: Visit) -> Form:
    section = Section(t("leaving.take"), (), t("leaving.take_words"))
    return Form(visit.places.at("settings", "leave", "everything"), (section,), t("leaving.take.submit"))


def _demo(visit: Visit) -> tuple[Form, ...]:
    if not visit.caller.organisation.demo:
        return ()
    section = Section(t("leaving.demo"), (), t("leaving.demo_words"))
    address = visit.places.at("settings", "leave", "demo")
    return (Form(address, (section,), t("leaving.demo.submit"), destructive=True),)


def _deleting(visit: Visit, answers: Answers, name: str) -> Form:
    typed = Field(
        NAME,
        t("leaving.typed", name=name),
        value=answers.text(NAME),
        required=True,
        error=answers.errors.get(NAME, ""),
    )
    section = Section(
        t("leaving.delete"), (typed, *proving.fields(visit, answers)), t("leaving.delete_words")
    )
    return Form(
        visit.places.at("settings", "leave"), (section,), t("leaving.delete.submit"), destructive=True
    )


__all__ = ["leave", "remove_demo", "take_away"]
