"""Lists over HTTP: many records changed at once, records that may be one, saved views, a list as a file."""

from __future__ import annotations

import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, ref, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.app import changing, exports, shapes
from holdtrue.app.actions import many, merging, views
from holdtrue.app.actions.permission import on_kind, on_record, require
from holdtrue.app.actions.records import find
from holdtrue.app.queries import asking
from holdtrue.app.queries.duplicates import duplicates
from holdtrue.app.queries.lists import Asked
from holdtrue.app.queries.ordered import order_of
from holdtrue.app.queries.views import views as views_of
from holdtrue.app.shapes_many import many_json, view_json
from holdtrue.app.shapes_records import pair_json
from holdtrue.core.kinds import kind_named
from holdtrue.core.refusals import BadInput

router = Router(tags=["lists"])
router.add_decorator(moment)

MOST = changing.LOOKED
"""Records changed by one request; more are changed in parts."""
FORMS = ("csv", "xlsx")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TEXT: dict[str, Any] = {"type": "string"}
_FLAG: dict[str, Any] = {"type": "boolean"}
_WHOLE: dict[str, Any] = {"type": "integer"}
_TEXTS: dict[str, Any] = {"type": "array", "items": _TEXT}
_MAYBE: dict[str, Any] = {"anyOf": [_TEXT, {"type": "null"}]}
_SENT = (413, 415)


