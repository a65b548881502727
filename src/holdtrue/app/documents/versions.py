"""The languages of a document under one approval: what each says, and which is older than the text it renders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from holdtrue.core.languages import split
from holdtrue.store.models import Payload

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.store.models import Record

_SOURCE = ("text", "statement", "steps", "permitted_uses", "prohibited_uses", "commitments", "criteria")
"""What a further language renders: where any of it changed later, the language is older."""


@dataclass(frozen=True, slots=True)
class Language:
    """One further language as a revision holds it."""

    language: str
    text: str
    changed_in: int
    """Number of the revision in which it last changed."""
    source_changed_in: int
    """Number of the revision in which the text it renders last changed."""

    @property
    def older(self) -> bool:
        """Whether the text moved on since."""
        return self.source_changed_in > self.changed_in


def versions(record: Record, number: int) -> tuple[Language, ...]:
    """Return the further languages of a revision. One query."""
    rows = (
        Payload.rows.of(record.organisation_id)
        .filter(revision__record=record, revision__number__lte=number)
        .order_by("revision__number")
        .values_list("revision__number", "body")
    )
    source, source_in = "", 1
    held: dict[str, tuple[str, int]] = {}
    for at, content in rows:
        fields: Mapping[str, Any] = orjson.loads(content)["fields"] if content else {}
        now = "\n".join(str(fields.get(name) or "") for name in _SOURCE)
        if now != source:
            source, source_in = now, at
        said = split(str(fields.get("translations") or ""))
        held = {
            language: held[language] if held.get(language, ("", 0))[0] == words else (words, at)
            for language, words in said.items()
        }
    return tuple(Language(code, words, at, source_in) for code, (words, at) in held.items())
