"""The schemas of the OpenAPI document: what follows from the declarations of kinds, and the shapes of the answers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from holdtrue.api.declared import EVIDENCE, ref, several, thing
from holdtrue.core.kinds import KINDS
from holdtrue.core.practices import library
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.core.verdicts import State
from holdtrue.words import say

if TYPE_CHECKING:
    from holdtrue.core.kinds import FieldSpec, Kind

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_FLAG: Schema = {"type": "boolean"}
_WHOLE: Schema = {"type": "integer"}
_NUMBER: Schema = {"type": "number"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_DATE: Schema = {"type": "string", "format": "date"}
_ANY: Schema = {}
_UNTIL: Schema = {
    "type": "string",
    "description": "The first day it no longer holds; 'always' or 'never' otherwise.",
}
_LEVEL: Schema = {"type": "string", "enum": list(LEVEL_WORDS)}
_STATE: Schema = {"type": "string", "enum": [state.word for state in State]}


def maybe(schema: Schema) -> Schema:
    """The same, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


@cache
def components() -> Schema:
    """Return every schema by name."""
    made = {
        "Me": _all(
            {"name": _TEXT, "machine": _FLAG, "slug": maybe(_TEXT), "organisations": several("Place")}
        ),
        "Place": _all(dict.fromkeys(("slug", "organisation", "role"), _TEXT)),
        "Error": _all({"code": _TEXT, "message": _TEXT, "field": maybe(_TEXT)}),
        **_records(),
        **_standing(),
        **_classes(),
        **_catalogs(),
        **_imports(),
    }
    for kind in KINDS.values():
        made[f"{_name(kind)}Fields"] = fields_schema(kind)
        made[f"{_name(kind)}Links"] = links_schema(kind)
        made[f"New{_name(kind)}"] = _new(kind)
    return made


def fields_schema(kind: type[Kind]) -> Schema:
    """Return the schema of a kind's fields as people give them; an empty value clears a field."""
    made = thing({s.name: field_schema(s) for s in kind.field_specs() if not s.linked and not s.derived})
    return {**made, "description": say(kind.help)}


def links_schema(kind: type[Kind]) -> Schema:
    """Return the schema of a kind's relations; ends are refs."""
    return thing({s.name: field_schema(s) for s in kind.field_specs() if s.linked and not s.derived})


def field_schema(spec: FieldSpec) -> Schema:
    """Return the schema of one field, with its words."""
    one: Schema = {
        "date": _DATE,
        "yes_no": _FLAG,
        "number": _NUMBER,
        "period": {"type": "string", "pattern": r"^([1-9]\d{0,3} month|[1-9]\d{0,4} day)s?$"},
    }.get(spec.type, _TEXT)
    if spec.choices and not spec.open:
        one = {"type": "string", "enum": [value for value, _ in spec.choices]}
    if spec.pair:
        one = {"anyOf": [_NUMBER, {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2}]}
    if spec.multiple:
        one = {"type": "array", "items": one}
    made: Schema = {"title": say(spec.label), **(one if spec.required else maybe(one))}
    if spec.help:
        made["description"] = say(spec.help)
    if spec.example:
        made["examples"] = [say(spec.example)]
    return made


def _new(kind: type[Kind]) -> Schema:
    return thing(
        {
            "kind": {"const": kind.id},
            "title": _TEXT,
            "fields": ref(f"{_name(kind)}Fields"),
            "links": ref(f"{_name(kind)}Links"),
            "why": _TEXT,
            "true_from": _DATE,
        },
        "kind",
    )


def _classes() -> Schema:
    """A system's class under a law, as walked: steps with article and facts, what is missing, duties and dates."""
    fact = {"question": _TEXT, "label": _TEXT, "value": _TEXT, "field": maybe(_TEXT)}
    step = {
        **dict.fromkeys(("id", "article", "title", "because"), _TEXT),
        "outcome": {"type": "string", "enum": ["yes", "no", "unknown", "not_asked"]},
        "facts": {"type": "array", "items": _all(fact)},
        "missing": _TEXTS,
        "uncertain": _TEXTS,
    }
    missing = {"question": _TEXT, "ask": _TEXT, "article": _TEXT, "field": maybe(_TEXT)}
    duty = {
        "id": _TEXT,
        "article": _TEXT,
        "title": _TEXT,
        "applies_from": maybe(_DATE),
        "date_certain": _FLAG,
    }
    known = dict.fromkeys(("system", "title", "law", "law_version", "as_of", "source"), _TEXT)
    return {
        "Classified": _all(
            {
                **known,
                "class": maybe(_TEXT),
                **dict.fromkeys(("possible", "also", "roles"), _TEXTS),
                "missing": {"type": "array", "items": _all(missing)},
                "steps": {"type": "array", "items": _all(step)},
                "duties": {"type": "array", "items": _all(duty)},
                "record": maybe(_TEXT),
                "recorded_class": maybe(_TEXT),
                "agrees": _FLAG,
            }
        )
    }


