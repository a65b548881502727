"""Incidents over HTTP: one with its reporting clocks, and writing down who was told."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.app.actions import incidents
from holdtrue.app.queries import boxed
from holdtrue.app.queries.incidents import one
from holdtrue.app.shapes_incidents import concern_json, incident_json

router = Router(tags=["incidents"])
router.add_decorator(moment)

_TEXT: dict[str, Any] = {"type": "string"}
_MAYBE: dict[str, Any] = {"anyOf": [_TEXT, {"type": "null"}]}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


_CLOCK = {
    **dict.fromkeys(("id", "law", "ref", "tell", "state", "plan_by", "latest", "status"), _TEXT),
    "doubt": _MAYBE,
    **dict.fromkeys(("source", "as_of"), _TEXT),
}
_TELLING = {
    **dict.fromkeys(("on", "whom", "name"), _TEXT),
    **dict.fromkeys(("at", "law", "by", "reference"), _MAYBE),
}
_FOUND = {
    **dict.fromkeys(("ref", "title"), _TEXT),
    **dict.fromkeys(("severity", "closed_on"), _MAYBE),
    "clocks": _list(thing(_CLOCK, *_CLOCK)),
    "tellings": _list(thing(_TELLING, *_TELLING)),
    "missing": _list(_TEXT),
}
_SAID = ("whom", "name", "on", "at", "by", "law", "reference")
INCIDENT = operation(thing(_FOUND, *_FOUND))
_CONCERN = {
    **dict.fromkeys(("number", "category", "raised_on", "due"), _TEXT),
    **dict.fromkeys(("answered_on", "record"), _MAYBE),
}
CONCERNS = operation(thing({"concerns": _list(thing(_CONCERN, *_CONCERN))}, "concerns"))
OF_CONCERN = operation(
    thing(_FOUND, *_FOUND),
    status=201,
    body=thing({"fields": {"type": "object"}}, "fields"),
    errors=(413, 415),
)


@router.get(
    "/incidents/{ref}",
    operation_id="incident",
    summary="An incident with its reporting clocks",
    openapi_extra=INCIDENT,
)
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """Each clock with its end and state, who was told when, and what closing it still asks."""
    return answer(incident_json(one(caller_of(request), ref)))


@router.post(
    "/incidents/{ref}/tellings",
    operation_id="incident_tell",
    summary="Write down that somebody was told of an incident",
    openapi_extra=INCIDENT,
)
def tell(request: HttpRequest, ref: str) -> HttpResponse:
    """`whom` is authority, persons, provider, customer, insurer, staff or other; `law` the one it answers."""
    sent = taking.json_object(request, *_SAID)
    said = {name: taking.text(sent, name) for name in _SAID}
    caller = caller_of(request)
    incidents.tell(caller, ref, **said)
    return answer(incident_json(one(caller, ref)))


@router.get(
    "/concerns", operation_id="concerns", summary="Concerns raised at the door", openapi_extra=CONCERNS
)
def raised(request: HttpRequest) -> HttpResponse:
    """Those you may answer, the open ones first; none of their words and nothing of who raised them."""
    return answer({"concerns": [concern_json(row) for row in boxed.visible(caller_of(request))]})


@router.post(
    "/concerns/{number}/incident",
    operation_id="concern_incident",
    summary="Make an incident of a concern",
    openapi_extra=OF_CONCERN,
)
def of_concern(request: HttpRequest, number: int) -> HttpResponse:
    """`fields` are those of an incident, with its title and how severe it is; the concern itself says nothing in it."""
    sent = taking.json_object(request, "fields")
    caller = caller_of(request)
    made = incidents.from_concern(caller, number, taking.raw_fields(sent, "fields"))
    return answer(incident_json(one(caller, made.ref)), status=201)
