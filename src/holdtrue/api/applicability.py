"""The Statement of Applicability over the API: read on any day, as a file, and its controls decided."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.app.actions.applying import decide, decided_alike
from holdtrue.app.documents.applicability import FORMS, rendered
from holdtrue.app.queries.applying import statement_asked, suggested_decisions
from holdtrue.app.shapes_applicability import SHOWN, statement_json
from holdtrue.core.applicability import control_named
from holdtrue.core.refusals import BadInput

router = Router(tags=["standing"])
router.add_decorator(moment)

_TEXT: dict[str, Any] = {"type": "string"}
_WHOLE: dict[str, Any] = {"type": "integer"}
_YES: dict[str, Any] = {"type": "boolean"}
_TEXTS: dict[str, Any] = {"type": "array", "items": _TEXT}


def _maybe(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _all(properties: dict[str, Any]) -> dict[str, Any]:
    return thing(properties, *properties)


_SIGNED = _all(
    {
        **dict.fromkeys(("by", "on", "until"), _TEXT),
        "revision": _WHOLE,
        "by_role": _YES,
        "set": _maybe(_TEXT),
        "changed": {"type": "array", "items": _all({"ref": _TEXT, "field": _TEXT})},
        "moved": _TEXTS,
    }
)
_LAW = _all({"practice": _TEXT, "laws": _TEXTS})
_LINE = _all(
    {
        **dict.fromkeys(("control", "title", "reason", "state", "status"), _TEXT),
        **dict.fromkeys(("ref", "level", "until", "owner"), _maybe(_TEXT)),
        **dict.fromkeys(
            ("practices", "controls", "risks", "evidence", "new_risks", "stopped_by", "holds_with"), _TEXTS
        ),
        "included": _maybe(_YES),
        "signed": _maybe(_SIGNED),
        "asked_by_law": {"type": "array", "items": _LAW},
        "suggested": _maybe(_all({"included": _YES, "reason": _TEXT})),
    }
)
_STATEMENT = _all(
    {
        "at": _TEXT,
        "framework": _all({"id": _TEXT, "version": _TEXT}),
        "profile": _TEXT,
        **dict.fromkeys(("decided", "of", "included", "excluded", "signed", "reopened", "holding"), _WHOLE),
        "lines": {"type": "array", "items": _LINE},
    }
)
STATEMENT = operation(_STATEMENT)
DECIDE = operation(
    _STATEMENT,
    body=thing(
        {
            "controls": _TEXTS,
            "answer": {"type": "string", "enum": ["in", "out"]},
            "reason": _TEXT,
            "suggested": _YES,
        }
    ),
    errors=(409, 413, 415),
)
FILE = operation({"type": "string", "format": "binary"})
FILE["responses"][200]["content"] = {
    media: {"schema": {"type": "string", "format": "binary"}} for media in FORMS.values()
}


@router.get(
    "/applicability",
    operation_id="statement_of_applicability",
    summary="The Statement of Applicability",
    openapi_extra=STATEMENT,
)
def read(request: HttpRequest, at: str = "", show: str = "") -> HttpResponse:
    """`show` is undecided, in, out, reopened or failing; without it every control."""
    if show not in ("", *SHOWN):
        raise BadInput("applicability.form", field="show", value=show, known=SHOWN)
    return answer(statement_json(statement_asked(caller_of(request), at=at), show))


@router.get(
    "/applicability/file",
    operation_id="statement_file",
    summary="The Statement of Applicability as PDF, Word or Excel",
    openapi_extra=FILE,
)
def file(
    request: HttpRequest,
    format: str = "pdf",  # noqa: A002  # the word the address reads best with
    at: str = "",
) -> HttpResponse:
    """`format` is pdf, docx or xlsx."""
    made = rendered(caller_of(request), format, at=at)
    response = HttpResponse(made.content, content_type=made.media_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


@router.post(
    "/applicability", operation_id="decide_controls", summary="Decide controls", openapi_extra=DECIDE
)
def write(request: HttpRequest) -> HttpResponse:
    """Several controls take one reason; with `suggested` each takes what the facts speak for."""
    sent = taking.json_object(request, "controls", "answer", "reason", "suggested")
    caller = caller_of(request)
    numbers = _numbers(sent.get("controls"))
    if sent.get("suggested") is True:
        decisions = suggested_decisions(caller, numbers)
    else:
        decisions = decided_alike(
            numbers, answer=taking.text(sent, "answer"), reason=taking.text(sent, "reason")
        )
    decide(caller, decisions)
    wanted = {control_named(one.number) for one in decisions}
    told = statement_json(statement_asked(caller))
    return answer({**told, "lines": [x for x in told["lines"] if x["control"] in wanted]})


def _numbers(given: object) -> list[str]:
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise BadInput("applicability.nothing_chosen", field="controls")
    return [str(one) for one in given]
