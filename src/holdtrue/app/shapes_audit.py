"""Internal audits as JSON: the programme, and an audit as it is worked on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdtrue.app.queries.audit_reported import practice_told, reasoned
from holdtrue.core.days import iso
from holdtrue.core.sampling import STRATA

if TYPE_CHECKING:
    from holdtrue.app.queries.audit_work import Work
    from holdtrue.app.queries.programme import Programme
    from holdtrue.core.auditing import RequirementThen
    from holdtrue.store.models import AuditDraw, PlannedAudit

Json = dict[str, Any]


def programme_json(found: Programme) -> Json:
    """Return the programme: what is planned, what is proposed, and when each requirement was audited last."""
    law = found.answered.framework
    return {
        "framework": {"id": law.id, "version": law.version},
        "years": found.years,
        "until": iso(found.until),
        "requirements": len(found.lines),
        "never_audited": found.never,
        "not_planned": found.unplanned,
        "planned": [planned_json(one) for one in found.planned],
        "proposed": [
            {"on": iso(one.day), "covers": list(one.covers), "again": list(one.again)}
            for one in found.proposed
        ],
        "lines": [
            {
                "requirement": line.answer.requirement.id,
                "title": line.answer.requirement.title,
                "standing": line.answer.standing,
                "last_audited": iso(line.last.day) if line.last else None,
                "last_audit": line.last.audit if line.last else None,
                "next_planned": iso(line.next.day) if line.next else None,
            }
            for line in found.lines
        ],
    }


def planned_json(one: PlannedAudit) -> Json:
    """Return one planned audit."""
    return {
        "plan": one.uid,
        "framework": one.framework,
        "on": iso(one.day),
        "covers": list(one.covers),
        "auditor": one.auditor.ref if one.auditor else None,
        "audit": one.audit.ref if one.audit else None,
    }


def work_json(found: Work) -> Json:
    """Return an audit as it is worked on; before it is begun, its record's name and auditor alone."""
    sheet = found.sheet
    return {
        "audit": found.audit.ref,
        "title": found.audit.title or found.audit.ref,
        "auditor": found.auditor.ref if found.auditor else None,
        "begun": sheet is not None,
        "closed": sheet.closed_at.isoformat(timespec="seconds") if sheet and sheet.closed_at else None,
        "report_digest": sheet.report_digest if sheet else "",
        "as_of": found.kept.get("day"),
        "framework": found.kept.get("framework"),
        "log": found.kept.get("log"),
        "worked": found.worked,
        "of": len(found.requirements),
        "samples": [draw_json(one) for one in found.draws],
        "systems": [
            {"uid": s.uid, "ref": s.ref, "title": s.title, "class": s.stratum} for s in found.systems
        ],
        "requirements": [requirement_json(one, found) for one in found.requirements],
        "findings": [{"ref": f.ref, "type": f.type, "requirement": f.requirement} for f in found.findings],
    }


def draw_json(one: AuditDraw) -> Json:
    """Return one drawing with all that drawing it again takes."""
    by_class = {s["class"]: s for s in one.strata}
    return {
        "number": one.number,
        "seed": one.seed,
        "seed_given": one.given,
        "rule": one.rule,
        "population_digest": one.population_digest,
        "reason": one.reason,
        "drawn_at": one.at.isoformat(timespec="seconds"),
        "strata": [
            {
                "class": name,
                "population": by_class[name]["population"],
                "least": by_class[name]["least"],
                "drawn": list(by_class[name]["drawn"]),
            }
            for name in STRATA
            if name in by_class
        ],
    }


def requirement_json(one: RequirementThen, found: Work) -> Json:
    """Return one requirement with its result and what was noted last."""
    told = found.notes.get(one.id)
    return {
        "requirement": one.id,
        "title": one.title,
        "standing": one.standing,
        "result": found.result(one.id),
        "notes": told[-1].notes if told else "",
        "by": told[-1].by if told else "",
        "number": found.number(one.id),
        "asks": list(dict.fromkeys(p.asks for p in one.practices)),
        "practices": [reasoned(practice_told(p, one, found)) for p in one.practices],
    }


__all__ = ["draw_json", "planned_json", "programme_json", "requirement_json", "work_json"]
