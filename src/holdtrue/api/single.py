"""One record over HTTP: two of its revisions compared, going back to an older one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, ref, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.app import shapes, shapes_records
from holdtrue.app.actions import records, restoring
from holdtrue.app.queries import asking
from holdtrue.app.queries.compared import compared

router = Router(tags=["records"])
router.add_decorator(moment)

_TEXT: dict[str, Any] = {"type": "string"}
_WHOLE: dict[str, Any] = {"type": "integer"}
_SENT = (413, 415)


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


_WORD = thing({"turn": {"type": "string", "enum": ["same", "gone", "new"]}, "text": _TEXT}, "turn", "text")
_CHANGED = thing(
    {"field": _TEXT, "label": _TEXT, "before": {}, "after": {}, "words": _list(_WORD)},
    *("field", "label", "before", "after", "words"),
)
COMPARE = operation(
    thing(
        {
            "ref": _TEXT,
            "from": _WHOLE,
            "to": _WHOLE,
            "changed": _list(_CHANGED),
            "erased": _list(_WHOLE),
        },
        *("ref", "from", "to", "changed", "erased"),
    )
)
RESTORE = operation(
    ref("Record"),
    body=thing(
        {
            "number": {"type": "integer", "minimum": 1},
            "revision": {"type": "integer", "minimum": 1},
            "why": _TEXT,
        },
        "number",
    ),
    errors=(409, *_SENT),
)


@router.get(
    "/records/{ref}/compare",
    operation_id="compare_revisions",
    summary="What differs between two revisions",
    openapi_extra=COMPARE,
)
def compare_revisions(
    request: HttpRequest, ref: str, first: int = 1, second: int | None = None
) -> HttpResponse:
    """`second` is the newest revision where none is named."""
    caller = caller_of(request)
    record = records.find(caller, ref)
    found = compared(caller, record, first, record.head_number if second is None else second)
    return answer(shapes_records.compared_json(found))


@router.post(
    "/records/{ref}/restore",
    operation_id="restore_revision",
    summary="Go back to an older revision",
    openapi_extra=RESTORE,
)
def restore_revision(request: HttpRequest, ref: str) -> HttpResponse:
    sent = taking.json_object(request, "number", "revision", "why")
    caller = caller_of(request)
    made = restoring.restore_revision(
        caller,
        ref,
        taking.whole(sent, "number") or 0,
        revision=taking.whole(sent, "revision"),
        why=taking.text(sent, "why"),
    )
    found = asking.as_it_is_now(caller, made.record)
    return answer(shapes.record_json(found), revision=found.revision)
