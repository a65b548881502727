"""Attestations, certificates and certification audits as the command line and the API tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdtrue.app.queries.attesting import Working, ended, fall_of, falls_on, ref, sampled, state
from holdtrue.core.days import iso
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.words import say

if TYPE_CHECKING:
    from holdtrue.app.queries.certification import Audited, Certification, Certified
    from holdtrue.core.certifying import Step
    from holdtrue.core.days import Day
    from holdtrue.store.models import Attestation, Organisation

Json = dict[str, Any]


def attestation_json(
    organisation: Organisation, row: Attestation, day: Day, *, working: Working | None = None
) -> Json:
    """Return one; with `working` also every practice as it stands and as it was confirmed, and what is left."""
    fall, over = fall_of(row), ended(row, day)
    told: Json = {
        "number": row.number,
        "ref": ref(row),
        "state": state(row, day).value,
        "assessor": {"ref": row.assessor.ref, "name": row.assessor.title},
        "drawn_on": iso(row.drawn),
        "seed": row.seed,
        "rule": row.rule,
        "population_digest": row.population_digest,
        "sample": [
            {"class": name, "systems": systems, "drawn": [r.ref for r in drawn]}
            for name, systems, drawn in sampled(organisation, row)
        ],
        "signed_on": _day(row.signed),
        "good_until": _day(row.until),
        "floor": row.floor or None,
        "falls_on": _day(falls_on(row)),
        "falls_because": say(fall.message) if fall else None,
        "ended_on": _day(over),
        "withdrawn_because": row.withdrawn_why or None,
        "statement": row.statement or None,
        "document": row.document or None,
        "published_at": f"/attestations/{row.code}/" if row.code else None,
    }
    if working is not None:
        index = working.index()
        told["index"] = index.shown
        told["index_derived"] = working.found.index.shown
        told["left"] = [x.derived.practice for x in working.left]
        told["levels"] = [
            {
                "practice": x.derived.practice,
                "title": x.stand.practice.title,
                "property": x.stand.practice.property,
                "derived": LEVEL_WORDS[x.derived.level],
                "attested": None if x.level is None else LEVEL_WORDS[x.level],
                "reason": x.given["reason"] if x.given else "",
            }
            for x in working.lines
        ]
    return told


def certification_json(found: Certification) -> Json:
    """Return what bodies gave and found, and what of the cycle is owed next."""
    return {
        "at": iso(found.day),
        "cycle_of": found.cycle_of or None,
        "next": _step(found.next) if found.next else None,
        "steps": [_step(step) for step in found.steps],
        "certificates": [_certificate(one) for one in found.certificates],
        "audits": [_audit(one) for one in found.audits],
    }


def _step(step: Step) -> Json:
    return {
        "type": step.type,
        "number": step.number,
        "state": step.state.value,
        "due": _day(step.due),
        "opens": _day(step.opens),
        "audit": step.audit or None,
        "day": _day(step.day),
    }


def _certificate(one: Certified) -> Json:
    named = ("body", "accreditation", "number", "standard", "statement", "soa_version")
    return {
        "ref": one.record.ref,
        **{name: one.fields.get(name) for name in named},
        "scope": one.scope.ref if one.scope else None,
        **{name: _day(day) for name, day in one.days.items()},
        "state": one.stands.value,
        "compared_with": iso(one.compared),
        "moved": [
            {"ref": m.record.ref, "how": m.how, "fields": [d.field for d in m.fields]} for m in one.moved
        ],
    }


def _audit(one: Audited) -> Json:
    return {
        "ref": one.record.ref,
        "type": one.fields.get("type"),
        "body": one.fields.get("body"),
        "held_on": _day(one.held),
        "booked_for": _day(one.booked),
        "days_on_site": one.fields.get("days_on_site"),
        "certificate": one.certificate or None,
        "findings": [
            {
                "ref": record.ref,
                "number": fields.get("body_number"),
                "type": fields.get("type"),
                "due": fields.get("due"),
                "closed_on": fields.get("closed_on"),
            }
            for record, fields in one.findings
        ],
    }


def _day(day: Day | None) -> str | None:
    return None if day is None else iso(day)
