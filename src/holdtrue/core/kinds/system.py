"""The kind at the centre: one AI system in a stated use."""

from __future__ import annotations

from holdtrue.core.kinds.field import Choice, Choices, Date, Lines, Link, Links, LongText, Text, YesNo, field
from holdtrue.core.kinds.kind import Kind


class System(Kind):
    id = "system"
    prefix = "SYS"
    title_field = "name"
    rests_on = ("components",)
    owner_field = "owner"
    review_every = "12 months"
    phase = "do"

    name: Text = field(required=True)
    unit: Link = field(target="unit", filterable=True)
    in_scope: YesNo = field(filterable=True)
    in_scope_reason: LongText = field()
    use: Choice = field(choices="use", filterable=True)
    in_use: YesNo = field(derived=True, filterable=True)
    registered_on: Date = field(derived=True)
    sorted: YesNo = field(derived=True, filterable=True)
    intended_purpose: LongText = field(material=True)
    task_and_method: LongText = field()
    users: Text = field(material=True)
    affected_groups: Text = field(material=True)
    data_categories: Lines = field(material=True)
    data_locations: Lines = field()
    hosting: Choice = field(choices="hosting", filterable=True)
    autonomy: Choice = field(choices="autonomy", material=True, filterable=True)
    our_role: Choices = field(choices="our_role", material=True, filterable=True)
    owner: Link = field(target="person", filterable=True)
    overseer: Link = field(target="person", filterable=True)
    lifecycle_stage: Choice = field(choices="lifecycle_stage", noted=True, filterable=True)
    tier: Choice = field(choices="tiers", derived=True, filterable=True)
    jurisdictions: Choices = field(choices="jurisdictions", material=True, filterable=True)
    personal_data: YesNo = field(material=True, filterable=True)
    biometric_data: YesNo = field(material=True)
    decisions_about_people: YesNo = field(material=True, filterable=True)
    interacts_with_people: YesNo = field(material=True)
    generates_content: YesNo = field(material=True)
    adapts_with_data: YesNo = field(material=True)
    outside_parts: YesNo = field(derived=True)
    business_value: LongText = field()
    eu_class: Choice = field(choices="eu_class", derived=True, filterable=True)
    annex_iii_point: Choice = field(choices="annex_iii_point")
    public_service: YesNo = field()
    stop_method: LongText = field()
    fallback: LongText = field()
    assumptions_and_limits: LongText = field()
    input_data_needs: LongText = field()
    effect_on_people: Choices = field(choices="effect_on_people", material=True, filterable=True)
    published_output: YesNo = field(material=True)
    sensitive_use: YesNo = field(material=True)
    outputs: LongText = field()
    developed_by: Text = field()
    initiated_on: Date = field()
    acquired_on: Date = field()
    implemented_on: Date = field()
    retired_on: Date = field()
    components: Links = field(target="component", extra=True)
    groups: Links = field(target="group", extra=True)
