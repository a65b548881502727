"""What is done at the gates of a system over HTTP: asking for a stage, deciding, how gates are kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, thing
from holdtrue.api.door import caller_of, moment, proof_of
from holdtrue.api.gating import FOUND
from holdtrue.api.whatif import TRIED
from holdtrue.app.actions import gating
from holdtrue.app.actions.asking_stage import waiting_at
from holdtrue.app.actions.permission import on_organisation, on_record, require
from holdtrue.app.queries.gates import system_named
from holdtrue.app.shapes_passing import decision_json, waiting_json
from holdtrue.core.gating import DECISIONS, MODES
from holdtrue.core.refusals import BadInput

router = Router(tags=["lifecycle"])
router.add_decorator(moment)

_TEXT: dict[str, Any] = {"type": "string"}
_FLAG: dict[str, Any] = {"type": "boolean"}
_NULL: dict[str, Any] = {"type": "null"}
_MAYBE: dict[str, Any] = {"anyOf": [_TEXT, _NULL]}
_SENT = (409, 413, 415)
_GIVEN: dict[str, Any] = {"type": "object", "additionalProperties": _TEXT}
_ASKED = {
    **dict.fromkeys(("system", "stage", "change", "title", "type"), _TEXT),
    **dict.fromkeys(("decides", "foreseen"), _MAYBE),
    "shown": _TEXT,
    "gate": FOUND,
    "entering": {"anyOf": [TRIED, _NULL]},
}
ASK = operation(
    thing(_ASKED, *_ASKED),
    status=201,
    body=thing({"fields": {"type": "object"}, "proposed": _GIVEN, "type": _TEXT}),
    errors=_SENT,
)
_DECIDED = {
    **dict.fromkeys(("system", "title", "stage", "decision", "reason", "mode", "on", "print"), _TEXT),
    "open": _FLAG,
    "missing": {"type": "array", "items": _TEXT},
    **dict.fromkeys(("change", "by", "name", "sign_off"), _MAYBE),
}
_SAID = ("decision", "reason", "change", "shown")
_CHOICE: dict[str, Any] = {"type": "string", "enum": list(DECISIONS)}
DECIDE = operation(
    thing(_DECIDED, *_DECIDED),
    status=201,
    body=thing({"decision": _CHOICE, **dict.fromkeys(_SAID[1:], _TEXT)}, "decision"),
    errors=_SENT,
)
_MODE = {"mode": {"type": "string", "enum": list(MODES)}}
MODE = operation(thing(_MODE, *_MODE))
CHOOSE = operation(thing(_MODE, *_MODE), body=thing(_MODE, *_MODE), errors=(413, 415))


@router.post(
    "/systems/{ref}/gates/{stage}/ask",
    operation_id="ask_stage",
    summary="Ask for a stage of a system's life",
    openapi_extra=ASK,
)
def ask_stage(request: HttpRequest, ref: str, stage: str) -> HttpResponse:
    """Makes the change record that waits for the decision, or takes the one that waits already.

    `fields` are the change's own; `proposed` names what would change, as CMP-0001.version, and is tried before it is
    asked. Answered with what was `foreseen`, who decides, the gate, and what entering the stage would do.
    """
    sent = taking.json_object(request, "fields", "proposed", "type")
    caller = caller_of(request)
    fields = taking.raw_fields(sent, "fields")
    proposed = taking.raw_fields(sent, "proposed")
    if not all(isinstance(value, str) for value in proposed.values()):
        raise BadInput("api.text", field="proposed")
    said = {name: str(value) for name, value in proposed.items()}
    type_ = taking.text(sent, "type")
    made = gating.ask(caller, ref, stage, fields, change_type=type_, proposed=said)
    return answer(waiting_json(waiting_at(caller, ref, stage, made), caller.actor.person), 201)


@router.post(
    "/systems/{ref}/gates/{stage}/decide",
    operation_id="decide_stage",
    summary="Decide at a gate, by signing",
    openapi_extra=DECIDE,
)
def decide_stage(request: HttpRequest, ref: str, stage: str) -> HttpResponse:
    """By a person signed in who has just proved who they are; no token decides. A no and a not yet need a reason."""
    sent = taking.json_object(request, *_SAID)
    caller = caller_of(request)
    require(caller, "gate", on_record(system_named(caller, ref)))
    verdict = gating.Verdict(
        taking.text(sent, "decision", required=True),
        taking.text(sent, "reason").strip(),
        proof_of(request, caller),
    )
    shown = taking.text(sent, "shown")
    made = gating.decide(caller, ref, stage, verdict, change=taking.text(sent, "change"), shown=shown)
    return answer(decision_json(made), 201)


@router.get(
    "/gate-mode", operation_id="gate_mode", summary="Whether a shut gate is stated", openapi_extra=MODE
)
def gate_mode(request: HttpRequest) -> HttpResponse:
    """`observe`: a shut gate is stated and people may go on; `enforce`: it refuses."""
    caller = caller_of(request)
    require(caller, "settings", on_organisation())
    return answer({"mode": caller.organisation.gate_mode})


@router.post(
    "/gate-mode",
    operation_id="choose_gate_mode",
    summary="Choose whether a shut gate refuses",
    openapi_extra=CHOOSE,
)
def choose_gate_mode(request: HttpRequest) -> HttpResponse:
    sent = taking.json_object(request, "mode")
    caller = caller_of(request)
    require(caller, "settings", on_organisation())
    made = gating.choose_mode(caller, taking.text(sent, "mode", required=True))
    return answer({"mode": made.gate_mode})
