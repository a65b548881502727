"""Who may do what to a record or with a kind, and the rule that says so."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.app.queries.permitted import who_may
from holdtrue.app.shapes_access import access_json

router = Router(tags=["who"])
router.add_decorator(moment)

_TEXT: dict[str, object] = {"type": "string"}
_YES: dict[str, object] = {"type": "boolean"}
_MAYBE: dict[str, object] = {"type": ["string", "null"]}
_ONE = thing(
    {
        **dict.fromkeys(("who", "role", "why"), _TEXT),
        **dict.fromkeys(("machine", "allowed"), _YES),
        **dict.fromkeys(("until", "unit"), _MAYBE),
    },
    "who",
    "allowed",
    "why",
)
ACCESS = operation(
    thing(
        {
            "ref": _MAYBE,
            "kind": _TEXT,
            "act": _TEXT,
            "acts": {"type": "array", "items": _TEXT},
            "answers": {"type": "array", "items": _ONE},
        },
        "act",
        "answers",
    )
)


@router.get("/access", operation_id="access", summary="Who may do this, and why", openapi_extra=ACCESS)
def access(request: HttpRequest, about: str, act: str = "") -> HttpResponse:
    return answer(access_json(who_may(caller_of(request), about, act)))
