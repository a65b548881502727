"""Saying which practices answer a requirement, without writing a file: the lines go into one the product keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions import additions
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.core.frameworks import answering, framework, installed
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.settings import SettingsView
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views.acts_members import tabs
from holdtrue.pages.views.acts_own_rules import proposal
from holdtrue.pages.views.frame import Visit, inside, page, show

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.core.frameworks import Framework

FRAMEWORK, REQUIREMENT, PRACTICES = "framework", "requirement", "practices"


@inside
def mapping(visit: Visit) -> HttpResponse:
    """Ask for a framework, then for a requirement and the practices that answer it; then show what that changes."""
    require(visit.caller, "settings", on_organisation())
    asked = visit.request.POST if visit.request.method == "POST" else visit.request.GET
    name = asked.get(FRAMEWORK, "")
    law = framework(name) if name in installed() else None
    chosen = asked.get(REQUIREMENT, "")
    practices = [p for p in visit.request.POST.getlist(PRACTICES) if p in library().by_id]
    notices = []
    if visit.request.method == "POST" and law is not None and (chosen or practices):
        try:
            return proposal(visit, additions.with_mapping(visit.caller, law.id, chosen, practices))
        except BadInput as refusal:
            notices.append(Notice(said(refusal.message), "wrong"))
    form = _lines(visit, law, chosen, practices) if law else _frameworks(visit)
    links = (Link(t("page.own"), visit.places.at("settings", "rules", "own")),)
    view = SettingsView(tabs(visit, "rules"), None, form, t("page.mapping.lead"), links=links)
    given = page(visit, t("page.mapping"), station="settings", notices=notices)
    return show(visit, "settings.html", given, status=422 if notices else 200, view=view)


def _frameworks(visit: Visit) -> Form:
    choices = tuple(Choice(name, framework(name).title) for name in installed())
    field = Field(FRAMEWORK, t("page.mapping.framework"), "choice", choices=choices, required=True)
    return Form(_at(visit), (Section("", (field,)),), t("page.mapping.next"))


def _lines(visit: Visit, law: Framework, chosen: str, practices: list[str]) -> Form:
    requirements = tuple(
        Choice(r.id, f"{r.name} {r.title}{_answered(law.id, r.id)}", r.id == chosen) for r in law.requirements
    )
    known = tuple(Choice(p.id, p.title, p.id in practices) for p in library().practices)
    fields = (
        Field(FRAMEWORK, "", "hidden", law.id),
        Field(REQUIREMENT, t("page.mapping.requirement"), "choice", choices=requirements, required=True),
        Field(PRACTICES, t("page.mapping.practices"), "choices", choices=known, help=t("page.mapping.help")),
    )
    section = Section(law.title, fields)
    return Form(_at(visit), (section,), t("page.own.look"), cancel_href=_at(visit))


def _answered(law: str, requirement: str) -> str:
    n = len(answering(law, requirement, library()))
    return f" ({t('page.mapping.answered', n=n)})"


def _at(visit: Visit) -> str:
    return visit.places.at("settings", "rules", "mapping")


__all__ = ["mapping"]
