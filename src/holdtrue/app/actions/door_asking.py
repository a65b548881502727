"""Asking at the door for a tool or a use: it becomes a proposed system, with who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.permission import on_kind
from holdtrue.app.actions.records import add_within
from holdtrue.app.door.receipts import new_receipt
from holdtrue.app.door.ways import digest_of
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.refusals import BadInput
from holdtrue.store.models import ToolRequest
from holdtrue.words import text

if TYPE_CHECKING:
    from holdtrue.app.door.ways import Way

LONGEST, LONGEST_NAME = 4_000, 200


def ask(way: Way, *, tool: str, use: str, who: str = "") -> str:
    """Propose a system, planned and not sorted; return the receipt by which the answer is followed.

    Nothing but the name, the use and who asked is taken: what it is judged by is for those who sort it.
    """
    name, purpose = " ".join(tool.split()), use.strip()
    asker = way.person.title if way.person else " ".join(who.split())
    if not name or len(name) > LONGEST_NAME:
        raise BadInput("door.ask.tool", field="tool", most=LONGEST_NAME)
    if not purpose or len(purpose) > LONGEST:
        raise BadInput("door.ask.use", field="use", most=LONGEST)
    if not asker or len(asker) > LONGEST_NAME:
        raise BadInput("door.ask.who", field="who", most=LONGEST_NAME)
    fields, links = clean("system", {"name": name, "intended_purpose": purpose, "use": "planned"})
    receipt = new_receipt(way.clock)
    why = text("door.ask.why", way.organisation.language, who=asker)
    with acting(way.caller, "system.propose", "propose", on_kind("system")) as act:
        system = add_within(act, KINDS["system"], fields, links, why=why)
        ToolRequest.rows.add(
            [
                ToolRequest(
                    organisation=way.organisation,
                    system=system,
                    person=way.person,
                    who=asker,
                    receipt=digest_of(receipt),
                )
            ]
        )
    return receipt


__all__ = ["LONGEST", "LONGEST_NAME", "ask"]
