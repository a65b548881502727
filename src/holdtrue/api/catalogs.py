"""The vocabulary over HTTP: kinds with their fields, practices, frameworks."""

from __future__ import annotations

from functools import cache

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api.answers import answer
from holdtrue.api.declared import FRAMEWORKS, KIND, KINDS, PRACTICES
from holdtrue.api.door import moment
from holdtrue.app import vocabulary
from holdtrue.core.frameworks import FRAMEWORKS as INSTALLED
from holdtrue.core.frameworks import framework
from holdtrue.core.kinds import KINDS as DECLARED
from holdtrue.core.kinds import kind_named
from holdtrue.core.practices import library

router = Router(tags=["vocabulary"])
router.add_decorator(moment)


@router.get("/kinds", operation_id="kinds", summary="Kinds of record", openapi_extra=KINDS)
def kinds(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_kinds(), content_type="application/json")


@router.get("/kinds/{kind}", operation_id="kind", summary="One kind of record", openapi_extra=KIND)
def kind(request: HttpRequest, kind: str) -> HttpResponse:
    return answer(vocabulary.kind_json(kind_named(kind)))


@router.get("/practices", operation_id="practices", summary="The practice library", openapi_extra=PRACTICES)
def practices(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_practices(), content_type="application/json")


@router.get(
    "/frameworks", operation_id="frameworks", summary="Frameworks installed", openapi_extra=FRAMEWORKS
)
def frameworks(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_frameworks(), content_type="application/json")


@cache
def _kinds() -> bytes:
    return orjson.dumps({"kinds": [vocabulary.kind_json(kind) for kind in DECLARED.values()]})


@cache
def _practices() -> bytes:
    return orjson.dumps({"practices": [vocabulary.practice_json(p) for p in library().practices]})


@cache
def _frameworks() -> bytes:
    return orjson.dumps({"frameworks": [vocabulary.framework_json(framework(name)) for name in INSTALLED]})