def _records() -> Schema:
    line = {
        "ref": _TEXT,
        "kind": {"type": "string", "enum": list(KINDS)},
        "title": _TEXT,
        "fields": {"type": "object"},
        "links": {"type": "object", "additionalProperties": _TEXTS},
        "revision": _WHOLE,
        "in_force": _WHOLE,
        "digest": _TEXT,
    }
    near = {"ref": _TEXT, "kind": _TEXT, "title": _TEXT}
    record = {
        **line,
        "uid": _TEXT,
        "derived": _TEXTS,
        "linked": {"type": "array", "items": _all({"relation": _TEXT, **near})},
        "incoming": {"type": "object", "additionalProperties": {"type": "array", "items": _all(near)}},
        "retired": _FLAG,
        "missing": _TEXTS,
        "source_fields": {"type": "object"},
    }
    listed = {
        **line,
        "unit": _TEXT,
        "changed_at": _TEXT,
        "tier": _TEXT,
        "state": _STATE,
        "next_change": maybe(_DATE),
    }
    return {
        **_written(record),
        "Record": _all(record),
        "Line": thing(listed, *line, "unit", "changed_at"),
        "Page": _all(
            {"records": several("Line"), "total": maybe(_WHOLE), "more": _FLAG, "next": maybe(_TEXT)}
        ),
        "Version": _all(
            {"revision": _WHOLE, "at": _TEXT, "by": _TEXT, **_some(record, "fields", "links", "digest")}
        ),
        "SignOff": _all(_signoff()),
        "SignatureAsked": _all(_asked()),
        "Entry": _all(_entry()),
    }


def _written(record: Schema) -> Schema:
    """What writing takes and answers, beside the record itself."""
    addable = [kind for kind in KINDS.values() if kind.id != "organization"]
    return {
        "NewRecord": {
            "oneOf": [ref(f"New{_name(kind)}") for kind in addable],
            "discriminator": {"propertyName": "kind"},
        },
        "Stale": thing(
            {
                "code": _TEXT,
                "message": _TEXT,
                "field": maybe(_TEXT),
                "ref": _TEXT,
                "based_on": maybe(ref("Version")),
                "newest": maybe(ref("Version")),
            },
            "code",
            "message",
            "field",
        ),
        "EvidenceForm": thing(
            {
                **{name: field_schema(KINDS["evidence"].spec(name)) for name in EVIDENCE if name != "title"},
                "title": _TEXT,
                "about": {"anyOf": [_TEXT, _TEXTS]},
                "why": _TEXT,
            }
        ),
        "Attached": _all(
            {
                "evidence": _TEXT,
                **_some(record, "ref", "uid", "kind", "title", "revision", "digest"),
                "tag": maybe(_TEXT),
                "format": maybe(_TEXT),
                "measurements": {"type": "array"},
                "state": {"type": "string", "enum": ["placed", "undated"]},
            }
        ),
    }


def _signoff() -> Schema:
    basis = _all({"uid": _TEXT, "revision": _WHOLE, "digest": _TEXT})
    return {
        **dict.fromkeys(("uid", "signer", "signer_name", "meaning"), _TEXT),
        "on": _DATE,
        "until": _UNTIL,
        "revision": _WHOLE,
        "basis": {"type": "array", "items": basis},
        "self_signed": _FLAG,
        "at_the_console": _FLAG,
        **dict.fromkeys(("at", "digest", "authenticated", "set", "set_name"), _TEXT),
        "needed": _WHOLE,
        "withdrawn_on": maybe(_DATE),
    }


def _asked() -> Schema:
    party = _all({"person": maybe(_TEXT), "name": _TEXT, "role": _TEXT, "answer": _TEXT})
    return {
        **dict.fromkeys(("uid", "ref", "title", "meaning", "note"), _TEXT),
        "needed": _WHOLE,
        "given": _WHOLE,
        "met": _FLAG,
        "asked": {"type": "array", "items": party},
        "on": _DATE,
        "due": maybe(_DATE),
    }


def _entry() -> Schema:
    return {
        "seq": _WHOLE,
        **dict.fromkeys(("at", "by", "action", "action_id", "why"), _TEXT),
        "revision": _WHOLE,
        "changed": {"type": "array", "items": _all({"field": _TEXT, "before": _ANY, "after": _ANY})},
        "sign_off": maybe(ref("SignOff")),
    }


