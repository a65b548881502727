"""The organisation's own rules: files in force, one looked into before it is installed, changed or taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions import additions
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.core.additions.lined import MOST_BYTES
from holdtrue.core.content import content_bytes
from holdtrue.core.refusals import BadInput, Refusal
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.settings import SettingsView
from holdtrue.pages.shapes.table import Cell, Column, Row, Table
from holdtrue.pages.views.acts_members import tabs
from holdtrue.pages.views.acts_rules import compared_facts, moved
from holdtrue.pages.views.frame import Visit, inside, notify, page, show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.actions.additions import Proposed
    from holdtrue.core.additions.addition import Addition

EXAMPLE = "own/example.yaml"
DO, TEXT, FILE = "do", "text", "file"
LOOK, ADD, REMOVE = "look", "add", "remove"
_PASTED = "rules.yaml"


@inside
def every(visit: Visit) -> HttpResponse:
    """Show the files in force with a form that takes another; what it would change comes before it is installed."""
    require(visit.caller, "settings", on_organisation())
    if visit.request.method == "POST":
        return _posted(visit)
    text = content_bytes(EXAMPLE).decode() if visit.request.GET.get("begin") == "example" else ""
    return _first(visit, text)


@inside
def one(visit: Visit, name: str) -> HttpResponse:
    """Show a file in force; change its text, or take it away after what that changes was shown."""
    require(visit.caller, "settings", on_organisation())
    found = additions.installed_one(visit.caller, name)
    notices = []
    asked = visit.request.POST.get(DO, "") if visit.request.method == "POST" else ""
    try:
        if asked == REMOVE:
            additions.remove(visit.caller, name)
            notify(visit, t("page.own.removed", title=found.title))
            return HttpResponseRedirect(_at(visit))
        if asked == LOOK:
            going = additions.proposed_without(visit.caller, name)
            return _confirm(visit, going, {DO: REMOVE}, _at(visit, name), removes=found)
    except BadInput as refusal:
        notices.append(Notice(said(refusal.message), "wrong"))
    change = _form(visit, found.body.decode(), "", t("page.own.change"), title=t("page.own.edit"))
    remove = Form(
        _at(visit, name),
        (Section(t("page.own.remove"), (Field(DO, "", "hidden", LOOK),), t("page.own.remove_lead")),),
        t("page.own.remove_look"),
    )
    lead = t("page.own.one_lead", version=found.version)
    view = SettingsView(tabs(visit, "rules"), None, change, lead, sections=(remove,), links=_back(visit))
    given = page(visit, found.title, station="settings", notices=notices)
    return show(visit, "settings.html", given, status=422 if notices else 200, view=view)


def proposal(visit: Visit, text: str) -> HttpResponse:
    """Show what a file would change, with the button that installs it; BadInput where it is not in order."""
    found = additions.proposed(visit.caller, {_PASTED: text.encode()})
    return _confirm(visit, found, {DO: ADD, TEXT: text}, _at(visit))


def _posted(visit: Visit) -> HttpResponse:
    text = ""
    try:
        text = _sent(visit)
        if visit.request.POST.get(DO) == ADD:
            found, _ = additions.add(visit.caller, {_PASTED: text.encode()})
            notify(visit, t("page.own.added", title=found.files[0].title, version=found.files[0].version))
            return HttpResponseRedirect(_at(visit))
        return proposal(visit, text)
    except BadInput as refusal:
        return _first(visit, text, refusal)


def _sent(visit: Visit) -> str:
    file = visit.request.FILES.get(FILE)
    if isinstance(file, UploadedFile):
        if file.size is not None and file.size > MOST_BYTES:
            raise BadInput("own.bad.large", field=TEXT, file=file.name or "", kilobytes=MOST_BYTES // 1000)
        try:
            return str(file.read(), "utf-8")
        except UnicodeDecodeError as error:
            raise BadInput("own.bad.utf8", field=TEXT, file=file.name or "", line=1) from error
    text = visit.request.POST.get(TEXT, "").replace("\r\n", "\n")
    if not text.strip():
        raise BadInput("page.own.nothing", field=TEXT)
    return text


def _first(visit: Visit, text: str, refusal: Refusal | None = None) -> HttpResponse:
    wrong = said(refusal.message) if refusal else ""
    links = (
        Link(t("page.own.example"), f"{_at(visit)}?begin=example"),
        Link(t("page.mapping"), visit.places.at("settings", "rules", "mapping")),
        Link(t("page.rules"), visit.places.at("settings", "rules")),
    )
    form = _form(visit, text, wrong, t("page.own.look"))
    view = SettingsView(tabs(visit, "rules"), _table(visit), form, t("page.own.lead"), links=links)
    given = page(visit, t("page.own"), station="settings")
    return show(visit, "settings.html", given, status=422 if wrong else 200, view=view)


def _form(visit: Visit, text: str, wrong: str, submit: str, *, title: str = "") -> Form:
    fields = (
        Field(TEXT, t("page.own.text"), "code", text, t("page.own.text_help"), error=wrong),
        Field(FILE, t("page.own.file"), "file", help=t("page.own.file_help"), accept=".yaml,.yml"),
        Field(DO, "", "hidden", LOOK),
    )
    return Form(_at(visit), (Section(title or t("page.own.put"), fields),), submit, files=True)


def _confirm(
    visit: Visit, found: Proposed, hidden: Mapping[str, str], action: str, *, removes: Addition | None = None
) -> HttpResponse:
    changes = additions.changes(visit.caller, found)
    facts = [*_files(found, removes), *compared_facts(changes)]
    facts += [Field(name, "", "hidden", value) for name, value in hidden.items()]
    words = "" if changes.tried else t("page.rules.not_tried", systems=changes.systems)
    if changes.tried and not changes.levels:
        words = t("page.rules.none_moved")
    form = Form(
        action,
        (Section(t("page.own.changes"), tuple(facts), words),),
        t("page.own.remove_now" if removes else "page.own.install"),
        cancel_href=_at(visit),
        destructive=removes is not None,
    )
    view = SettingsView(tabs(visit, "rules"), moved(changes), form, t("page.own.confirm_lead"))
    title = t("page.own.removing" if removes else "page.own.adding", title=found.files[0].title)
    return show(visit, "settings.html", page(visit, title, station="settings"), view=view)


def _files(found: Proposed, removes: Addition | None) -> list[Field]:
    facts = []
    for file in found.files:
        was = found.was.get(file.name)
        words = "page.own.goes" if removes else "page.own.upgrades" if was else "page.own.comes"
        value = t(words, version=file.version, **({"was": was} if was else {}))
        facts.append(Field(file.name, file.title, value=value, derived=True))
    if found.cases:
        facts.append(
            Field("cases", t("page.own.cases"), value=t("page.own.cases_hold", n=found.cases), derived=True)
        )
    return facts


def _table(visit: Visit) -> Table | None:
    found = additions.installed(visit.caller)
    if not found:
        return None
    columns = (
        Column(t("page.own.file_title"), wide=True),
        Column(t("page.own.version")),
        Column(t("page.own.holds")),
    )
    return Table(t("page.own"), columns, tuple(_row(visit, file) for file in found))


def _row(visit: Visit, file: Addition) -> Row:
    held = {
        "practices": len(file.listed("practices")),
        "frameworks": len(file.frameworks()),
        "mappings": len(file.listed("mappings")),
        "cadence": len(file.listed("cadence")),
    }
    told = " · ".join(t(f"page.own.holds.{name}", n=n) for name, n in held.items() if n)
    cells = (Cell(file.title, _at(visit, file.name), note=file.name), Cell(file.version), Cell(told))
    return Row(cells, _at(visit, file.name))


def _back(visit: Visit) -> tuple[Link, ...]:
    return (Link(t("page.own"), _at(visit)),)


def _at(visit: Visit, *more: str) -> str:
    return visit.places.at("settings", "rules", "own", *more)


__all__ = ["every", "one", "proposal"]
