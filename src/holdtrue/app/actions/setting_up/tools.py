"""Putting tools in use on the list, in one action; what the tool list says of them is a declaration until confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import Act, Caller, acting
from holdtrue.app.actions.permission import on_organisation
from holdtrue.app.actions.records import add_within
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.refusals import BadInput
from holdtrue.store import reading
from holdtrue.store.models import Record as Rows
from holdtrue.words import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.core.tools import Tool
    from holdtrue.store.models import Record

MOST = 100


@dataclass(frozen=True, slots=True)
class Ticked:
    """One tool in use: who uses it and for what, as they said; `tool` where it is on the list."""

    name: str
    users: str = ""
    purpose: str = ""
    tool: Tool | None = None


def add_systems(caller: Caller, ticked: Sequence[Ticked]) -> list[Record]:
    """Add a system for each that is not on the register by that name, owned by who answers for AI.

    BadInput where nothing is ticked. What the list says goes into declarations that no practice counts.
    """
    wanted = {one.name.strip().casefold(): one for one in ticked if one.name.strip()}
    if not wanted:
        raise BadInput("setup.no_tools", field="own")
    if len(wanted) > MOST:
        raise BadInput("setup.too_many_tools", field="own", most=MOST)
    with acting(caller, "system.add_tools", "settings", on_organisation()) as act:
        pk = act.organisation.pk
        systems = Rows.rows.of(pk).filter(kind="system", retired_day__isnull=True)
        for name in list(wanted):
            if systems.filter(title__iexact=name).exists():
                del wanted[name]
        given = _given(act)
        return [_added(act, one, given) for one in wanted.values()]


def _given(act: Act) -> dict[str, object]:
    """What every system takes from the organisation: where it works, and who answers."""
    pk = act.organisation.pk
    own = reading.body(reading.own_record(pk))["fields"]
    lead = next((r for r in reading.of_kinds(pk, ["role"]) if r.key == "ai_lead"), None)
    holders = reading.body(lead)["links"].get("holder", []) if lead else []
    owner = next(iter(holders), act.caller.actor.person)
    found: dict[str, object] = {"jurisdictions": own["jurisdictions"]} if own.get("jurisdictions") else {}
    return found | ({"owner": owner, "overseer": owner} if owner else {})


def _added(act: Act, one: Ticked, given: Mapping[str, object]) -> Record:
    said = {"users": one.users.strip(), "intended_purpose": one.purpose.strip()}
    raw: dict[str, object] = {
        "name": one.name.strip(),
        "use": "in_use",
        "our_role": list(one.tool.role) if one.tool else ["deployer"],
        **given,
        **{name: words for name, words in said.items() if words},
    }
    fields, links = clean("system", raw)
    system = add_within(act, KINDS["system"], fields, links)
    if one.tool is not None:
        for practice, aspect in _declared(one.tool):
            told = {"practice": practice, "aspect": aspect, "answer": "yes", "about": [system.uid]}
            told |= {"said_by": one.tool.supplier or text("setup.list"), "source": one.tool.cited}
            fields, links = clean("declaration", {**told, "said_on": one.tool.as_of})
            add_within(act, KINDS["declaration"], fields, links)
    return system


def _declared(tool: Tool) -> tuple[tuple[str, str], ...]:
    """Practice → what the list says; never about all of a practice, so that none stands on it."""
    where = f" {text('setup.declared.where', where=tool.where)}" if tool.where else ""
    return (
        ("system-inventory", text("setup.declared.does", does=tool.does)),
        ("data-whereabouts", text("setup.declared.data", data=", ".join(tool.data)) + where),
    )


__all__ = ["MOST", "Ticked", "add_systems"]
