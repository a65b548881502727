"""Rules and the profile over HTTP: those in force, own files, and what choosing others would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.api.importing import chosen
from holdtrue.app import rederiving
from holdtrue.app.actions import additions
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.actions.profile import choose
from holdtrue.app.queries.profiles import profiles
from holdtrue.app.queries.rules_offered import offered
from holdtrue.app.shapes_profiles import profiles_json
from holdtrue.app.shapes_rules import in_force_json, job_json, own_json, proposed_json
from holdtrue.core.additions.lined import MOST_BYTES
from holdtrue.core.practices import PROFILES
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from holdtrue.app.actions.additions import Proposed
    from holdtrue.app.queries.rules_compared import Compared

router = Router(tags=["rules"])
router.add_decorator(moment)

_TEXT: dict[str, Any] = {"type": "string"}
_FLAG: dict[str, Any] = {"type": "boolean"}
_WHOLE: dict[str, Any] = {"type": "integer"}
_MAYBE: dict[str, Any] = {"anyOf": [_TEXT, {"type": "null"}]}
_SCORE: dict[str, Any] = {"type": ["number", "null"]}


def _all(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


_NAMES = _all(_TEXT)
_ONE = {
    **dict.fromkeys(("name", "title", "version"), _TEXT),
    **dict.fromkeys(("practices", "frameworks"), _NAMES),
    **dict.fromkeys(("mappings", "periods"), _WHOLE),
}
_MOVED = {
    **dict.fromkeys(("practice", "title"), _TEXT),
    **dict.fromkeys(("before", "after"), _MAYBE),
    **dict.fromkeys(("holding_before", "holding_after"), _WHOLE),
}
_JOB = {"anyOf": [thing({"state": _TEXT, "done": _WHOLE, "of": _WHOLE}, "state"), {"type": "null"}]}
_DIFFERING = dict.fromkeys(("added", "removed", "changed"), _NAMES)
_CHANGES = {
    "practices": thing(_DIFFERING, *_DIFFERING),
    "frameworks": _all(thing({}, more=True)),
    "files": _NAMES,
    "tried": _FLAG,
    "systems": _WHOLE,
    **dict.fromkeys(("index_now", "index_after"), _SCORE),
    "changes": _all(thing(_MOVED, *_MOVED)),
    "job": _JOB,
}
_RULES = {
    **dict.fromkeys(("current", "available"), _TEXT),
    "since": _MAYBE,
    **dict.fromkeys(("kept", "differs"), _FLAG),
    "own": _all(thing(_ONE, *_ONE)),
    **_CHANGES,
}
_FILE = {"name": _TEXT, "version": _TEXT, "was": _MAYBE}
_PROPOSED = {
    "own": _all(thing(_FILE, *_FILE)),
    "done": _FLAG,
    "digest": _TEXT,
    "cases": _WHOLE,
    **_CHANGES,
}
_EFFORT = thing({"first_year": _WHOLE, "a_year": _WHOLE}, "first_year", "a_year")
_LAW = thing({"practice": _TEXT, "laws": _NAMES, "level": _TEXT}, "practice", "laws", "level")
_PROFILE = {
    "name": _TEXT,
    "current": _FLAG,
    **dict.fromkeys(("practices", "hours_first_year", "hours_a_year"), _WHOLE),
    "minutes": {"type": "object", "additionalProperties": _EFFORT},
    **dict.fromkeys(("new", "no_longer_asked"), _NAMES),
    "by_law": _all(_LAW),
}
_PROFILES = {
    "profile": _TEXT,
    **dict.fromkeys(("people", "systems"), _WHOLE),
    "systems_assumed": _FLAG,
    "profiles": _all(thing(_PROFILE, *_PROFILE)),
    "open_audits": _NAMES,
    "chosen": _FLAG,
}
_SENT = (413, 415)
_WANTED = {"profile": {"type": "string", "enum": list(PROFILES)}, "dry_run": _FLAG}
_FORM = {"file": {"type": "string", "format": "binary"}, "dry_run": _TEXT}
RULES = operation(thing(_RULES, *_RULES))
TEXT = operation(thing({**_ONE, "text": _TEXT}, *_ONE, "text"))
ADD = operation(thing(_PROPOSED, *_PROPOSED), form=thing(_FORM, "file"), errors=_SENT)
REMOVE = operation(thing(_PROPOSED, *_PROPOSED))
SHOWN = operation(thing(_PROFILES, *_PROFILES))
CHOOSE = operation(thing(_PROFILES, *_PROFILES), body=thing(_WANTED, "profile"), errors=_SENT)


@router.get("/rules", operation_id="rules", summary="The rules in force", openapi_extra=RULES)
def rules(request: HttpRequest) -> HttpResponse:
    """With the organisation's own files, and what the rules that ship now would change."""
    caller = caller_of(request)
    found, own = offered(caller), additions.installed(caller)
    return answer(in_force_json(found, own, rederiving.current(caller.organisation)))


