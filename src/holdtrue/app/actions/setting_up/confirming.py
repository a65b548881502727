"""Confirming what the tool list says of systems in use: from then on it is the person's word, and practices count it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdtrue.app.actions import many
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.store import reading
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


def confirm(caller: Caller, said: Sequence[Confirmed]) -> Many:
    """Write the facts of each as one action; what somebody may not write is told and left."""
    require(caller, "settings", on_organisation())
    own = reading.body(reading.own_record(caller.organisation.pk))["fields"]
    places = {"jurisdictions": own["jurisdictions"]} if own.get("jurisdictions") else {}
    changes = [many.Change(one.ref, {**places, **_facts(one)}, n) for n, one in enumerate(said, start=1)]
    return many.apply(caller, "system", changes, why=text("setup.confirmed.why"))


def _facts(one: Confirmed) -> dict[str, object]:
    facts: dict[str, object] = {name: name in one.ticks for name in TICKS}
    facts |= {"autonomy": one.autonomy, "effect_on_people": [one.effect] if one.effect else []}
    facts |= {"data_categories": list(one.data), "users": one.users}
    facts |= {"intended_purpose": one.purpose, "affected_groups": one.affected}
    if one.tool is not None:
        facts |= {"task_and_method": one.tool.does, "hosting": one.tool.hosting}
        facts |= {
            "developed_by": one.tool.supplier,
            "data_locations": [one.tool.where] if one.tool.where else [],
        }
    return {name: value for name, value in facts.items() if value not in ("", [])}


__all__ = ["TICKS", "Confirmed", "confirm"]
