"""What each operation takes and answers, as OpenAPI says it; the schemas it names are written in `schemas`."""

from __future__ import annotations

from typing import Any

Extra = dict[str, Any]

EVIDENCE = ("title", "tag", "source", "collected_on", "valid_until", "hash", "result", "read_by", "read_on")


def ref(name: str) -> Extra:
    """Name a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def several(name: str) -> Extra:
    """A list of them."""
    return {"type": "array", "items": ref(name)}


def thing(properties: Extra, *required: str, more: bool = False) -> Extra:
    """An object of these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": more,
    }


def operation(
    schema: Extra,
    *,
    status: int = 200,
    body: Extra | None = None,
    form: Extra | None = None,
    errors: tuple[int, ...] = (),
) -> Extra:
    """What an operation answers, what it takes, and how it refuses."""
    refusals = {401, 403, 404, 422, *errors}
    made: Extra = {
        "responses": {
            status: {"description": _DESCRIBED[status], "content": {"application/json": {"schema": schema}}},
            **{
                code: {
                    "description": _DESCRIBED[code],
                    "content": {"application/json": {"schema": ref(_shape(code))}},
                }
                for code in sorted(refusals)
            },
        }
    }
    content: Extra = {}
    if body is not None:
        content["application/json"] = {"schema": body}
    if form is not None:
        content["multipart/form-data"] = {"schema": form}
    if content:
        made["requestBody"] = {"required": True, "content": content}
    return made


def _shape(code: int) -> str:
    return "Stale" if code == _CONFLICT else "Error"


_CONFLICT = 409
_DESCRIBED = {
    200: "As asked.",
    201: "Written; its entry is in the ledger.",
    202: "Taken up; it goes on in the background.",
    401: "Nobody is signed in, or the token is not known.",
    403: "You may not; the message says why.",
    404: "Nothing here, or nothing you may know of.",
    409: "It moved on meanwhile; both versions are shown and nothing was written.",
    413: "More than is taken at once.",
    415: "Of a type this address does not take.",
    422: "It cannot be taken as it is; the message says what to write.",
}

_TEXT = {"type": "string"}
_DATE = {"type": "string", "format": "date"}
_SENT = (413, 415)

PAGE = operation(ref("Page"))
RECORD = operation(ref("Record"))
ADD = operation(ref("Record"), status=201, body=ref("NewRecord"), errors=_SENT)
EDIT = operation(
    ref("Record"),
    body=thing(
        {
            "title": _TEXT,
            "fields": {"type": "object"},
            "links": {"type": "object"},
            "revision": {"type": "integer", "minimum": 1},
            "why": _TEXT,
            "true_from": _DATE,
        }
    ),
    errors=(409, *_SENT),
)
LINK = operation(ref("Record"), body=thing({"relation": _TEXT, "to": _TEXT}, "relation", "to"), errors=_SENT)
_FILE = {
    "file": {"type": "string", "format": "binary"},
    "tag": _TEXT,
    "title": _TEXT,
    "collected_on": _DATE,
    "valid_until": _DATE,
    "about": _TEXT,
}
ATTACH = operation(
    ref("Attached"), status=201, body=ref("EvidenceForm"), form=thing(_FILE, "file"), errors=_SENT
)
SIGN = operation(
    ref("SignOff"),
    status=201,
    body=thing(
        {"as": _TEXT, "good_for": _TEXT, "revision": {"type": "integer", "minimum": 1}, "why": _TEXT}, "as"
    ),
    errors=(409, *_SENT),
)
SIGNED = operation(
    thing(
        {"ref": _TEXT, "sign_offs": several("SignOff"), "asked": several("SignatureAsked")},
        *("ref", "sign_offs", "asked"),
    )
)
RETIRE = operation(ref("Record"), body=thing({"why": _TEXT}, "why"), errors=_SENT)
HISTORY = operation(thing({"ref": _TEXT, "entries": several("Entry")}, "ref", "entries"))
STATUS = operation(ref("Status"))
INDEX = operation(ref("Index"))
WHY = operation(ref("Why"))
CLASS = operation(ref("Classified"))
CLASSIFY = operation(
    ref("Classified"),
    status=201,
    body=thing({"law": _TEXT, "answers": {"type": "object"}, "why": _TEXT}, "law"),
    errors=(409, *_SENT),
)
KINDS = operation(thing({"kinds": several("Kind")}, "kinds"))
KIND = operation(ref("Kind"))
PRACTICES = operation(thing({"practices": several("Practice")}, "practices"))
FRAMEWORKS = operation(thing({"frameworks": several("Framework")}, "frameworks"))
COVERAGE = operation(thing({"at": _DATE, "frameworks": several("Coverage")}, "at", "frameworks"))
ME = operation(ref("Me"))
IMPORT = operation(
    ref("ImportRun"),
    status=200,
    form=thing(
        {
            "file": {"type": "string", "format": "binary"},
            "mapping": _TEXT,
            "kind": _TEXT,
            "said_on": _DATE,
            "sheet": _TEXT,
            "dry_run": {"type": "string", "enum": ["yes", "no"]},
            "background": {"type": "string", "enum": ["yes", "no", "auto"]},
        },
        "file",
    ),
    errors=_SENT,
)
IMPORT["responses"][202] = {
    "description": _DESCRIBED[202],
    "content": {"application/json": {"schema": ref("ImportRun")}},
}
RUN = operation(ref("ImportRun"))
UNDO = operation(ref("Undone"))
