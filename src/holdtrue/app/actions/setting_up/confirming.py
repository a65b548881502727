"""Confirming what the tool list says of systems in use: it is then the person's word, and practices count it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdtrue.app.actions import many
from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.actions.records import add_within
from holdtrue.core.days import iso
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.store import reading
from holdtrue.store.models import Link
from holdtrue.words import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.actions.many import Many
    from holdtrue.core.tools import Tool

TICKS = (
    "personal_data",
    "generates_content",
    "published_output",
    "interacts_with_people",
    "decisions_about_people",
)
"""The facts a person ticks: what is not ticked is a no, said by them."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What somebody said of one system."""

    ref: str
    ticks: frozenset[str]
    autonomy: str
    effect: str
    data: Sequence[str] = field(default_factory=tuple)
    users: str = ""
    purpose: str = ""
    affected: str = ""
    tool: Tool | None = None
    go: str = ""
    """Under which conditions it goes on being used; empty where nobody said so yet."""
    stop: str = ""
    """How one goes back to the way without it."""


def confirm(caller: Caller, said: Sequence[Confirmed]) -> Many:
    """Write the facts of each, and of those that go on being used the decision to take them over.

    What somebody may not write is told and left.
    """
    require(caller, "settings", on_organisation())
    own = reading.body(reading.own_record(caller.organisation.pk))["fields"]
    places = {"jurisdictions": own["jurisdictions"]} if own.get("jurisdictions") else {}
    changes = [many.Change(one.ref, {**places, **_facts(one)}, n) for n, one in enumerate(said, start=1)]
    made = many.apply(caller, "system", changes, why=text("setup.confirmed.why"))
    refused = {ref for _, ref, _ in made.refused}
    _take_over(caller, [one for one in said if one.go.strip() and one.ref not in refused])
    return made


def _take_over(caller: Caller, said: Sequence[Confirmed]) -> None:
    """A system in use before it was listed is taken over by a named person's yes; one that was is left."""
    systems = reading.by_ref(caller.organisation.pk, [one.ref for one in said])
    taken = Link.rows.of(caller.organisation.pk).filter(
        relation="system",
        source__kind="change",
        source__key__in=("deploy", "take_over"),
        target__in=list(systems.values()),
    )
    done = set(taken.values_list("target_id", flat=True))
    waiting = [one for one in said if systems[one.ref].pk not in done]
    if not waiting or not caller.actor.person:
        return
    with acting(caller, "change.take_over", "settings", on_organisation()) as act:
        for one in waiting:
            raw = {"type": "take_over", "decision": "go", "reason": text("setup.take_over.why")}
            raw |= {"business_value": one.purpose, "criteria": one.go, "rollback": one.stop}
            raw |= {
                "approver": caller.actor.person,
                "system": systems[one.ref].uid,
                "effective_on": iso(act.day),
            }
            fields, links = clean("change", {name: value for name, value in raw.items() if value})
            add_within(act, KINDS["change"], fields, links)


def _facts(one: Confirmed) -> dict[str, object]:
    facts: dict[str, object] = {name: name in one.ticks for name in TICKS}
    facts |= {"autonomy": one.autonomy, "effect_on_people": [one.effect] if one.effect else []}
    facts |= {"data_categories": list(one.data), "users": one.users}
    facts |= {"intended_purpose": one.purpose, "affected_groups": one.affected}
    if one.tool is None:
        facts |= {"task_and_method": one.purpose}
    else:
        facts |= {"task_and_method": one.tool.does, "hosting": one.tool.hosting}
        facts |= {
            "developed_by": one.tool.supplier,
            "data_locations": [one.tool.where] if one.tool.where else [],
        }
    return {name: value for name, value in facts.items() if value not in ("", [])}


__all__ = ["TICKS", "Confirmed", "confirm"]
