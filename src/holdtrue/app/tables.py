"""A record and its history as tables for a spreadsheet: plain rows, nothing in them that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from holdtrue.app.queries import asking, records
from holdtrue.app.shapes import entry_json
from holdtrue.core.days import iso
from holdtrue.core.kinds import KINDS
from holdtrue.words import say, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.loop import Loop

MOST = 10_000
"""Entries of one record in one table."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def history_csv(caller: Caller, ref: str) -> str:
    """Return what happened to a record, newest first, a row for each field that changed."""
    record = asking.shown_to(caller, ref).record
    rows: list[Sequence[object]] = []
    for happened in records.history(caller.organisation, record, limit=MOST):
        entry = entry_json(happened)
        head = [entry["seq"], entry["at"], entry["by"], entry["action"], entry["revision"], entry["why"]]
        rows += [[*head, name, was, now] for name, was, now in happened.changed] or [[*head, "", "", ""]]
    names = ("seq", "at", "by", "action", "revision", "why", "field", "before", "after")
    return _written([text(f"table.{name}") for name in names], rows)


def record_csv(caller: Caller, ref: str, *, at: str = "") -> str:
    """Return a record as it stands, a row a field; links by the refs they lead to."""
    shown = asking.shown_to(caller, ref, at=at)
    kind = KINDS[shown.record.kind]
    rows: list[Sequence[object]] = [["ref", text("table.ref"), shown.record.ref]]
    for spec in kind.field_specs():
        if spec.name in shown.links and spec.linked:
            value: object = [near if isinstance(near, str) else near.ref for near in shown.links[spec.name]]
        else:
            value = {**shown.fields, **shown.derived}.get(spec.name)
        rows.append([spec.name, say(spec.label), value])
    return _written([text(f"table.{name}") for name in ("field", "label", "value")], rows)


def loop_csv(found: Loop) -> str:
    """Return what the loop learned, a row a finding: from what was found to what came of it."""
    names = (
        "ref",
        "type",
        "source",
        "nature",
        "opened",
        "cause",
        "actions",
        "closed",
        "verified",
        "rounds",
        "returned",
    )
    rows = [
        [
            x.ref,
            x.weight,
            x.source,
            x.nature,
            iso(x.opened),
            x.cause,
            [fix.ref for fix in x.actions],
            iso(x.closed) if x.closed is not None else "",
            iso(x.verified) if x.verified is not None else "",
            len(x.rounds),
            x.returned,
        ]
        for x in found.lines
    ]
    return _written([text(f"table.loop.{name}") for name in names], rows)


def _written(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: object) -> str:
    """What a cell says; a text a spreadsheet would take for a formula begins with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return text("page.yes" if value else "page.no")
    if isinstance(value, (list, tuple)):
        return _cell("; ".join(str(part) for part in value))
    said = str(value)
    return f"'{said}" if isinstance(value, str) and said.startswith(_FORMULA) else said


__all__ = ["history_csv", "loop_csv", "record_csv"]
