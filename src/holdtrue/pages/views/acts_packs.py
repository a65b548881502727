"""Settings: an adviser's packs in place, what each carries, one looked into before it is installed, one taken away."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app import packing
from holdtrue.app.actions import offering, packs
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute, instant
from holdtrue.pages.shapes.page import Notice
from holdtrue.pages.shapes.settings import SettingsView
from holdtrue.pages.shapes.table import Cell, Column, Row, Table
from holdtrue.pages.views.acts_members import tabs
from holdtrue.pages.views.frame import Visit, inside, notify, page, show
from holdtrue.pages.views.pack_parts import FILE, branding, facts_of, moved, picture_of, told, uploaded

if TYPE_CHECKING:
    from holdtrue.app.packing import Pack

DO, CONTENT = "do", "content"
LOOK, INSTALL, REMOVE, DECLINE = "look", "install", "remove", "decline"


@inside
def every(visit: Visit) -> HttpResponse:
    """Show the packs in place with a form that takes one; what it carries and changes comes before it is installed."""
    require(visit.caller, "install_pack", on_organisation())
    if visit.request.method != "POST":
        return _first(visit)
    try:
        content = _sent(visit)
        pack = packing.from_zip(content)
        if visit.request.POST.get(DO) != INSTALL:
            return _confirm(visit, pack, content)
        packs.install(visit.caller, pack)
    except BadInput as refusal:
        return _first(visit, said(refusal.message))
    notify(visit, t("page.packs.installed", title=pack.title, version=pack.version))
    return HttpResponseRedirect(_at(visit))


@inside
def one(visit: Visit, name: str) -> HttpResponse:
    """Show a pack in place; take it away."""
    row = next((row for row in packs.installed(visit.caller) if row.pack == name), None)
    if row is None:
        raise NotFound("pack.not_found", name=name)
    notices = []
    if visit.request.method == "POST":
        try:
            packs.remove(visit.caller, name)
            notify(visit, t("page.packs.removed", title=row.title))
            return HttpResponseRedirect(_at(visit))
        except BadInput as refusal:
            notices.append(Notice(said(refusal.message), "wrong"))
    pack = packing.unpacked(bytes(row.content))
    form = Form(
        _at(visit, name),
        (Section(t("page.packs.remove"), (Field(DO, "", "hidden", REMOVE),), t("page.packs.remove_lead")),),
        t("page.packs.remove_now"),
        cancel_href=_at(visit),
        destructive=True,
    )
    lead = t("page.packs.one_lead", version=pack.version)
    view = SettingsView(tabs(visit, "packs"), told(facts_of(pack)), form, lead, picture=picture_of(pack))
    given = page(visit, pack.title, station="settings", notices=notices)
    return show(visit, "settings.html", given, status=422 if notices else 200, view=view)


@inside
def offered(visit: Visit, number: int) -> HttpResponse:
    """Show what an adviser's pack would bring; install it, or say no, by one act."""
    found, pack = offering.offered(visit.caller, number)
    here = _at(visit, "offered", str(number))
    notices = []
    if visit.request.method == "POST":
        try:
            if visit.request.POST.get(DO) == DECLINE:
                offering.decline(visit.caller, number)
                notify(visit, t("page.packs.declined", title=pack.title, by=found.by))
            else:
                offering.accept(visit.caller, number)
                notify(visit, t("page.packs.installed", title=pack.title, version=pack.version))
            return HttpResponseRedirect(_at(visit))
        except BadInput as refusal:
            notices.append(Notice(said(refusal.message), "wrong"))
    changes = packs.changes(visit.caller, pack)
    words = t("page.packs.upgrades", was=changes.was) if changes.was else ""
    take, leave = (
        Form(here, (Section(title, (Field(DO, "", "hidden", do),), lead),), submit, destructive=do == DECLINE)
        for title, do, lead, submit in (
            ("", INSTALL, words, t("page.packs.install")),
            (
                t("page.packs.decline"),
                DECLINE,
                t("page.packs.decline_lead", by=found.by),
                t("page.packs.decline_now"),
            ),
        )
    )
    view = SettingsView(
        tabs(visit, "packs"),
        told([*facts_of(pack), *moved(changes)]),
        None if changes.same else take,
        t("page.packs.offered_lead", by=found.by, date=absolute(found.row.offered_at.date().toordinal())),
        sections=(leave,),
        picture=picture_of(pack),
    )
    title = t("page.packs.adding", title=pack.title, version=pack.version)
    given = page(visit, title, station="settings", notices=notices)
    return show(visit, "settings.html", given, status=422 if notices else 200, view=view)


