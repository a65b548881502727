"""The first page as one page to print: a PDF of where the organisation, or one unit, stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.documents.summary import summary_pdf
from holdtrue.app.queries.asking import day_named
from holdtrue.pages.language import spoken
from holdtrue.pages.views import frame, home_past

if TYPE_CHECKING:
    from holdtrue.pages.views.frame import Visit


@require_safe
@frame.inside
def management(visit: Visit) -> HttpResponse:
    """Send it; `unit` and `at` in the address say of what and when."""
    given = visit.request.GET
    require(visit.caller, "read", on_organisation())
    at = given.get("at", "")
    home_past.small_enough(visit, day_named(visit.caller, at))
    made = summary_pdf(visit.caller, unit=given.get("unit", ""), at=at, locale=spoken())
    response = HttpResponse(made.content, content_type=made.media_type)
    response["Content-Disposition"] = f'inline; filename="{made.name}"'
    return response
