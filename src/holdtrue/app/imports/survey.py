"""One streaming look at a whole table: what each column holds, in bounded memory, for the mapping to judge by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdtrue.app.imports.dates import Order, order_of
from holdtrue.app.imports.table import FORMULA, Header, Row, Table
from holdtrue.app.imports.values import says_nothing

if TYPE_CHECKING:
    from collections.abc import Sequence

_DISTINCT = 2_000
_KEPT_ROWS = 3_000
_KEPT_TEXT = 160
_LOOKED_AT = 150


@dataclass(slots=True)
class ColumnSurvey:
    """What one column holds; `values` counts its distinct texts, up to a bound, their ends cut off."""

    header: Header
    filled: int = 0
    formulas: int = 0
    """Cells that hold a formula and no result of it."""
    length: int = 0
    values: Counter[str] = field(default_factory=Counter)
    order: Order = "unknown"

    @property
    def mean_length(self) -> float:
        """How long its texts are on average."""
        return self.length / self.filled if self.filled else 0

    @property
    def distinct(self) -> float:
        """The share of its filled cells that repeat no other."""
        counted = self.values.total()
        return len(self.values) / counted if counted else 0

    def telling(self) -> list[tuple[str, int]]:
        """Return its commonest texts that say something, with how often."""
        return [(v, n) for v, n in self.values.most_common(_LOOKED_AT) if not says_nothing(v)]


@dataclass(frozen=True, slots=True)
class Survey:
    """The columns, how many rows there are, and the first rows with their texts cut short."""

    columns: tuple[ColumnSurvey, ...]
    rows: int
    sample: Sequence[tuple[str, ...]]
    order: Order


def survey(table: Table) -> Survey:
    """Read the table through and return what its columns hold."""
    columns = tuple(ColumnSurvey(header) for header in table.headers)
    by_name = {column.header.name: column for column in columns}
    counts = [column.values for column in columns]
    sample: list[tuple[str, ...]] = []
    rows = 0
    for row in table.rows():
        if not isinstance(row, Row):
            continue
        rows += 1
        for note in row.notes:
            if note.id == FORMULA:
                by_name[str(note.params["column"])].formulas += 1
        if rows <= _KEPT_ROWS:
            sample.append(tuple(cell[:_KEPT_TEXT].strip() for cell in row.cells))
        for column, values, cell in zip(columns, counts, row.cells, strict=True):
            if not cell or cell.isspace():
                continue
            column.filled += 1
            column.length += len(cell)
            text = cell[:_KEPT_TEXT].strip()
            if text in values or len(values) < _DISTINCT:
                values[text] += 1
    for column in columns:
        column.order = order_of(column.values)
    orders = {column.order for column in columns} - {"unknown"}
    return Survey(columns, rows, sample, orders.pop() if len(orders) == 1 else "unknown")


def only_formulas(looked: Survey) -> tuple[str, ...]:
    """Return the columns of which nothing can be read but formulas, by their names."""
    return tuple(c.header.name for c in looked.columns if c.formulas and not c.filled)
