"""The gates of a system over HTTP: whether one is open, cheap enough to be asked by every run of a pipeline."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.app.queries.gates import gate_asked
from holdtrue.app.shapes_gates import gate_json

router = Router(tags=["standing"])
router.add_decorator(moment)

_TEXT: dict[str, Any] = {"type": "string"}
_FLAG: dict[str, Any] = {"type": "boolean"}
_WHOLE: dict[str, Any] = {"type": "integer"}
_MAYBE: dict[str, Any] = {"anyOf": [_TEXT, {"type": "null"}]}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


_HELD = {
    **dict.fromkeys(("practice", "title", "state", "until"), _TEXT),
    **dict.fromkeys(("level", "asked_by"), _MAYBE),
    "hard": _FLAG,
}
_WHO = dict.fromkeys(("role", "person", "name"), _MAYBE)
_MISSING = {
    **_HELD,
    **dict.fromkeys(("because", "remedy", "remedy_action"), _TEXT),
    "remedy_ref": _MAYBE,
    "witness": _list(_TEXT),
    "who": thing(_WHO, *_WHO),
    "minutes": _WHOLE,
    "yours": _FLAG,
}
_LEFT = dict.fromkeys(("practice", "title", "why"), _TEXT)
_FOUND = {
    **dict.fromkeys(("system", "title", "stage_now", "stage", "at"), _TEXT),
    "open": _FLAG,
    "tier": _MAYBE,
    "profile": _TEXT,
    "holds_until": _MAYBE,
    "asked": _WHOLE,
    "missing": _list(thing(_MISSING, *_MISSING)),
    "holding": _list(thing(_HELD, *_HELD)),
    "left_out": _list(thing(_LEFT, *_LEFT)),
    "print": _TEXT,
}
GATE = operation(thing(_FOUND, *_FOUND))


@router.get(
    "/systems/{ref}/gates/{stage}",
    operation_id="gate",
    summary="Whether a system may pass to a stage",
    openapi_extra=GATE,
)
def gate(request: HttpRequest, ref: str, stage: str, on: str = "") -> HttpResponse:
    """`open`, and what is missing with its reason, what mends it and who can; `on` another day."""
    caller = caller_of(request)
    return answer(gate_json(gate_asked(caller, ref, stage, on=on), caller.actor.person))
