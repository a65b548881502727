"""Who may do what as JSON, one shape for the API and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.days import iso
from holdtrue.words import say

if TYPE_CHECKING:
    from holdtrue.accounts.models import Membership
    from holdtrue.app.queries.permitted import Asked
    from holdtrue.app.shapes import Json


def access_json(found: Asked) -> Json:
    """Return everybody's answer, those who may first."""
    return {
        "ref": found.ref or None,
        "kind": found.kind,
        "act": found.act,
        "acts": list(found.acts),
        "answers": [
            {
                "who": one.name,
                "role": one.role,
                "machine": one.machine,
                "allowed": one.allowed,
                "why": say(one.reason),
                "until": iso(one.until) if one.until is not None else None,
                "unit": one.unit or None,
            }
            for one in found.answers
        ],
    }


def member_json(member: Membership, *, lives: bool) -> Json:
    """Return one member."""
    return {
        "email": member.user.email,
        "name": member.person.title if member.person else None,
        "person": member.person.ref if member.person else None,
        "role": member.role,
        "unit": member.unit.ref if member.unit else None,
        "until": iso(member.until) if member.until is not None else None,
        "outside": member.outside,
        "active": lives,
    }


__all__ = ["access_json", "member_json"]
