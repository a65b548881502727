"""Beginning an audit: its framework, its requirements, and how each stood on the audit's day are kept from here on."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from holdtrue.app import rules
from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.auditing.sheets import auditor_of
from holdtrue.app.actions.permission import on_record
from holdtrue.app.queries import audited
from holdtrue.app.queries.requirements import because
from holdtrue.app.queries.why import all_verdicts
from holdtrue.core.auditing import INTERNAL, packed
from holdtrue.core.canonical import canonical
from holdtrue.core.content import by_the_rules_of
from holdtrue.core.days import iso
from holdtrue.core.messages import as_data
from holdtrue.core.refusals import BadInput
from holdtrue.core.standing import verdicts_in
from holdtrue.store import reading
from holdtrue.store.models import AuditSheet, PlannedAudit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.queries.audited import AnsweredThen
    from holdtrue.app.queries.requirements import Answer, Reach
    from holdtrue.core.verdicts import Verdict

_STANDARD = "iso42001"


def begin(
    caller: Caller,
    ref: str,
    *,
    framework: str = _STANDARD,
    covers: Sequence[str] = (),
    plan: str = "",
) -> AuditSheet:
    """Begin working on an audit: every requirement of the framework, those named, or those of a planned audit.

    Kept is the framework with its digest, how each requirement stood on the day the audit was held (today where none
    is set), and the size and root of the register's log. BadInput where the audit was begun already or what it is to
    cover is unknown, or where it names no auditor.
    """
    audit = audited.audit_named(caller, ref)
    with acting(caller, "audit.begin", "audit", on_record(audit)) as act:
        reading.renew(audit)
        planned = _planned(caller, plan) if plan else None
        name = planned.framework if planned else framework
        if AuditSheet.rows.of(act.organisation.pk).filter(audit=audit).exists():
            raise BadInput("audit.begun", ref=audit.ref)
        if audit.retired_day is not None:
            raise BadInput("record.retired", ref=audit.ref)
        if audit.key not in INTERNAL:
            raise BadInput("audit.not_internal", ref=audit.ref)
        if auditor_of(audit) is None:
            raise BadInput("audit.no_auditor", field="auditor", ref=audit.ref)
        then = audited.answered_then(caller, audit.ref, name, act.day)
        asked = _covered(then, planned.covers if planned else covers)
        with by_the_rules_of(then.edition):
            kept = _kept(
                caller, then, asked, log=(act.head.origin, act.head.size, act.head.frontier.root().hex())
            )
        body = canonical(kept)
        digest = hashlib.sha256(body).hexdigest()
        sheet = AuditSheet(
            organisation_id=act.organisation.pk,
            audit=audit,
            framework=name,
            day=then.day,
            opened_at=act.now,
            account=caller.actor.account,
            kept=body.decode(),
            digest=digest,
            entry=act.head.size + len(act.lines),
        )
        sheet.save(force_insert=True)
        act.note(
            audit, contents={"framework": name, "covers": [a.requirement.id for a in asked], "kept": digest}
        )
        if planned is not None:
            planned.audit = audit
            planned.save(update_fields=["audit"])
        return sheet


def _planned(caller: Caller, uid: str) -> PlannedAudit:
    found = PlannedAudit.rows.of(caller.organisation.pk).filter(uid=uid).first()
    if found is None:
        raise BadInput("audit.no_plan", field="plan")
    if found.audit_id is not None:
        raise BadInput("audit.plan_taken", field="plan", ref=found.audit.ref)
    return found  # type: ignore[no-any-return]  # the manager is shared by every table, so its rows are Any


def _covered(then: AnsweredThen, covers: Sequence[str]) -> list[Answer]:
    there = {a.requirement.id: a for a in then.answered.answers}
    unknown = [name for name in covers if name not in there]
    if unknown:
        raise BadInput(
            "audit.no_requirement", field="covers", name=unknown[0], framework=then.answered.framework.title
        )
    wanted = frozenset(covers)
    return [a for name, a in there.items() if not wanted or name in wanted]


def _kept(
    caller: Caller, then: AnsweredThen, asked: Sequence[Answer], *, log: tuple[str, int, str]
) -> dict[str, Any]:
    law = then.answered.framework
    told = _told(caller, then)
    origin, size, root = log
    titles = _titles(caller, told)
    return {
        "framework": {"id": law.id, "title": law.title, "version": law.version, "digest": law.digest},
        "rules": rules.digest_of(then.edition),
        "day": iso(then.day),
        "read_back": then.register is not None,
        "too_large": then.too_large,
        "log": {"origin": origin, "size": size, "root": root},
        "sections": {section.id: section.title for section in law.sections},
        "requirements": [_requirement(one, then, told, titles) for one in asked],
    }


def _told(caller: Caller, then: AnsweredThen) -> Mapping[str, Sequence[Verdict] | None]:
    """The organisation's own practices with what decides each level, as of the audit's day."""
    if then.register is None:
        own = reading.own_record(caller.organisation.pk)
        return all_verdicts(caller.organisation, own, then.day)
    view = then.register.organization_scope()
    asked = {
        r.practice.id: r.practice for a in then.answered.answers for r in a.by if not r.practice.per_system
    }
    return {name: verdicts_in(practice, view) for name, practice in asked.items()}


def _titles(caller: Caller, told: Mapping[str, Sequence[Verdict] | None]) -> Mapping[str, str]:
    refs = {ref for some in told.values() for v in some or () for ref in (*v.why.path, v.why.ref) if ref}
    return {ref: r.title for ref, r in reading.by_ref(caller.organisation.pk, sorted(refs)).items()}


def _requirement(
    one: Answer,
    then: AnsweredThen,
    told: Mapping[str, Sequence[Verdict] | None],
    titles: Mapping[str, str],
) -> dict[str, Any]:
    asked = one.requirement
    return {
        "id": asked.id,
        "name": asked.name,
        "title": asked.title,
        "asks": asked.description,
        "parts": list(asked.parts),
        "evidence": [*asked.documents, *asked.evidence],
        "section": asked.section,
        "standing": one.standing,
        "because": as_data(because(one, then.day)),
        "still": one.still,
        "level": one.level,
        "findings": [*one.major, *one.minor],
        "practices": [_practice(reach, one.level, told.get(reach.practice.id), titles) for reach in one.by],
    }


def _practice(
    reach: Reach, level: int, told: Sequence[Verdict] | None, titles: Mapping[str, str]
) -> dict[str, Any]:
    practice = reach.practice
    deciding = told[min(reach.level, len(told) - 1)] if told else None
    refs = dict.fromkeys(ref for v in told or () for ref in (*v.why.path, v.why.ref) if ref in titles)
    return {
        "id": practice.id,
        "title": practice.title,
        "asks": practice.auditor_asks,
        "per_system": practice.per_system,
        "verdicts": packed(reach.verdicts),
        "because": as_data(deciding.why.message) if deciding and deciding.why.message.id != "nothing" else "",
        "shown_by": [[ref, titles[ref] or ref] for ref in refs],
        "scopes": reach.scopes,
        "holding": reach.at[level - 1],
    }


__all__ = ["begin"]
