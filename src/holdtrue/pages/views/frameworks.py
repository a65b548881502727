"""How far each framework's requirements are answered: counts alone, and never a verdict of conformity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.queries import bounded
from holdtrue.app.queries.coverage import covered
from holdtrue.app.queries.status import status
from holdtrue.core.frameworks import FRAMEWORKS
from holdtrue.pages.language import t
from holdtrue.pages.shapes.lists import ListView
from holdtrue.pages.shapes.table import Cell, Column, Row, Share, Table
from holdtrue.pages.views import frame

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.app.queries.coverage import Covered
    from holdtrue.pages.views.frame import Visit


@require_safe
@frame.inside
def every(visit: Visit) -> HttpResponse:
    """Show one line a framework."""
    require(visit.caller, "read", on_organisation())
    found = status(bounded.stored(visit.caller, visit.day))
    columns = (
        Column(t("page.frameworks.framework"), wide=True),
        Column(t("page.frameworks.answered")),
        Column(t("page.frameworks.open"), numeric=True),
        Column(t("page.frameworks.more"), numeric=True),
    )
    rows = tuple(_row(covered(found, name)) for name in FRAMEWORKS)
    title = t("page.frameworks.title")
    view = ListView(title, Table(title, columns, rows), lead=t("page.frameworks.lead"))
    return frame.show(visit, "list.html", frame.page(visit, title, station="frameworks"), view=view)


def _row(found: Covered) -> Row:
    part, whole = len(found.satisfied), len(found.requirements)
    state = "holds" if part == whole else "soon" if part else "wrong"
    version = f"{t('page.frameworks.version')} {found.framework.version}"
    return Row(
        (
            Cell(found.framework.title, note=version),
            Cell(share=Share(part, whole, state)),
            Cell(f"{len(found.open):,}"),
            Cell(f"{len(found.needs_more):,}"),
        )
    )
