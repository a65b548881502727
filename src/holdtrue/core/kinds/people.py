"""Kinds about people: who they are, what they learned, what they can do and what they have read."""

from __future__ import annotations

from holdtrue.core.kinds.field import Choice, Date, Link, Links, LongText, Text, YesNo, field
from holdtrue.core.kinds.kind import Kind


class Person(Kind):
    id = "person"
    prefix = "PER"
    title_field = "name"
    phase = "plan"

    name: Text = field(required=True, personal=True)
    email: Text = field(personal=True)
    active: YesNo = field(derived=True, filterable=True)
    employment: Choice = field(choices="employment", personal=True)
    manager: Link = field(target="person", personal=True)
    works_with_ai: YesNo = field(filterable=True)
    started_on: Date = field(personal=True)
    left_on: Date = field(personal=True)
    away_until: Date = field(personal=True)
    unit: Link = field(target="unit", filterable=True)


class Training(Kind):
    id = "training"
    prefix = "TRN"
    event = True
    dated = "held_on"
    phase = "do"

    topic: Choice = field(choices="types.training", filterable=True, open=True)
    audience: Text = field()
    content: LongText = field(material=True)
    held_on: Date = field(filterable=True)
    attendees: Links = field(target="person", personal=True)


class Competence(Kind):
    id = "competence"
    prefix = "CPT"
    independent = True
    judges = ("person",)
    rests_on = ("role",)
    owner_field = "person"
    review_every = "12 months"
    phase = "do"

    person: Link = field(target="person", filterable=True)
    skill: Choice = field(choices="types.competence_skill", filterable=True, open=True)
    requirement: LongText = field(material=True)
    basis_of_judgement: LongText = field(personal=True)
    valid_until: Date = field(filterable=True)
    role: Link = field(target="role", extra=True)


class Acknowledgement(Kind):
    id = "acknowledgement"
    prefix = "ACK"
    rests_on = ("policy", "procedure")
    owner_field = "person"
    phase = "do"

    person: Link = field(target="person", filterable=True)
    policy_topic: Choice = field(choices="topics.policy", filterable=True, open=True)
    revision: Text = field(material=True)
    policy: Link = field(target="policy", filterable=True, extra=True)
    procedure: Link = field(target="procedure", filterable=True, extra=True)
