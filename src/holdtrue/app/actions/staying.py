"""What no act takes away: an incident stays for good, and is closed by what closing asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.accounts.models import Membership
from holdtrue.app.queries.incidents import KIND, clocks_of, missing
from holdtrue.core.matching import filled
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.store.models import Record

ASKED_ON_THE_PAGE = frozenset({"foreseen"})
"""Asked by the act of closing alone: an older incident may be closed by an edit before anybody looked for its risk."""


def refuse_taking(record: Record) -> None:
    """BadInput where the record is one that stays."""
    if stays(record):
        raise BadInput("incident.stays", field="ref", ref=record.ref)


def stays(record: Record) -> bool:
    """Whether no act takes the record out of use."""
    return record.kind == KIND


def refuse_who_signs_in(record: Record) -> None:
    """BadInput where somebody signs in as this person: their way in is ended before their record goes."""
    if signs_in(record):
        raise BadInput("record.signs_in", field="ref", ref=record.ref, name=record.title)


def signs_in(record: Record) -> bool:
    """Whether somebody is let in as this person."""
    return record.kind == "person" and Membership.objects.filter(person=record, active=True).exists()


def refuse_closing(
    caller: Caller,
    record: Record,
    before: Mapping[str, object],
    after: Mapping[str, object],
    *,
    links: Mapping[str, Sequence[str]],
) -> None:
    """BadInput where an edit would close an incident before what closing asks is there."""
    if record.kind != KIND or filled(before.get("closed_on")) or not filled(after.get("closed_on")):
        return
    clocks = clocks_of(caller.organisation, [record], caller.clock.now())[record.pk]
    asked = [name for name in missing(after, links, clocks) if name not in ASKED_ON_THE_PAGE]
    if asked:
        refuse(record, asked)


def refuse(record: Record, asked: Sequence[str]) -> None:
    """Raise BadInput naming all that closing still asks."""
    what = tuple(Message(f"incident.asks.{name}") for name in asked)
    raise BadInput("incident.not_yet", field="closed_on", ref=record.ref, what=what)


__all__ = ["refuse", "refuse_closing", "refuse_taking", "refuse_who_signs_in", "signs_in"]
