"""What lies ahead: what lapses if nobody does anything, and what to do next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.app.queries.forecast import forecast_asked
from holdtrue.app.shapes_forecast import forecast_json
from holdtrue.core.practices import PROFILES
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
