"""Who approves what goes live: the role by a system's tier, and the components that would change."""

from __future__ import annotations

from holdtrue.core.gates import gates
from holdtrue.store.models import Link, Record, Standing

KIND = "standing_approval"


def tier_of(organisation_id: int, system: Record) -> str:
    """Return the tier a system is sorted into; '' where it is not. One query."""
    found = Standing.rows.of(organisation_id).filter(scope=system).values_list("tier", flat=True).first()
    return found or ""


def approver_of(tier: str) -> str:
    """Return the role whose holder approves deploys of that tier; '' for a system not yet sorted."""
    return gates().stage("approved").approver.get(tier, "") if tier else ""


def components_of(organisation_id: int, system: Record) -> dict[str, Record]:
    """Return the components of a system by ref, whichever end the link starts from. Two queries."""
    links = Link.rows.of(organisation_id)
    ours = links.filter(source=system, relation="components", target__kind="component")
    theirs = links.filter(target=system, relation="systems", source__kind="component")
    rows = {*ours.values_list("target_id", flat=True), *theirs.values_list("source_id", flat=True)}
    found = Record.rows.of(organisation_id).filter(pk__in=rows, retired_day__isnull=True).order_by("number")
    return {record.ref: record for record in found}


__all__ = ["KIND", "approver_of", "components_of", "tier_of"]
