"""Where the organisation, a unit or a system stands, and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api.answers import answer
from holdtrue.api.declared import INDEX, STATUS, WHY
from holdtrue.api.door import caller_of, moment
from holdtrue.app import shapes
from holdtrue.app.queries import asking, branches
from holdtrue.app.queries.indexed import index_asked
from holdtrue.app.shapes_index import index_json
from holdtrue.core.refusals import BadInput

router = Router(tags=["standing"])
router.add_decorator(moment)


@router.get("/status", operation_id="status", summary="Where it stands", openapi_extra=STATUS)
def status(  # one parameter per word of the question
    request: HttpRequest,
    unit: str = "",
    system: str = "",
    at: str = "",
    known_at: str = "",
    rules: str = "",
) -> HttpResponse:
    caller = caller_of(request)
    if unit and system:
        raise BadInput("status.one_scope", field="unit")
    when = {"at": at, "known_at": known_at, "rules": rules}
    if system:
        return answer(shapes.system_status_json(asking.system_asked(caller, system, **when)))
    found = asking.status_asked(caller, unit=unit, **when)
    current = not unit and asking.is_current(caller, at=at, known_at=known_at)
    around = shapes.around_json(
        branches.assessed(found.figures),
        branches.unassessed(found.figures) if current else (),
        branches.branches(found) if current else (),
    )
    said = {"known_at": known_at} if known_at else {}
    return answer({**shapes.status_json(found), **around, **said})


@router.get("/index", operation_id="index", summary="What the index is made of", openapi_extra=INDEX)
def index(  # one parameter per word of the question
    request: HttpRequest,
    unit: str = "",
    system: str = "",
    at: str = "",
    trend: bool = False,  # noqa: FBT001, FBT002  # a query parameter, by name
) -> HttpResponse:
    if unit and system:
        raise BadInput("status.one_scope", field="unit")
    found = index_asked(caller_of(request), unit=unit, system=system, at=at, months=trend)
    return answer(index_json(found, trend=trend))


@router.get("/why", operation_id="why", summary="Why a practice stands as it does", openapi_extra=WHY)
def why(  # one parameter per word of the question
    request: HttpRequest,
    practice: str,
    scope: str = "organisation",
    level: str = "",
    at: str = "",
    known_at: str = "",
    rules: str = "",
) -> HttpResponse:
    when = {"at": at, "known_at": known_at, "rules": rules}
    found = asking.why_asked(caller_of(request), scope, practice, level=level, **when)
    return answer(shapes.why_json(found))
