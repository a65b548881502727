"""What people owe: one person's worklist, everybody's in sum, and putting one thing off."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.app import shapes_worklist
from holdtrue.core.refusals import BadInput

router = Router(tags=["worklist"])
router.add_decorator(moment)

_TEXT: dict[str, object] = {"type": "string"}
_MAYBE: dict[str, object] = {"type": ["string", "null"]}
_NUMBER: dict[str, object] = {"type": "integer"}
_LOAD: dict[str, object] = dict.fromkeys(("overdue", "month", "later", "to_sort", "put_off"), _NUMBER)
_ITEM = thing(
    {
        **dict.fromkeys(("item", "what", "because", "when", "state", "action", "scope"), _TEXT),
        **dict.fromkeys(("until", "ref", "put_off_until"), _MAYBE),
        **dict.fromkeys(("minutes", "n"), _NUMBER),
        "by_law": {"type": "boolean"},
        "clears": {
            "type": "array",
            "items": thing(dict.fromkeys(("practice", "level", "state"), _TEXT), "practice", "level"),
        },
    },
    "item",
    "what",
    "because",
    "when",
)
_ITEMS: dict[str, object] = {"type": "array", "items": _ITEM}
WORKLIST = operation(
    thing(
        {
            **dict.fromkeys(("person", "name", "at"), _TEXT),
            **dict.fromkeys(("overdue", "month", "later", "minutes"), _NUMBER),
            "next_due": _MAYBE,
            "more": {"type": "boolean"},
            "items": _ITEMS,
            "put_off": _ITEMS,
        },
        "person",
        "items",
    )
)


def _loaded(**more: dict[str, object]) -> dict[str, object]:
    return {"type": "array", "items": thing({**more, **_LOAD}, *more)}


EVERYBODY = operation(
    thing(
        {
            **_LOAD,
            "people": _loaded(ref=_TEXT, name=_TEXT),
            "more_people": _NUMBER,
            "units": _loaded(ref=_TEXT, title=_TEXT),
            "nobody": thing(_LOAD),
            "open_roles": _loaded(role=_TEXT, ref=_MAYBE),
        },
        "overdue",
        "people",
    )
)


@router.get("/worklist", operation_id="worklist", summary="What a person owes", openapi_extra=WORKLIST)
def worklist(request: HttpRequest, person: str = "", page: str = "1") -> HttpResponse:
    if not page.isdecimal() or len(page) > len("999"):
        raise BadInput("worklist.page", field="page")
    return answer(shapes_worklist.worklist_asked(caller_of(request), person, int(page)))


@router.get(
    "/worklist/everybody", operation_id="everybody", summary="What everybody owes", openapi_extra=EVERYBODY
)
def everybody(request: HttpRequest) -> HttpResponse:
    return answer(shapes_worklist.everybody_asked(caller_of(request)))
