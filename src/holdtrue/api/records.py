"""Records over HTTP: list, show, add, edit, link, attach evidence, sign, retire, history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from holdtrue.api import taking
from holdtrue.api.answers import answer, refused
from holdtrue.api.declared import (
    ADD,
    ATTACH,
    EDIT,
    EVIDENCE,
    HISTORY,
    LINK,
    PAGE,
    RECORD,
    RETIRE,
    SIGN,
    SIGNED,
)
from holdtrue.api.door import caller_of, moment, proof_of
from holdtrue.app import shapes
from holdtrue.app.actions import evidence as evidence_actions
from holdtrue.app.actions import records as actions
from holdtrue.app.actions import sign as sign_actions
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.queries import asking, sign_requests, versions
from holdtrue.app.queries.lists import MOST, Asked, Listed, listed
from holdtrue.app.queries.ordered import ordered
from holdtrue.app.queries.records import history as happened
from holdtrue.app.shapes_signing import asking_json, signoff_json
from holdtrue.core.refusals import BadInput, Stale

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.records import Shown

router = Router(tags=["records"])
router.add_decorator(moment)
ABOUT = "about"


@router.get("/records", operation_id="list_records", summary="List records", openapi_extra=PAGE)
def list_records(  # noqa: PLR0913  # one parameter per filter, each by its name
    request: HttpRequest,
    kind: str = "",
    q: str = "",
    unit: str = "",
    tier: str = "",
    use: Query[list[str]] = [],  # noqa: B006  # ninja copies it for every request
    state: str = "",
    where: Query[list[str]] = [],  # noqa: B006  # ninja copies it for every request
    retired: bool = False,  # noqa: FBT001, FBT002  # a query parameter
    sort: str = "",
    after: str = "",
    limit: int = 50,
) -> HttpResponse:
    """`where` is FIELD=VALUE; pages follow each other by `after`, the `next` of the one before."""
    asked = Asked(kind, q, unit, tier, tuple(use), state, tuple(where), retired)
    if sort:
        return answer(shapes.page_json(_sorted(caller_of(request), asked, sort, after=after, limit=limit)))
    return answer(shapes.page_json(listed(caller_of(request), asked, after=after, limit=limit)))


@router.get("/records/{ref}", operation_id="show_record", summary="Show a record", openapi_extra=RECORD)
def show_record(request: HttpRequest, ref: str, at: str = "", known_at: str = "") -> HttpResponse:
    caller = caller_of(request)
    found = asking.shown_to(caller, ref, at=at, known_at=known_at)
    return answer(shapes.record_json(found), revision=found.revision)


@router.post("/records", operation_id="add_record", summary="Add a record", openapi_extra=ADD)
def add_record(request: HttpRequest) -> HttpResponse:
    sent = taking.json_object(request, "kind", "title", "fields", "links", "why", "true_from")
    raw = taking.raw_fields(sent, "fields", "links")
    if sent.get("title") is not None:
        raw = {"title": taking.plain("title", sent["title"]), **raw}
    caller = caller_of(request)
    record = actions.add(
        caller,
        taking.text(sent, "kind", required=True),
        raw,
        why=taking.text(sent, "why"),
        true_from=taking.text(sent, "true_from"),
    )
    return _told(asking.shown(caller, record), 201)


@router.patch("/records/{ref}", operation_id="edit_record", summary="Edit a record", openapi_extra=EDIT)
def edit_record(request: HttpRequest, ref: str) -> HttpResponse:
    sent = taking.json_object(request, "title", "fields", "links", "revision", "why", "true_from")
    raw = taking.raw_fields(sent, "fields", "links")
    if sent.get("title") is not None:
        raw = {"title": taking.plain("title", sent["title"]), **raw}
    caller = caller_of(request)
    based_on = _based_on(request, taking.whole(sent, "revision"))
    try:
        record = actions.edit(
            caller,
            ref,
            raw,
            revision=based_on,
            why=taking.text(sent, "why"),
            true_from=taking.text(sent, "true_from"),
        )
    except Stale as stale:
        return refused(stale, **_both(caller, ref, based_on))
    return _told(asking.as_it_is_now(caller, record), 200)


@router.post("/records/{ref}/links", operation_id="link_record", summary="Link a record", openapi_extra=LINK)
def link_record(request: HttpRequest, ref: str) -> HttpResponse:
    sent = taking.json_object(request, "relation", "to")
    caller = caller_of(request)
    relation, to = taking.text(sent, "relation", required=True), taking.text(sent, "to", required=True)
    return _told(asking.as_it_is_now(caller, actions.link(caller, ref, relation, to)), 200)


@router.post(
    "/records/{ref}/evidence", operation_id="attach_evidence", summary="Attach evidence", openapi_extra=ATTACH
)
def attach_evidence(request: HttpRequest, ref: str) -> HttpResponse:
    """Attach a file (a form), or name evidence that lies elsewhere (JSON); linked in the same transaction."""
    caller = caller_of(request)
    if taking.is_form(request):
        file, name = taking.form_file(request)
        texts = taking.form_text(request, "tag", "title", "collected_on", "valid_until", ABOUT)
        about = [ref, *texts.pop(ABOUT, "").replace(",", " ").split()]
        return answer(shapes.attached_json(evidence_actions.attach(caller, about, file, name, **texts)), 201)
    sent = taking.json_object(request, *EVIDENCE, ABOUT, "why")
    also = taking.plain(ABOUT, sent.pop(ABOUT, None) or [])
    why = taking.text(sent, "why")
    record = actions.find(caller, ref)
    require(caller, "attach", on_record(record))
    raw = {name: taking.plain(name, value) for name, value in sent.items() if name != "why"}
    raw[ABOUT] = [record.ref, *(also if isinstance(also, list) else [also])]
    return answer(shapes.attached_json(actions.add(caller, "evidence", raw, why=why)), 201)


@router.post(
    "/records/{ref}/sign-offs", operation_id="sign_record", summary="Sign a record", openapi_extra=SIGN
)
def sign_record(request: HttpRequest, ref: str) -> HttpResponse:
    sent = taking.json_object(request, "as", "good_for", "revision", "why")
    caller = caller_of(request)
    require(caller, "sign", on_record(actions.find(caller, ref)))
    signed = sign_actions.sign(
        caller,
        ref,
        taking.text(sent, "as", required=True),
        good_for=taking.text(sent, "good_for"),
        revision=taking.whole(sent, "revision"),
        why=taking.text(sent, "why"),
        proof=proof_of(request, caller),
    )
    return answer(signoff_json(signed), 201)


@router.get(
    "/records/{ref}/sign-offs",
    operation_id="list_sign_offs",
    summary="A record's sign-offs",
    openapi_extra=SIGNED,
)
def list_sign_offs(request: HttpRequest, ref: str) -> HttpResponse:
    caller = caller_of(request)
    record = actions.find(caller, ref)
    require(caller, "read", on_record(record))
    asked = sign_requests.of_record(caller.organisation, record, asking.today(caller))
    return answer(
        {
            "ref": record.ref,
            "sign_offs": [signoff_json(s) for s in asking.signoffs(record)],
            "asked": [asking_json(a) for a in asked],
        }
    )


@router.post(
    "/records/{ref}/retire", operation_id="retire_record", summary="Retire a record", openapi_extra=RETIRE
)
def retire_record(request: HttpRequest, ref: str) -> HttpResponse:
    sent = taking.json_object(request, "why")
    caller = caller_of(request)
    retired = actions.retire(caller, ref, why=taking.text(sent, "why"))
    return _told(asking.as_it_is_now(caller, retired), 200)


@router.get(
    "/records/{ref}/history",
    operation_id="record_history",
    summary="What happened to a record",
    openapi_extra=HISTORY,
)
def record_history(
    request: HttpRequest, ref: str, before: int | None = None, limit: int = 100
) -> HttpResponse:
    caller = caller_of(request)
    record = actions.find(caller, ref)
    require(caller, "read", on_record(record))
    if not 1 <= limit <= MOST_ENTRIES:
        raise BadInput("list.limit", field="limit", most=MOST_ENTRIES)
    found = happened(caller.organisation, record, limit=limit, before=before)
    return answer({"ref": record.ref, "entries": [shapes.entry_json(entry) for entry in found]})


MOST_ENTRIES = 500


def _sorted(caller: Caller, asked: Asked, by: str, *, after: str, limit: int) -> Listed:
    if not asked.kind:
        raise BadInput("list.sorted", field="kind")
    if not 1 <= limit <= MOST:
        raise BadInput("list.limit", field="limit", most=MOST)
    return ordered(caller, asked, by=by, after=after, limit=limit)


def _told(found: Shown, status: int) -> HttpResponse:
    return answer(shapes.record_json(found), status, revision=found.revision)


def _based_on(request: HttpRequest, revision: int | None) -> int | None:
    """The revision an edit is based on, from If-Match or the body; the two may not disagree."""
    given = request.headers.get("If-Match", "").strip()
    if given in ("", "*"):
        return revision
    number = given.removeprefix("W/").strip('"')
    if not number.isascii() or not number.isdecimal() or len(number) > len("999999999"):
        raise BadInput("api.if_match", field="If-Match")
    if revision is not None and revision != int(number):
        raise BadInput("api.if_match", field="If-Match")
    return int(number)


def _both(caller: Caller, ref: str, based_on: int | None) -> shapes.Json:
    """Both versions of a record that moved on, for whoever may read it."""
    record = actions.find(caller, ref)
    require(caller, "read", on_record(record))
    mine = versions.version(caller, record, based_on or 0)
    newest = versions.version(caller, record, record.head_number)
    return {
        "ref": record.ref,
        "based_on": shapes.version_json(mine) if mine else None,
        "newest": shapes.version_json(newest) if newest else None,
    }
