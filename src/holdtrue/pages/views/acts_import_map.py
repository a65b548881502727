"""The mapping of a file being brought in, taken out as a file of its own and given back corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import content_disposition_header

from holdtrue.app import uploads
from holdtrue.core.refusals import BadInput
from holdtrue.pages.language import t
from holdtrue.pages.views.frame import Visit, inside, notify

if TYPE_CHECKING:
    from holdtrue.app.rows import ImportRun

FILE = "map"
_MOST = 500_000
"""Bytes of a mapping file; one that names a thousand columns is far smaller."""


@inside
def mapping(visit: Visit, number: int) -> HttpResponse:
    """Hand the mapping out, or take one in; what is wrong with it is said on the page of the columns."""
    run = uploads.run_of(visit.caller, number)
    if run.state != "preview":
        return HttpResponseRedirect(visit.places.at("import", str(run.number)))
    if visit.request.method != "POST":
        response = HttpResponse(uploads.map_text(visit.caller, run), content_type="text/yaml; charset=utf-8")
        name = f"{run.file_name.rpartition('.')[0] or run.file_name}.mapping.yaml"
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
        return response
    try:
        uploads.settle_by_file(visit.caller, run, _text(visit))
        notify(visit, t("act.import.map.taken"))
    except BadInput as refusal:
        notify(visit, refusal.message, kind="wrong")
    return HttpResponseRedirect(_columns(visit, run))


def _text(visit: Visit) -> str:
    file = visit.request.FILES.get(FILE)
    if not isinstance(file, UploadedFile):
        raise BadInput("act.attach.no_file", field=FILE)
    if (file.size or 0) > _MOST:
        raise BadInput("imports.map.unreadable", field=FILE, name=file.name or "")
    try:
        return bytes(file.read()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput("imports.map.unreadable", field=FILE, name=file.name or "") from error


def _columns(visit: Visit, run: ImportRun) -> str:
    return visit.places.at("import", str(run.number), "columns")