def _all(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


_MANY = {
    "action": _MAYBE,
    "kind": _TEXT,
    **dict.fromkeys(("rows", "added", "changed", "unchanged", "refused"), _WHOLE),
    "refusals": _all(thing({"line": _WHOLE, "ref": _TEXT, "why": _TEXT}, "ref", "why")),
    "differences": _all(thing({"ref": _TEXT, "field": _TEXT, "before": {}, "after": {}}, "ref", "field")),
}
_ASKED = {
    "kind": _TEXT,
    "refs": _TEXTS,
    "where": _TEXTS,
    "q": _TEXT,
    "fields": {"type": "object"},
    "tag": _TEXTS,
    "untag": _TEXTS,
    "why": _TEXT,
    "dry_run": _FLAG,
}
EDIT_MANY = operation(thing(_MANY, *_MANY), body=thing(_ASKED, "kind"), errors=_SENT)
UNDO = operation(thing(_MANY, *_MANY), body=thing({"action": _TEXT}, "action"), errors=_SENT)
_PAIR = dict.fromkeys(("one", "one_title", "other", "other_title", "because", "why"), _TEXT)
_PAIRS = {"pairs": _all(thing(_PAIR, *_PAIR)), "compared": _WHOLE, "more": _FLAG}
DUPLICATES = operation(thing(_PAIRS, *_PAIRS))
_TWO = dict.fromkeys(("one", "other"), _TEXT)
APART = operation(thing(_TWO, *_TWO), body=thing(_TWO, *_TWO), errors=_SENT)
_MERGED = {"record": ref("Record"), "merged": _TEXT, "moved": _TEXTS}
MERGE = operation(
    thing(_MERGED, *_MERGED),
    body=thing({"gone": _TEXT, "take": _TEXTS, "why": _TEXT}, "gone", "why"),
    errors=(409, *_SENT),
)
_VIEW = {
    "number": _WHOLE,
    **dict.fromkeys(("kind", "name", "query"), _TEXT),
    **dict.fromkeys(("shared", "opens", "own"), _FLAG),
}
_NEW = {**dict.fromkeys(("kind", "name", "query"), _TEXT), "shared": _FLAG, "opens": _FLAG}
VIEWS = operation(thing({"views": _all(thing(_VIEW, *_VIEW))}, "views"))
SAVE = operation(thing(_VIEW, *_VIEW), status=201, body=thing(_NEW, "kind", "name", "query"), errors=_SENT)
DROP = operation(thing({"dropped": _WHOLE}, "dropped"))
FILE = operation(_TEXT)
FILE["responses"][200]["content"] = {
    "text/csv": {"schema": {"type": "string"}},
    _XLSX: {"schema": {"type": "string", "format": "binary"}},
}


@router.post(
    "/many", operation_id="edit_many", summary="Change many records at once", openapi_extra=EDIT_MANY
)
def edit_many(request: HttpRequest) -> HttpResponse:
    """The records named by `refs`, or all that `where` and `q` mean; with `dry_run` nothing is written.

    One action, each record by its own access; those that cannot be changed are told and left. At most 2,000.
    """
    sent = taking.json_object(request, *_ASKED)
    caller, kind = caller_of(request), kind_named(taking.text(sent, "kind", required=True)).id
    raw = taking.raw_fields(sent, "fields")
    for name, given in ((many.TAG, "tag"), (many.UNTAG, "untag")):
        if tags := taking.texts(sent, given):
            raw[name] = tags
    refs = taking.texts(sent, "refs")
    if not refs:
        asked = Asked(kind=kind, text=taking.text(sent, "q"), where=tuple(taking.texts(sent, "where")))
        refs = changing.matching(caller, asked)
    wanted = changing.changes(refs, raw)
    if len(wanted) > MOST:
        raise BadInput("lists.many.most", field="refs", most=MOST)
    if taking.flag(sent, "dry_run"):
        return answer(many_json(many.rehearse(caller, kind, wanted)))
    return answer(many_json(many.apply(caller, kind, wanted, why=taking.text(sent, "why"))))


@router.post("/many/undo", operation_id="undo_many", summary="Take such a change back", openapi_extra=UNDO)
def undo_many(request: HttpRequest) -> HttpResponse:
    """By new revisions; records that changed since are told and left."""
    action = taking.text(taking.json_object(request, "action"), "action", required=True)
    return answer(many_json(many.undo(caller_of(request), action)))


@router.get(
    "/duplicates",
    operation_id="list_duplicates",
    summary="Records that may be one",
    openapi_extra=DUPLICATES,
)
def list_duplicates(request: HttpRequest, kind: str) -> HttpResponse:
    """Likely pairs of a kind, the likeliest first; those somebody said are not the same are left out."""
    found = duplicates(caller_of(request), kind_named(kind).id)
    pairs = [pair_json(pair) for pair in found.pairs]
    return answer({"pairs": pairs, "compared": found.compared, "more": found.more})


@router.post(
    "/duplicates/apart",
    operation_id="say_apart",
    summary="Say that two records are not the same",
    openapi_extra=APART,
)
def say_apart(request: HttpRequest) -> HttpResponse:
    sent = taking.json_object(request, "one", "other")
    one, other = (taking.text(sent, name, required=True) for name in ("one", "other"))
    merging.say_apart(caller_of(request), one, other)
    return answer({"one": one, "other": other})


@router.post(
    "/records/{ref}/merge",
    operation_id="merge_records",
    summary="Merge another record into this one",
    openapi_extra=MERGE,
)
def merge_records(request: HttpRequest, ref: str) -> HttpResponse:
    """`gone` is merged away and its ref leads here; `take` names fields whose value comes from it."""
    sent = taking.json_object(request, "gone", "take", "why")
    caller = caller_of(request)
    gone = taking.text(sent, "gone", required=True)
    require(caller, "merge", on_record(find(caller, ref)))
    made = merging.merge(caller, ref, gone, why=taking.text(sent, "why"), take=taking.texts(sent, "take"))
    told = shapes.record_json(asking.shown_to(caller, made.kept.ref))
    return answer({"record": told, "merged": made.gone.ref, "moved": list(made.moved)})


@router.get("/views", operation_id="list_views", summary="Saved views of a list", openapi_extra=VIEWS)
def list_views(request: HttpRequest, kind: str) -> HttpResponse:
    """One's own first, then those shared with the organisation."""
    caller, named = caller_of(request), kind_named(kind).id
    require(caller, "read", on_kind(named))
    return answer({"views": [view_json(one, caller.actor.account) for one in views_of(caller, named)]})


@router.post("/views", operation_id="save_view", summary="Save a view of a list", openapi_extra=SAVE)
def save_view(request: HttpRequest) -> HttpResponse:
    """`query` is what stands after ? in the list's address; one of the same name is replaced."""
    sent = taking.json_object(request, *_NEW)
    caller = caller_of(request)
    made = views.save(
        caller,
        taking.text(sent, "kind", required=True),
        taking.text(sent, "name"),
        taking.text(sent, "query"),
        share="yes" if taking.flag(sent, "shared") else "",
        opens="yes" if taking.flag(sent, "opens") else "",
    )
    return answer(view_json(made, caller.actor.account), 201)


@router.delete("/views/{int:number}", operation_id="drop_view", summary="Forget a view", openapi_extra=DROP)
def drop_view(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """One of one's own."""
    views.drop(caller_of(request), kind_named(kind).id, number)
    return answer({"dropped": number})


@router.get("/list-file", operation_id="list_file", summary="A list as CSV or Excel", openapi_extra=FILE)
def list_file(  # what a list is asked by, each by its name
    request: HttpRequest,
    kind: str,
    format: str = "csv",  # noqa: A002  # the word the address reads best with
    q: str = "",
    sort: str = "",
    where: Query[list[str]] = [],  # noqa: B006  # ninja copies it for every request
    fields: Query[list[str]] = [],  # noqa: B006  # as above
) -> HttpResponse:
    """`where` is FIELD=VALUE; without `fields` every column a record of the kind can fill. It can be taken back in."""
    if format not in FORMS:
        raise BadInput("list.unknown_value", field="format", value=format, known=FORMS)
    caller, named = caller_of(request), kind_named(kind).id
    require(caller, "read", on_kind(named))
    order = order_of(caller.organisation.pk, named, sort)
    columns = exports.columns(caller, named, fields)
    found = exports.rows(caller, Asked(kind=named, text=q, where=tuple(where)), columns, order=order)
    if format == "csv":
        made, media = b"".join(exports.csv_lines(found)), "text/csv; charset=utf-8"
    else:
        with io.BytesIO() as out:
            exports.write_xlsx(found, out, title=named)
            made, media = out.getvalue(), _XLSX
    response = HttpResponse(made, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{named}.{format}"'
    return response
