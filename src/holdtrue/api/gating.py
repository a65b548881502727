"""The gates of a system over HTTP: whether one is open, cheap enough to be asked by every run of a pipeline."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, thing
from holdtrue.api.door import caller_of, moment, proof_of
from holdtrue.app.actions import overriding
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.queries.gates import gate_asked, system_named
from holdtrue.app.shapes_gates import early_json, gate_json

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
FOUND = thing(_FOUND, *_FOUND)
GATE = operation(FOUND)
_OPENED = {
    **dict.fromkeys(("system", "title", "stage", "decision", "until"), _TEXT),
    **dict.fromkeys(("change", "by"), _MAYBE),
    "waived": _list(_TEXT),
}
_WAIVER = ("reason", "limits", "until")
EARLY = operation(
    thing(_OPENED, *_OPENED),
    body=thing(dict.fromkeys(_WAIVER, _TEXT), *_WAIVER),
    status=201,
    errors=(409, 413, 415),
)


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


@router.post(
    "/systems/{ref}/gates/{stage}/early",
    operation_id="open_early",
    summary="Open a shut gate in an emergency",
    openapi_extra=EARLY,
)
def open_early(request: HttpRequest, ref: str, stage: str) -> HttpResponse:
    """By its authority alone, who has just proved who they are; `until` is at most 30 days ahead."""
    sent = taking.json_object(request, *_WAIVER)
    caller = caller_of(request)
    require(caller, "override", on_record(system_named(caller, ref)))
    reason, limits, until = (taking.text(sent, name) for name in _WAIVER)
    waiver = overriding.Waiver(reason, limits, until, proof_of(request, caller))
    made = overriding.open_early(caller, ref, stage, waiver)
    return answer(early_json(made, taking.text(sent, "until")), 201)
