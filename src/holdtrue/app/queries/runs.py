"""Import runs as they went: how far, what became of the rows, and why some were not taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.core.messages import Message
from holdtrue.core.refusals import NotFound
from holdtrue.store.models import ImportRow, ImportRun

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller

UNDONE = ("undone", "undoing")
"""States of a run that was taken back: its rows wait for nobody any more."""
MOST = 1_000
"""How many refused or doubtful rows are told; the counts are exact."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of one sort that a run came upon: how many, and the first by line and column with why."""

    n: int
    first: Sequence[tuple[int, str, Message]]


@dataclass(frozen=True, slots=True)
class Run:
    """One import run with the rows that need a person."""

    run: ImportRun
    refused: Sequence[tuple[int, Message]]
    review: Sequence[tuple[int, Message]]
    failed: Message | None
    unread: Cells
    conflicts: Cells


def cells_of(run: ImportRun, sort: str) -> Cells:
    """Return the cells a run did not take as their fields (`unread`), or left to a person's value (`conflicts`)."""
    kept = run.summary.get(sort) or {}
    first = [(line, column, message_of(why)) for line, column, why in kept.get("first", ())]
    return Cells(kept.get("n", 0), first)


def run_asked(caller: Caller, number: int) -> Run:
    """Return a run; NotFound where there is none of that number."""
    require(caller, "import", on_organisation())
    organisation = caller.organisation.pk
    run = ImportRun.rows.of(organisation).filter(number=number).first()
    if run is None:
        raise NotFound("import.no_run", number=number)
    rows = ImportRow.rows.of(organisation).filter(run=run)
    return Run(
        run,
        refused=_told(rows.filter(outcome="refused")),
        review=() if run.state in UNDONE else _told(rows.filter(outcome="review", decided="")),
        failed=message_of(run.summary["failed"]) if "failed" in run.summary else None,
        unread=cells_of(run, "unread"),
        conflicts=cells_of(run, "conflicts"),
    )


def message_of(stored: Mapping[str, Any]) -> Message:
    """Return a message kept as JSON."""
    params = {
        name: message_of(value) if isinstance(value, dict) and "id" in value else value
        for name, value in stored.get("params", {}).items()
    }
    return Message(str(stored["id"]), params)


def _told(rows: Any) -> list[tuple[int, Message]]:  # noqa: ANN401  # rows of a shared manager
    return [
        (line, message_of(why))
        for line, why in rows.order_by("line", "id").values_list("line", "why")[:MOST]
        if why
    ]
