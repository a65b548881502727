"""What an audit's report says, as values: kept as they are once the audit is closed, gathered anew until then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from holdtrue.app.actions.auditing.sheets import independence, sheet_of
from holdtrue.app.queries.audit_work import work
from holdtrue.app.queries.audited import audit_named
from holdtrue.app.queries.records import names
from holdtrue.core.auditing import LOOKED_AT, level_held, reason_of
from holdtrue.core.messages import Message, as_data
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.audit_work import Work
    from holdtrue.core.auditing import PracticeThen, RequirementThen


def reported(caller: Caller, ref: str) -> dict[str, Any]:
    """Return what the report says; BadInput where the audit was not begun."""
    audit = audit_named(caller, ref)
    sheet = sheet_of(caller.organisation.pk, audit)
    if sheet.closed_at is not None:
        told: dict[str, Any] = orjson.loads(sheet.report)
        return {**told, "digest": sheet.report_digest}
    return gathered(caller, work(caller, ref))


def gathered(caller: Caller, found: Work) -> dict[str, Any]:
    """Return what a report of the work as it stands says."""
    assert found.sheet is not None  # noqa: S101  # `reported` and `close` have looked
    who = independence(caller, found.audit, found.sheet)
    kept = found.kept
    return {
        "organisation": caller.organisation.name,
        "audit": {
            "ref": found.audit.ref,
            "title": found.audit.title or found.audit.ref,
            **{name: str(found.fields.get(name) or "") for name in ("type", "criteria", "held_on", "result")},
            "auditor": found.auditor.title if found.auditor else "",
            "reported_to": str(found.fields.get("reported_to") or ""),
        },
        **{name: kept[name] for name in ("framework", "rules", "day", "read_back", "too_large", "log")},
        "samples": _samples(caller, found),
        "requirements": [_requirement(one, found) for one in found.requirements],
        "findings": [
            {"ref": f.ref, "type": f.type, "requirement": f.requirement, "nature": f.nature}
            for f in found.findings
        ],
        "without_finding": [one.name for one in found.without_finding],
        "worked": found.worked,
        "not_looked_at": [one.id for one in found.requirements if found.result(one.id) not in LOOKED_AT],
        "independence": {
            "people": [person.title for person in who.people],
            "own": [{"ref": one.ref, "title": one.title, "how": one.how} for one in who.own],
            "alone": who.alone,
        },
        "closed": None,
        "digest": "",
    }


def _samples(caller: Caller, found: Work) -> list[dict[str, Any]]:
    who = names(caller.organisation, {one.account for one in found.draws}) if found.draws else {}
    told = []
    for one in found.draws:
        counts = one is found.draws[-1]
        told.append(
            {
                "number": one.number,
                "seed": one.seed,
                "given": one.given,
                "rule": one.rule,
                "population": one.population_digest,
                "reason": one.reason,
                "by": str(who.get(one.account) or ""),
                "at": one.at.isoformat(timespec="seconds"),
                "counts": counts,
                "strata": [
                    {
                        "class": s["class"],
                        "population": s["population"],
                        "least": s["least"],
                        "drawn": len(s["drawn"]),
                    }
                    for s in one.strata
                ],
                "systems": [
                    {"uid": s.uid, "ref": s.ref, "title": s.title, "class": s.stratum} for s in found.systems
                ]
                if counts
                else [{"uid": uid} for s in one.strata for uid in s["drawn"]],
            }
        )
    return told


def _requirement(one: RequirementThen, found: Work) -> dict[str, Any]:
    told = found.notes.get(one.id)
    newest = told[-1] if told else None
    return {
        "id": one.id,
        "name": one.name,
        "title": one.title,
        "section": one.section,
        "standing": one.standing,
        "because": _kept(one.because),
        "result": found.result(one.id),
        "notes": newest.notes if newest else "",
        "by": newest.by if newest else "",
        "at": newest.at.isoformat(timespec="seconds") if newest else "",
        "practices": [practice_told(p, one, found) for p in one.practices],
        "findings": [f.ref for f in found.findings if f.requirement == one.id],
    }


def in_words(told: dict[str, Any], locale: str = "en") -> dict[str, Any]:
    """Return a report with why each requirement stood as it did as a sentence in that language."""
    requirements = [
        {**reasoned(r, locale), "practices": [reasoned(p, locale) for p in r["practices"]]}
        for r in told["requirements"]
    ]
    return {**told, "requirements": requirements}


def reasoned(one: Mapping[str, Any], locale: str = "en") -> dict[str, Any]:
    """Return what is told of a requirement or a practice with its reason as a sentence."""
    why = reason_of(one["because"])
    return {**one, "because": why if isinstance(why, str) else say(why, locale)}


def _kept(why: Message | str) -> dict[str, Any] | str:
    return as_data(why) if isinstance(why, Message) else why


def practice_told(practice: PracticeThen, one: RequirementThen, found: Work) -> Mapping[str, Any]:
    """Return one practice in a few figures: its level over the organisation, and over the systems drawn."""
    drawn = [s.practices[practice.id] for s in found.systems if practice.id in s.practices]
    held: Sequence[int] = [level_held(verdicts, found.day) for verdicts in drawn]
    return {
        "id": practice.id,
        "title": practice.title,
        "level": LEVEL_WORDS[level_held(practice.verdicts, found.day)],
        "asked_level": LEVEL_WORDS[one.level],
        "per_system": practice.per_system,
        "because": _kept(practice.because),
        "drawn": len(drawn),
        "drawn_holding": sum(level >= one.level for level in held),
    }


__all__ = ["gathered", "in_words", "practice_told", "reasoned", "reported"]
