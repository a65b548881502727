"""The look, weeks later, whether a mending worked: planned, done by somebody else, and what follows if not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions import records
from holdtrue.app.actions.acting import Act, Caller, acting
from holdtrue.app.actions.findings.mending import found, leave_time, refuse_closed
from holdtrue.app.actions.findings.opening import due_on
from holdtrue.app.actions.permission import on_record
from holdtrue.app.queries import mending
from holdtrue.core.days import Day, Period, iso, period
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.matching import filled
from holdtrue.core.mending import LONGEST, SHORTEST, WAITS, lacking, sooner
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput
from holdtrue.store import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.queries.mending import Mending
    from holdtrue.store.models import Record

TAG = "effect-check"
_UNDONE: dict[str, object] = {
    "cause": None,
    "similar_cases": None,
    "closed_on": None,
    "effect_verified_on": None,
    "effect_after": None,
    "effect_reason": None,
}
_UNTIED = {"verified_by": (), "effect_evidence": ()}


def plan(caller: Caller, ref: str, *, after: str = "", why: str = "", checker: str = "") -> Record:
    """Agree how long after the last action somebody looks whether it worked, and who.

    BadInput for a wait shorter than the weight of the finding asks without a reason, and for one under a week.
    """
    finding = found(caller, ref)
    with acting(caller, "finding.plan", "edit", on_record(finding)) as act:
        refuse_closed(finding)
        known = mending.of_record(finding)
        fields: dict[str, object] = {}
        if after.strip():
            wait = _wait(after, act.day)
            short = sooner(known.work, wait, act.day)
            if short and not why.strip():
                usual = WAITS.get(known.work.weight, WAITS["minor"])
                raise BadInput("finding.sooner", field="why", ref=finding.ref, usual=usual)
            fields = {"effect_after": str(wait), "effect_reason": why.strip() if short else None}
        _, links = clean("finding", {"checker": checker}, partial=True) if checker else ({}, {})
        if checker:
            _refuse_own(finding, known, records.find(caller, checker).uid, "finding.checker_own")
        record = records.edit_within(act, finding, fields, links, why=why)
        leave_time(act, record)
        return record


def verify(caller: Caller, ref: str, evidence: Sequence[str], *, why: str = "") -> Record:
    """Close a finding: its mending worked, as the evidence shows. Evidence nobody read yet is read by this.

    BadInput names what is missing: a step before it, the time that must pass, evidence tagged effect-check that was
    collected after it. Whoever owns one of the actions or wrote the cause may not do it.
    """
    finding = found(caller, ref)
    with acting(caller, "finding.verify", "verify_effect", on_record(finding)) as act:
        if not caller.actor.person:
            raise BadInput("evidence.no_reader")
        refuse_closed(finding)
        known = mending.of_record(finding)
        if known.work.slight:
            raise BadInput("finding.slight", ref=finding.ref)
        _refuse_unfinished(finding, known, act.day)
        _refuse_own(finding, known, caller.actor.person, "finding.own_work")
        shown = [_shown(act, known, name) for name in dict.fromkeys(evidence)]
        if not shown:
            raise BadInput("finding.no_evidence", field="evidence", ref=finding.ref, tag=TAG)
        for record in shown:
            _read(act, record)
        fields = {"effect_verified_on": iso(act.day), "closed_on": iso(act.day)}
        links = {"verified_by": (caller.actor.person,), "effect_evidence": tuple(r.uid for r in shown)}
        return records.edit_within(act, finding, fields, links, why=why)


def not_effective(caller: Caller, ref: str, *, why: str) -> Record:
    """Say that the actions did not remove the cause: the finding goes back to it, and what was tried is kept."""
    finding = found(caller, ref)
    if not why.strip():
        raise BadInput("finding.say.why", field="why", ref=finding.ref)
    with acting(caller, "finding.not_effective", "verify_effect", on_record(finding)) as act:
        refuse_closed(finding)
        known = mending.of_record(finding)
        if known.work.done is None:
            raise BadInput("finding.not_done", ref=finding.ref, missing=_words(known))
        return _anew(act, finding, known, why)


def settle(caller: Caller, ref: str, *, answer: str) -> Record:
    """Close an observation or an improvement with what was decided. BadInput for a finding that lowers a standing."""
    finding = found(caller, ref)
    if not answer.strip():
        raise BadInput("finding.say.answer", field="answer", ref=finding.ref)
    with acting(caller, "finding.settle", "edit", on_record(finding)) as act:
        refuse_closed(finding)
        if not mending.of_record(finding).work.slight:
            raise BadInput("finding.not_slight", ref=finding.ref)
        fields = {"closed_on": iso(act.day), "correction": answer.strip()}
        return records.edit_within(act, finding, fields, {}, why=answer)


def reopen(caller: Caller, ref: str, *, why: str) -> Record:
    """Open a closed finding again, with the reason; its cause is looked for anew, and what was tried is kept."""
    finding = found(caller, ref)
    if not why.strip():
        raise BadInput("finding.say.why", field="why", ref=finding.ref)
    with acting(caller, "finding.reopen", "verify_effect", on_record(finding)) as act:
        reading.renew(finding)
        known = mending.of_record(finding)
        if known.work.closed is None:
            raise BadInput("finding.open", ref=finding.ref)
        return _anew(act, finding, known, why)


def _anew(act: Act, finding: Record, known: Mending, why: str) -> Record:
    tried = tuple(dict.fromkeys((*known.ends("tried"), *(fix.uid for fix in known.fixes))))
    fields = {
        **_UNDONE,
        "round": known.work.round + 1,
        "round_reason": why.strip(),
        "due": due_on(act, known.work.weight),
    }
    return records.edit_within(act, finding, fields, {**_UNTIED, "tried": tried}, why=why)


def _refuse_unfinished(finding: Record, known: Mending, day: Day) -> None:
    if lacking(known.work):
        raise BadInput("finding.not_ready", ref=finding.ref, missing=_words(known))
    first = known.work.effect_from
    assert first is not None  # noqa: S101  # nothing is lacking, so the last action has its day
    if day < first:
        raise BadInput("finding.too_early", ref=finding.ref, day=iso(first), wait=str(known.work.waits))


def _words(known: Mending) -> tuple[Message, ...]:
    return tuple(Message(f"finding.lacking.{step.value}") for step in lacking(known.work))


def _refuse_own(finding: Record, known: Mending, person: str, name: str) -> None:
    refusal = own_work(finding, known, person, name)
    if refusal is not None:
        raise refusal


def own_work(finding: Record, known: Mending, person: str, name: str = "finding.own_work") -> BadInput | None:
    """Return why nobody takes this person's word: they own an action or found the cause; else None."""
    mine = next((fix for fix in known.fixes if fix.owner == person), None)
    if mine is not None:
        return BadInput(name, field="checker", ref=finding.ref, what=mine.ref)
    _, authors = mending.rounds(finding)
    if person in mending.persons_of(finding.organisation_id, authors):
        return BadInput(f"{name}_cause", field="checker", ref=finding.ref)
    return None


