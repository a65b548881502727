"""Weighing over HTTP: risk criteria and the matrix, impact assessments, systems sorted by their triage."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, ref, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.app import shapes
from holdtrue.app.actions import assessing as assessments
from holdtrue.app.actions import triage
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.actions.records import find
from holdtrue.app.actions.risks import state_criteria
from holdtrue.app.queries import asking
from holdtrue.app.queries.assessing import assessing
from holdtrue.app.queries.risks import counted
from holdtrue.app.queries.sorting import waiting
from holdtrue.app.shapes_many import assessing_json, matrix_json, sorted_json, waiting_json
from holdtrue.core.refusals import BadInput
from holdtrue.core.risking import ROLES, Band

router = Router(tags=["weighing"])
router.add_decorator(moment)

_TEXT: dict[str, Any] = {"type": "string"}
_FLAG: dict[str, Any] = {"type": "boolean"}
_WHOLE: dict[str, Any] = {"type": "integer"}
_NUMBER: dict[str, Any] = {"type": "number"}
_NULL: dict[str, Any] = {"type": "null"}
_TEXTS: dict[str, Any] = {"type": "array", "items": _TEXT}
_MAYBE: dict[str, Any] = {"anyOf": [_TEXT, _NULL]}
_MANY = (413, 415)


def _all(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


_STEP = {"step": _WHOLE, "name": _TEXT}
_CELL = dict.fromkeys(("likelihood", "severity", "risks"), _WHOLE)
_MATRIX = {
    **dict.fromkeys(("likelihood", "severity"), _all(thing(_STEP, *_STEP))),
    "cells": _all(thing(_CELL, *_CELL)),
    "unrated": {"anyOf": [_WHOLE, _NULL]},
    "above": {"anyOf": [_WHOLE, _NULL]},
    "appetite": {"anyOf": [_NUMBER, _NULL]},
}
MATRIX = operation(thing(_MATRIX, *_MATRIX))
_BAND = {"role": {"type": "string", "enum": list(ROLES)}, "most": {"anyOf": [_NUMBER, _NULL]}}
_CRITERIA = {
    "likelihood": _TEXTS,
    "severity": _TEXTS,
    "appetite": _NUMBER,
    "authority": _all(thing(_BAND, "role")),
    "ref": _TEXT,
    "revision": {"type": "integer", "minimum": 1},
}
CRITERIA = operation(
    ref("Record"),
    status=201,
    body=thing(_CRITERIA, "likelihood", "severity", "appetite", "authority"),
    errors=(409, *_MANY),
)
_SECTION = {"section": _TEXT, "done": _FLAG, "minutes": _WHOLE}
_ASSESSING = {
    **dict.fromkeys(("system", "title"), _TEXT),
    **dict.fromkeys(("tier", "record"), _MAYBE),
    **dict.fromkeys(("revision", "minutes"), _WHOLE),
    **dict.fromkeys(("in_force", "drafted", "finished"), _FLAG),
    "sections": _all(thing(_SECTION, *_SECTION)),
    "fields": {"type": "object"},
}
ASSESSMENT = operation(thing(_ASSESSING, *_ASSESSING))
_SAID = {
    "fields": {"type": "object"},
    "still_so": _TEXTS,
    "revision": {"type": "integer", "minimum": 1},
    "complete": _FLAG,
}
ASSESS = operation(thing(_ASSESSING, *_ASSESSING), body=thing(_SAID), errors=(409, *_MANY))
_SUGGESTED = {"field": _TEXT, "value": {}, "word": _TEXT}
_WAITS = {
    **dict.fromkeys(("ref", "title"), _TEXT),
    "unit": _MAYBE,
    "suggested": _all(thing(_SUGGESTED, *_SUGGESTED)),
}
_WAITING = {"total": {"anyOf": [_WHOLE, _NULL]}, "next": _MAYBE, "systems": _all(thing(_WAITS, *_WAITS))}
WAITING = operation(thing(_WAITING, *_WAITING))
_REFUSED = dict.fromkeys(("ref", "why"), _TEXT)
_SORTED = {**dict.fromkeys(("changed", "unchanged"), _WHOLE), "refusals": _all(thing(_REFUSED, *_REFUSED))}
_ANSWERS = {"refs": _TEXTS, "answers": {"type": "object"}}
SORT = operation(thing(_SORTED, *_SORTED), body=thing(_ANSWERS, *_ANSWERS), errors=_MANY)


@router.get(
    "/risk-matrix",
    operation_id="risk_matrix",
    summary="Risks by likelihood and severity",
    openapi_extra=MATRIX,
)
def risk_matrix(request: HttpRequest) -> HttpResponse:
    """Counted on the scales in force; empty where no criteria state any."""
    return answer(matrix_json(counted(caller_of(request))))


@router.post(
    "/risk-criteria",
    operation_id="state_criteria",
    summary="State scales, appetite and who accepts what",
    openapi_extra=CRITERIA,
)
def write_criteria(request: HttpRequest) -> HttpResponse:
    """Names of the steps, lowest first; one of `authority` without `most` has no upper end. A draft until signed."""
    sent = taking.json_object(request, *_CRITERIA)
    appetite = sent.get("appetite")
    if appetite is not None and (not isinstance(appetite, (int, float)) or isinstance(appetite, bool)):
        raise BadInput("api.value", field="appetite")
    caller = caller_of(request)
    made = state_criteria(
        caller,
        taking.text(sent, "ref"),
        likelihood=taking.texts(sent, "likelihood"),
        severity=taking.texts(sent, "severity"),
        appetite=float(appetite) if appetite is not None else None,
        bands=_bands(sent.get("authority")),
        revision=taking.whole(sent, "revision"),
    )
    found = asking.as_it_is_now(caller, made)
    return answer(shapes.record_json(found), 201, revision=found.revision)


@router.get(
    "/systems/{ref}/assessment",
    operation_id="assessment",
    summary="A system's impact assessment, and how far it is",
    openapi_extra=ASSESSMENT,
)
def read_assessment(request: HttpRequest, ref: str) -> HttpResponse:
    """Where none was begun, `fields` hold what the system's facts give to start from."""
    caller = caller_of(request)
    require(caller, "read", on_record(find(caller, ref)))
    return answer(assessing_json(assessing(caller, ref)))


