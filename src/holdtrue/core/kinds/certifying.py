"""The kind of what a certification body gave in writing: the certificate, which is kept here and never issued."""

from __future__ import annotations

from holdtrue.core.kinds.field import Date, Link, LongText, Text, field
from holdtrue.core.kinds.kind import Kind


class Certificate(Kind):
    id = "certificate"
    prefix = "CRT"
    phase = "check"

    body: Text = field(required=True, material=True)
    accreditation: Text = field(material=True)
    number: Text = field(required=True, material=True)
    standard: Text = field(material=True)
    statement: LongText = field(material=True)
    scope: Link = field(target="scope", material=True)
    soa_version: Text = field(material=True)
    issued_on: Date = field(material=True, filterable=True)
    valid_until: Date = field(material=True, filterable=True)
    accepted_on: Date = field(material=True)
    suspended_on: Date = field()
    restored_on: Date = field()
    withdrawn_on: Date = field()
    status_reason: LongText = field()
