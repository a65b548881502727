"""A draft as JSON and back, so that a row waiting for a person can be written whole once they decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from holdtrue.app.imports.drafts import Classified, Declared, Draft, Effect, Part, Wanted

_EFFECTS: Mapping[str, type[Effect]] = {"classified": Classified, "declared": Declared, "part": Part}


def frozen(draft: Draft) -> dict[str, Any]:
    """Return the draft as JSON; its notes are left out, since they were told when the file was read."""
    names = {kind: name for name, kind in _EFFECTS.items()}
    return {
        "line": draft.line,
        "key": draft.key,
        "kind": draft.kind,
        "title": draft.title,
        "fields": dict(draft.fields),
        "links": [asdict(link) for link in draft.links],
        "effects": [{"is": names[type(effect)], **asdict(effect)} for effect in draft.effects],
        "source_fields": dict(draft.source_fields),
        "content": draft.content,
    }


def thawed(stored: Mapping[str, Any]) -> Draft:
    """Return the draft that was stored."""
    effects = []
    for entry in stored["effects"]:
        told = dict(entry)
        effects.append(_EFFECTS[told.pop("is")](**told))
    return Draft(
        line=stored["line"],
        key=stored["key"],
        kind=stored["kind"],
        title=stored["title"],
        fields=stored["fields"],
        links=tuple(Wanted(**{**link, "path": tuple(link["path"])}) for link in stored["links"]),
        effects=tuple(effects),
        source_fields=stored["source_fields"],
        content=stored["content"],
    )
