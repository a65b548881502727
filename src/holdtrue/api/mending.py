"""Findings' mending, step by step, and what the loop learned."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.app.actions.findings import checking
from holdtrue.app.actions.findings.mending import found
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.queries.loop import loop_asked
from holdtrue.app.shapes_loop import loop_json, mending_json
from holdtrue.core.mending import Step
from holdtrue.core.refusals import BadInput

router = Router(tags=["findings"])
router.add_decorator(moment)

_TEXT: dict[str, object] = {"type": "string"}
_MAYBE: dict[str, object] = {"type": ["string", "null"]}
_NUMBER: dict[str, object] = {"type": "integer"}
_TEXTS: dict[str, object] = {"type": "array", "items": _TEXT}


def _all(item: dict[str, object]) -> dict[str, object]:
    return {"type": "array", "items": item}


_FIX = thing(
    {"ref": _TEXT, "title": _TEXT, "owner": _MAYBE, "due": _MAYBE, "done_on": _MAYBE}, "ref", "title"
)
_MENDING = thing(
    {
        **dict.fromkeys(
            ("ref", "type", "nature", "correction", "cause", "similar_cases", "effect_after"), _TEXT
        ),
        "step": {"type": "string", "enum": [step.value for step in Step]},
        **dict.fromkeys(("until", "effect_from", "checker", "verified_by", "closed_on"), _MAYBE),
        **dict.fromkeys(("missing", "effect_evidence"), _TEXTS),
        **dict.fromkeys(("actions", "tried"), _all(_FIX)),
        "rounds": _all(thing(dict.fromkeys(("cause", "ended", "why"), _TEXT), "ended")),
    },
    "ref",
    "step",
)
_COUNTED = _all(thing({"name": _TEXT, "n": _NUMBER, "refs": _TEXTS}, "name", "n"))
_FIGURE: dict[str, object] = {"type": "number"}
_LOOP = thing(
    {
        **dict.fromkeys(("from", "to"), _TEXT),
        **dict.fromkeys(("opened", "closed", "still_open", "verified", "not_effective"), _NUMBER),
        **dict.fromkeys(("sources", "causes"), _COUNTED),
        "actions": thing(dict.fromkeys(("done_in_time", "done_late", "overdue"), _NUMBER)),
        "days_to_mend": {"type": ["number", "null"]},
        "recurrences": _all(
            thing(
                {"ref": _TEXT, "of": _TEXT, "closed_on": _MAYBE, "verified": {"type": "boolean"}}, "ref", "of"
            )
        ),
        "indicators": _all(
            thing(
                {
                    **dict.fromkeys(("finding", "action", "indicator", "measures", "done_on"), _TEXT),
                    **dict.fromkeys(("before", "after"), _FIGURE),
                    **dict.fromkeys(("before_n", "after_n"), _NUMBER),
                    "better": {"type": ["boolean", "null"]},
                },
                "indicator",
                "before",
                "after",
            )
        ),
        "findings": _all(
            thing(
                {
                    **dict.fromkeys(("ref", "type", "nature", "source", "cause", "opened_on"), _TEXT),
                    **dict.fromkeys(("closed_on", "effect_verified_on", "recurrence_of"), _MAYBE),
                    "actions": _TEXTS,
                    "rounds": _NUMBER,
                },
                "ref",
            )
        ),
        "more": {"type": "boolean"},
    },
    "from",
    "to",
    "findings",
)
_SENT = (409, 413, 415)
LOOP = operation(_LOOP)
MENDING = operation(_MENDING)
VERIFY = operation(_MENDING, body=thing({"evidence": _TEXTS, "why": _TEXT}, "evidence"), errors=_SENT)
WHY = operation(_MENDING, body=thing({"why": _TEXT}, "why"), errors=_SENT)
PLAN = operation(_MENDING, body=thing({"after": _TEXT, "checker": _TEXT, "why": _TEXT}), errors=_SENT)


@router.get("/loop", operation_id="loop", summary="What the loop learned", openapi_extra=LOOP)
def learned(request: HttpRequest, to: str = "") -> HttpResponse:
    """`from` and `to` are days; the last year where neither is said."""
    return answer(loop_json(loop_asked(caller_of(request), request.GET.get("from", ""), to)))


@router.get(
    "/findings/{ref}/mending", operation_id="mending", summary="How far a finding is", openapi_extra=MENDING
)
def mending(request: HttpRequest, ref: str) -> HttpResponse:
    caller = caller_of(request)
    record = found(caller, ref)
    require(caller, "read", on_record(record))
    return answer(mending_json(caller, record))


@router.post(
    "/findings/{ref}/effect",
    operation_id="verify_effect",
    summary="It worked: close it",
    openapi_extra=VERIFY,
)
def verify(request: HttpRequest, ref: str) -> HttpResponse:
    sent = taking.json_object(request, "evidence", "why")
    shown = sent.get("evidence") or []
    if not isinstance(shown, list) or not all(isinstance(one, str) for one in shown):
        raise BadInput("api.text", field="evidence")
    caller = caller_of(request)
    return answer(mending_json(caller, checking.verify(caller, ref, shown, why=taking.text(sent, "why"))))


@router.post(
    "/findings/{ref}/not-effective",
    operation_id="not_effective",
    summary="It did not work",
    openapi_extra=WHY,
)
def not_effective(request: HttpRequest, ref: str) -> HttpResponse:
    caller, why = caller_of(request), taking.text(taking.json_object(request, "why"), "why")
    return answer(mending_json(caller, checking.not_effective(caller, ref, why=why)))


@router.post(
    "/findings/{ref}/reopen", operation_id="reopen_finding", summary="Open it again", openapi_extra=WHY
)
def reopen(request: HttpRequest, ref: str) -> HttpResponse:
    caller, why = caller_of(request), taking.text(taking.json_object(request, "why"), "why")
    return answer(mending_json(caller, checking.reopen(caller, ref, why=why)))


@router.post(
    "/findings/{ref}/plan", operation_id="plan_effect", summary="Who looks, and when", openapi_extra=PLAN
)
def plan(request: HttpRequest, ref: str) -> HttpResponse:
    sent = taking.json_object(request, "after", "checker", "why")
    words = {name: taking.text(sent, name) for name in ("after", "checker", "why")}
    caller = caller_of(request)
    return answer(mending_json(caller, checking.plan(caller, ref, **words)))
