"""What one import did, every row accounted for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdtrue.app.imports.drafts import Classified, Declared, Doubtful, Draft, Note, Part, Refused, Repeat

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Counts

    from holdtrue.app.imports.changes import Conflict
    from holdtrue.app.imports.mapping import Mapping
    from holdtrue.app.imports.table import Table
    from holdtrue.core.messages import Message


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The outcome of an import or of its rehearsal; added, changed, unchanged, refused and review add up to rows."""

    mapping: Mapping
    digest: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refusals: tuple[Refused, ...] = ()
    review: tuple[Doubtful, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    """Rows that repeat an earlier one exactly; they count as unchanged."""
    notes: tuple[tuple[int, Note], ...] = ()
    """Line and cell that was not taken as its field."""
    conflicts: tuple[tuple[int, Conflict], ...] = ()
    effects: Counts[str, int] = field(default_factory=dict)
    """Units, people, suppliers, classifications, declarations, parts: how many the rows ask for."""
    source_notes: tuple[Message, ...] = ()

    @property
    def refused(self) -> int:
        """How many rows were not taken."""
        return len(self.refusals)

    @property
    def rows(self) -> int:
        """How many rows the file has."""
        return self.added + self.changed + self.unchanged + self.refused + len(self.review)


def rehearse(
    table: Table, mapping: Mapping, judged: Iterable[Draft | Refused | Repeat | Doubtful]
) -> ImportReport:
    """Return the report of an import into an empty register: what a preview shows before anything is compared."""
    added = 0
    refusals: list[Refused] = []
    review: list[Doubtful] = []
    repeats: list[Repeat] = []
    notes: list[tuple[int, Note]] = []
    effects: Counter[str] = Counter()
    for item in judged:
        if isinstance(item, Refused):
            refusals.append(item)
        elif isinstance(item, Repeat):
            repeats.append(item)
        elif isinstance(item, Doubtful):
            review.append(item)
        else:
            added += 1
            notes += [(item.line, note) for note in item.notes]
            effects.update(asked(item))
    return ImportReport(
        mapping=mapping,
        digest=table.digest,
        added=added,
        unchanged=len(repeats),
        refusals=tuple(refusals),
        review=tuple(review),
        repeats=tuple(repeats),
        notes=tuple(notes),
        effects=dict(effects),
        source_notes=table.notes,
    )


def asked(draft: Draft) -> Counter[str]:
    """Count what a row asks for beyond its own record, by kind."""
    found = Counter(wanted.kind for wanted in draft.links)
    for effect in draft.effects:
        match effect:
            case Classified():
                found["classification"] += 1
            case Declared():
                found["declaration"] += 1
            case Part(supplier=supplier):
                found["component"] += 1
                if supplier:
                    found["supplier"] += 1
    return found
