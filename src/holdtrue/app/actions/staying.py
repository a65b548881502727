"""What no act takes away: an incident stays for good, and is closed by what closing asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.queries.incidents import KIND, clocks_of, missing
from holdtrue.core.matching import filled
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Act
    from holdtrue.store.models import Record

ASKED_ON_THE_PAGE = frozenset({"foreseen"})
"""Asked by the act of closing alone: an older incident may be closed by an edit before anybody looked for its risk."""


def refuse_taking(record: Record) -> None:
    """BadInput where the record is one that stays."""
    if record.kind == KIND:
        raise BadInput("incident.stays", field="ref", ref=record.ref)


def refuse_closing(
    act: Act,
    record: Record,
    before: Mapping[str, object],
    after: Mapping[str, object],
    *,
    links: Mapping[str, Sequence[str]],
) -> None:
    """BadInput where an edit would close an incident before what closing asks is there."""
    if record.kind != KIND or filled(before.get("closed_on")) or not filled(after.get("closed_on")):
        return
    clocks = clocks_of(act.organisation, [record], act.now)[record.pk]
    asked = [name for name in missing(after, links, clocks) if name not in ASKED_ON_THE_PAGE]
    if asked:
        refuse(record, asked)


def refuse(record: Record, asked: Sequence[str]) -> None:
    """Raise BadInput naming all that closing still asks."""
    what = tuple(Message(f"incident.asks.{name}") for name in asked)
    raise BadInput("incident.not_yet", field="closed_on", ref=record.ref, what=what)


__all__ = ["refuse", "refuse_closing", "refuse_taking"]
