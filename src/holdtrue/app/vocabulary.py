"""The JSON of the vocabulary: kinds with their fields, practices and frameworks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.shapes import Json, said
from holdtrue.core.frameworks import answers_of
from holdtrue.words import say

if TYPE_CHECKING:
    from holdtrue.core.frameworks import Framework
    from holdtrue.core.kinds import FieldSpec, Kind
    from holdtrue.core.practices import Practice


def kind_json(kind: type[Kind]) -> Json:
    """Return a kind with every field: what a form, a list or an import of it asks for."""
    return {
        "id": kind.id,
        "title": say(kind.label),
        "plural": say(kind.label_plural),
        "help": say(kind.help),
        "prefix": kind.prefix,
        "phase": kind.phase,
        "edits": kind.edits,
        "signed": bool(kind.material),
        "fields": [field_json(spec) for spec in kind.field_specs()],
    }


def field_json(spec: FieldSpec) -> Json:
    """Return one field of a kind, its words said."""
    return {
        "name": spec.name,
        "title": say(spec.label),
        "type": spec.type,
        "help": said(spec.help),
        "example": said(spec.example),
        "why": said(spec.why),
        "choices": [{"id": value, "title": say(label)} for value, label in spec.choices],
        "target": spec.target,
        "several": spec.multiple,
        "required": spec.required,
        "derived": spec.derived,
        "material": spec.material,
        "personal": spec.personal,
    }


def practice_json(practice: Practice) -> Json:
    """Return a practice of the library."""
    return {
        "id": practice.id,
        "title": practice.title,
        "statement": practice.statement,
        "scope": "system" if practice.per_system else "organisation",
        "property": practice.property,
        "phase": practice.phase,
        "profile": practice.profile,
        "owner_role": practice.owner_role,
        "tiers": sorted(practice.tiers),
        "satisfies": {name: list(ids) for name, ids in answers_of(practice).items()},
    }


def framework_json(framework: Framework) -> Json:
    """Return a framework as installed."""
    return {
        "id": framework.id,
        "title": framework.title,
        "version": framework.version,
        "as_of": framework.as_of or None,
        "source": framework.source or None,
        "requirements": len(framework.requirements),
        "digest": framework.digest,
    }
