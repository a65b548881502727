"""The free checks over HTTP: the questions, and what answers amount to. Nobody signs in, and nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.accounts import passing
from holdtrue.accounts.address import caller as address_of
from holdtrue.accounts.limits import Limit
from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, ref, thing
from holdtrue.app.clock import SYSTEM
from holdtrue.core import checks
from holdtrue.core.checks import CHECKS, LANGUAGES, questionnaire
from holdtrue.core.checks.asking import LEFT_OUT, questions, unknown
from holdtrue.core.checks.plain import result_json
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.words import text

if TYPE_CHECKING:
    from holdtrue.app.shapes import Json
    from holdtrue.core.checks.asking import Option, Question

ASKED = Limit("check.api", 60, 60)
"""Of one address, in a minute, by one web worker."""

router = Router(tags=["checks"], auth=None)

_TEXT: dict[str, Any] = {"type": "string"}
_FLAG: dict[str, Any] = {"type": "boolean"}
_LANGUAGE: dict[str, Any] = {"type": "string", "enum": list(LANGUAGES)}
_TEXTS: dict[str, Any] = {"type": "array", "items": _TEXT}


def _list(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": thing(properties, *properties)}


def _open(made: dict[str, Any]) -> dict[str, Any]:
    """Nobody is asked who they are, and nobody asks too often."""
    for code in (401, 403):
        del made["responses"][code]
    often = {"application/json": {"schema": ref("Error")}}
    made["responses"][429] = {"description": "More often than is taken in a minute.", "content": often}
    return {**made, "security": []}


_QUESTION = {
    **dict.fromkeys(("id", "ask"), _TEXT),
    **dict.fromkeys(("several", "optional"), _FLAG),
    "answers": _list(value=_TEXT, words=_TEXT),
}
_ASKS = {**dict.fromkeys(("check", "title", "notice"), _TEXT), "questions": _list(**_QUESTION)}
_FOUND: dict[str, Any] = {
    "check": _TEXT,
    "band": _TEXT,
    "shown_as": _TEXT,
    "score": {"type": ["integer", "number", "null"]},
    "gaps": _list(question=_TEXT, says=_TEXT, first_step=_TEXT, practices=_TEXTS),
    "contradictions": _list(questions=_TEXTS, says=_TEXT),
    "have": _list(id=_TEXT, title=_TEXT, state=_TEXT),
    "viable": {"type": "integer"},
    "applies": _FLAG,
    **dict.fromkeys(("caps", "says", "expected", "unproved", "left_out", "declares"), _TEXTS),
    "details": {},
}
ASKS = _open(operation(thing(_ASKS, *_ASKS)))
SENT = thing({"answers": {"type": "object"}, "language": _LANGUAGE}, "answers")
SCORED = _open(operation(thing(_FOUND, *_FOUND), body=SENT, errors=(413, 415)))


@router.get(
    "/checks/{check}",
    operation_id="check_questions",
    summary="The questions of a free check, without signing in",
    openapi_extra=ASKS,
)
def check_questions(request: HttpRequest, check: str, language: str = "en") -> HttpResponse:
    _once(request)
    known, spoken = _known(check), _spoken(language)
    raw = questionnaire(known, spoken)
    asked = [_question(one, spoken) for one in questions(known, spoken).values()]
    return answer(
        {"check": known, "title": str(raw["title"]), "notice": str(raw["notice"]), "questions": asked}
    )


@router.post(
    "/checks/{check}",
    operation_id="check",
    summary="What answers to a free check amount to, without signing in; nothing is kept",
    openapi_extra=SCORED,
)
def check_answers(request: HttpRequest, check: str) -> HttpResponse:
    """The same scoring as on the pages and in the terminal. Answers are read from the body and kept nowhere."""
    _once(request)
    known = _known(check)
    sent = taking.json_object(request, "answers", "language")
    given = sent.get("answers")
    if not isinstance(given, dict):
        raise BadInput("api.check.answers", field="answers")
    answers = {str(key): value for key, value in cast("dict[str, object]", given).items()}
    unknown(known, answers)
    response = answer(
        result_json(checks.check(known, answers, _spoken(taking.text(sent, "language") or "en")))
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _once(request: HttpRequest) -> None:
    passing.take(ASKED, address_of(request), now=SYSTEM.now())


def _known(slug: str) -> str:
    """The check of an address, by its name or as its page's address has it."""
    name = slug.replace("-", "_")
    if name not in CHECKS:
        raise NotFound("nothing")
    return name


def _spoken(language: str) -> str:
    if language not in LANGUAGES:
        raise BadInput("check.language.unknown", field="language", value=language[:20], known=LANGUAGES)
    return language


def _question(one: Question, language: str) -> Json:
    return {
        "id": one.id,
        "ask": one.ask,
        "several": one.several,
        "optional": one.optional,
        "answers": [{"value": o.value, "words": _said(o, language)} for o in one.options],
    }


def _said(one: Option, language: str) -> str:
    if one.value == LEFT_OUT:
        return text("check.left_out", language, reason=one.text)
    words = one.text or text(f"check.option.{one.value}", language)
    return f"{one.heading}: {words}" if one.heading else words


__all__ = ["router"]
