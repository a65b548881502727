"""Incidents with their reporting clocks: one as its page shows it, and all that still wait for somebody to be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdtrue.app.derive.views import register_of
from holdtrue.app.queries.around import around
from holdtrue.core import tellings
from holdtrue.core.clocks import running
from holdtrue.core.matching import filled
from holdtrue.core.refusals import BadInput
from holdtrue.store import loading, reading
from holdtrue.store.models import Link, Record

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.around import Around
    from holdtrue.core.clocks import Fields
    from holdtrue.core.days import Day
    from holdtrue.core.tellings import Kept, Telling
    from holdtrue.store.models import Organisation

KIND = "incident"
GRAVE = ("serious", "critical")
MOST, MOST_RISKS = 200, 60
"""Incidents whose clocks are looked at together, and risks offered to be named."""


@dataclass(frozen=True, slots=True)
class Told:
    """One incident: its facts, its clocks, who was told, and what closing it still asks."""

    around: Around
    clocks: tuple[Kept, ...]
    tellings: tuple[Telling, ...]
    missing: tuple[str, ...]
    """What closing it still asks, as names of sentences."""

    @property
    def fields(self) -> Mapping[str, Any]:
        """Its fields as they stand."""
        found: Mapping[str, Any] = self.around.body["fields"]
        return found


def one(caller: Caller, ref: str) -> Told:
    """Return one incident; BadInput where the record is none."""
    found = around(caller, ref)
    if found.record.kind != KIND:
        raise BadInput("incident.not_one", ref=found.record.ref)
    clocks = clocks_of(caller.organisation, [found.record], caller.clock.now())[found.record.pk]
    told = tellings.read(found.body["fields"].get("tellings"))
    return Told(found, clocks, told, missing(found.body["fields"], found.body["links"], clocks))


def clocks_of(
    organisation: Organisation, records: Sequence[Record], now: dt.datetime
) -> dict[int, tuple[Kept, ...]]:
    """Return row id → how its clocks stand. A handful of queries for any number of incidents."""
    pk, zone = organisation.pk, organisation.time_zone
    bodies = reading.bodies(pk, [(r.pk, r.head_number) for r in records])
    uids = {uid for body in bodies.values() for uid in body["links"].get("systems", ())}
    known = facts_of(pk, uids)
    own = reading.body(reading.own_record(pk))["fields"]
    found = {}
    for record in records:
        body = bodies[record.pk]
        systems = [known[uid] for uid in body["links"].get("systems", ()) if uid in known]
        clocks = running(body["fields"], systems, own, zone)
        found[record.pk] = tellings.kept(clocks, tellings.read(body["fields"].get("tellings")), now, zone)
    return found


def facts_of(organisation_id: int, uids: set[str]) -> dict[str, Fields]:
    """Return uid → a system's fields with the derived ones, its class under a law among them."""
    rows = [r.pk for r in reading.by_uid(organisation_id, uids).values()]
    if not rows:
        return {}
    loaded = loading.neighbourhood(organisation_id, rows, by={"classification"})
    register = register_of(organisation_id, loaded)
    return {uid: fact.fields for uid in uids if (fact := register.get(uid)) is not None}


def risks_near(caller: Caller, found: Told) -> list[Record]:
    """Return the risks of its systems and those named already, in the order of their numbers."""
    pk = caller.organisation.pk
    rows = [r.pk for r in reading.by_uid(pk, found.around.body["links"].get("systems", ())).values()]
    near = Link.rows.of(pk).filter(target_id__in=rows, relation="system", source__kind="risk")
    uids = {*near.values_list("source__uid", flat=True), *found.around.body["links"].get("foreseen_by", ())}
    risks = [r for r in reading.by_uid(pk, uids).values() if r.retired_day is None]
    return sorted(risks, key=lambda r: r.number)[:MOST_RISKS]


def recent(organisation_id: int, since: Day) -> list[Record]:
    """Return the incidents noticed since a day, the newest first, at most `MOST`. One query."""
    rows = Record.rows.of(organisation_id).filter(kind=KIND, retired_day__isnull=True, event_day__gte=since)
    return list(rows.order_by("-event_day", "-number")[:MOST])


def missing(
    fields: Mapping[str, Any], links: Mapping[str, Sequence[str]], clocks: Sequence[Kept]
) -> tuple[str, ...]:
    """Return what closing still asks: what starts clocks, whoever they want told, of a grave one what was learned."""
    asked = [name for name in ("severity", "detected_on") if not filled(fields.get(name))]
    asked += [f"told_{c.clock.tell}" for c in clocks if not c.over]
    if fields.get("severity") in GRAVE:
        asked += [name for name in ("containment", "cause", "lessons") if not filled(fields.get(name))]
        if not links.get("foreseen_by") and fields.get("unforeseen") is not True:
            asked.append("foreseen")
    if fields.get("personal_information") is True and not filled(fields.get("serious_injury")):
        asked.append("serious_injury")
    return tuple(dict.fromkeys(asked))


__all__ = ["GRAVE", "KIND", "Told", "clocks_of", "facts_of", "missing", "one", "recent", "risks_near"]
