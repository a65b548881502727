"""A change tried over HTTP without making it: what would stop holding, and who would owe what."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.app.actions.whatif import Change, try_out
from holdtrue.app.shapes_whatif import whatif_json
from holdtrue.core.refusals import BadInput

router = Router(tags=["standing"])
router.add_decorator(moment)

_TEXT: dict[str, Any] = {"type": "string"}
_FLAG: dict[str, Any] = {"type": "boolean"}
_WHOLE: dict[str, Any] = {"type": "integer"}
_NUMBER: dict[str, Any] = {"type": "number"}
_MAYBE: dict[str, Any] = {"anyOf": [_TEXT, {"type": "null"}]}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


_TRIED = {
    **dict.fromkeys(("practice", "scope", "title", "before", "after", "state", "because"), _TEXT),
    "scopes": _WHOLE,
    "remedy": _MAYBE,
}
_ACT = {"remedy": _TEXT, "ref": _MAYBE, "minutes": _WHOLE, "claims": _WHOLE}
_OWING = {
    "person": _MAYBE,
    "name": _TEXT,
    "role": _MAYBE,
    "minutes": _WHOLE,
    "acts": _list(thing(_ACT, *_ACT)),
}
_MORE = {"practice": _TEXT, "scopes": _WHOLE}
_DRIFT = {"ref": _TEXT, "title": _TEXT, "fields": _list(_TEXT)}
_FOUND = {
    "ref": _TEXT,
    "title": _TEXT,
    **dict.fromkeys(("stops_holding", "starts_holding"), _list(thing(_TRIED, *_TRIED))),
    "not_told": _list(thing(_MORE, *_MORE)),
    "no_longer_asked": _WHOLE,
    "owed_by": _list(thing(_OWING, *_OWING)),
    "sign_offs_drift": _list(thing(_DRIFT, *_DRIFT)),
    **dict.fromkeys(("holds_until", "holds_until_before"), _MAYBE),
    **dict.fromkeys(("index_before", "index_after"), _NUMBER),
    "systems_evaluated": _WHOLE,
    **dict.fromkeys(("partly", "draft"), _FLAG),
}
_SENT = thing({"fields": {"type": "object"}, "retired": _FLAG, "unsigned": _FLAG})
TRIED = thing(_FOUND, *_FOUND)
WHATIF = operation(TRIED, body=_SENT, errors=(409, 413, 415))


@router.post(
    "/records/{ref}/whatif",
    operation_id="try_change",
    summary="What a change would stop from holding",
    openapi_extra=WHATIF,
)
def try_change(request: HttpRequest, ref: str) -> HttpResponse:
    """Nothing is written: `fields` as for an edit, `retired`, or `unsigned` for its sign-offs counting no more."""
    sent = taking.json_object(request, "fields", "retired", "unsigned")
    flags = {}
    for name in ("retired", "unsigned"):
        flags[name] = sent.get(name, False)
        if not isinstance(flags[name], bool):
            raise BadInput("api.not_a_flag", field=name)
    change = Change(
        taking.raw_fields(sent, "fields"), retires=flags["retired"] is True, unsigns=flags["unsigned"] is True
    )
    return answer(whatif_json(try_out(caller_of(request), ref, change)))
