"""The register of confidentiality incidents: a page, and as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_organisation
from holdtrue.app.documents.confidentiality import FORMS, rendered, told
from holdtrue.app.queries.confidentiality import PARTICULARS
from holdtrue.app.queries.confidentiality import register as register_of
from holdtrue.core.kinds import KINDS
from holdtrue.pages.language import said, spoken, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.incident import ConfidentialityView, EntryShown
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.views.frame import Visit, inside, page, show

if TYPE_CHECKING:
    from holdtrue.app.queries.confidentiality import Entry, Register

KIND = "incident"
SHOWN = 100
"""Entries on the page; the files hold all."""


@require_safe
@inside
def register(visit: Visit) -> HttpResponse:
    """Show every entry with its particulars, and which of them nobody gave yet."""
    found = register_of(visit.caller, most=SHOWN)
    files = FORMS if visit.may("export", on_organisation()) else ()
    view = ConfidentialityView(
        t("confidentiality.lead"),
        tuple(_entry(visit, entry) for entry in found.entries),
        (*_left(found), t("confidentiality.basis"), t("confidentiality.whole")),
        tuple(
            Link(
                t(f"confidentiality.as_{form}"),
                with_query(visit.places.at("confidentiality", "file"), format=form),
            )
            for form in files
        ),
        t("confidentiality.empty"),
    )
    crumbs = (Link(said(KINDS[KIND].label_plural), visit.places.listing(KIND)),)
    given = page(visit, t("confidentiality.title"), kind=KIND, crumbs=crumbs)
    return show(visit, "confidentiality.html", given, view=view)


def _left(found: Register) -> tuple[str, ...]:
    """That older entries are not shown, where that is so."""
    shown = len(found.entries)
    return (t("confidentiality.newest", n=shown, total=found.total),) if found.total > shown else ()


def _entry(visit: Visit, entry: Entry) -> EntryShown:
    words, record = told(entry, spoken()), entry.record
    missing = ", ".join(t(f"confidentiality.{name}") for name in entry.missing())
    return EntryShown(
        Link(f"{record.ref} {record.title}", visit.places.act(record.ref, "incident")),
        tuple((t(f"confidentiality.{name}"), words[name]) for name in PARTICULARS),
        t("confidentiality.kept", date=absolute(entry.kept_until)) if entry.kept_until else "",
        t("confidentiality.missing", what=missing) if missing else "",
    )


@require_safe
@inside
def file(visit: Visit) -> HttpResponse:
    """Download it as CSV or PDF."""
    made = rendered(visit.caller, visit.request.GET.get("format", "pdf"), locale=spoken())
    response = HttpResponse(made.content, content_type=made.media_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


__all__ = ["file", "register"]
