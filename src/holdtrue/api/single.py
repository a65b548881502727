"""One record over HTTP: its revisions compared, going back to an older one, and what people say about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, ref, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.app import shapes, shapes_records
from holdtrue.app.actions import comments, correcting, records, restoring
from holdtrue.app.queries import asking
from holdtrue.app.queries.comments import comments_on
from holdtrue.app.queries.compared import compared
from holdtrue.app.queries.mentions import mentions, questions
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller

router = Router(tags=["records"])
router.add_decorator(moment)

_TEXT: dict[str, Any] = {"type": "string"}
_DATE: dict[str, Any] = {"type": "string", "format": "date"}
_WHOLE: dict[str, Any] = {"type": "integer"}
_SENT = (413, 415)


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


_WORD = thing({"turn": {"type": "string", "enum": ["same", "gone", "new"]}, "text": _TEXT}, "turn", "text")
_CHANGED = thing(
    {"field": _TEXT, "label": _TEXT, "before": {}, "after": {}, "words": _list(_WORD)},
    *("field", "label", "before", "after", "words"),
)
COMPARE = operation(
    thing(
        {
            "ref": _TEXT,
            "from": _WHOLE,
            "to": _WHOLE,
            "changed": _list(_CHANGED),
            "erased": _list(_WHOLE),
        },
        *("ref", "from", "to", "changed", "erased"),
    )
)
RESTORE = operation(
    ref("Record"),
    body=thing(
        {
            "number": {"type": "integer", "minimum": 1},
            "revision": {"type": "integer", "minimum": 1},
            "why": _TEXT,
        },
        "number",
    ),
    errors=(409, *_SENT),
)

CORRECT = operation(
    ref("Record"),
    body=thing(
        {
            "fields": {"type": "object"},
            "links": {"type": "object"},
            "true_from": _DATE,
            "until": _DATE,
            "why": _TEXT,
            "revision": {"type": "integer", "minimum": 1},
        },
        "true_from",
        "why",
    ),
    errors=(409, *_SENT),
)

_FLAG: dict[str, Any] = {"type": "boolean"}
_MAYBE: dict[str, Any] = {"anyOf": [_TEXT, {"type": "null"}]}
_COMMENT = {
    **dict.fromkeys(("id", "at", "by"), _TEXT),
    "seq": _WHOLE,
    "text": _MAYBE,
    "mentions": _list(_TEXT),
    "question": _FLAG,
    "open": _FLAG,
    **dict.fromkeys(("answers", "answered_at", "answered_by"), _MAYBE),
}
COMMENT = thing(_COMMENT, *_COMMENT)
COMMENTS = operation(thing({"ref": _TEXT, "comments": _list(COMMENT)}, "ref", "comments"))
_TO_SAY = thing({"text": _TEXT, "question": _FLAG, "answers": _TEXT}, "text")
SAY = operation(COMMENT, status=201, body=_TO_SAY, errors=_SENT)
ANSWERED = operation(COMMENT, body=thing({"comment": _TEXT}, "comment"), errors=_SENT)
_WAITING = {"ref": _TEXT, "title": _TEXT, "seen": _FLAG, "comment": COMMENT}
MENTIONS = operation(
    thing(
        dict.fromkeys(("mentions", "questions"), _list(thing(_WAITING, *_WAITING))), "mentions", "questions"
    )
)


@router.get(
    "/records/{ref}/compare",
    operation_id="compare_revisions",
    summary="What differs between two revisions",
    openapi_extra=COMPARE,
)
def compare_revisions(
    request: HttpRequest, ref: str, first: int = 1, second: int | None = None
) -> HttpResponse:
    """`second` is the newest revision where none is named."""
    caller = caller_of(request)
    record = records.find(caller, ref)
    found = compared(caller, record, first, record.head_number if second is None else second)
    return answer(shapes_records.compared_json(found))


@router.post(
    "/records/{ref}/restore",
    operation_id="restore_revision",
    summary="Go back to an older revision",
    openapi_extra=RESTORE,
)
def restore_revision(request: HttpRequest, ref: str) -> HttpResponse:
    sent = taking.json_object(request, "number", "revision", "why")
    caller = caller_of(request)
    made = restoring.restore_revision(
        caller,
        ref,
        taking.whole(sent, "number") or 0,
        revision=taking.whole(sent, "revision"),
        why=taking.text(sent, "why"),
    )
    found = asking.as_it_is_now(caller, made.record)
    return answer(shapes.record_json(found), revision=found.revision)


@router.post(
    "/records/{ref}/correct",
    operation_id="correct_record",
    summary="Correct what was said of a record's past",
    openapi_extra=CORRECT,
)
def correct_record(request: HttpRequest, ref: str) -> HttpResponse:
    sent = taking.json_object(request, "fields", "links", "true_from", "until", "why", "revision")
    caller = caller_of(request)
    made = correcting.correct(
        caller,
        ref,
        taking.raw_fields(sent, "fields", "links"),
        true_from=taking.text(sent, "true_from", required=True),
        until=taking.text(sent, "until"),
        why=taking.text(sent, "why"),
        revision=taking.whole(sent, "revision"),
    )
    found = asking.as_it_is_now(caller, made.record)
    return answer(shapes.record_json(found), revision=found.revision)


@router.get(
    "/records/{ref}/comments",
    operation_id="list_comments",
    summary="What was said about a record",
    openapi_extra=COMMENTS,
)
def list_comments(request: HttpRequest, ref: str) -> HttpResponse:
    caller = caller_of(request)
    record = records.find(caller, ref)
    found = comments_on(caller, record)
    return answer({"ref": record.ref, "comments": [shapes_records.comment_json(c) for c in found]})


@router.post(
    "/records/{ref}/comments",
    operation_id="add_comment",
    summary="Say or ask something about a record",
    openapi_extra=SAY,
)
def add_comment(request: HttpRequest, ref: str) -> HttpResponse:
    """An @ and a name, or a ref of a person, brings somebody in."""
    sent = taking.json_object(request, "text", "question", "answers")
    if not isinstance(sent.get("question", False), bool):
        raise BadInput("api.not_a_flag", field="question")
    caller = caller_of(request)
    made = comments.comment(
        caller,
        ref,
        taking.text(sent, "text", required=True),
        question=sent.get("question") is True,
        reply_to=taking.text(sent, "answers"),
    )
    return answer(_comment(caller, ref, made.comment.uid), 201)


@router.post(
    "/records/{ref}/answered",
    operation_id="mark_answered",
    summary="Mark a question answered",
    openapi_extra=ANSWERED,
)
def mark_answered(request: HttpRequest, ref: str) -> HttpResponse:
    sent = taking.json_object(request, "comment")
    caller = caller_of(request)
    row = comments.settle(caller, ref, taking.text(sent, "comment", required=True))
    return answer(_comment(caller, ref, row.uid))


@router.get("/mentions", operation_id="list_mentions", summary="What was said to you", openapi_extra=MENTIONS)
def list_mentions(request: HttpRequest) -> HttpResponse:
    caller = caller_of(request)
    return answer(
        {
            "mentions": [shapes_records.waiting_json(w) for w in mentions(caller)],
            "questions": [shapes_records.waiting_json(w) for w in questions(caller)],
        }
    )


def _comment(caller: Caller, ref: str, uid: str) -> shapes.Json:
    every = comments_on(caller, records.find(caller, ref))
    return shapes_records.comment_json(next(c for c in every if c.uid == uid))
