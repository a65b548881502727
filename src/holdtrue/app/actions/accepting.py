"""Who may accept a risk: the role that the criteria in force name for its level, or a wider one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.derived import risk_level
from holdtrue.core.messages import Message
from holdtrue.core.refusals import NotAllowed
from holdtrue.core.risking import authority, entitled
from holdtrue.store import reading

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from holdtrue.store.models import Record

ACCEPTED = "risk_accepted"


def require_authority(
    organisation_id: int, records: Sequence[Record], meaning: str, roles: Mapping[int, Collection[str]]
) -> None:
    """Return where the signer may accept each risk; NotAllowed names the level and the role that may.

    Where the criteria in force name nobody for a level, anybody who may sign may accept.
    """
    risks = [r for r in records if r.kind == "risk"]
    if meaning != ACCEPTED or not risks:
        return
    criteria = criteria_in_force(organisation_id)
    if criteria is None:
        return
    for record in risks:
        fields = reading.body(record)["fields"]
        level = risk_level(fields.get("likelihood"), fields.get("severity"), criteria)
        told = fields.get("residual_level") if fields.get("residual_level") is not None else level
        if not isinstance(told, (int, float)):
            continue
        role = authority(criteria.get("acceptance_authority"), float(told))
        if role and not entitled(role, roles.get(record.pk, ())):
            raise NotAllowed(
                "risk.not_entitled", ref=record.ref, level=f"{told:g}", role=Message(f"choice.roles.{role}")
            )


def criteria_in_force(organisation_id: int) -> Mapping[str, object] | None:
    """Return the risk criteria in force, the newest where there are several; None where there are none."""
    found = [r for r in reading.of_kinds(organisation_id, ["risk_criteria"]) if r.in_force_number]
    if not found:
        return None
    newest = max(found, key=lambda r: r.number)
    fields: Mapping[str, object] = reading.body(newest, newest.in_force_number)["fields"]
    return fields
