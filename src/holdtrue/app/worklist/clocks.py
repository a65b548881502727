"""Reporting clocks of incidents, on the worklist of whoever leads incidents; of the owner where nobody does."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from holdtrue.app.clock import day_of
from holdtrue.app.queries.incidents import clocks_of, recent
from holdtrue.app.worklist.items import Item, key_of
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdtrue.app.worklist.asking import Asked

ROLE, MINUTES = "incident_lead", 30
_A_MINUTE = dt.timedelta(minutes=1)
LOOKED_BACK = 400
"""Days: what nobody told for longer than a year stands on the incident's page, late for good."""


def reporting_clocks(asked: Asked) -> Iterable[Item]:
    """One item for each incident and each to tell, due on the clock's last day; late stays owed until told."""
    leads = ROLE in asked.roles or (asked.held.nobody(ROLE) and asked.account_role == "owner")
    if not leads or asked.caller is None:
        return
    records = recent(asked.organisation.pk, asked.day - LOOKED_BACK)
    if not records:
        return
    now, zone = asked.caller.clock.now(), asked.organisation.time_zone
    standing = clocks_of(asked.organisation, records, now)
    for record in records:
        for kept in standing[record.pk]:
            if kept.over:
                continue
            law = Message(f"incident.law.{kept.clock.law}")
            yield Item(
                key=key_of(record.ref, "tell", kept.clock.id),
                what=Message(f"worklist.tell.{kept.clock.tell}", {"ref": record.ref, "title": record.title}),
                why=Message("worklist.tell.why", {"law": law, "ref": kept.clock.ref}),
                state=State.LAPSED if kept.state == "late" else State.MISSING,
                due=day_of(kept.running.deadline.plan_by - _A_MINUTE, zone),
                minutes=MINUTES,
                action="tell",
                ref=record.ref,
                scope=record,
                extra={"of": ROLE},
            )


__all__ = ["reporting_clocks"]
