"""Imports over HTTP: a file in, at once or in the background, its run and its undoing."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import IMPORT, RUN, UNDO
from holdtrue.api.door import caller_of, moment
from holdtrue.app import background, intake, measured_files, shapes
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.queries.runs import run_asked
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller

router = Router(tags=["imports"])
router.add_decorator(moment)

AT_ONCE = 500
"""Rows taken in while the request waits; more go on in the background unless told otherwise."""
_PIECE = 1_000_000
_WORDS = ("mapping", "kind", "said_on", "sheet", "dry_run", "background")
_LONGEST_MAPPING = 500_000


@router.post("/imports", operation_id="import_file", summary="Import a file", openapi_extra=IMPORT)
def import_file(request: HttpRequest) -> HttpResponse:
    caller = caller_of(request)
    require(caller, "import", on_organisation())
    file, name = taking.form_file(request)
    words = taking.form_text(request, *_WORDS)
    with tempfile.TemporaryDirectory(prefix="holdtrue-import-") as folder:
        path = copied(file, Path(folder) / "file")
        return _taken(caller, path, name, words)


@router.get("/imports/{int:run}", operation_id="show_import", summary="How an import went", openapi_extra=RUN)
def show_import(request: HttpRequest, run: int) -> HttpResponse:
    return answer(_told(caller_of(request), run))


@router.post(
    "/imports/{int:run}/undo", operation_id="undo_import", summary="Undo an import", openapi_extra=UNDO
)
def undo_import(request: HttpRequest, run: int) -> HttpResponse:
    caller = caller_of(request)
    require(caller, "import", on_organisation())
    return answer(intake.undo(caller, run))


def _taken(caller: Caller, path: Path, name: str, words: dict[str, str]) -> HttpResponse:
    mapping = words.get("mapping", "")
    if len(mapping) > _LONGEST_MAPPING:
        raise BadInput("api.text", field="mapping")
    if measured_files.is_measurement(words.get("kind", "")):
        rehearse = "yes" if chosen(words, "dry_run", "no") == "yes" else ""
        beside = {"mapping": mapping, "said_on": words.get("said_on", "")}
        sheet = words.get("sheet", "")
        return answer(
            measured_files.take_in(caller, path, name=name, sheet=sheet, rehearse=rehearse, of_records=beside)
        )
    planned = intake.plan(
        caller,
        path,
        name=name,
        kind=words.get("kind", ""),
        map_text=mapping,
        said_on=words.get("said_on", ""),
        sheet=words.get("sheet") or None,
    )
    if chosen(words, "dry_run", "no") == "yes":
        return answer(intake.outcome_json(planned, intake.rehearse(planned)))
    when = chosen(words, "background", "auto")
    if when == "yes" or (when == "auto" and planned.rows > AT_ONCE):
        run = background.later(planned)
        mapped = {"mapping": intake.mapping_json(planned.mapping), "set_by": planned.set_by}
        return answer({**_told(caller, run.number), **mapped}, 202)
    return answer(intake.outcome_json(planned, intake.execute(planned)))


def _told(caller: Caller, number: int) -> shapes.Json:
    asked = run_asked(caller, number)
    return {
        **shapes.run_json(asked),
        "standing": intake.standing_json(Counter(asked.run.summary.get("standing", {}))),
    }


def chosen(words: dict[str, str], name: str, default: str) -> str:
    value = words.get(name) or default
    value = {"true": "yes", "1": "yes", "false": "no", "0": "no"}.get(value.lower(), value.lower())
    known = ("yes", "no", "auto") if name == "background" else ("yes", "no")
    if value not in known:
        raise BadInput("list.unknown_value", field=name, value=value, known=known)
    return value


def copied(file: BinaryIO, path: Path) -> Path:
    """A file of its own, whether the upload was kept in memory or on disk."""
    with path.open("wb") as copy:
        while piece := file.read(_PIECE):
            copy.write(piece)
    return path
