"""Holding the quarterly hour: what was decided, the look for tools nobody listed, and the next hour, in one action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import Act, Caller, acting
from holdtrue.app.actions.permission import on_organisation
from holdtrue.app.actions.records import add_within, edit_within
from holdtrue.app.actions.setting_up.quarter import EVERY, planned
from holdtrue.core.days import iso, to_day
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.refusals import BadInput
from holdtrue.store import reading
from holdtrue.words import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.store.models import Record


@dataclass(frozen=True, slots=True)
class Hour:
    """What one quarterly hour came to."""

    decided: str
    swept: str
    """Where tools that are not on the list were looked for, and what was found."""
    next_on: str
    """The day of the next hour."""


def hold(caller: Caller, said: Hour) -> Record:
    """Write today's look, the search for unlisted tools as evidence read by whoever made it, and plan the next hour.

    The hour that was planned is done with it. BadInput names what is empty, or a day too far off.
    """
    today = caller.clock.day(caller.organisation.time_zone)
    for name, value in (("decided", said.decided), ("swept", said.swept)):
        if not value.strip():
            raise BadInput("quarter.empty", field=name)
    day = to_day(said.next_on)
    if day is None or not today < day <= today + EVERY:
        raise BadInput("setup.quarter_day", field="next_on", until=iso(today + EVERY), value=said.next_on)
    person = caller.actor.person
    if not person:
        raise BadInput("evidence.no_reader")
    with acting(caller, "review.hold_quarter", "settings", on_organisation()) as act:
        now = iso(act.day)
        look = {"type": "quarterly_check", "held_on": now, "chair": person, "decisions": said.decided.strip()}
        made = _add(act, "review", look)
        sweep = {"tag": "discovery-sweep", "title": text("quarter.sweep"), "source": said.swept.strip()}
        sweep |= {"collected_on": now, "result": "in_order", "read_on": now, "read_by": person}
        _add(
            act, "evidence", {**sweep, "about": [reading.own_record(act.organisation.pk).uid]}, self_read=True
        )
        _plan(act, iso(day), person)
        return made


def _add(act: Act, kind: str, raw: Mapping[str, object], **derived: object) -> Record:
    fields, links = clean(kind, raw)
    return add_within(act, KINDS[kind], {**fields, **derived}, links)


def _plan(act: Act, due: str, person: str) -> None:
    """The hour that was planned is over; the next one stands on the worklist of the same person."""
    pk = act.organisation.pk
    before = planned(pk)
    if before is not None:
        reading.renew(before)
        edit_within(act, before, {"done_on": iso(act.day)}, {})
    lead = next((r for r in reading.of_kinds(pk, ["role"]) if r.key == "ai_lead"), None)
    owner = next(iter(reading.body(lead)["links"].get("holder", [])), person) if lead else person
    raw = {"title": text("setup.quarter.title"), "means": text("setup.quarter.means"), "due": due}
    _add(act, "action", {**raw, "owner": owner, "addresses": [lead.uid] if lead else []})


__all__ = ["Hour", "hold"]
