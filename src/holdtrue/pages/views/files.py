"""Files of evidence: sent for saving, never shown by the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse
from django.views.decorators.http import require_safe

from holdtrue.app.queries.downloads import file_of
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
