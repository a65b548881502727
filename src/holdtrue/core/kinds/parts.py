"""Kinds around a system: what it is made of, who supplies it, whom it affects, and the changes made to it."""

from __future__ import annotations

from holdtrue.core.kinds.field import Choice, Date, Lines, Link, Links, LongText, Text, YesNo, field
from holdtrue.core.kinds.kind import Kind


class Component(Kind):
    id = "component"
    prefix = "CMP"
    title_field = "name"
    rests_on = ("supplier",)
    phase = "do"

    type: Choice = field(choices="types.component", filterable=True)
    name: Text = field(required=True, material=True)
    version: Text = field(material=True)
    made_by: Choice = field(choices="made_by", material=True, filterable=True)
    supplier: Link = field(target="supplier", material=True, filterable=True)
    purpose: LongText = field()
    licence: Text = field()
    location: Text = field()
    origin: LongText = field(material=True)
    rights: LongText = field(material=True)
    settings: LongText = field(material=True)
    hash: Text = field()
    footprint: LongText = field()
    preparation: LongText = field()
    quality_needs: LongText = field()
    systems: Links = field(target="system", filterable=True, extra=True)


class Supplier(Kind):
    id = "supplier"
    prefix = "SUP"
    title_field = "name"
    owner_field = "owner"
    review_every = "12 months"
    phase = "do"

    name: Text = field(required=True)
    service: LongText = field(material=True)
    criticality: Choice = field(choices="criticality", filterable=True)
    agreement: LongText = field(material=True)
    responsibilities: LongText = field(material=True)
    data_location: Text = field(material=True)
    trains_on_our_data: YesNo = field(material=True, filterable=True)
    subprocessors: Lines = field()
    incident_contact: Text = field(personal=True)
    change_notice: LongText = field()
    exit_terms: LongText = field()
    owner: Link = field(target="person", filterable=True)


class Group(Kind):
    id = "group"
    prefix = "GRP"
    title_field = "name"
    phase = "do"

    name: Text = field(required=True)
    relation: Choice = field(choices="group_relation", material=True, filterable=True, open=True)
    size: Text = field()
    vulnerability: YesNo = field(material=True, filterable=True)
    how_heard: LongText = field()
    systems: Links = field(target="system", filterable=True, extra=True)


class Change(Kind):
    id = "change"
    prefix = "CHG"
    independent = True
    event = True
    dated = "effective_on"
    owner_field = "approver"
    phase = "do"

    type: Choice = field(choices="types.change", required=True, material=True, filterable=True)
    description: LongText = field(material=True)
    reason: LongText = field()
    business_value: LongText = field()
    criteria: LongText = field(material=True)
    test_summary: LongText = field()
    side_effects: LongText = field()
    decision: Choice = field(choices="decision", material=True, filterable=True)
    approver: Link = field(target="person", filterable=True)
    rollback: LongText = field()
    effective_on: Date = field(filterable=True)
    handover: LongText = field()
    access_removed_on: Date = field()
    data_disposed_on: Date = field()
    people_told_on: Date = field()
    mends: Choice = field(choices="mends", filterable=True)
    waived: Lines = field(noted=True)
    limits: LongText = field(noted=True)
    valid_until: Date = field(noted=True, filterable=True)
    left_out: Lines = field(noted=True)
    foreseen: LongText = field(noted=True)
    envelope: Link = field(target="standing_approval", noted=True, filterable=True)
    shown_by: Links = field(target="evidence", noted=True)
    system: Link = field(target="system", filterable=True, extra=True)
    targets: Links = field(target="record", extra=True)
