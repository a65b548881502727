"""Kinds of what is settled by judgement: rulings, a question answered once by whoever has the authority."""

from __future__ import annotations

from holdtrue.core.kinds.field import Date, Link, Links, LongText, Text, field
from holdtrue.core.kinds.kind import Kind


class Ruling(Kind):
    id = "ruling"
    prefix = "RUL"
    title_field = "question"
    dated = "answered_on"
    settles = ("answered_on", "due")
    phase = "plan"

    question: Text = field(required=True, material=True)
    details: LongText = field(material=True)
    asked_by: Link = field(target="person", noted=True, filterable=True)
    due: Date = field(noted=True, filterable=True)
    answer: LongText = field(noted=True, material=True)
    reason: LongText = field(noted=True, material=True)
    answered_by: Link = field(target="person", noted=True, filterable=True)
    answered_on: Date = field(noted=True, filterable=True)
    valid_until: Date = field(noted=True, filterable=True)
    about: Links = field(target="record", filterable=True, extra=True)
