"""A list as a file: its filters, its order, the columns it shows or all there are."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

from django.http import FileResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from holdtrue.app import exports
from holdtrue.app.queries.ordered import order_of
from holdtrue.core.kinds import KINDS
from holdtrue.pages.language import said
from holdtrue.pages.places import plurals
from holdtrue.pages.views import frame
from holdtrue.pages.views.list_filters import asked_in

if TYPE_CHECKING:
    from django.http import HttpResponseBase

    from holdtrue.pages.views.frame import Visit

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@frame.inside
def download(visit: Visit, kind: str, form: str) -> HttpResponseBase:
    """Send the list as CSV, row by row, or as a workbook."""
    given = visit.request.GET
    declared = KINDS[kind]
    order = order_of(visit.caller.organisation.pk, kind, given.get("sort", ""))
    wanted = exports.columns(visit.caller, kind, given.getlist("fields"))
    found = exports.rows(visit.caller, asked_in(declared, given), wanted, order=order)
    name = f"{plurals()[kind]}.{form}"
    if form == "csv":
        response: HttpResponseBase = StreamingHttpResponse(
            exports.csv_lines(found), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    out = tempfile.TemporaryFile()  # noqa: SIM115  # the response closes it once it is sent
    try:
        exports.write_xlsx(found, out, title=said(declared.label_plural))
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=name, content_type=_XLSX)
