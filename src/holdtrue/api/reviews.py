"""What comes back: the pack of a management review, as it stands or as it was kept, and the year calendar."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.app.actions import scheduling
from holdtrue.app.queries.review_pack import kept_with, pack_asked
from holdtrue.app.queries.year import year_asked
from holdtrue.app.shapes_review import pack_json, year_json
from holdtrue.core.refusals import BadInput

router = Router(tags=["reviews"])
router.add_decorator(moment)

_TEXT: dict[str, Any] = {"type": "string"}
_WHOLE: dict[str, Any] = {"type": "integer"}
_NUMBER: dict[str, Any] = {"type": "number"}
_MAYBE: dict[str, Any] = {"anyOf": [_TEXT, {"type": "null"}]}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


_FIGURE = {"figure": _TEXT, "now": _TEXT, "before": _MAYBE}
_FACT = {"title": _TEXT, "said": _TEXT, **dict.fromkeys(("ref", "practice", "on"), _MAYBE)}
_POINT = {"on": _TEXT, "value": _NUMBER}
_PART = {
    **dict.fromkeys(("id", "title", "said"), _TEXT),
    "input": _MAYBE,
    "figures": _list(thing(_FIGURE, *_FIGURE)),
    "facts": _list(thing(_FACT, *_FACT)),
    "more": _WHOLE,
    "index": _list(thing(_POINT, *_POINT)),
}
_DECISION = {**dict.fromkeys(("decision", "person", "name", "by"), _TEXT), "action": _MAYBE}
_PACK = {
    **dict.fromkeys(("organisation", "slug", "from", "to", "at", "changes"), _TEXT),
    **dict.fromkeys(("review", "digest"), _MAYBE),
    "decisions": _list(thing(_DECISION, *_DECISION)),
    "parts": _list(thing(_PART, *_PART)),
}
PACK = operation(thing(_PACK, *_PACK))
_LINE = {
    **dict.fromkeys(("sort", "said"), _TEXT),
    "count": _WHOLE,
    **dict.fromkeys(("on", "ref", "practice", "what", "person", "state"), _MAYBE),
}
_MONTH = {"from": _TEXT, "to": _TEXT, "lines": _list(thing(_LINE, *_LINE))}
_YEAR = {
    **dict.fromkeys(("organisation", "slug", "at"), _TEXT),
    "year": _WHOLE,
    "months": _list(thing(_MONTH, *_MONTH)),
}
YEAR = operation(thing(_YEAR, *_YEAR))
_PLANNED = {"what": _TEXT, "on": _MAYBE, "person": _MAYBE}
_SENT = thing({"what": _TEXT, "on": _TEXT, "person": _TEXT, "drop": {"type": "boolean"}}, "what")
PLAN = operation(thing(_PLANNED, *_PLANNED), body=_SENT, errors=(413, 415))


@router.get(
    "/review-pack",
    operation_id="review_pack",
    summary="The pack of a management review for a period",
    openapi_extra=PACK,
)
def review_pack(request: HttpRequest, begin: str = "", until: str = "") -> HttpResponse:
    """Since the last management review up to today, where no period is said."""
    caller = caller_of(request)
    return answer(pack_json(caller.organisation, pack_asked(caller, begin=begin, until=until)))


@router.get(
    "/records/{ref}/review-pack",
    operation_id="kept_review_pack",
    summary="The pack that was kept with a review",
    openapi_extra=PACK,
)
def kept_review_pack(request: HttpRequest, ref: str) -> HttpResponse:
    caller = caller_of(request)
    record, row, pack = kept_with(caller, ref)
    return answer(pack_json(caller.organisation, pack, review=record.ref, digest=row.digest))


@router.get(
    "/calendar",
    operation_id="year_calendar",
    summary="One year of everything periodic",
    openapi_extra=YEAR,
)
def calendar(request: HttpRequest, year: str = "") -> HttpResponse:
    caller = caller_of(request)
    return answer(year_json(caller.organisation, year_asked(caller, year=year)))


@router.post("/calendar/plan", operation_id="plan_date", summary="Plan a day of the year", openapi_extra=PLAN)
def plan(request: HttpRequest) -> HttpResponse:
    """With `drop` it is taken off the calendar."""
    sent = taking.json_object(request, "what", "on", "person", "drop")
    what, drop = taking.text(sent, "what", required=True), sent.get("drop", False)
    if not isinstance(drop, bool):
        raise BadInput("api.not_a_flag", field="drop")
    on, person = taking.text(sent, "on"), taking.text(sent, "person")
    if drop:
        scheduling.unschedule(caller_of(request), what)
    else:
        scheduling.schedule(caller_of(request), what, on=on, person=person)
    return answer({"what": what, "on": None if drop else on, "person": person or None})
