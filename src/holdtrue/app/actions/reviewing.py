"""Holding a management review: its record, the pack it had before it, and an action for each decision, together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.asking_signature import ask
from holdtrue.app.actions.composing import normal_ref
from holdtrue.app.actions.permission import on_kind, require
from holdtrue.app.actions.records import add_within, edit_within
from holdtrue.app.queries.review_pack import REVIEW
from holdtrue.app.queries.review_shapes import Decision, digest_of, kept
from holdtrue.app.reviewing_later import newest
from holdtrue.core.days import iso, to_day
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.refusals import BadInput
from holdtrue.store import reading
from holdtrue.store.models import ReviewPack
from holdtrue.words import say, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Act, Caller
    from holdtrue.app.queries.review_dated import Span
    from holdtrue.app.queries.review_shapes import Pack
    from holdtrue.store.models import Record

MOST = 30
"""Decisions of one review."""
FIELDS = {
    "prior_actions": "prior",
    "context_changes": "context",
    "party_changes": "parties",
    "nonconformity_trend": "nonconformities",
    "measurement_trend": "measurements",
    "audit_results": "audits",
    "improvement_options": "opportunities",
}
"""Field of the review's record → the part of the pack whose sentence it takes."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a review came to."""

    decisions: Sequence[Decision]
    changes: str
    """What must change in the management system, means included; that nothing must, where nothing must."""
    chair: str = ""
    """Ref; whoever writes it down where nobody is named."""


def hold(caller: Caller, span: Span, said: Held) -> Record:
    """Write the review down as held today with the pack of a period, which is kept unaltered from now on.

    Each decision becomes an action that addresses the review. Top management is asked to sign it. BadInput names what
    is empty, who is no person or a day that has passed.
    """
    require(caller, "add", on_kind("review"))
    changes = said.changes.strip()
    if not changes:
        raise BadInput("review.no_changes", field="changes")
    people = _people(caller, [*(d.owner for d in said.decisions), *([said.chair] if said.chair else [])])
    decisions = _checked(caller, said.decisions, people)
    chair = people[said.chair].uid if said.chair else caller.actor.person
    if not chair:
        raise BadInput("evidence.no_reader")
    pack = newest(caller, span)
    with acting(caller, "review.hold", "add", on_kind("review")) as act:
        made = _written(act, pack, changes, chair, decisions)
        actions = [_decided(act, made, one, people) for one in decisions]
        whole = replace(
            pack,
            changes=changes,
            decisions=tuple(
                replace(one, action=action.ref) for one, action in zip(decisions, actions, strict=True)
            ),
        )
        content = kept(whole)
        digest = digest_of(content)
        reading.renew(made)
        edit_within(act, made, {"pack_digest": digest}, {})
        ReviewPack.rows.of(act.organisation.pk).create(
            organisation=act.organisation,
            uid=caller.clock.uid(),
            begins=pack.begin,
            ends=pack.end,
            compiled=act.day,
            digest=digest,
            content=content,
            review=made,
            asked_by=caller.actor.account,
            asked_at=act.now,
        )
    ask(caller, made.ref, roles=["top_management"], note=text("review.asked"))
    return made


def decision_of(line: str) -> Decision:
    """Return a decision written in one line: what, who and by when, parted by bars. BadInput where one is missing."""
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != len(("what", "who", "when")):
        raise BadInput("review.line", field="decide", value=line[:80])
    return Decision(*parts)


def _people(caller: Caller, refs: Sequence[str]) -> Mapping[str, Record]:
    """The people named, by the ref as it was written."""
    found = reading.by_ref(caller.organisation.pk, {normal_ref(ref) or ref for ref in refs if ref})
    named = {}
    for ref in refs:
        record = found.get(normal_ref(ref) or ref)
        if record is None or record.kind != "person" or record.retired_day is not None:
            raise BadInput("review.no_person", field="owner", value=ref[:40])
        named[ref] = record
    return named


def _checked(caller: Caller, given: Sequence[Decision], people: Mapping[str, Record]) -> list[Decision]:
    """The decisions with the names of their owners; each has words, an owner and a day that has not passed."""
    if len(given) > MOST:
        raise BadInput("review.many", field="decisions", most=MOST)
    today = caller.clock.day(caller.organisation.time_zone)
    found = []
    for one in given:
        due = to_day(one.due) if len(one.due) == len("2027-03-14") else None
        if not one.title.strip():
            raise BadInput("review.no_title", field="title")
        if due is None or due < today:
            raise BadInput("review.due", field="due", value=one.due[:40])
        owner = people[one.owner]
        found.append(Decision(one.title.strip(), owner.ref, one.due, owner.title))
    return found


def _written(act: Act, pack: Pack, changes: str, chair: str, decisions: Sequence[Decision]) -> Record:
    """The review's record, each input in the one sentence of its part."""
    words = {name: say(pack.part(part).said) for name, part in FIELDS.items()}
    lines = [text("review.decided", what=d.title, who=d.name, by=d.due) for d in decisions]
    told = "\n".join(lines) or text("review.nothing_decided")
    raw = {
        "type": REVIEW,
        "held_on": iso(act.day),
        "chair": chair,
        "decisions": told,
        "changes_needed": changes,
    }
    fields, links = clean("review", {**raw, **words})
    return add_within(act, KINDS["review"], fields, links)


def _decided(act: Act, review: Record, one: Decision, people: Mapping[str, Record]) -> Record:
    owner = next(person for person in people.values() if person.ref == one.owner)
    raw = {"title": one.title, "due": one.due, "owner": owner.uid, "addresses": [review.uid]}
    fields, links = clean("action", raw)
    return add_within(act, KINDS["action"], fields, links)


__all__ = ["FIELDS", "Held", "decision_of", "hold"]
