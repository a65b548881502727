"""Files of evidence, and records as tables: sent for saving, never shown by the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_safe

from holdtrue.app.queries.downloads import file_of
from holdtrue.app.tables import history_csv, record_csv
from holdtrue.pages.views import frame

if TYPE_CHECKING:
    from django.http import HttpResponseBase

    from holdtrue.pages.views.frame import Visit


@require_safe
@frame.inside
def download(visit: Visit, ref: str) -> HttpResponseBase:
    """Send the file under its own name; whatever it says it is, it is only bytes here."""
    file, name, size = file_of(visit.caller, ref)
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
    response["Content-Length"] = str(size)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@frame.inside
def history(visit: Visit, ref: str) -> HttpResponseBase:
    """Send everything that happened to a record as a table."""
    return _table(history_csv(visit.caller, ref), f"{ref}-history.csv")


@require_safe
@frame.inside
def record(visit: Visit, ref: str) -> HttpResponseBase:
    """Send a record as a table, a row a field."""
    return _table(record_csv(visit.caller, ref), f"{ref}.csv")


def _table(rows: str, name: str) -> HttpResponseBase:
    response = HttpResponse(rows.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
