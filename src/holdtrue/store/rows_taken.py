"""Writes what became of each row of an imported file, in bulk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from holdtrue.store import statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdtrue.store.models import ImportRun


class Taken(NamedTuple):
    """One row, as `store.models.ImportRow` keeps it."""

    line: int
    outcome: str
    record: int | None = None
    before: int = 0
    after: int = 0
    why: Mapping[str, Any] = {}
    content: Mapping[str, Any] = {}


def add(run: ImportRun, rows: Iterable[Taken]) -> None:
    """Keep these rows of a run; nothing of them changes but by a decision."""
    statements.many(
        "INSERT INTO store_importrow (organisation_id, run_id, line, outcome, record_id, before, after, why, content,"
        " decided) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, '')",
        [
            (run.organisation_id, run.pk, *row[:5], orjson.dumps(row.why).decode(), _said(row.content))
            for row in rows
        ],
    )


def _said(content: Mapping[str, Any]) -> str:
    return orjson.dumps(content).decode() if content else "{}"


__all__ = ["Taken", "add"]
