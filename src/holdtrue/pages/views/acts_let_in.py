"""Letting colleagues in, all at once: an account for who answers for a tool, a link to the door for everybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings

from holdtrue.app.actions import door as at_door
from holdtrue.app.actions import members as acting
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.door.ways import door_of
from holdtrue.app.queries.outside import outside
from holdtrue.core.refusals import BadInput
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.settings import SettingsView
from holdtrue.pages.shapes.table import Cell, Choice, Column, Row, Table
from holdtrue.pages.views.acts_members import tabs
from holdtrue.pages.views.frame import Visit, inside, page, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from holdtrue.app.queries.outside import Outside

ACCOUNT, DOOR, LATER = "account", "door", "later"
ROLE = "contributor"
"""What somebody may do who answers for a tool: write and sign what is theirs."""


@inside
def everyone(visit: Visit) -> HttpResponse:
    """Show who cannot come in yet; make the links of those chosen, shown this once."""
    require(visit.caller, "settings", on_organisation())
    waiting = outside(visit.caller, visit.day)
    made: list[Row] = []
    notices: list[Notice] = []
    if visit.request.method == "POST":
        for one in waiting:
            way = visit.request.POST.get(one.ref, LATER)
            try:
                link = _link(visit, one, way)
            except BadInput as refusal:
                words = t("act.let_in.refused", name=one.name, why=said(refusal.message))
                notices.append(Notice(words, "wrong"))
                continue
            if link:
                made.append(Row((Cell(one.name), Cell(link, note=t(f"act.let_in.{way}.link")))))
        waiting = outside(visit.caller, visit.day)
        if not made and not notices:
            notices.append(Notice(t("act.let_in.nobody"), "wrong"))
    columns = (Column(t("act.members.person")), Column(t("act.let_in.link"), wide=True))
    view = SettingsView(
        tabs(visit, "members"),
        Table(t("act.let_in.made"), columns, tuple(made)) if made else None,
        _form(visit, waiting) if waiting else None,
        t("act.let_in.done" if made else "act.let_in.lead" if waiting else "act.let_in.all_in"),
        links=(Link(t("setup.home"), visit.places.home),) if made or not waiting else (),
    )
    given = page(visit, t("act.let_in.title"), station="settings", notices=notices)
    return show(visit, "settings.html", given, status=422 if notices else 200, view=view)


def _link(visit: Visit, one: Outside, way: str) -> str:
    """Let one person in by the way chosen; return the address to give them, '' where they wait."""
    if way == ACCOUNT:
        invited = acting.invite(visit.caller, one.email, role=ROLE, name=one.name, person=one.ref)
        return _address(visit, invited.path)
    if way != DOOR:
        return ""
    if not door_of(visit.caller.organisation.pk).open:
        at_door.set_door(visit.caller, opened=True)
    return _address(visit, urlsplit(at_door.make_link(visit.caller, one.ref)).path)


def _address(visit: Visit, path: str) -> str:
    """Return what to send: the public address where one is set, else the one this page was asked for by."""
    public = settings.HOLDTRUE_ADDRESS
    return (
        public.rstrip("/") + path if public.startswith("https:") else visit.request.build_absolute_uri(path)
    )


def _form(visit: Visit, waiting: Sequence[Outside]) -> Form:
    fields = tuple(
        Field(
            one.ref,
            one.name,
            "choice",
            choices=tuple(
                Choice(way, t(f"act.let_in.{way}"), way == (ACCOUNT if one.owns else DOOR))
                for way in (DOOR, ACCOUNT, LATER)
            ),
            help=t("act.let_in.owns", n=one.owns) if one.owns else "",
            required=True,
        )
        for one in waiting
    )
    here = visit.places.at("settings", "members", "everyone")
    section = Section(t("act.let_in.choose"), fields, t("act.let_in.words"))
    return Form(here, (section,), t("act.let_in.submit"))


__all__ = ["everyone"]
