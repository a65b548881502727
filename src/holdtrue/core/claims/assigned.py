"""The form `assigned`: an active person holds a role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from holdtrue.core.claims.base import Claim, Read, failed
from holdtrue.core.claims.phrases import first_worded
from holdtrue.core.claims.telling import mend, role_word, told, witness
from holdtrue.core.days import ALWAYS, NEVER, to_day
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import LAPSED, MISSING, NOTHING, Verdict

if TYPE_CHECKING:
    from holdtrue.core.claims.base import Remedy
    from holdtrue.core.facts import Facts

OF_THE_SYSTEM = frozenset({"system_owner", "overseer"})
"""Roles that are the system's own: its owner and overseer, not an organisation-wide role record."""


@dataclass(frozen=True, eq=False)
class Assigned(Claim):
    """While the holder is active it holds without end."""

    form: ClassVar[str] = "assigned"
    role: str

    def evaluate(self, facts: Facts) -> Verdict:
        record, person = facts.holder(self.role)
        where = facts.system if self.role in OF_THE_SYSTEM else record
        if person is None:
            ref = where.ref if where else ""
            why = (
                witness("assigned.nobody", ref, role_word=role_word(self.role), role="")
                if facts.telling
                else NOTHING
            )
            return failed(MISSING, why)
        left = to_day(person.fields.get("left_on"))
        if person.fields.get("active") is False or (left is not None and left <= facts.day):
            ref = where.ref if where else person.ref
            why = NOTHING
            if facts.telling:
                why = witness(
                    "assigned.left", ref, role_word=role_word(self.role), person=person.title or person.ref
                )
            return Verdict(left if left is not None and left <= facts.day else NEVER, why, cause=LAPSED)
        if not facts.telling:
            return Verdict(ALWAYS)
        return Verdict(
            ALWAYS, told("assigned.holds", person, role_word=role_word(self.role), person=person.title)
        )

    def clause(self) -> Message:
        return Message(first_worded("claim.assigned.clause", self.role), {"role_word": role_word(self.role)})

    def remedy(self, facts: Facts, verdict: Verdict) -> Remedy:
        return mend(verdict.why)

    def reads(self) -> frozenset[Read]:
        first = "system" if self.role in OF_THE_SYSTEM else "role"
        return frozenset({(first, ""), ("person", "")})
