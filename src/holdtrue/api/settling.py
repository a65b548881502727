"""The rows of an import that wait for a person, over HTTP: what they say, and what was decided on them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.app import settling
from holdtrue.app.actions.permission import on_organisation, require

router = Router(tags=["imports"])
router.add_decorator(moment)

_TEXT: dict[str, Any] = {"type": "string"}
_WHOLE: dict[str, Any] = {"type": "integer"}
_NOTHING = {"type": "null"}
_MAYBE = {"anyOf": [_TEXT, _NOTHING]}
_LAST = 2**31 - 1


def _all(properties: dict[str, Any]) -> dict[str, Any]:
    return thing(properties, *properties)


def _list(item: dict[str, Any], **bounds: int) -> dict[str, Any]:
    return {"type": "array", "items": item, **bounds}


_ROW = _all(
    {
        "line": _WHOLE,
        **dict.fromkeys(("why", "title"), _TEXT),
        **dict.fromkeys(("ref", "known_as"), _MAYBE),
        "differs": _list(_all({"field": _TEXT, "stands": {}, "row": {}})),
    }
)
WAITING = operation(
    _all(
        {
            "run": _WHOLE,
            "rows": _list(_ROW),
            "total": _WHOLE,
            "next_after": {"anyOf": [_WHOLE, _NOTHING]},
        }
    )
)
_LINES = _list({"type": "integer", "minimum": 1}, maxItems=200)
DECIDE = operation(
    _all(
        {
            "run": _WHOLE,
            "decided": _all({"same": _WHOLE, "new": _WHOLE}),
            "refusals": _list(_all({"line": _WHOLE, "why": _TEXT})),
        }
    ),
    body=thing({"same": _LINES, "new": _LINES}),
    errors=(413, 415),
)


@router.get(
    "/imports/{int:run}/review",
    operation_id="import_rows_waiting",
    summary="Rows of an import that wait for a person",
    openapi_extra=WAITING,
)
def waiting(request: HttpRequest, run: int, after: int = 0) -> HttpResponse:
    return answer(settling.waiting(caller_of(request), run, after=min(max(after, 0), _LAST)))


@router.post(
    "/imports/{int:run}/review",
    operation_id="decide_import_rows",
    summary="Decide rows of an import that wait",
    openapi_extra=DECIDE,
)
def decide(request: HttpRequest, run: int) -> HttpResponse:
    caller = caller_of(request)
    require(caller, "import", on_organisation())
    sent = taking.json_object(request, "same", "new")
    lines = {name: taking.wholes(sent, name) for name in ("same", "new")}
    return answer(settling.settle(caller, run, **lines))