@router.get("/rules/own/{file}", operation_id="own_rules", summary="An own file of rules", openapi_extra=TEXT)
def own_rules(request: HttpRequest, file: str) -> HttpResponse:
    """With its text, as it was sent."""
    found = additions.installed_one(caller_of(request), file)
    return answer({**own_json(found), "text": found.body.decode()})


@router.post("/rules/own", operation_id="add_own_rules", summary="Add an own file", openapi_extra=ADD)
def add_own_rules(request: HttpRequest) -> HttpResponse:
    """Practices, frameworks or mappings as YAML. With `dry_run` nothing is written: what it would change is told.

    What is not in order is refused by file and line. No token does it.
    """
    caller = caller_of(request)
    require(caller, "install_rules", on_organisation())
    sent, name = taking.form_file(request)
    words = taking.form_text(request, "dry_run")
    body = sent.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise BadInput("own.bad.large", field="file", file=name, kilobytes=MOST_BYTES // 1000)
    found = additions.proposed(caller, {name: body})
    told = additions.changes(caller, found)
    if chosen(words, "dry_run", "no") == "yes":
        return _told(found, told, done=False)
    found, job = additions.add(caller, {name: body})
    return _told(found, told, job=job_json(job))


@router.delete(
    "/rules/own/{file}", operation_id="remove_own_rules", summary="Take a file away", openapi_extra=REMOVE
)
def remove_own_rules(request: HttpRequest, file: str, dry_run: str = "") -> HttpResponse:
    """Refused where another file or a control rests on it. With `dry_run` only what it would change is told."""
    caller = caller_of(request)
    found = additions.proposed_without(caller, file)
    told = additions.changes(caller, found)
    if chosen({"dry_run": dry_run}, "dry_run", "no") == "yes":
        return _told(found, told, done=False)
    found, job = additions.remove(caller, file)
    return _told(found, told, job=job_json(job))


@router.get("/profile", operation_id="profiles", summary="Profiles with their hours", openapi_extra=SHOWN)
def show_profiles(request: HttpRequest) -> HttpResponse:
    """Each as it would be here: practices, hours a year by who spends them, what is new and what a law asks anyway."""
    caller = caller_of(request)
    require(caller, "settings", on_organisation())
    return answer(profiles_json(profiles(caller), caller.organisation.profile, chosen=False))


@router.post("/profile", operation_id="choose_profile", summary="Choose a profile", openapi_extra=CHOOSE)
def choose_profile(request: HttpRequest) -> HttpResponse:
    """With `dry_run` only what it would change is told. A lower one is refused while an audit has no result."""
    caller = caller_of(request)
    require(caller, "settings", on_organisation())
    sent = taking.json_object(request, "profile", "dry_run")
    found = profiles(caller)
    wanted = found.named(taking.text(sent, "profile", required=True))
    chooses = not taking.flag(sent, "dry_run") and not wanted.current
    if chooses:
        choose(caller, wanted.profile.id)
    return answer(profiles_json(found, caller.organisation.profile, wanted=wanted, chosen=chooses))


def _told(found: Proposed, told: Compared, *, done: bool = True, job: object = None) -> HttpResponse:
    return answer({**proposed_json(found, told, done=done), "job": job})
