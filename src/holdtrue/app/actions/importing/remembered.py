"""What people decided about the rows of a file, so that the same file taken again asks nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from holdtrue.app.imports.drafts import Doubtful, Draft, Refused, Repeat
from holdtrue.app.imports.freezing import thawed
from holdtrue.store.models import ImportRow

Judged = Draft | Refused | Repeat | Doubtful


@dataclass(frozen=True, slots=True)
class Remembered:
    """Decisions on one file, by line, and the keys whose first row gave way to a later one."""

    by_line: Mapping[int, str]
    given_way: frozenset[str]

    def settle(self, judged: Iterable[Judged]) -> Iterator[Judged]:
        """Give out the rows with what was decided about them; what is doubtful and was never decided stays so."""
        for item in judged:
            match item:
                case Doubtful() if self.by_line.get(item.line) == "new":
                    yield replace(item.draft, key=other_key(item.draft))
                case Doubtful() if self.by_line.get(item.line) == "same":
                    yield item.draft
                case Draft() if item.key in self.given_way:
                    yield Repeat(item.line, item.line)
                case _:
                    yield item


def other_key(draft: Draft) -> str:
    """Return the key of a row that is another record than the first of its key."""
    return f"{draft.key}|{draft.line}"


def of_file(organisation_id: int, digest: str, kind: str) -> Remembered:
    """Return what was decided in earlier runs of exactly this file that were not undone. One query."""
    rows = (
        ImportRow.rows.of(organisation_id)
        .filter(run__blob__sha256=digest, run__kind=kind, decided__in=("same", "new"))
        .exclude(run__state="undone")
        .order_by("id")
    )
    decided, given_way = {}, set()
    for row in rows:
        decided[row.line] = row.decided
        if row.decided == "same":
            given_way.add(thawed(row.content).key)
    return Remembered(decided, frozenset(given_way))


__all__ = ["Remembered", "of_file", "other_key"]
