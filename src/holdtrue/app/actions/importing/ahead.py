"""Facts a file dates ahead of the day it is taken in: left unset, kept as they stand, and noted; the row is taken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdtrue.app.actions.records import lies_ahead
from holdtrue.app.imports.drafts import Draft, Note, Refused
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdtrue.app.imports.mapping import Mapping
    from holdtrue.core.days import Day


def without_plans(judged: Iterable[Draft | Refused], mapping: Mapping, day: Day) -> Iterator[Draft | Refused]:
    """Yield the drafts without days that lie ahead: a planned start is no start, but no reason to lose the row."""
    dates = [spec for spec in KINDS[mapping.kind].field_specs() if spec.type == "date"]
    columns = {target: columns[0] for target, columns in mapping.fed().items()}
    for draft in judged:
        if isinstance(draft, Refused):
            yield draft
            continue
        names = [spec.name for spec in dates if lies_ahead(day, spec, draft.fields.get(spec.name))]
        if not names:
            yield draft
            continue
        fields = dict(draft.fields)
        kept = dict(draft.source_fields)
        notes = list(draft.notes)
        for name in names:
            text = str(fields.pop(name))
            column = columns.get(name)
            kept[column.key if column else name] = text
            notes.append(
                Note(column.header if column else name, Message("imports.date.ahead", {"text": text}))
            )
        yield replace(draft, fields=fields, source_fields=kept, notes=tuple(notes))
