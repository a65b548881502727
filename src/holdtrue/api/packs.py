"""An adviser's packs over HTTP: those in place, one looked into or installed, one taken away."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.api.importing import chosen, copied
from holdtrue.app import packing
from holdtrue.app.actions import packs
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.shapes_packs import changes_json, pack_json

router = Router(tags=["packs"])
router.add_decorator(moment)

_TEXT: dict[str, Any] = {"type": "string"}
_FLAG: dict[str, Any] = {"type": "boolean"}
_TEXTS: dict[str, Any] = {"type": "array", "items": _TEXT}
_MAYBE: dict[str, Any] = {"anyOf": [_TEXT, {"type": "null"}]}


def _all(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


_RULE = {**dict.fromkeys(("name", "title"), _TEXT), **dict.fromkeys(("practices", "frameworks"), _TEXTS)}
_BRANDING = {**dict.fromkeys(("name", "colour"), _MAYBE), "logo": _FLAG}
_PACK = {
    **dict.fromkeys(("pack", "title", "version", "digest"), _TEXT),
    "documents": _TEXTS,
    "rules": _all(thing(_RULE, *_RULE)),
    "branding": thing(_BRANDING, *_BRANDING),
}
PACKS = operation(thing({"packs": _all(thing(_PACK, *_PACK))}, "packs"))
_CHANGES = {
    **_PACK,
    "was": _MAYBE,
    **dict.fromkeys(("added", "changed", "removed"), _TEXTS),
    "installed": _FLAG,
}
_FORM = {"file": {"type": "string", "format": "binary"}, "dry_run": _TEXT}
INSTALL = operation(thing(_CHANGES, *_CHANGES), form=thing(_FORM, "file"), errors=(413, 415))
REMOVE = operation(thing({"removed": _TEXT, "version": _TEXT}, "removed", "version"))


@router.get("/packs", operation_id="list_packs", summary="Packs in place", openapi_extra=PACKS)
def list_packs(request: HttpRequest) -> HttpResponse:
    """Each with the documents, rules and branding it carries."""
    found = packs.installed(caller_of(request))
    return answer({"packs": [pack_json(packing.unpacked(bytes(row.content))) for row in found]})


@router.post("/packs", operation_id="install_pack", summary="Install a pack", openapi_extra=INSTALL)
def install_pack(request: HttpRequest) -> HttpResponse:
    """A zip. With `dry_run` nothing is written: what installing would change is told. No token installs."""
    caller = caller_of(request)
    require(caller, "install_pack", on_organisation())
    file, _ = taking.form_file(request)
    words = taking.form_text(request, "dry_run")
    with tempfile.TemporaryDirectory(prefix="holdtrue-pack-") as folder:
        pack = packing.from_path(copied(file, Path(folder) / "pack.zip"))
    if chosen(words, "dry_run", "no") == "yes":
        return answer(changes_json(pack, packs.changes(caller, pack)))
    return answer(changes_json(pack, packs.install(caller, pack), installed="yes"))


@router.delete("/packs/{pack}", operation_id="remove_pack", summary="Take a pack away", openapi_extra=REMOVE)
def remove_pack(request: HttpRequest, pack: str) -> HttpResponse:
    """With the rules it brought; documents begun from it stay."""
    row = packs.remove(caller_of(request), pack)
    return answer({"removed": row.pack, "version": row.version})
