"""What lies ahead: what lapses if nobody does anything, and what to do next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.app.actions import planning
from holdtrue.app.queries.forecast import forecast_asked
from holdtrue.app.queries.roadmap import roadmap_asked
from holdtrue.app.shapes_forecast import forecast_json
from holdtrue.app.shapes_roadmap import roadmap_json
from holdtrue.core.practices import PROFILES
from holdtrue.core.refusals import BadInput
from holdtrue.core.scoring import LEVEL_WORDS

router = Router(tags=["standing"])
router.add_decorator(moment)

_TEXT: dict[str, Any] = {"type": "string"}
_WHOLE: dict[str, Any] = {"type": "integer"}
_NUMBER: dict[str, Any] = {"type": "number"}
_MAYBE: dict[str, Any] = {"anyOf": [_TEXT, {"type": "null"}]}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


_LAPSE = {
    **dict.fromkeys(
        ("on", "practice", "title", "scope", "scope_title", "before", "after", "because", "role"), _TEXT
    ),
    "systems": _WHOLE,
    **dict.fromkeys(("owner", "owner_ref", "remedy"), _MAYBE),
}
_FIRST = {**dict.fromkeys(("on", "practice", "title", "level"), _TEXT), "systems": _WHOLE}
_GIVES_WAY = {p: {"anyOf": [thing(_FIRST, *_FIRST), {"type": "null"}]} for p in PROFILES}
_LEVELS = dict.fromkeys(LEVEL_WORDS, _WHOLE)
_DAY = {
    "on": _TEXT,
    "index": _NUMBER,
    "band": _TEXT,
    "levels": thing(_LEVELS, *_LEVELS),
    "holding": _WHOLE,
    "asked": _WHOLE,
}
_FORECAST = {
    **dict.fromkeys(("organisation", "slug", "at", "until", "profile", "lapses_complete_until"), _TEXT),
    **dict.fromkeys(("holds_until", "certification_holds_until"), _MAYBE),
    "first_to_give_way": thing(_GIVES_WAY, *_GIVES_WAY),
    **dict.fromkeys(("index_now", "index_then"), _NUMBER),
    "days": _list(thing(_DAY, *_DAY)),
    "lapses": _list(thing(_LAPSE, *_LAPSE)),
}
FORECAST = operation(thing(_FORECAST, *_FORECAST))


@router.get(
    "/forecast",
    operation_id="forecast",
    summary="What lapses when if nobody does anything",
    openapi_extra=FORECAST,
)
def forecast(request: HttpRequest, months: str = "") -> HttpResponse:
    return answer(forecast_json(forecast_asked(caller_of(request), months=months)))


_FLAG: dict[str, Any] = {"type": "boolean"}
_PLAN = {"step": _TEXT, "on": _TEXT, "person": _MAYBE, "done": _FLAG, "late": _FLAG}
_STEP = {
    **dict.fromkeys(
        ("key", "practice", "title", "about", "group", "from", "to", "role", "remedy", "counts_on"), _TEXT
    ),
    "gain": _NUMBER,
    **dict.fromkeys(("effort", "systems"), _WHOLE),
    **dict.fromkeys(("first", "needs"), _list(_TEXT)),
    **dict.fromkeys(("law", "too_late"), _FLAG),
    **dict.fromkeys(("owner", "owner_ref", "because", "action", "begin_by"), _MAYBE),
    "satisfies": {"type": "object", "additionalProperties": _list(_TEXT)},
    "planned": {"anyOf": [thing(_PLAN, *_PLAN), {"type": "null"}]},
}
_BEGIN = {"step": _TEXT, "title": _TEXT, "by": _TEXT, "too_late": _FLAG}
_READY = {"on": _TEXT, "because": _MAYBE, "steps": _WHOLE, "minutes": _WHOLE}
_ROADMAP = {
    **dict.fromkeys(("organisation", "slug", "at", "profile", "index_after_on"), _TEXT),
    **dict.fromkeys(("index_now", "index_after"), _NUMBER),
    **dict.fromkeys(("taken", "too_late"), _list(_TEXT)),
    "systems_unsorted": _WHOLE,
    "steps": _list(thing(_STEP, *_STEP)),
    "ready": thing(_READY, *_READY),
    "by": _MAYBE,
    "must_begin": _list(thing(_BEGIN, *_BEGIN)),
    "lapses_before": _WHOLE,
    "plan": _list(thing(_PLAN, *_PLAN)),
}
ROADMAP = operation(thing(_ROADMAP, *_ROADMAP))
_PLANNED = {"step": _TEXT, "on": _MAYBE, "person": _MAYBE}
_SENT = thing({"step": _TEXT, "on": _TEXT, "person": _TEXT, "drop": _FLAG}, "step")
PLAN = operation(thing(_PLANNED, *_PLANNED), body=_SENT, errors=(413, 415))


@router.get(
    "/roadmap",
    operation_id="roadmap",
    summary="What to do next, and what the index would be",
    openapi_extra=ROADMAP,
)
def roadmap(
    request: HttpRequest,
    by: str = "",
    take: Query[list[str]] = [],  # noqa: B006  # ninja copies it for every request
) -> HttpResponse:
    """`take` is a number of steps, or keys of steps."""
    return answer(roadmap_json(roadmap_asked(caller_of(request), by=by, take=take, explained=40)))


@router.post("/roadmap/plan", operation_id="plan_step", summary="Plan a step", openapi_extra=PLAN)
def plan(request: HttpRequest) -> HttpResponse:
    """With `drop` it is taken off the plan."""
    sent = taking.json_object(request, "step", "on", "person", "drop")
    step = taking.text(sent, "step", required=True)
    drop = sent.get("drop", False)
    if not isinstance(drop, bool):
        raise BadInput("api.not_a_flag", field="drop")
    on, person = taking.text(sent, "on"), taking.text(sent, "person")
    if drop:
        planning.unplan(caller_of(request), step)
    else:
        planning.plan(caller_of(request), step, on=on, person=person)
    return answer({"step": step, "on": None if drop else on, "person": person or None})
