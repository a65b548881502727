"""A clinic's own rules as a file: one practice, one framework, a mapping and a shorter period."""

from __future__ import annotations

CLINIC = """\
name: clinic-rules
title: Rules of the clinic
version: "1"
practices:
- id: second-look
  title: Second look by a nurse
  statement: A nurse looks at what the tool wrote before it enters a file.
  scope: system
  property: supervised
  owner_role: system_owner
  levels:
    declared: {assigned: system_owner}
    documented: {record: change, with: [reason]}
    operational: {signed: change, every: '6 months'}
    measured: {done: review, where: {type: quarterly_check}, every: '100 days'}
  satisfies: {clinic_code: [C1]}
frameworks:
- framework: {id: clinic_code, title: Code of the clinic, as_of: 2026-10-01}
  sections:
  - {id: below, title: Details, parent: care}
  - {id: care, title: Care}
  requirements:
  - {id: C1, section: care, title: Second look, description: Somebody looks again.}
  - {id: C2, section: below, title: A list, description: There is a list., applies_from: 2026-12-01}
mappings:
- {framework: clinic_code, requirement: C2, practices: [system-inventory]}
cadence:
- {practice: system-inventory, level: operational, from: 6 months, to: 3 months}
facts:
  ORG-1: {name: Clinic}
  SYS-1: {name: Letter writer, tier: limited, use: live, owner: PER-1}
  PER-1: {name: Ada, active: true}
cases:
- {name: an owner declares it, scope: SYS-1, practice: second-look, level: declared, expect: {state: holds}}
- name: without a change nothing is documented
  scope: SYS-1
  practice: second-look
  level: documented
  expect: {state: missing}
"""
NEWER = (
    CLINIC.replace('version: "1"', 'version: "2"')
    .replace("as_of: 2026-10-01", "as_of: 2026-11-01")
    .replace("applies_from: 2026-12-01", "applies_from: 2027-03-01")
    .replace(
        "mappings:",
        "  - {id: C3, section: care, title: Told, description: Patients are told., practices: [ai-policy]}\nmappings:",
    )
)


def clinic(text: str = CLINIC) -> dict[str, bytes]:
    """The file as somebody sends it."""
    return {"clinic.yaml": text.encode()}
