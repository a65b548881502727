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
from holdtrue.app.queries.incidents import one
from holdtrue.app.shapes_incidents import incident_json

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
