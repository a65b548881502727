"""Kinds about the organisation: who it is, its units, the bounds of its management system, issues and parties."""

from __future__ import annotations

from holdtrue.core.kinds.field import Choice, Choices, Date, Lines, Link, LongText, Number, Text, YesNo, field
from holdtrue.core.kinds.kind import Kind


class Organization(Kind):
    id = "organization"
    prefix = "ORG"
    title_field = "name"
    phase = "plan"

    name: Text = field(required=True)
    headcount: Number = field()
    sector: Text = field()
    jurisdictions: Choices = field(choices="jurisdictions", material=True)
    ai_roles: Choices = field(choices="our_role", material=True)
    climate_relevance: Choice = field(choices="climate_relevance", material=True)
    climate_reason: LongText = field()
    public_body: YesNo = field(material=True)
    financial_supervisors: Choices = field(choices="financial_supervisors")
    means: LongText = field()
    time_zone: Text = field()
    language: Text = field()


class Unit(Kind):
    id = "unit"
    prefix = "UNT"
    title_field = "name"
    owner_field = "lead"
    phase = "plan"

    name: Text = field(required=True, material=True)
    parent: Link = field(target="unit", material=True)
    lead: Link = field(target="person", filterable=True)


class Scope(Kind):
    id = "scope"
    prefix = "SCP"
    edits = "drafted"
    review_every = "12 months"
    phase = "plan"

    statement: LongText = field(material=True)
    included_activities: LongText = field(material=True)
    excluded_activities: LongText = field(material=True)
    exclusion_reasons: LongText = field()
    sites: Lines = field()
    ai_roles: Choices = field(choices="our_role", material=True)
    process_map: LongText = field(material=True)
    version: Text = field()
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


class Issue(Kind):
    id = "issue"
    prefix = "ISS"
    title_field = "title"
    owner_field = "owner"
    review_every = "12 months"
    phase = "plan"

    title: Text = field(required=True, material=True)
    topic: Choice = field(choices="topics.issue", filterable=True)
    origin: Choice = field(choices="issue_origin", filterable=True)
    source: Text = field(material=True)
    effect: LongText = field(material=True)
    response: LongText = field(material=True)
    owner: Link = field(target="person", filterable=True)


class Party(Kind):
    id = "party"
    prefix = "PTY"
    title_field = "name"
    owner_field = "owner"
    review_every = "12 months"
    phase = "plan"

    name: Text = field(required=True)
    category: Choice = field(choices="party_category", filterable=True)
    needs: LongText = field(material=True)
    adopted_requirements: LongText = field(material=True)
    how_heard: LongText = field()
    owner: Link = field(target="person", filterable=True)