def _waiting(visit: Visit) -> Table | None:
    """What advisers offer and nobody answered."""
    found = offering.offers(visit.caller)
    if not found:
        return None
    columns = (
        Column(t("page.packs.title"), wide=True),
        Column(t("page.packs.version")),
        Column(t("page.packs.by")),
        Column(t("page.packs.since")),
    )
    rows = []
    for one in found:
        href = _at(visit, "offered", str(one.row.pk))
        since = Cell(moment=instant(one.row.offered_at, visit.day))
        name = Cell(one.row.title, href, note=t("page.packs.look_first"))
        rows.append(Row((name, Cell(one.row.version), Cell(one.by), since), href))
    return Table(t("page.packs.waiting"), columns, tuple(rows))


def _first(visit: Visit, wrong: str = "") -> HttpResponse:
    fields = (
        Field(FILE, t("page.packs.file"), "file", help=t("page.packs.file_help"), accept=".zip", error=wrong),
        Field(DO, "", "hidden", LOOK),
    )
    form = Form(_at(visit), (Section(t("page.packs.put"), fields),), t("page.packs.look"), files=True)
    view = SettingsView(
        tabs(visit, "packs"), _table(visit), form, t("page.packs.lead"), waiting=_waiting(visit)
    )
    given = page(visit, t("page.packs"), station="settings")
    return show(visit, "settings.html", given, status=422 if wrong else 200, view=view)


def _confirm(visit: Visit, pack: Pack, content: bytes) -> HttpResponse:
    changes = packs.changes(visit.caller, pack)
    if changes.same:
        raise BadInput("pack.installed_already", field="pack", title=pack.title, version=pack.version)
    hidden = (
        Field(DO, "", "hidden", INSTALL),
        Field(CONTENT, "", "hidden", base64.b64encode(content).decode()),
    )
    words = t("page.packs.upgrades", was=changes.was) if changes.was else ""
    form = Form(
        _at(visit),
        (Section("", hidden, words),),
        t("page.packs.install"),
        cancel_href=_at(visit),
    )
    carried = told([*facts_of(pack), *moved(changes)])
    view = SettingsView(
        tabs(visit, "packs"), carried, form, t("page.packs.confirm_lead"), picture=picture_of(pack)
    )
    title = t("page.packs.adding", title=pack.title, version=pack.version)
    return show(visit, "settings.html", page(visit, title, station="settings"), view=view)


def _table(visit: Visit) -> Table | None:
    found = packs.installed(visit.caller)
    if not found:
        return None
    columns = (
        Column(t("page.packs.title"), wide=True),
        Column(t("page.packs.version")),
        Column(t("page.packs.carries")),
        Column(t("page.packs.branding")),
    )
    return Table(t("page.packs"), columns, tuple(_row(visit, row.pack, bytes(row.content)) for row in found))


def _row(visit: Visit, name: str, content: bytes) -> Row:
    pack = packing.unpacked(content)
    held = {
        "documents": len(pack.templates),
        "practices": sum(len(rules.listed("practices")) for rules in pack.rules),
        "rules": len(pack.rules),
    }
    told = " · ".join(t(f"page.packs.holds.{kind}", n=n) for kind, n in held.items() if n)
    href = _at(visit, name)
    cells = (Cell(pack.title, href, note=name), Cell(pack.version), Cell(told), Cell(branding(pack)))
    return Row(cells, href)


def _sent(visit: Visit) -> bytes:
    """The zip: as uploaded, or as the preview carried it."""
    sent = uploaded(visit.request)
    if sent is not None:
        return sent
    try:
        content = base64.b64decode(visit.request.POST.get(CONTENT, ""), validate=True)
    except ValueError as error:  # letters that are not of base64, or not of ASCII at all
        raise BadInput("pack.no_zip", field=FILE) from error
    if not content:
        raise BadInput("page.packs.nothing", field=FILE)
    return content


def _at(visit: Visit, *more: str) -> str:
    return visit.places.at("settings", "packs", *more)


__all__ = ["every", "offered", "one"]
