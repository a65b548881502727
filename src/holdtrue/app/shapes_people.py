"""What people hold and handed over, as the command line and the API show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdtrue.core.days import iso
from holdtrue.words import say

if TYPE_CHECKING:
    from holdtrue.app.actions.handing_over import Handed
    from holdtrue.app.queries.holdings import Holdings
    from holdtrue.store.models import Record


def holdings_json(found: Holdings) -> dict[str, Any]:
    """Return what a person holds, by group."""
    return {
        "person": found.person.ref,
        "name": found.person.title,
        "left_on": iso(found.left) if found.left is not None else None,
        "count": found.count,
        "groups": [
            {
                "group": g.id,
                "label": say(g.label),
                "count": g.count,
                "refs": [r.ref for r in g.records],
            }
            for g in found.groups
        ],
    }


def away_json(person: Record, until: object) -> dict[str, Any]:
    """Return until when a person is away; None once they are back."""
    return {"person": person.ref, "name": person.title, "away_until": until or None}


def handed_json(made: Handed) -> dict[str, Any]:
    """Return what was handed over, to whom, and what stays with why."""
    return {
        "person": made.person.ref,
        "name": made.person.title,
        "action": made.action,
        "count": made.count,
        "groups": [
            {"group": name, "count": made.moved[name], "to": heir.ref} for name, heir in made.to.items()
        ],
        "kept": [{"ref": ref, "why": say(why)} for ref, why in made.kept],
    }
