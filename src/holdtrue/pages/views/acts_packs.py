"""Settings: an adviser's packs in place, what each carries, one looked into before it is installed, one taken away."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app import packing
from holdtrue.app.actions import packs
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Notice
from holdtrue.pages.shapes.settings import SettingsView
from holdtrue.pages.shapes.table import Cell, Column, Row, Table
from holdtrue.pages.views.acts_members import tabs
from holdtrue.pages.views.frame import Visit, inside, notify, page, show

if TYPE_CHECKING:
    from holdtrue.app.packing import Pack

DO, FILE, CONTENT = "do", "file", "content"
LOOK, INSTALL, REMOVE = "look", "install", "remove"
MOST = 2_000_000
"""Bytes of a zip that the page takes; it is carried through the preview."""
_LISTED = 40
"""Names of files that a preview lists."""


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
    view = SettingsView(tabs(visit, "packs"), _told(_facts(pack)), form, lead)
    given = page(visit, pack.title, station="settings", notices=notices)
    return show(visit, "settings.html", given, status=422 if notices else 200, view=view)


def _first(visit: Visit, wrong: str = "") -> HttpResponse:
    fields = (
        Field(FILE, t("page.packs.file"), "file", help=t("page.packs.file_help"), accept=".zip", error=wrong),
        Field(DO, "", "hidden", LOOK),
    )
    form = Form(_at(visit), (Section(t("page.packs.put"), fields),), t("page.packs.look"), files=True)
    view = SettingsView(tabs(visit, "packs"), _table(visit), form, t("page.packs.lead"))
    given = page(visit, t("page.packs"), station="settings")
    return show(visit, "settings.html", given, status=422 if wrong else 200, view=view)


def _confirm(visit: Visit, pack: Pack, content: bytes) -> HttpResponse:
    changes = packs.changes(visit.caller, pack)
    if changes.same:
        raise BadInput("pack.installed_already", field="pack", title=pack.title, version=pack.version)
    facts = _facts(pack)
    moved = {"added": changes.added, "changed": changes.changed, "removed_files": changes.removed}
    for name, files in moved.items():
        more = (t("page.packs.more", n=len(files) - _LISTED),) if len(files) > _LISTED else ()
        told = ", ".join((*files[:_LISTED], *more))
        if told:
            facts.append((t(f"page.packs.{name}"), told))
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
    view = SettingsView(tabs(visit, "packs"), _told(facts), form, t("page.packs.confirm_lead"))
    title = t("page.packs.adding", title=pack.title, version=pack.version)
    return show(visit, "settings.html", page(visit, title, station="settings"), view=view)


def _facts(pack: Pack) -> list[tuple[str, str]]:
    practices = (
        str(one.get("title") or one.get("id")) for rules in pack.rules for one in rules.listed("practices")
    )
    told = {
        "documents": ", ".join(template.title for template in pack.templates),
        "practices": ", ".join(practices),
        "rules": ", ".join(f"{rules.title} {rules.version}" for rules in pack.rules),
        "branding": _branding(pack),
        "digest": pack.digest[:16],
    }
    return [(t(f"page.packs.{name}"), value) for name, value in told.items() if value]


def _told(facts: list[tuple[str, str]]) -> Table:
    columns = (Column(t("page.packs.carries")), Column(t("page.packs.in_it"), wide=True))
    return Table(
        t("page.packs.carries"), columns, tuple(Row((Cell(name), Cell(value))) for name, value in facts)
    )


def _branding(pack: Pack) -> str:
    logo = t("page.packs.logo") if packing.LOGO in pack.files else ""
    return " · ".join(word for word in (pack.brand, pack.colour, logo) if word)


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
    cells = (Cell(pack.title, href, note=name), Cell(pack.version), Cell(told), Cell(_branding(pack)))
    return Row(cells, href)


def _sent(visit: Visit) -> bytes:
    """The zip: as uploaded, or as the preview carried it."""
    file = visit.request.FILES.get(FILE)
    if isinstance(file, UploadedFile):
        if (file.size or 0) > MOST:
            raise BadInput("page.packs.large", field=FILE, megabytes=MOST // 1_000_000)
        return bytes(file.read())
    try:
        content = base64.b64decode(visit.request.POST.get(CONTENT, ""), validate=True)
    except binascii.Error as error:
        raise BadInput("pack.no_zip", field=FILE) from error
    if not content:
        raise BadInput("page.packs.nothing", field=FILE)
    return content


def _at(visit: Visit, *more: str) -> str:
    return visit.places.at("settings", "packs", *more)


__all__ = ["every", "one"]
