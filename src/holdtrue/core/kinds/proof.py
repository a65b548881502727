"""Kinds that show what was done: evidence, indicators, audits, reviews and declarations."""

from __future__ import annotations

from holdtrue.core.kinds.field import (
    Choice,
    Date,
    Link,
    Links,
    LongText,
    Number,
    PeriodText,
    Text,
    YesNo,
    field,
)
from holdtrue.core.kinds.kind import Kind


class Evidence(Kind):
    id = "evidence"
    prefix = "EVI"
    dated = "collected_on"
    phase = "check"

    tag: Choice = field(target="evidence_tag", filterable=True)
    source: Text = field()
    collected_on: Date = field(filterable=True)
    valid_until: Date = field(filterable=True)
    hash: Text = field(material=True)
    result: Choice = field(choices="evidence_result", material=True, filterable=True)
    read_by: Link = field(target="person")
    read_on: Date = field()
    self_read: YesNo = field(derived=True)
    about: Links = field(target="record", filterable=True, extra=True)


class Indicator(Kind):
    id = "indicator"
    prefix = "IND"
    owner_field = "owner"
    phase = "check"

    tag: Choice = field(target="indicator_tag", filterable=True)
    definition: LongText = field(material=True)
    method: LongText = field(material=True)
    unit: Text = field()
    target: Number = field(material=True, pair=True)
    direction: Choice = field(choices="direction")
    owner: Link = field(target="person", filterable=True)
    frequency: PeriodText = field()
    limits_of_measurement: LongText = field()
    system: Link = field(target="system", filterable=True, extra=True)


class Audit(Kind):
    id = "audit"
    prefix = "AUD"
    independent = True
    judges = ("covers",)
    event = True
    dated = "held_on"
    owner_field = "auditor"
    phase = "check"

    type: Choice = field(choices="types.audit", required=True, filterable=True)
    criteria: LongText = field()
    covers: Links = field(target="record", material=True)
    auditor: Link = field(target="person", filterable=True)
    held_on: Date = field(filterable=True)
    due: Date = field(filterable=True)
    body: Text = field()
    days_on_site: Number = field()
    result: LongText = field(material=True)
    sample: LongText = field()
    reported_to: Text = field()
    certificate: Link = field(target="certificate", filterable=True, extra=True)


class Review(Kind):
    id = "review"
    prefix = "REV"
    event = True
    dated = "held_on"
    owner_field = "chair"
    phase = "check"

    type: Choice = field(choices="types.review", required=True, filterable=True)
    held_on: Date = field(filterable=True)
    chair: Link = field(target="person", filterable=True)
    prior_actions: LongText = field()
    context_changes: LongText = field()
    party_changes: LongText = field()
    nonconformity_trend: LongText = field()
    measurement_trend: LongText = field()
    audit_results: LongText = field()
    improvement_options: LongText = field()
    decisions: LongText = field(material=True)
    changes_needed: LongText = field(material=True)
    pack_digest: Text = field(noted=True, material=True)


class Declaration(Kind):
    id = "declaration"
    prefix = "DEC"
    dated = "said_on"
    phase = "plan"

    practice: Choice = field(target="practice", required=True, material=True, filterable=True)
    aspect: Text = field(material=True)
    answer: Choice = field(choices="declaration_answer", required=True, material=True, filterable=True)
    said_by: Text = field(personal=True)
    said_on: Date = field(filterable=True)
    source: Text = field(filterable=True)
    source_digest: Text = field()
    row: Number = field()
    column: Text = field()
    about: Links = field(target="record", filterable=True, extra=True)
