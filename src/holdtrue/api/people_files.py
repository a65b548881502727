"""Files about people over HTTP: the staff system's, and completions of a learning system; a token brings them too."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.api.importing import chosen, copied
from holdtrue.app import completions, staff
from holdtrue.app.actions import completing
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.core.refusals import BadInput

router = Router(tags=["people"])
router.add_decorator(moment)

_TEXT: dict[str, Any] = {"type": "string"}
_WHOLE: dict[str, Any] = {"type": "integer"}
_YES: dict[str, Any] = {"type": "boolean"}
_ANY: dict[str, Any] = {"type": "object", "additionalProperties": True}
_FILE: dict[str, Any] = {"type": "string", "format": "binary"}
_LIST: dict[str, Any] = {"type": "array", "items": _ANY}
_STAFF = {
    **dict.fromkeys(("rows", "joiners", "changed", "unchanged", "refused", "managers_changed"), _WHOLE),
    **dict.fromkeys(("written", "whole", "leavers_unknown"), _YES),
    **dict.fromkeys(("proposed_leavers", "leavers", "refusals"), _LIST),
}
_COMPLETIONS = {
    **dict.fromkeys(("rows", "added", "known", "not_completed", "left_out", "refused"), _WHOLE),
    "written": _YES,
    **dict.fromkeys(("trainings", "unmapped", "refusals"), _LIST),
}
STAFF = operation(
    {**thing(_STAFF, *_STAFF), "additionalProperties": True},
    form=thing({"file": _FILE, "whole": _TEXT, "leavers": _TEXT, "said_on": _TEXT, "dry_run": _TEXT}, "file"),
    errors=(413, 415),
)
COMPLETIONS = operation(
    {**thing(_COMPLETIONS, *_COMPLETIONS), "additionalProperties": True},
    form=thing({"file": _FILE, "courses": _TEXT, "dry_run": _TEXT}, "file"),
    errors=(413, 415),
)


@router.post(
    "/people/staff-file", operation_id="take_staff_file", summary="Take a staff file", openapi_extra=STAFF
)
def staff_file(request: HttpRequest) -> HttpResponse:
    caller = caller_of(request)
    require(caller, "import", on_organisation())
    file, name = taking.form_file(request)
    words = taking.form_text(request, "whole", "leavers", "said_on", "dry_run")
    most = words.get("leavers") or "0"
    if not most.isdecimal() or len(most) > 6:  # noqa: PLR2004  # more people than any file
        raise BadInput("api.whole", field="leavers")
    with tempfile.TemporaryDirectory(prefix="holdtrue-staff-") as folder:
        path = copied(file, Path(folder) / "file")
        whole = chosen(words, "whole", "no") == "yes"
        found = staff.read(caller, path, name=name, whole=whole, said_on=words.get("said_on", ""))
        rehearsed = chosen(words, "dry_run", "no") == "yes"
        taken = staff.rehearse(found) if rehearsed else staff.take(found, most_leavers=int(most))
        return answer(staff.taken_json(taken))


@router.post(
    "/people/completions-file",
    operation_id="take_completions",
    summary="Take completions of another learning system",
    openapi_extra=COMPLETIONS,
)
def completions_file(request: HttpRequest) -> HttpResponse:
    caller = caller_of(request)
    require(caller, "import", on_organisation())
    file, name = taking.form_file(request)
    words = taking.form_text(request, "courses", "dry_run")
    courses = [line.strip() for line in words.get("courses", "").splitlines() if line.strip()]
    with tempfile.TemporaryDirectory(prefix="holdtrue-completions-") as folder:
        path = copied(file, Path(folder) / "file")
        found = completions.read(caller, path, courses=courses, name=name)
        rehearsed = chosen(words, "dry_run", "no") == "yes"
        action, refs = ("", {}) if rehearsed else completing.take(found)
        return answer(completions.completions_json(found, refs, action))
