"""People over HTTP: what somebody holds, handing it over, and who is away until when."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.app import shapes_people
from holdtrue.app.actions import absences, handing_over
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.actions.records import find
from holdtrue.app.queries.holdings import holdings
from holdtrue.core.refusals import BadInput, NotFound

router = Router(tags=["people"])
router.add_decorator(moment)

_TEXT: dict[str, Any] = {"type": "string"}
_MAYBE: dict[str, Any] = {"type": ["string", "null"]}
_WHOLE: dict[str, Any] = {"type": "integer"}


def _list(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": thing(properties, *properties)}


_HOLDINGS = {
    **dict.fromkeys(("person", "name"), _TEXT),
    "left_on": _MAYBE,
    "count": _WHOLE,
    "groups": _list(group=_TEXT, label=_TEXT, count=_WHOLE, refs={"type": "array", "items": _TEXT}),
}
_HANDED = {
    **dict.fromkeys(("person", "name", "action"), _TEXT),
    "count": _WHOLE,
    "groups": _list(group=_TEXT, count=_WHOLE, to=_TEXT),
    "kept": _list(ref=_TEXT, why=_TEXT),
}
HOLDINGS = operation(thing(_HOLDINGS, *_HOLDINGS))
HAND_OVER = operation(
    thing(_HANDED, *_HANDED),
    body=thing(
        {
            "to": _TEXT,
            "only": {"type": "array", "items": _TEXT},
            "groups": {"type": "object", "additionalProperties": _TEXT},
            "why": _TEXT,
        }
    ),
    errors=(413, 415),
)


_AWAY = {**dict.fromkeys(("person", "name"), _TEXT), "away_until": _MAYBE}
AWAY = operation(thing(_AWAY, *_AWAY), body=thing({"until": _TEXT}, "until"), errors=(413, 415))


@router.get(
    "/people/{ref}/holdings",
    operation_id="holdings",
    summary="What a person holds",
    openapi_extra=HOLDINGS,
)
def held(request: HttpRequest, ref: str) -> HttpResponse:
    caller = caller_of(request)
    person = find(caller, ref)
    if person.kind != "person":
        raise NotFound("record.not_found", ref=ref)
    require(caller, "hand_over", on_record(person))
    return answer(shapes_people.holdings_json(holdings(person)))


@router.post(
    "/people/{ref}/hand-over",
    operation_id="handOver",
    summary="Hand over what a person holds",
    openapi_extra=HAND_OVER,
)
def hand_over(request: HttpRequest, ref: str) -> HttpResponse:
    caller = caller_of(request)
    sent = taking.json_object(request, "to", "only", "groups", "why")
    to, groups, only = taking.text(sent, "to"), sent.get("groups") or {}, sent.get("only") or []
    if not isinstance(groups, dict) or not isinstance(only, list):
        raise BadInput("people.hand.read", field="to")
    if not all(isinstance(text, str) for text in (*only, *groups, *groups.values())):
        raise BadInput("people.hand.read", field="groups")
    require(caller, "hand_over", on_record(find(caller, ref)))
    planned = handing_over.plan(caller, ref, to, only) if to else {}
    made = handing_over.hand_over(caller, ref, {**planned, **groups}, why=taking.text(sent, "why"))
    return answer(shapes_people.handed_json(made))


@router.post(
    "/people/{ref}/away",
    operation_id="beAway",
    summary="Say that a person is away, or back",
    openapi_extra=AWAY,
)
def be_away(request: HttpRequest, ref: str) -> HttpResponse:
    sent = taking.json_object(request, "until")
    until = taking.text(sent, "until")
    made = absences.be_away(caller_of(request), ref, until)
    return answer(shapes_people.away_json(made, until))
