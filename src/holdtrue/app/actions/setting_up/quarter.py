"""The first quarterly hour, as something due that stands on a worklist and in a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.documents.start import start
from holdtrue.app.actions.permission import on_organisation
from holdtrue.app.actions.records import add_within
from holdtrue.core.days import iso, to_day
from holdtrue.core.duties import QUARTER
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.refusals import BadInput
from holdtrue.store import reading
from holdtrue.store.models import Link
from holdtrue.words import text

if TYPE_CHECKING:
    from holdtrue.core.days import Day
    from holdtrue.store.models import Record

EVERY = QUARTER
"""Days between two looks, as the practice asks."""
_AHEAD = 90
_WEEK, _MIDWEEK = 7, 2


def proposed(day: Day) -> Day:
    """Return a Tuesday about three months on."""
    later = day + _AHEAD
    return later - (later - _MIDWEEK) % _WEEK


def planned(organisation_id: int) -> Record | None:
    """Return the hour that is planned for whoever answers for AI; None where none was."""
    row = (
        Link.rows.of(organisation_id)
        .filter(relation="addresses", source__kind="action", source__retired_day__isnull=True)
        .filter(target__kind="role", target__key="ai_lead")
        .order_by("-source_id")
        .select_related("source")
        .first()
    )
    return row.source if row else None


def plan(caller: Caller, due: str, *, decided: str = "") -> Record:
    """Plan it for a day within the time the practice gives; it is owned by the AI lead. BadInput for another day.

    What was decided today, where it is said, is written down as the first look; a procedure for incidents is begun
    from our template where there is none.
    """
    today = caller.clock.day(caller.organisation.time_zone)
    day = to_day(due)
    if day is None or not today < day <= today + EVERY:
        raise BadInput("setup.quarter_day", field="due", until=iso(today + EVERY), value=due)
    with acting(caller, "action.plan_quarter", "settings", on_organisation()) as act:
        pk = act.organisation.pk
        lead = next((r for r in reading.of_kinds(pk, ["role"]) if r.key == "ai_lead"), None)
        if lead is None:
            raise BadInput("setup.no_lead", field="due")
        owner = next(iter(reading.body(lead)["links"].get("holder", [])), act.caller.actor.person)
        raw = {"title": text("setup.quarter.title"), "means": text("setup.quarter.means"), "due": iso(day)}
        fields, links = clean("action", {**raw, "owner": owner, "addresses": [lead.uid]})
        made = add_within(act, KINDS["action"], fields, links)
        if decided.strip():
            said = {
                "type": "quarterly_check",
                "held_on": iso(today),
                "chair": owner,
                "decisions": decided.strip(),
            }
            fields, links = clean("review", {name: value for name, value in said.items() if value})
            add_within(act, KINDS["review"], fields, links)
    if not any(p.key == "incident" for p in reading.of_kinds(pk, ["procedure"])):
        start(caller, "incidents")
    return made


__all__ = ["EVERY", "plan", "planned", "proposed"]
