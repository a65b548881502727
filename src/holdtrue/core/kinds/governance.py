"""Kinds that say how things are to be done: policies, procedures, roles, objectives and the criteria for risk."""

from __future__ import annotations

from holdtrue.core.kinds.field import Choice, Date, Lines, Link, LongText, Number, Text, field
from holdtrue.core.kinds.kind import Kind


class Policy(Kind):
    id = "policy"
    prefix = "POL"
    title_field = "title"
    edits = "drafted"
    owner_field = "owner"
    review_every = "12 months"
    phase = "plan"

    topic: Choice = field(choices="topics.policy", filterable=True, open=True)
    title: Text = field(required=True)
    text: LongText = field(material=True)
    permitted_uses: LongText = field(material=True)
    prohibited_uses: LongText = field(material=True)
    who_to_ask: Text = field()
    commitments: LongText = field(material=True)
    published_to: Text = field()
    related_policies: LongText = field()
    conflict_check: LongText = field()
    owner: Link = field(target="person", filterable=True)
    version: Text = field()
    published_on: Date = field()
    asked_of: Choice = field(choices="asked_of", filterable=True)
    language: Text = field()
    translations: LongText = field(material=True)
    link: Text = field(material=True)
    file_name: Text = field(noted=True)
    file_digest: Text = field(noted=True, material=True)
    link_digest: Text = field(noted=True, material=True)
    link_read_on: Date = field(noted=True)
    link_unread_since: Date = field(noted=True)


class Procedure(Kind):
    id = "procedure"
    prefix = "PRC"
    title_field = "title"
    edits = "drafted"
    owner_field = "owner"
    review_every = "12 months"
    phase = "plan"

    topic: Choice = field(choices="topics.procedure", filterable=True, open=True)
    title: Text = field(required=True)
    steps: LongText = field(material=True)
    inputs: LongText = field()
    outputs: LongText = field(material=True)
    criteria: LongText = field(material=True)
    owner: Link = field(target="person", filterable=True)
    retention: Text = field()
    audience: Text = field()
    version: Text = field()
    text: LongText = field(material=True)
    published_to: Text = field()
    published_on: Date = field()
    asked_of: Choice = field(choices="asked_of", filterable=True)
    language: Text = field()
    translations: LongText = field(material=True)
    link: Text = field(material=True)
    file_name: Text = field(noted=True)
    file_digest: Text = field(noted=True, material=True)
    link_digest: Text = field(noted=True, material=True)
    link_read_on: Date = field(noted=True)
    link_unread_since: Date = field(noted=True)


class Role(Kind):
    id = "role"
    prefix = "ROL"
    title_field = "name"
    owner_field = "holder"
    review_every = "12 months"
    phase = "plan"

    name: Choice = field(choices="roles", required=True, filterable=True, open=True)
    duties: LongText = field(material=True)
    authority: LongText = field(material=True)
    reports_to: Text = field(material=True)
    holder: Link = field(target="person", material=True, filterable=True)
    deputy: Link = field(target="person", filterable=True)
    skills: LongText = field()


class Objective(Kind):
    id = "objective"
    prefix = "OBJ"
    title_field = "statement"
    owner_field = "owner"
    review_every = "12 months"
    phase = "plan"

    topic: Choice = field(choices="topics.objective", filterable=True, open=True)
    statement: Text = field(required=True, material=True)
    indicator: Link = field(target="indicator", material=True)
    target: Text = field(material=True)
    owner: Link = field(target="person", filterable=True)
    due: Date = field(material=True, filterable=True)
    means: LongText = field()
    requirements_considered: LongText = field()


class RiskCriteria(Kind):
    id = "risk_criteria"
    prefix = "CRI"
    edits = "drafted"
    review_every = "12 months"
    phase = "plan"

    scales: LongText = field(material=True)
    appetite: Number = field(material=True)
    acceptance_authority: Text = field(material=True)
    tier_rules: LongText = field(material=True)
    sensitive_uses: LongText = field()
    restricted_uses: LongText = field()
    redo_triggers: Lines = field()
