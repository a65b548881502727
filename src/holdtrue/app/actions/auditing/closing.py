"""Closing an audit: its auditor signs the report as it stands, and later changes of the register change it no more."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.auditing.sheets import accounts_of, auditor_of, open_sheet, require_independent
from holdtrue.app.actions.permission import on_record
from holdtrue.app.actions.records import edit_within
from holdtrue.app.queries import audited
from holdtrue.app.queries.audit_reported import gathered
from holdtrue.app.queries.audit_work import work
from holdtrue.core.canonical import canonical
from holdtrue.core.days import iso
from holdtrue.core.refusals import BadInput, NotAllowed
from holdtrue.store import reading
from holdtrue.words import text

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Act
    from holdtrue.store.models import AuditSheet, Record


def close(caller: Caller, ref: str, *, result: str, reported_to: str = "") -> AuditSheet:
    """Close an audit with its result in words; the audit's record gets the day, the sample and the result.

    The auditor closes it, or whoever enters it for an auditor without an account. What was not looked at is named in
    the report. BadInput without a result or with nothing looked at; NotAllowed for others, or whose own work it is.
    """
    audit = audited.audit_named(caller, ref)
    if not result.strip():
        raise BadInput("audit.no_result", field="result", ref=audit.ref)
    with acting(caller, "audit.close", "audit", on_record(audit)) as act:
        sheet = open_sheet(act.organisation.pk, audit)
        _require_auditor(caller, audit)
        require_independent(caller, audit, sheet)
        if not work(caller, audit.ref).worked:
            raise BadInput("audit.nothing_worked", ref=audit.ref)
        _recorded(act, audit, sheet, result=result.strip(), reported_to=reported_to.strip())
        body = canonical(_report(act, audit))
        sheet.closed_at, sheet.closed_by = act.now, caller.actor.account
        sheet.report, sheet.report_digest = body.decode(), hashlib.sha256(body).hexdigest()
        sheet.save(update_fields=["closed_at", "closed_by", "report", "report_digest"])
        act.note(audit, contents={"report": sheet.report_digest, "signed_by": caller.actor.person})
        return sheet


def _require_auditor(caller: Caller, audit: Record) -> None:
    auditor = auditor_of(audit)
    if auditor is None:
        raise BadInput("audit.no_auditor", field="auditor", ref=audit.ref)
    if auditor.uid != caller.actor.person and accounts_of(caller.organisation.pk, auditor):
        raise NotAllowed("audit.not_auditor", name=auditor.title)


def _recorded(act: Act, audit: Record, sheet: AuditSheet, *, result: str, reported_to: str) -> None:
    """The audit's own record says what it found, so that practices that ask for an audit see it."""
    reading.renew(audit)
    held = reading.body(audit)["fields"]
    found = work(act.caller, audit.ref)
    law = found.kept["framework"]
    fields: dict[str, object] = {"result": result}
    if not held.get("held_on"):
        fields["held_on"] = iso(sheet.day)
    if not held.get("criteria"):
        fields["criteria"] = text(
            "audit.criteria", law=law["title"], version=law["version"], n=len(found.requirements)
        )
    if found.draws:
        newest = found.draws[-1]
        fields["sample"] = text(
            "audit.sample_words",
            n=len(found.systems),
            of=sum(s["population"] for s in newest.strata),
            seed=newest.seed,
            rule=newest.rule,
        )
    if reported_to:
        fields["reported_to"] = reported_to
    edit_within(act, audit, fields, {})


def _report(act: Act, audit: Record) -> dict[str, Any]:
    reading.renew(audit)
    told = gathered(act.caller, work(act.caller, audit.ref))
    person = reading.by_uid(act.organisation.pk, [act.caller.actor.person]).get(act.caller.actor.person)
    del told["digest"]
    return {
        **told,
        "closed": {
            "by": person.title if person else "",
            "for": told["audit"]["auditor"],
            "at": act.now.isoformat(timespec="seconds"),
            "console": act.caller.console,
        },
    }


__all__ = ["close"]
