"""The page of certification: what bodies gave and found, what moved on since, and what of the cycle is owed next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_kind
from holdtrue.app.queries.certification import certification
from holdtrue.core.certifying import SURVEILLANCE, Due, Stands, cycle
from holdtrue.core.days import iso, to_day
from holdtrue.pages.language import t
from holdtrue.pages.shapes.attesting import (
    AuditShown,
    CertificateShown,
    CertificationView,
    FindingShown,
    MovedShown,
    StepShown,
)
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.views import frame
from holdtrue.pages.views.record_parts import change

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from holdtrue.app.queries.certification import Audited, Certification, Certified, Moved
    from holdtrue.app.rows import Record
    from holdtrue.core.certifying import Step
    from holdtrue.core.days import Day
    from holdtrue.pages.views.frame import Visit

KIND = "certificate"
_STATES = {
    Stands.STANDS: "holds",
    Stands.DRIFTED: "wrong",
    Stands.SUSPENDED: "wrong",
    Stands.WITHDRAWN: "wrong",
    Stands.EXPIRED: "wrong",
    Stands.UNDATED: "soon",
}
_DUE = {Due.HELD: "holds", Due.BOOKED: "soon", Due.LATE: "lapsed", Due.OWED: "missing", Due.OVERDUE: "lapsed"}
_FACTS = ("body", "accreditation", "number", "standard", "statement", "soa_version")


_CHANGED = ("suspended_on", "restored_on", "withdrawn_on", "status_reason")


@require_safe
@frame.inside
def show(visit: Visit) -> HttpResponse:
    """Show it."""
    found = certification(visit.caller)
    rule = cycle()
    view = CertificationView(
        t("certification.lead"),
        t("certification.only_kept"),
        tuple(_certificate(visit, one, found) for one in found.certificates),
        tuple(_step(visit, step, found) for step in found.steps),
        _cycle(found),
        t("certification.source", source=rule.source, as_of=rule.as_of, doubt=rule.doubt),
        tuple(_audit(visit, one) for one in found.audits),
        _acts(visit, found),
        "" if found.certificates else t("certification.none"),
        Link(t("attest.title"), visit.places.at("attestations")),
    )
    given = frame.page(visit, t("certification.title"), kind=KIND)
    return frame.show(visit, "certification.html", given, view=view)


def _cycle(found: Certification) -> str:
    if found.cycle_of:
        return t("certification.cycle_of", ref=found.cycle_of)
    audit = found.renewing
    if audit is not None:
        return t("certification.cycle_renewing", ref=audit.record.ref, date=absolute(audit.held or 0))
    return t("certification.cycle_anew" if found.certificates else "certification.cycle_first")


def _acts(visit: Visit, found: Certification) -> tuple[Act, ...]:
    told = []
    following = found.next.type if found.next else SURVEILLANCE
    if visit.may("add", on_kind("audit")):
        told.append(Act(t("certification.book"), visit.places.add("audit", type=following)))
    if visit.may("add", on_kind(KIND)):
        told.append(Act(t("certification.add"), visit.places.add(KIND)))
    return tuple(told)


def _certificate(visit: Visit, one: Certified, found: Certification) -> CertificateShown:
    fields, places, ref = one.fields, visit.places, one.record.ref
    facts = [(t(f"kind.certificate.field.{n}.label"), str(fields[n])) for n in _FACTS if fields.get(n)]
    if one.scope is not None:
        facts.append((t("kind.certificate.field.scope.label"), f"{one.scope.title} ({one.scope.ref})"))
    facts += [
        (t(f"kind.certificate.field.{name}.label"), absolute(on))
        for name, on in one.days.items()
        if on is not None
    ]
    if fields.get("status_reason"):
        facts.append((t("kind.certificate.field.status_reason.label"), str(fields["status_reason"])))
    acts = []
    looked = found.looked_since(one) if one.stands is Stands.DRIFTED else None
    if one.stands is Stands.DRIFTED and visit.may("edit", on_kind(KIND)):
        filled = {"fill": "1", "accepted_on": iso(looked)} if looked is not None else {}
        acts.append(Act(t("certification.accepted"), places.act(ref, "edit", only="accepted_on", **filled)))
    if one.stands is not Stands.WITHDRAWN and visit.may("edit", on_kind(KIND)):
        acts.append(Act(t("certification.changed"), places.act(ref, "edit", only=_CHANGED)))
    return CertificateShown(
        Link(
            t("certification.says", body=fields.get("body", ""), number=fields.get("number", "")),
            places.record(ref),
        ),
        _STATES[one.stands],
        _standing(one, found.day, looked),
        t(f"certification.state.{one.stands.value}"),
        tuple(facts),
        tuple(_moved(visit, m) for m in one.moved),
        tuple(acts),
    )


def _standing(one: Certified, day: Day, looked: Day | None) -> str:
    until = one.days["valid_until"]
    words: dict[str, object] = {
        "until": absolute(until) if until else "",
        "compared": absolute(one.compared),
        "n": len(one.moved),
        "looked": absolute(looked) if looked is not None else "",
        "reason": str(one.fields.get("status_reason") or ""),
    }
    for name in ("suspended_on", "withdrawn_on"):
        on = one.days[name]
        words[name] = absolute(on) if on is not None and on <= day else ""
    name = one.stands.value
    if one.stands in (Stands.DRIFTED, Stands.STANDS) and one.entered:
        name = f"{name}_entered"
    if looked is not None:
        name = "drifted_looked"
    return t(f"certification.words.{name}", **words)


def _moved(visit: Visit, moved: Moved) -> MovedShown:
    record = moved.record
    return MovedShown(
        Link(f"{record.title or record.ref} ({record.ref})", visit.places.record(record.ref)),
        t(f"certification.moved.{moved.how}"),
        tuple(change(differs) for differs in moved.fields),
    )


def _step(visit: Visit, step: Step, found: Certification) -> StepShown:
    name = t(f"certification.step.{step.type}", n=step.number)
    places = visit.places
    words: dict[str, object] = {
        "day": absolute(step.day) if step.day else "",
        "due": absolute(step.due) if step.due else "",
        "opens": absolute(step.opens) if step.opens else "",
    }
    dated = "" if step.due is not None else "_open"
    act = None
    if step.state is not Due.HELD and not step.audit and visit.may("add", on_kind("audit")):
        named = {"certificate": found.cycle_of} if found.cycle_of else {}
        act = Act(t("certification.book_this"), places.add("audit", type=step.type, **named))
    return StepShown(
        name,
        _DUE[step.state],
        t(f"certification.step.{step.state.value}{dated}", **words),
        t("certification.usual", **words) if step.due is not None and step.state is not Due.HELD else "",
        Link(step.audit, places.record(step.audit)) if step.audit else None,
        act,
        _tone(step, found.day),
    )


def _tone(step: Step, day: Day) -> str:
    """How pressing it is, as a colour: what lies far ahead presses nobody."""
    if step.state in (Due.LATE, Due.OVERDUE):
        return "wrong"
    if step.state is Due.OWED:
        return "soon" if step.opens is None or step.opens <= day else "quiet"
    return "holds"


def _audit(visit: Visit, one: Audited) -> AuditShown:
    record, places = one.record, visit.places
    if one.held is not None:
        when = t("certification.held", date=absolute(one.held))
    elif one.booked is not None:
        when = t("certification.booked", date=absolute(one.booked))
    else:
        when = t("certification.undated")
    days = one.fields.get("days_on_site")
    said = [when, str(one.fields.get("body") or "")]
    said.append(t("certification.days", n=days) if isinstance(days, (int, float)) else "")
    act = None
    if one.held is not None and visit.may("add", on_kind("finding")):
        href = places.add("finding", audit=record.ref, type="minor", source=record.ref)
        act = Act(t("certification.enter_finding"), href)
    return AuditShown(
        Link(record.title or record.ref, places.record(record.ref)),
        " · ".join(x for x in said if x),
        tuple(_finding(visit, f, fields) for f, fields in one.findings),
        t("certification.no_findings") if one.held is not None and not one.findings else "",
        act,
    )


def _finding(visit: Visit, record: Record, fields: Mapping[str, Any]) -> FindingShown:
    due, closed = to_day(fields.get("due")), to_day(fields.get("closed_on"))
    if closed is not None:
        state, words = "holds", t("certification.finding.closed", date=absolute(closed))
    elif due is None:
        state, words = "soon", t("certification.finding.open")
    else:
        late = due < visit.day
        state = "wrong" if late else "soon"
        words = t(f"certification.finding.{'late' if late else 'due'}", date=absolute(due))
    return FindingShown(
        Link(record.title or record.ref, visit.places.record(record.ref)),
        str(fields.get("body_number") or ""),
        t(f"choice.finding_type.{fields['type']}"),
        state,
        words,
    )
