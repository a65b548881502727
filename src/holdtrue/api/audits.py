"""Internal audits over the API: the programme, an audit as it is worked on, its sample drawn, results, its report."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.app.actions.auditing.closing import close
from holdtrue.app.actions.auditing.drawing import draw_sample
from holdtrue.app.actions.auditing.noting import note
from holdtrue.app.actions.auditing.opening import begin
from holdtrue.app.actions.auditing.planning import plan_audit
from holdtrue.app.documents.audit_report import rendered
from holdtrue.app.documents.rendering import MEDIA
from holdtrue.app.queries.audit_work import work
from holdtrue.app.queries.programme import STANDARD, programme
from holdtrue.app.shapes_audit import planned_json, programme_json, work_json
from holdtrue.core.auditing import RESULTS
from holdtrue.core.programme import USUAL_YEARS
from holdtrue.core.refusals import BadInput
from holdtrue.core.sampling import STRATA

router = Router(tags=["audits"])
router.add_decorator(moment)

_TEXT: dict[str, Any] = {"type": "string"}
_DAY: dict[str, Any] = {"type": "string", "format": "date"}
_WHOLE: dict[str, Any] = {"type": "integer"}
_YES: dict[str, Any] = {"type": "boolean"}
_TEXTS: dict[str, Any] = {"type": "array", "items": _TEXT}
_ANY: dict[str, Any] = {"type": "object", "additionalProperties": True}
_SENT = (409, 413, 415)


def _several(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": schema}


def _maybe(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _all(properties: dict[str, Any]) -> dict[str, Any]:
    return thing(properties, *properties)


_PLANNED = _all(
    {
        "plan": _TEXT,
        "framework": _TEXT,
        "on": _TEXT,
        "covers": _TEXTS,
        "auditor": _maybe(_TEXT),
        "audit": _maybe(_TEXT),
    }
)
_LINE = _all(
    {
        **dict.fromkeys(("requirement", "title", "standing"), _TEXT),
        **dict.fromkeys(("last_audited", "last_audit", "next_planned"), _maybe(_TEXT)),
    }
)
_PROGRAMME = _all(
    {
        "framework": _all({"id": _TEXT, "version": _TEXT}),
        "years": _WHOLE,
        "until": _TEXT,
        **dict.fromkeys(("requirements", "never_audited", "not_planned"), _WHOLE),
        "planned": _several(_PLANNED),
        "proposed": _several(_all({"on": _TEXT, "covers": _TEXTS, "again": _TEXTS})),
        "lines": _several(_LINE),
    }
)
_WORK = _all(
    {
        **dict.fromkeys(("audit", "title", "report_digest"), _TEXT),
        **dict.fromkeys(("auditor", "closed", "as_of"), _maybe(_TEXT)),
        "begun": _YES,
        **dict.fromkeys(("framework", "log"), _maybe(_ANY)),
        **dict.fromkeys(("worked", "of"), _WHOLE),
        **dict.fromkeys(("samples", "systems", "requirements", "findings"), _several(_ANY)),
    }
)
_FILE = operation({"type": "string", "format": "binary"})
_FILE["responses"][200]["content"] = {
    media: {"schema": {"type": "string", "format": "binary"}} for media in MEDIA.values()
}
_SIZES = thing({name: {"type": "integer", "minimum": 0} for name in STRATA})


@router.get(
    "/audit-programme",
    operation_id="audit_programme",
    summary="The programme of internal audits",
    openapi_extra=operation(_PROGRAMME),
)
def plans(request: HttpRequest, framework: str = STANDARD, years: int = USUAL_YEARS) -> HttpResponse:
    """What is planned and proposed, and when each requirement was audited last."""
    return answer(programme_json(programme(caller_of(request), framework, years=years)))


@router.post(
    "/audit-programme",
    operation_id="plan_audit",
    summary="Plan one internal audit",
    openapi_extra=operation(
        _PLANNED,
        status=201,
        body=thing(
            {"framework": _TEXT, "on": _DAY, "covers": _TEXTS, "auditor": _TEXT},
            "on",
            "covers",
        ),
        errors=_SENT,
    ),
)
def planned(request: HttpRequest) -> HttpResponse:
    """Of the standard where no framework is named; `auditor` is the reference of a person, and may wait."""
    sent = taking.json_object(request, "framework", "on", "covers", "auditor")
    made = plan_audit(
        caller_of(request),
        taking.text(sent, "framework") or STANDARD,
        on=taking.text(sent, "on"),
        covers=_texts(sent.get("covers"), "covers"),
        auditor=taking.text(sent, "auditor"),
    )
    return answer(planned_json(made), 201)


@router.get(
    "/audits/{ref}",
    operation_id="audit_work",
    summary="An internal audit as it is worked on",
    openapi_extra=operation(_WORK),
)
def read(request: HttpRequest, ref: str) -> HttpResponse:
    """What it keeps, its samples, and each requirement with its result."""
    return _worked(request, ref)


@router.post(
    "/audits/{ref}/begin",
    operation_id="begin_audit",
    summary="Begin an internal audit",
    openapi_extra=operation(
        _WORK, body=thing({"framework": _TEXT, "covers": _TEXTS, "plan": _TEXT}), errors=_SENT
    ),
)
def started(request: HttpRequest, ref: str) -> HttpResponse:
    """Without `covers` every requirement of the framework; with `plan` those of a planned audit."""
    sent = taking.json_object(request, "framework", "covers", "plan")
    begin(
        caller_of(request),
        ref,
        framework=taking.text(sent, "framework") or STANDARD,
        covers=_texts(sent.get("covers"), "covers"),
        plan=taking.text(sent, "plan"),
    )
    return _worked(request, ref)


@router.post(
    "/audits/{ref}/sample",
    operation_id="draw_sample",
    summary="Draw the sample of an internal audit",
    openapi_extra=operation(
        _WORK, body=thing({"seed": _TEXT, "sizes": _SIZES, "reason": _TEXT}), errors=_SENT
    ),
)
def drawn(request: HttpRequest, ref: str) -> HttpResponse:
    """Without a seed one is made; a second drawing needs a reason."""
    sent = taking.json_object(request, "seed", "sizes", "reason")
    draw_sample(
        caller_of(request),
        ref,
        seed=taking.text(sent, "seed"),
        sizes=_sizes(sent.get("sizes")),
        reason=taking.text(sent, "reason"),
    )
    return _worked(request, ref)


@router.post(
    "/audits/{ref}/results/{requirement}",
    operation_id="record_result",
    summary="Record how a requirement of an internal audit turned out",
    openapi_extra=operation(
        _WORK,
        body=thing(
            {"result": {"type": "string", "enum": list(RESULTS)}, "notes": _TEXT, "number": _WHOLE}, "result"
        ),
        errors=_SENT,
    ),
)
def noted(request: HttpRequest, ref: str, requirement: str) -> HttpResponse:
    """`number` is that of the note it follows, so that a colleague's is not written over."""
    sent = taking.json_object(request, "result", "notes", "number")
    number = sent.get("number")
    note(
        caller_of(request),
        ref,
        requirement,
        result=taking.text(sent, "result"),
        notes=taking.text(sent, "notes"),
        based_on=number if isinstance(number, int) and not isinstance(number, bool) else None,
    )
    return _worked(request, ref)


