"""The life of a system over HTTP: a deploy inside a standing approval, as a pipeline asks for it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.app.actions import deploying
from holdtrue.app.actions.deploying import Wanted
from holdtrue.app.queries.milestones import milestones, reached_by
from holdtrue.app.shapes_lifecycle import deploy_json, milestone_json
from holdtrue.core.refusals import BadInput

router = Router(tags=["lifecycle"])
router.add_decorator(moment)

_TEXT: dict[str, Any] = {"type": "string"}
_FLAG: dict[str, Any] = {"type": "boolean"}
_MAYBE: dict[str, Any] = {"anyOf": [_TEXT, {"type": "null"}]}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


_PART = {**dict.fromkeys(("what", "before", "after", "said"), _TEXT), "inside": _FLAG, "limit": _MAYBE}
_ASKED = {**dict.fromkeys(("claim", "because"), _TEXT), "holds": _FLAG}
_FOUND = {
    **dict.fromkeys(("system", "title", "standing_approval", "approval_title"), _TEXT),
    "inside": _FLAG,
    **dict.fromkeys(("why", "until", "change"), _MAYBE),
    "signed_by": _list(_TEXT),
    "limits": _list(thing(_PART, *_PART)),
    "asked": _list(thing(_ASKED, *_ASKED)),
}
_SENT = thing(
    {
        "set": {"type": "object", "additionalProperties": _TEXT},
        **dict.fromkeys(("version", "envelope", "why"), _TEXT),
        "try": _FLAG,
    }
)
DEPLOY = operation(thing(_FOUND, *_FOUND), body=_SENT, errors=(409, 413, 415))


@router.post(
    "/systems/{ref}/deploy",
    operation_id="deploy",
    summary="Deploy inside a standing approval",
    openapi_extra=DEPLOY,
)
def deploy(request: HttpRequest, ref: str) -> HttpResponse:
    """`set` is component's field → value, `version` that of the one whose version may vary; `try` only asks."""
    sent = taking.json_object(request, "set", "version", "envelope", "why", "try")
    given = sent.get("set") or {}
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise BadInput("api.text", field="set")
    if not isinstance(sent.get("try", False), bool):
        raise BadInput("api.not_a_flag", field="try")
    wanted = Wanted(dict(given), taking.text(sent, "version"), taking.text(sent, "envelope"))
    caller = caller_of(request)
    day = caller.clock.day(caller.organisation.time_zone)
    if sent.get("try"):
        system, found = deploying.ask(caller, ref, wanted)
        return answer(deploy_json(system, found, day))
    done = deploying.deploy(caller, ref, wanted, why=taking.text(sent, "why"))
    return answer(deploy_json(done.system, done.tried, day, done.change))


_WHOLE: dict[str, Any] = {"type": "integer"}
_NAMED = dict.fromkeys(("ref", "title"), _TEXT)
_LINE = {
    **dict.fromkeys(("part", "practice", "title", "because"), _TEXT),
    "level": _MAYBE,
    **dict.fromkeys(("holding", "of"), _WHOLE),
    "systems": _list(thing(_NAMED, *_NAMED)),
}
_REACHED = {
    **dict.fromkeys(("gate", "title", "asks", "at"), _TEXT),
    "open": _FLAG,
    "asked": _WHOLE,
    **dict.fromkeys(("missing", "holding"), _list(thing(_LINE, *_LINE))),
}
MILESTONE = operation(thing(_REACHED, *_REACHED))
MILESTONES = operation(thing({"gates": _list(thing(_REACHED, *_REACHED))}, "gates"))


@router.get(
    "/milestones",
    operation_id="milestones",
    summary="Gates of the management system",
    openapi_extra=MILESTONES,
)
def every_milestone(request: HttpRequest, on: str = "") -> HttpResponse:
    """Whether it is live, ready for stage 1, ready for stage 2; `on` a day ahead."""
    found = milestones(caller_of(request), on=on)
    return answer({"gates": [milestone_json(one) for one in found]})


@router.get(
    "/milestones/{name}",
    operation_id="milestone",
    summary="One gate of the management system",
    openapi_extra=MILESTONE,
)
def one_milestone(request: HttpRequest, name: str, on: str = "") -> HttpResponse:
    """`name` is live, stage1_ready or stage2_ready."""
    return answer(milestone_json(reached_by(caller_of(request), name, on=on)))
