"""Looks into an own practice: its words, its facts, and its four levels in the closed vocabulary of claims."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from holdtrue.core.additions.addition import (
    NAME,
    require_keys,
    require_list,
    require_one_of,
    require_text,
    require_texts,
)
from holdtrue.core.claims.parse import parse_claim
from holdtrue.core.own import completed
from holdtrue.core.practices import LEVELS, PROFILES, practice_of
from holdtrue.core.refusals import BadInput
from holdtrue.core.standing import prepare
from holdtrue.core.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection

    from holdtrue.core.additions.addition import Addition
    from holdtrue.core.additions.lined import Lined, Place
    from holdtrue.core.practices import Library

MOST_ID = 40
_NEEDED = ("id", "title", "statement", "scope", "property", "owner_role", "levels")
_TEXTS = ("title", "statement", "auditor_asks", "pitfall")
_KEYS = frozenset(
    (*_NEEDED, "phase", "profile", "tiers", "applies_when", "minutes", "satisfies", "auditor_asks", "pitfall")
)
_SCOPES = ("organization", "system")
_PHASES = ("plan", "do", "check", "act")
_MOST_MINUTES = 480
_READ_ONLY_FROM = 2


def check_practices(addition: Addition, library: Library, taken: Collection[str]) -> None:
    """Raise BadInput for the first practice that is not in order; `taken` are ids of other additions."""
    lined = addition.lined
    here: set[str] = set()
    for n, stated in enumerate(addition.listed("practices")):
        place: Place = ("practices", n)
        require_keys(lined, place, stated, _KEYS, _NEEDED)
        name = require_text(lined, (*place, "id"), stated["id"])
        if not NAME.fullmatch(name) or "_" in name or len(name) > MOST_ID:
            raise lined.refusal("own.bad.id", (*place, "id"), value=name, most=MOST_ID)
        if name in library.by_id or name in here or name in taken:
            raise lined.refusal("own.bad.taken", (*place, "id"), value=name)
        here.add(name)
        _words(lined, place, stated, library)
        _facts(lined, place, stated)
        _levels(lined, place, stated)


def _words(lined: Lined, place: Place, stated: Mapping[str, Any], library: Library) -> None:
    for key in _TEXTS:
        if key in stated:
            require_text(lined, (*place, key), stated[key])
    choices = {
        "scope": _SCOPES,
        "property": tuple(p.id for p in library.scheme.properties),
        "owner_role": tuple(vocabulary().roles),
        "phase": _PHASES,
        "profile": PROFILES,
    }
    for key, known in choices.items():
        if key in stated:
            require_one_of(lined, (*place, key), stated[key], known)
    tiers = require_texts(lined, (*place, "tiers"), stated.get("tiers"))
    if tiers and stated["scope"] != "system":
        raise lined.refusal("own.bad.tiers_scope", (*place, "tiers"))
    for n, tier in enumerate(tiers):
        require_one_of(lined, (*place, "tiers", n), tier, tuple(vocabulary().tiers))
    minutes = stated.get("minutes")
    if minutes is not None:
        require_keys(lined, (*place, "minutes"), minutes, frozenset(LEVELS), ())
        for level, value in minutes.items():
            if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= _MOST_MINUTES:
                raise lined.refusal("own.bad.minutes", (*place, "minutes", level), most=_MOST_MINUTES)


def _facts(lined: Lined, place: Place, stated: Mapping[str, Any]) -> None:
    """Facts under which it is asked are read as those of a claim `when` are."""
    facts = stated.get("applies_when")
    if facts is not None:
        claim = {"when": facts, "holds": {"record": "policy"}}
        _parse(lined, (*place, "applies_when"), claim, strict=False)


def conditions(lined: Lined, place: Place, facts: object) -> None:
    """Raise BadInput where facts that bring something in are not those systems or the organisation have."""
    _parse(lined, place, {"when": facts, "holds": {"record": "policy"}}, strict=False)


def _levels(lined: Lined, place: Place, stated: Mapping[str, Any]) -> None:
    levels = stated["levels"]
    at: Place = (*place, "levels")
    require_keys(lined, at, levels, frozenset(LEVELS), ())
    missing = next((level for level in LEVELS if not levels.get(level)), None)
    if missing:
        raise lined.refusal("own.bad.level", at, level=missing, practice=stated["id"])
    for n, level in enumerate(LEVELS):
        if not isinstance(levels[level], Mapping):
            raise lined.refusal("own.bad.claim", (*at, level))
        _parse(lined, (*at, level), levels[level], strict=n >= _READ_ONLY_FROM)
    try:
        prepare(practice_of({**completed({**stated, "satisfies": {}}), "satisfies": {}}))
    except BadInput as refusal:
        path = str(refusal.message.params.get("path", ""))
        level = next((level for level in LEVELS if f".{level}" in path), LEVELS[0])
        raise lined.refusal("own.bad.said", (*at, level), said=refusal.message) from refusal


def _parse(lined: Lined, place: Place, claim: Mapping[str, object], *, strict: bool) -> None:
    try:
        parse_claim(claim, strict=strict)
    except BadInput as refusal:
        path = str(refusal.message.params.get("path", ""))
        line = lined.claim_line(place, path)
        raise BadInput(
            "own.bad.said", field="own", file=lined.file, line=line, said=refusal.message
        ) from refusal


def require_ids(lined: Lined, place: Place, value: object) -> tuple[str, ...]:
    """Return ids, which YAML may have taken for numbers: those are told to be quoted."""
    return tuple(
        require_text(lined, (*place, n), one) for n, one in enumerate(require_list(lined, place, value))
    )


__all__ = ["check_practices", "conditions", "require_ids"]
