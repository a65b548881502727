"""What the stages of systems do by themselves, once a day: entering monitored, and noting that a tier rose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app import rules
from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.gating import PASSING, enter_within, keep
from holdtrue.app.actions.permission import on_record
from holdtrue.app.clock import SYSTEM, Clock
from holdtrue.app.queries.gates import answered
from holdtrue.app.queries.lives import decisions, life_of
from holdtrue.core.access import Actor
from holdtrue.core.gating import BY_ITSELF, FROM, IN_SERVICE, REOPENED
from holdtrue.store import reading
from holdtrue.store.models import GateDecision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from holdtrue.store.models import Organisation, Record

ENTERED = "entered"


def settle(
    organisation: Organisation, *, clock: Clock = SYSTEM, go_on: Callable[[], bool] = lambda: True
) -> int:
    """Move on what moves by itself; return how many systems did. Run twice a day it does nothing twice."""
    if organisation.rederiving:
        return 0
    rules.follow(organisation)
    caller = Caller(organisation, Actor(BY_ITSELF, "", "owner"), clock)
    moved = 0
    for record in _serving(organisation):
        if not go_on():
            break
        moved += _settled(caller, record)
    return moved


def _serving(organisation: Organisation) -> Iterable[Record]:
    """The systems that came into service through a gate."""
    rows = GateDecision.rows.of(organisation.pk).filter(
        stage__in=IN_SERVICE, system__retired_day__isnull=True
    )
    return list(reading.by_id(organisation.pk, set(rows.values_list("system_id", flat=True))).values())


def _settled(caller: Caller, record: Record) -> int:
    organisation = caller.organisation
    day = caller.clock.day(organisation.time_zone)
    life = life_of(organisation, record, day)
    monitors = life.stage in FROM["monitored"] and answered(organisation, record, "monitored", day).open
    rose = life.reopened and _newest(organisation, record) != REOPENED
    if not monitors and not rose:
        return 0
    with acting(caller, PASSING, "gate", on_record(record)) as act:
        reading.renew(record)
        stage = life_of(organisation, record, act.day).stage
        if monitors and stage in FROM["monitored"]:
            answer = answered(organisation, record, "monitored", act.day)
            if answer.open:
                enter_within(act, record, "monitored", answer, decision=ENTERED)
        if rose:
            keep(
                act,
                record,
                "assessed",
                REOPENED,
                answered(organisation, record, "assessed", act.day),
                reason="",
            )
    return 1


def _newest(organisation: Organisation, record: Record) -> str:
    found = decisions(organisation, record)
    return str(found[0].decision) if found else ""


__all__ = ["settle"]
