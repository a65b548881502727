"""Kinds that weigh and answer risk: risks, impact assessments, legal classes, controls and their applicability."""

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


class Risk(Kind):
    id = "risk"
    prefix = "RSK"
    title_field = "title"
    independent = True
    settles = ("treated_on", "due")
    rests_on = ("system", "system.components", "controls")
    owner_field = "owner"
    review_every = "12 months"
    phase = "do"

    title: Text = field(required=True)
    source: Text = field(filterable=True)
    event_: LongText = field(alias="event", material=True)
    consequence_organization: LongText = field()
    consequence_people: LongText = field()
    consequence_society: LongText = field()
    likelihood: Number = field(material=True, filterable=True)
    severity: Number = field(material=True, filterable=True)
    level: Number = field(derived=True, filterable=True)
    treatment: Choice = field(choices="risk_treatment", material=True, filterable=True)
    controls: Links = field(target="control", material=True)
    owner: Link = field(target="person", filterable=True)
    residual_level: Number = field(material=True, filterable=True)
    above_appetite: YesNo = field(derived=True, filterable=True)
    residual_above_appetite: YesNo = field(derived=True, filterable=True)
    accepted_by: Link = field(target="person")
    acceptance_reason: LongText = field()
    due: Date = field(filterable=True)
    treated_on: Date = field()
    system: Link = field(target="system", filterable=True, extra=True)


class ImpactAssessment(Kind):
    id = "impact_assessment"
    prefix = "IMP"
    independent = True
    edits = "drafted"
    rests_on = ("system", "system.components", "system.groups")
    review_every = "12 months"
    phase = "do"

    type: Choice = field(choices="types.impact_assessment", required=True, filterable=True)
    purpose_and_use: LongText = field(material=True)
    foreseeable_misuse: LongText = field()
    individual_impacts: LongText = field(material=True)
    group_impacts: LongText = field(material=True)
    societal_impacts: LongText = field(material=True)
    benefits: LongText = field()
    alternatives: LongText = field()
    costs_of_error: LongText = field()
    severity: Choice = field(choices="impact_severity", filterable=True)
    measures: LongText = field(material=True)
    contributors: Lines = field(personal=True)
    conclusion: LongText = field(material=True)
    retention_until: Date = field()
    transfer_terms: LongText = field()
    oversight_and_complaints: LongText = field()
    period_and_frequency: Text = field()
    authority_notice: LongText = field()
    assessment_scope: LongText = field()
    data_information: LongText = field()
    model_information: LongText = field()
    deployment_environment: LongText = field()
    impacts: Lines = field(material=True)
    aspects: Lines = field(material=True)
    review_plan: LongText = field()
    still_so: Lines = field()
    completed_on: Date = field(filterable=True)
    system: Link = field(target="system", filterable=True, extra=True)
    controls: Links = field(target="control", extra=True)
    risks: Links = field(target="risk", extra=True)


class Classification(Kind):
    id = "classification"
    prefix = "CLS"
    independent = True
    edits = "drafted"
    rests_on = ("system", "law")
    review_every = "12 months"
    phase = "do"

    law: Link = field(target="law_text", choices="law", filterable=True)
    role: Choices = field(choices="our_role", material=True, filterable=True)
    class_: Choice = field(
        alias="class", choices="eu_class us_omb_class law25_class other_class", material=True, filterable=True
    )
    reasons: LongText = field()
    facts: LongText = field(material=True)
    prohibited_screen: LongText = field(material=True)
    exemption_grounds: LongText = field()
    registration: Text = field()
    provenance: Choice = field(choices="provenance", filterable=True)
    stated_by: Text = field(personal=True)
    stated_on: Date = field()
    source: Text = field()
    answers: Lines = field(material=True)
    system: Link = field(target="system", filterable=True, extra=True)


class Control(Kind):
    id = "control"
    prefix = "CTL"
    title_field = "title"
    owner_field = "owner"
    phase = "do"

    title: Text = field(required=True)
    description: LongText = field(material=True)
    owner: Link = field(target="person", filterable=True)
    practice: Choice = field(target="practice", material=True, filterable=True)
    tag: Choice = field(target="evidence_tag", material=True)
    every: PeriodText = field()


class Applicability(Kind):
    id = "applicability"
    prefix = "SOA"
    edits = "drafted"
    rests_on = ("controls", "risks")
    waits = False
    known_by = "control_id"
    owner_field = "owner"
    review_every = "12 months"
    phase = "plan"

    control_id: Link = field(target="annex_control", required=True, filterable=True)
    included: YesNo = field(material=True, filterable=True)
    reason: LongText = field(material=True)
    controls: Links = field(target="control")
    practices: Lines = field(target="practice")
    owner: Link = field(target="person", filterable=True, extra=True)
    risks: Links = field(target="risk", extra=True)
