"""The kind of what is approved ahead: a system may be deployed again within stated limits, until an end."""

from __future__ import annotations

from holdtrue.core.kinds.field import Date, Lines, Link, Links, LongText, Text, field
from holdtrue.core.kinds.kind import Kind


class StandingApproval(Kind):
    id = "standing_approval"
    prefix = "STA"
    title_field = "title"
    independent = True
    rests_on = ("system",)
    waits = False
    phase = "do"

    title: Text = field(required=True)
    system: Link = field(target="system", material=True, filterable=True)
    may_vary: Lines = field(material=True)
    in_target: Lines = field(material=True)
    evidence: Lines = field(material=True)
    reason: LongText = field(material=True)
    business_value: LongText = field()
    criteria: LongText = field(material=True)
    rollback: LongText = field(material=True)
    valid_until: Date = field(material=True, filterable=True)
    covers: Links = field(target="record", material=True)