@router.post(
    "/audits/{ref}/close",
    operation_id="close_audit",
    summary="Sign and close an internal audit",
    openapi_extra=operation(
        _WORK, body=thing({"result": _TEXT, "reported_to": _TEXT}, "result"), errors=_SENT
    ),
)
def closed(request: HttpRequest, ref: str) -> HttpResponse:
    """Its report is kept from then on."""
    sent = taking.json_object(request, "result", "reported_to")
    close(
        caller_of(request),
        ref,
        result=taking.text(sent, "result"),
        reported_to=taking.text(sent, "reported_to"),
    )
    return _worked(request, ref)


@router.get(
    "/audits/{ref}/report",
    operation_id="audit_report",
    summary="The report of an internal audit as PDF or Word",
    openapi_extra=_FILE,
)
def file(
    request: HttpRequest,
    ref: str,
    format: str = "pdf",  # noqa: A002  # the word the address reads best with
) -> HttpResponse:
    """`format` is pdf or docx."""
    made = rendered(caller_of(request), ref, format)
    response = HttpResponse(made.content, content_type=made.media_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


def _worked(request: HttpRequest, ref: str) -> HttpResponse:
    return answer(work_json(work(caller_of(request), ref)))


def _texts(given: object, name: str) -> list[str]:
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise BadInput("audit.list", field=name)
    return [str(one) for one in given]


def _sizes(given: object) -> dict[str, int]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise BadInput("audit.size", field="sizes", value="")
    for number in given.values():
        if not isinstance(number, int) or isinstance(number, bool):
            raise BadInput("audit.size", field="sizes", value=str(number)[:20])
    return {str(name): number for name, number in given.items()}
