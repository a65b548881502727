"""Questions of judgement and their answers: looked up, asked, answered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.app.actions import ruling
from holdtrue.app.queries.rulings import State, one, rulings
from holdtrue.app.shapes_ruling import ruling_json
from holdtrue.core.refusals import BadInput

router = Router(tags=["rulings"])
router.add_decorator(moment)

_TEXT: dict[str, object] = {"type": "string"}
_MAYBE: dict[str, object] = {"type": ["string", "null"]}
_RULING = thing(
    {
        **dict.fromkeys(
            ("ref", "question", "details", "asked_by", "due", "answer", "reason", "answered_by"), _TEXT
        ),
        "state": {"type": "string", "enum": [s.value for s in State]},
        **dict.fromkeys(("answered_on", "valid_until"), _MAYBE),
        "about": {"type": "array", "items": thing({"ref": _TEXT, "title": _TEXT}, "ref", "title")},
    },
    "ref",
    "question",
    "state",
    "due",
)
_SENT = (413, 415)
RULINGS = operation(thing({"rulings": {"type": "array", "items": _RULING}}, "rulings"))
ASK = operation(
    _RULING,
    status=201,
    body=thing({"question": _TEXT, "details": _TEXT, "about": {"type": "array", "items": _TEXT}}, "question"),
    errors=_SENT,
)
ANSWER = operation(
    _RULING,
    status=201,
    body=thing({"answer": _TEXT, "reason": _TEXT, "until": _TEXT}, "answer", "reason", "until"),
    errors=(409, *_SENT),
)


@router.get("/rulings", operation_id="rulings", summary="Rulings", openapi_extra=RULINGS)
def every(request: HttpRequest, q: str = "", about: str = "", state: str = "") -> HttpResponse:
    """`q` are words, `about` is a ref, `state` is waiting, good or ended; without it all are told."""
    if state and state not in set(State):
        raise BadInput("ruling.state", field="state", value=state, known=tuple(s.value for s in State))
    found = rulings(caller_of(request), text=q[:200], about=about, state=state)
    return answer({"rulings": [ruling_json(r) for r in found]})


@router.post("/rulings", operation_id="ask_ruling", summary="Ask for a ruling", openapi_extra=ASK)
def ask(request: HttpRequest) -> HttpResponse:
    sent = taking.json_object(request, "question", "details", "about")
    about = sent.get("about") or []
    if not isinstance(about, list) or not all(isinstance(ref, str) for ref in about):
        raise BadInput("api.text", field="about")
    caller = caller_of(request)
    made = ruling.ask(
        caller,
        taking.text(sent, "question", required=True),
        details=taking.text(sent, "details"),
        about=about,
    )
    return answer(ruling_json(one(caller, made)), status=201)


@router.post(
    "/rulings/{ref}/answer", operation_id="give_ruling", summary="Answer a question", openapi_extra=ANSWER
)
def give(request: HttpRequest, ref: str) -> HttpResponse:
    sent = taking.json_object(request, "answer", "reason", "until")
    caller = caller_of(request)
    words = {name: taking.text(sent, name, required=True) for name in ("answer", "reason", "until")}
    made = ruling.answer(caller, ref, words["answer"], reason=words["reason"], until=words["until"])
    return answer(ruling_json(one(caller, made)), status=201)
