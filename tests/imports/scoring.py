"""Scores a proposed mapping against the answer key committed beside the inventories."""

from __future__ import annotations

import gzip
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from openpyxl import Workbook

from holdtrue.app.imports.proposal import propose
from holdtrue.app.imports.reading import read

if TYPE_CHECKING:
    from holdtrue.app.imports.mapping import Mapping
    from holdtrue.app.imports.table import Table

HERE = Path(__file__).parent / "inventories"
FIXTURES = Path(__file__).parents[1] / "fixtures"
KEYS: dict[str, Any] = yaml.safe_load((HERE / "answer_keys.yaml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Score:
    """How many columns that have a field got the right one, and how many of those mapped are right."""

    name: str
    found: int
    having: int
    mapped: int
    wrong: tuple[str, ...]
    lacking: tuple[str, ...]

    @property
    def recall(self) -> float:
        return self.found / self.having

    @property
    def precision(self) -> float:
        return self.found / self.mapped


def federal(name: str) -> Table:
    """Read one of the published inventories."""
    return read(gzip.decompress((FIXTURES / f"{name}.gz").read_bytes()), name=name)


def inventory(name: str) -> Table:
    """Read one of the inventories of the answer key."""
    if name == "saas.xlsx":
        return read(saas_workbook(), name=name)
    return read(HERE / name) if (HERE / name).exists() else federal(name)


def saas_workbook() -> bytes:
    said = yaml.safe_load((HERE / "saas.yaml").read_text("utf-8"))
    book = Workbook()
    sheet = book.active
    sheet.append([said["title"]])
    sheet.append([])
    sheet.append(said["header"])
    for row in said["rows"]:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def score(name: str, mapping: Mapping | None = None) -> Score:
    """Compare the proposal, known sources set aside, with the answer key."""
    key = KEYS[name]["columns"]
    mapping = mapping or propose(inventory(name), KEYS[name]["kind"], known=())
    headers = {column.header for column in mapping.columns}
    assert set(key) <= headers, set(key) - headers
    good, wrong, lacking = 0, [], []
    for column in mapping.columns:
        answers = key.get(column.header, [])
        answers = [answers] if isinstance(answers, str) else answers
        if column.target and column.target in answers:
            good += 1
        elif column.target:
            wrong.append(f"{column.header} -> {column.target} ({column.confidence})")
        elif answers:
            lacking.append(f"{column.header} (perhaps {column.perhaps or 'nothing'})")
    return Score(name, good, len(key), good + len(wrong), tuple(wrong), tuple(lacking))
