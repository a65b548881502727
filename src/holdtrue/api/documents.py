"""Documents over the API: any revision as PDF or Word, templates to start from, files, links, acknowledgement."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, ref, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.app import shapes
from holdtrue.app.actions.documents.acknowledge import acknowledge
from holdtrue.app.actions.documents.files import document_of, keep_file
from holdtrue.app.actions.documents.start import start
from holdtrue.app.actions.documents.watching import read_link
from holdtrue.app.actions.permission import on_kind, on_record, require
from holdtrue.app.documents.acknowledged import acknowledged
from holdtrue.app.documents.rendering import MEDIA, rendered
from holdtrue.app.documents.shapes import acknowledged_json, seen_json, template_json
from holdtrue.app.documents.templates import templates_of
from holdtrue.app.queries import asking
from holdtrue.app.queries.documents import fields_of
from holdtrue.app.shapes_signing import signoff_json

router = Router(tags=["documents"])
router.add_decorator(moment)

_TEXT: dict[str, Any] = {"type": "string"}
_WHOLE: dict[str, Any] = {"type": "integer"}
_SENT = (413, 415)


def _maybe(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _whole(properties: dict[str, Any]) -> dict[str, Any]:
    return thing(properties, *properties)


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


_TEMPLATE = _whole(
    {"id": _TEXT, "kind": _TEXT, "topic": _maybe(_TEXT), "title": _TEXT, "about": _TEXT, "minutes": _WHOLE}
)
_READER = _whole({"ref": _TEXT, "name": _TEXT, "on": _maybe({"type": "string", "format": "date"})})
TEMPLATES = operation(_whole({"templates": _list(_TEMPLATE)}))
START = operation(ref("Record"), status=201, body=thing({"template": _TEXT}, "template"), errors=_SENT)
READERS = operation(
    _whole(
        {
            "ref": _TEXT,
            "revision": _maybe(_WHOLE),
            "asked_of": _TEXT,
            "asked": _WHOLE,
            "acknowledged": _WHOLE,
            "people": _list(_READER),
        }
    )
)
ACKNOWLEDGE = operation(
    ref("SignOff"),
    status=201,
    body=thing({"revision": {"type": "integer", "minimum": 1}}),
    errors=(409, *_SENT),
)
FILE = operation(
    ref("Record"),
    form=thing({"file": {"type": "string", "format": "binary"}, "why": _TEXT}, "file"),
    errors=(409, *_SENT),
)
LINK = operation(
    _whole({"ref": _TEXT, "readable": {"type": "boolean"}, "digest": _maybe(_TEXT), "why": _maybe(_TEXT)})
)
_RENDERED = operation({"type": "string", "format": "binary"})
_RENDERED["responses"][200]["content"] = {
    media: {"schema": {"type": "string", "format": "binary"}} for media in MEDIA.values()
}


@router.get(
    "/document-templates",
    operation_id="list_document_templates",
    summary="Documents to start from",
    openapi_extra=TEMPLATES,
)
def list_templates(request: HttpRequest) -> HttpResponse:
    require(caller_of(request), "read", on_kind("policy"))
    return answer({"templates": [template_json(one) for one in templates_of(caller_of(request))]})


@router.post(
    "/documents", operation_id="start_document", summary="Start from a template", openapi_extra=START
)
def start_document(request: HttpRequest) -> HttpResponse:
    sent = taking.json_object(request, "template")
    caller = caller_of(request)
    made = asking.as_it_is_now(caller, start(caller, taking.text(sent, "template", required=True)))
    return answer(shapes.record_json(made), 201, revision=made.revision)


@router.get(
    "/records/{ref}/document",
    operation_id="render_document",
    summary="A revision as PDF or Word",
    openapi_extra=_RENDERED,
)
def render_document(
    request: HttpRequest,
    ref: str,
    format: str = "pdf",  # noqa: A002  # the word the address reads best with
    revision: int | None = None,
) -> HttpResponse:
    """`format` is pdf or docx; without a revision the newest."""
    made = rendered(caller_of(request), ref, format, number=revision)
    response = HttpResponse(made.content, content_type=made.media_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


@router.post(
    "/records/{ref}/document",
    operation_id="keep_document_file",
    summary="Make a file the document",
    openapi_extra=FILE,
)
def keep_document_file(request: HttpRequest, ref: str) -> HttpResponse:
    caller = caller_of(request)
    file, name = taking.form_file(request)
    texts = taking.form_text(request, "why")
    record = keep_file(caller, ref, file, name, why=texts.get("why", ""))
    now = asking.as_it_is_now(caller, record)
    return answer(shapes.record_json(now), revision=now.revision)


@router.post(
    "/records/{ref}/read-link",
    operation_id="read_document_link",
    summary="Read the watched link now",
    openapi_extra=LINK,
)
def read_document_link(request: HttpRequest, ref: str) -> HttpResponse:
    caller = caller_of(request)
    return answer(seen_json(document_of(caller, ref).ref, read_link(caller, ref)))


@router.get(
    "/records/{ref}/acknowledgements",
    operation_id="list_acknowledgements",
    summary="Who acknowledged the revision in force",
    openapi_extra=READERS,
)
def list_acknowledgements(request: HttpRequest, ref: str) -> HttpResponse:
    caller = caller_of(request)
    record = document_of(caller, ref)
    require(caller, "read", on_record(record))
    require(caller, "read", on_kind("acknowledgement"))
    return answer(acknowledged_json(record, acknowledged(caller, record, fields_of(record))))


@router.post(
    "/records/{ref}/acknowledgements",
    operation_id="acknowledge_document",
    summary="Acknowledge the revision in force",
    openapi_extra=ACKNOWLEDGE,
)
def acknowledge_document(request: HttpRequest, ref: str) -> HttpResponse:
    sent = taking.json_object(request, "revision")
    made = acknowledge(caller_of(request), ref, revision=taking.whole(sent, "revision"))
    return answer(signoff_json(made), 201)
