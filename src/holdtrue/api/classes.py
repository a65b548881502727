"""The class a system falls in under a law: worked out from its facts, and recorded."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import CLASS, CLASSIFY
from holdtrue.api.door import caller_of, moment
from holdtrue.app.actions.classifying import record_class
from holdtrue.app.queries.classes import look
from holdtrue.app.readings import looked_json
from holdtrue.core.refusals import BadInput

router = Router(tags=["standing"])
router.add_decorator(moment)
_EU = "eu_ai_act"


@router.get(
    "/records/{ref}/class",
    operation_id="class_of",
    summary="A system's class under a law",
    openapi_extra=CLASS,
)
def class_of(
    request: HttpRequest,
    ref: str,
    law: str = _EU,
    answers: Query[list[str]] = [],  # noqa: B006  # ninja copies it for every request
) -> HttpResponse:
    """`answers` is QUESTION=VALUE, tried beside what is on record; nothing is written."""
    return answer(looked_json(look(caller_of(request), ref, law, _given(answers))))


@router.post(
    "/records/{ref}/class", operation_id="classify", summary="Record a system's class", openapi_extra=CLASSIFY
)
def classify(request: HttpRequest, ref: str) -> HttpResponse:
    sent = taking.json_object(request, "law", "answers", "why")
    law, given = taking.text(sent, "law", required=True), taking.raw_fields(sent, "answers")
    caller = caller_of(request)
    record_class(caller, ref, law, given, why=taking.text(sent, "why"))
    return answer(looked_json(look(caller, ref, law)), status=201)


def _given(lines: list[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for line in lines:
        name, equals, value = line.partition("=")
        if not equals:
            raise BadInput("classify.answer", field="answer", value=line[:80])
        found[name.strip()] = value.strip()
    return found
