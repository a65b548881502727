"""The OpenAPI document: written once a process from the operations and the kind declarations."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import orjson

import holdtrue
from holdtrue.api.schemas import components
from holdtrue.api.site import api

PREFIX = "api/v1"
_OK, _MADE = 200, 201
_NAMED = re.compile(r"{(\w+)}")
_PLACES = {
    "slug": "The organisation, as its address names it.",
    "ref": "A record's ref, like SYS-0012, or its uid.",
    "run": "The number of an import run.",
    "number": "The number of an attestation, of a saved view, or of a concern.",
    "kind": "The id of a kind.",
    "stage": "A stage of a system's life, like deployed.",
    "name": "A gate of the management system: live, stage1_ready or stage2_ready.",
    "check": "A free check: index, iso42001, eu_ai_act or nist_ai_rmf.",
    "pack": "The name of a pack, like calm-advice.",
    "file": "The name that an own file of rules gives itself, like calm-house.",
    "requirement": "The id of a requirement, like 9.2.1.",
}


@cache
def document() -> dict[str, Any]:
    """Return the document with every response under the status it has, and both ways in."""
    made = dict(api.get_openapi_schema(path_prefix=PREFIX))
    paths = {
        path: {
            "parameters": [_path_parameter(name) for name in _NAMED.findall(path)],
            **{method: _tidied(operation) for method, operation in sorted(operations.items())},
        }
        for path, operations in sorted(made["paths"].items())
    }
    return {
        "openapi": made["openapi"],
        "info": {**made["info"], "version": f"1 (Holdtrue {holdtrue.__version__})"},
        "paths": paths,
        "components": {
            "schemas": dict(sorted(components().items())),
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
            },
        },
        "security": [{"token": []}, {"session": []}],
    }


@cache
def encoded() -> bytes:
    """Return the document as it is served."""
    return orjson.dumps(document())


def _path_parameter(name: str) -> dict[str, Any]:
    schema = {"type": "integer"} if name in ("run", "number") else {"type": "string"}
    return {"name": name, "in": "path", "required": True, "description": _PLACES[name], "schema": schema}


def _tidied(operation: dict[str, Any]) -> dict[str, Any]:
    parameters = [p for p in operation.get("parameters", []) if p["in"] != "path"]
    operation = {**operation, "parameters": parameters}
    responses = operation["responses"]
    if _MADE in responses and "content" not in responses.get(_OK, {}):
        responses = {code: said for code, said in responses.items() if code != _OK}
    return {**operation, "responses": {str(code): said for code, said in sorted(responses.items())}}
