"""Competence asked for by role and held by person: each required skill with its record, its end, or the gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.queries.roles import roles
from holdtrue.core.days import to_day
from holdtrue.core.digests import fold
from holdtrue.store import reading
from holdtrue.store.models import Link

if TYPE_CHECKING:
    from holdtrue.app.queries.roles import Held
    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation, Record

SOON = 60
"""Days before the end from which a competence is shown as ending."""


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill that a role asks of whoever answers for it today."""

    role: Held
    person: Record
    skill: str
    """As the role says it, one a line."""
    record: Record | None
    until: Day | None

    def state(self, day: Day) -> str:
        """Return holds, soon, lapsed or missing."""
        if self.record is None:
            return "missing"
        if self.until is not None and self.until < day:
            return "lapsed"
        return "soon" if self.until is not None and self.until <= day + SOON else "holds"


def skills(organisation: Organisation, day: Day) -> list[Skill]:
    """Return every required skill of every role somebody answers for, by role; the best record of each."""
    pk = organisation.pk
    held = [one for one in roles(organisation, day) if one.record is not None and one.acts is not None]
    bodies = reading.bodies(pk, [(one.record.pk, one.record.head_number) for one in held if one.record])
    people = {one.acts.pk for one in held if one.acts}
    rows = Link.rows.of(pk).filter(
        relation="person", target_id__in=people, source__kind="competence", source__retired_day__isnull=True
    )
    records = [(link.target_id, link.source) for link in rows.select_related("source").order_by("source_id")]
    said = reading.bodies(pk, [(record.pk, record.head_number) for _, record in records])
    found = []
    for one in held:
        assert one.record is not None  # noqa: S101  # as chosen above
        assert one.acts is not None  # noqa: S101  # likewise
        lines = str(bodies[one.record.pk]["fields"].get("skills") or "").splitlines()
        for line in dict.fromkeys(text.strip(" -*•") for text in lines if text.strip(" -*•")):
            fits = [
                (to_day(said[r.pk]["fields"].get("valid_until")), r)
                for person, r in records
                if person == one.acts.pk and _fits(said[r.pk], one.record, line)
            ]
            until, record = max(fits, key=_lasts, default=(None, None))
            found.append(Skill(one, one.acts, line, record, until))
    return found


def _lasts(pair: tuple[Day | None, Record]) -> tuple[bool, int]:
    return (pair[0] is None, pair[0] or 0)


def _fits(body: dict[str, dict[str, object]], role: Record, line: str) -> bool:
    """A record fits a skill of the same words, or the requirement that says them; or the role's one skill."""
    fields, links = body["fields"], body["links"]
    words = {fold(str(fields.get(name) or "")).replace("_", " ") for name in ("skill", "requirement")}
    if fold(line) in words:
        return True
    named = links.get("role")
    return fields.get("skill") == "ai_role" and isinstance(named, list) and role.uid in named


__all__ = ["SOON", "Skill", "skills"]
