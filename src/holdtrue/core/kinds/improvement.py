"""Kinds by which things get better: incidents, concerns, findings and the actions that answer them."""

from __future__ import annotations

from holdtrue.core.kinds.field import (
    Choice,
    Choices,
    Date,
    Lines,
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


class Incident(Kind):
    id = "incident"
    prefix = "INC"
    title_field = "title"
    event = True
    dated = "detected_on"
    settles = ("closed_on", "due")
    phase = "act"

    title: Text = field(required=True)
    severity: Choice = field(choices="incident_severity", material=True, filterable=True)
    detected_on: Date = field(filterable=True)
    effect: LongText = field()
    affected: LongText = field(personal=True)
    cause: LongText = field(material=True)
    containment: LongText = field()
    told: LongText = field()
    reportable: YesNo = field(material=True, filterable=True)
    authority_due: Date = field(derived=True)
    reported_on: Date = field()
    lessons: LongText = field()
    due: Date = field(filterable=True)
    closed_on: Date = field()
    closed: YesNo = field(derived=True, filterable=True)
    happened_on: Date = field()
    happened_until: Date = field()
    aware_on: Date = field()
    aware_time: Text = field()
    consequences: Choices = field(choices="incident_consequence", filterable=True)
    people_affected: Number = field()
    personal_information: YesNo = field(filterable=True)
    information: LongText = field()
    sensitivity: LongText = field()
    feared_consequences: LongText = field()
    misuse_likelihood: LongText = field()
    serious_injury: YesNo = field(filterable=True)
    measures: LongText = field()
    tellings: Lines = field(noted=True)
    unforeseen: YesNo = field(filterable=True)
    systems: Links = field(target="system", filterable=True, extra=True)
    foreseen_by: Links = field(target="risk", extra=True)
    concern: Link = field(target="concern", extra=True)


class Concern(Kind):
    id = "concern"
    prefix = "CON"
    dated = "raised_on"
    settles = ("answered_on", "due")
    phase = "act"

    source: Text = field(personal=True)
    text: LongText = field(material=True, personal=True)
    raised_on: Date = field(filterable=True)
    due: Date = field(filterable=True)
    answer: LongText = field(material=True)
    answered_on: Date = field()
    protected: YesNo = field()
    category: Choice = field(choices="concern_category", filterable=True, open=True)
    about: Links = field(target="record", filterable=True, extra=True)


class Finding(Kind):
    id = "finding"
    prefix = "FND"
    independent = True
    settles = ("closed_on", "due")
    owner_field = "owner"
    phase = "act"

    type: Choice = field(choices="finding_type", required=True, filterable=True)
    requirement: Link = field(target="requirement", filterable=True)
    practice: Choice = field(target="practice", filterable=True)
    source: Text = field()
    body_number: Text = field()
    nature: LongText = field(material=True)
    correction: LongText = field()
    cause: LongText = field(material=True)
    similar_cases: LongText = field()
    owner: Link = field(target="person", filterable=True)
    due: Date = field(filterable=True)
    checker: Link = field(target="person", filterable=True)
    effect_after: PeriodText = field(noted=True)
    effect_reason: LongText = field(noted=True)
    round: Number = field(noted=True)
    round_reason: LongText = field(noted=True)
    closed_on: Date = field(noted=True)
    closed: YesNo = field(derived=True, filterable=True)
    effect_verified_on: Date = field(noted=True)
    acts: YesNo = field(derived=True, filterable=True)
    about: Links = field(target="record", filterable=True, extra=True)
    audit: Link = field(target="audit", filterable=True, extra=True)
    recurrence_of: Link = field(target="finding", extra=True)
    verified_by: Link = field(target="person", noted=True, extra=True)
    effect_evidence: Links = field(target="evidence", noted=True, extra=True)
    tried: Links = field(target="action", noted=True, extra=True)


class Action(Kind):
    id = "action"
    prefix = "ACT"
    title_field = "title"
    dated = "done_on"
    settles = ("done_on", "due")
    owner_field = "owner"
    phase = "act"

    title: Text = field(required=True, material=True)
    owner: Link = field(target="person", filterable=True)
    due: Date = field(material=True, filterable=True)
    done_on: Date = field(filterable=True)
    addresses: Links = field(target="record", filterable=True)
    effect_check: LongText = field()
    done: YesNo = field(derived=True, filterable=True)
    type: Choice = field(choices="types.action", filterable=True)
    means: LongText = field()