def _standing() -> Schema:
    stand = {
        "id": {"type": "string", "enum": [p.id for p in library().practices]},
        "title": _TEXT,
        "level": _LEVEL,
        "until": _UNTIL,
        "state": _STATE,
        "because": _TEXT,
        "score": maybe(_NUMBER),
        "target": _LEVEL,
        **dict.fromkeys(("applies", "counted", "joined_by_law"), _FLAG),
        **dict.fromkeys(("holding", "scopes"), _WHOLE),
    }
    status = {
        **dict.fromkeys(("organisation", "slug", "profile", "band"), _TEXT),
        "at": _DATE,
        "index": _NUMBER,
        "properties": {"type": "object", "additionalProperties": maybe(_NUMBER)},
        **dict.fromkeys(("holds_until", "certification_holds_until"), maybe(_UNTIL)),
        **dict.fromkeys(("holding", "not_holding", "systems"), _WHOLE),
        "practices": several("Stand"),
    }
    lapse = {"on": _DATE, "practice": _TEXT, "title": _TEXT, "level": _LEVEL, "systems": _WHOLE}
    opened = {
        **dict.fromkeys(
            ("organisation", "slug", "scope", "title", "told", "profile", "band", "rules"), _TEXT
        ),
        "at": _DATE,
        "index": _NUMBER,
        **dict.fromkeys(("holding", "asked", "joined_by_law", "matrix_version"), _WHOLE),
        **{key: {"type": "array", "items": {"type": "object"}} for key in ("properties", "caps", "mark")},
        "ready": _FLAG,
    }
    changed = {"ref": _TEXT, "field": _TEXT, "label": _TEXT, "before": _ANY, "after": _ANY}
    why = {
        **dict.fromkeys(("scope", "ref", "practice", "title"), _TEXT),
        "at": _DATE,
        "applies": _FLAG,
        "reached": _LEVEL,
        "level": _LEVEL,
        "until": _UNTIL,
        "state": _STATE,
        "because": _TEXT,
        "witness": _TEXTS,
        **dict.fromkeys(("remedy", "remedy_action", "remedy_ref", "remedy_role"), _TEXT),
        "findings": _TEXTS,
        "changed": {"type": "array", "items": _all(changed)},
    }
    return {
        "Stand": _all(stand),
        "Lapse": _all(lapse),
        "Status": {**_all(status), "additionalProperties": True},
        "Index": {**_all(opened), "additionalProperties": True},
        "Why": _all(why),
    }


def _catalogs() -> Schema:
    field = {
        **dict.fromkeys(("name", "title", "type", "help", "example", "why", "target"), _TEXT),
        "choices": {"type": "array", "items": _all({"id": _TEXT, "title": _TEXT})},
        **dict.fromkeys(("several", "required", "derived", "material", "personal"), _FLAG),
    }
    kind = {
        **dict.fromkeys(("id", "title", "plural", "help", "prefix", "phase", "edits"), _TEXT),
        "signed": _FLAG,
        "fields": {"type": "array", "items": _all(field)},
    }
    words = ("id", "title", "statement", "scope", "property", "phase", "profile", "owner_role")
    practice = {
        **dict.fromkeys(words, _TEXT),
        "tiers": _TEXTS,
        "satisfies": {"type": "object", "additionalProperties": _TEXTS},
    }
    framework = {
        **dict.fromkeys(("id", "title", "version", "digest"), _TEXT),
        **dict.fromkeys(("as_of", "source"), maybe(_TEXT)),
        "requirements": _WHOLE,
    }
    coverage = {
        "framework": _TEXT,
        "title": _TEXT,
        **dict.fromkeys(("requirements", "applies", "answered", "satisfied"), _WHOLE),
        **dict.fromkeys(("satisfied_ids", "open", "begun", "not_asked", "uncovered"), _TEXTS),
        "needs_more": {"type": "object", "additionalProperties": _TEXT},
        "not_applicable": {"type": "object", "additionalProperties": _TEXT},
    }
    return {
        "Kind": _all(kind),
        "Practice": _all(practice),
        "Framework": _all(framework),
        "Coverage": _all(coverage),
    }


def _imports() -> Schema:
    counts = dict.fromkeys(("rows", "added", "changed", "unchanged", "refused", "review"), _WHOLE)
    run = {"run": maybe(_WHOLE), "kind": _TEXT, "file": _TEXT, "state": _TEXT, "done": _WHOLE, **counts}
    return {
        "ImportRun": {**thing(run, "run", "kind", *counts), "additionalProperties": True},
        "Undone": _all(dict.fromkeys(("undone", "retired", "restored", "kept"), _WHOLE)),
    }


def _all(properties: Schema) -> Schema:
    return thing(properties, *properties)


def _some(properties: Schema, *names: str) -> Schema:
    return {name: properties[name] for name in names}


def _name(kind: type[Kind]) -> str:
    return kind.__name__