def _shown(act: Act, known: Mending, name: str) -> Record:
    """Return evidence that may show the effect; BadInput saying why one does not."""
    record = records.find(act.caller, name)
    about = next((one for one in known.seen if one.uid == record.uid), None)
    ref = known.finding.ref
    if record.kind != "evidence" or record.key != TAG:
        raise BadInput("finding.evidence.tag", field="evidence", ref=ref, evidence=record.ref, tag=TAG)
    if about is None:
        raise BadInput("finding.evidence.elsewhere", field="evidence", ref=ref, evidence=record.ref)
    first = known.work.effect_from
    if about.collected is None or first is None or about.collected < first:
        day = iso(first) if first is not None else ""
        raise BadInput("finding.evidence.early", field="evidence", ref=ref, evidence=record.ref, day=day)
    if about.result and about.result != "in_order":
        raise BadInput("finding.evidence.result", field="evidence", ref=ref, evidence=record.ref)
    return record


def _read(act: Act, record: Record) -> None:
    """Who says that it worked has looked: evidence nobody read is read by them."""
    if filled(reading.body(record)["fields"].get("result")):
        return
    own = reading.first_author(record) == act.caller.actor.account
    fields = {"result": "in_order", "read_on": iso(act.day), "self_read": own}
    records.edit_within(act, record, fields, {"read_by": (act.caller.actor.person,)})


def _wait(text: str, day: Day) -> Period:
    try:
        wait = period(text)
        length = wait.after(day) - day
    except (ValueError, OverflowError) as error:
        raise BadInput("finding.wait", field="after", value=text[:40]) from error
    if not SHORTEST <= length <= LONGEST:
        raise BadInput("finding.wait", field="after", value=text[:40])
    return wait


__all__ = ["TAG", "not_effective", "own_work", "plan", "reopen", "settle", "verify"]