@router.post(
    "/systems/{ref}/assessment",
    operation_id="assess",
    summary="Answer a system's impact assessment",
    openapi_extra=ASSESS,
)
def assess(request: HttpRequest, ref: str) -> HttpResponse:
    """Saved as a draft; with `complete` marked ready to be signed where every section is done."""
    sent = taking.json_object(request, *_SAID)
    finish = taking.flag(sent, "complete")
    caller = caller_of(request)
    require(caller, "read", on_record(find(caller, ref)))
    write = assessments.complete if finish else assessments.save
    said = taking.raw_fields(sent, "fields")
    write(caller, ref, said, still_so=taking.texts(sent, "still_so"), revision=taking.whole(sent, "revision"))
    return answer(assessing_json(assessing(caller, ref)))


@router.get(
    "/triage", operation_id="unsorted", summary="Systems that wait to be sorted", openapi_extra=WAITING
)
def unsorted(request: HttpRequest, q: str = "", after: str = "") -> HttpResponse:
    """A screenful at a time, by `after`; `suggested` is what a word in it suggests, and nobody answered yet."""
    return answer(waiting_json(waiting(caller_of(request), text=q, after=after)))


@router.post("/triage", operation_id="sort_systems", summary="Sort systems", openapi_extra=SORT)
def sort_systems(request: HttpRequest) -> HttpResponse:
    """The same answers for every system named; those you may not edit are told and left."""
    sent = taking.json_object(request, *_ANSWERS)
    answers = taking.raw_fields(sent, "answers")
    return answer(sorted_json(triage.sort(caller_of(request), taking.texts(sent, "refs"), answers)))


def _bands(given: object) -> list[Band]:
    if given is None:
        return []
    if not isinstance(given, list):
        raise BadInput("api.value", field="authority")
    found = []
    for one in given:
        most = one.get("most") if isinstance(one, dict) else None
        if (
            not isinstance(one, dict)
            or not set(one) <= {"role", "most"}
            or one.get("role") not in ROLES
            or isinstance(most, bool)
            or not isinstance(most, (int, float, type(None)))
        ):
            raise BadInput("api.value", field="authority")
        found.append(Band(None if most is None else float(most), str(one["role"])))
    return found
