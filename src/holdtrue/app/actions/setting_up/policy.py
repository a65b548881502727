"""The first policy, written and signed in one sitting, or handed to whoever signs for the top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions import asking_signature, records
from holdtrue.app.actions.sign import sign
from holdtrue.app.documents.templates import filled
from holdtrue.core.refusals import BadInput
from holdtrue.store import reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.actions.acting import Caller
    from holdtrue.store.models import Record

TEMPLATE = "ai_policy"
WRITTEN = ("permitted_uses", "prohibited_uses", "who_to_ask", "commitments", "published_to", "text")
"""The parts of a one-page policy, in the order one reads them; the rest is for later profiles."""
GOOD_FOR = "12 months"
SIGNS = "top_management"


@dataclass(frozen=True, slots=True)
class Settled:
    """The policy and what became of it."""

    record: Record
    signed: bool
    """False where whoever signs for the top was asked to."""


def drafted(caller: Caller) -> dict[str, str]:
    """Return the policy as it stands, else as our template and the organisation's facts give it."""
    standing = policy(caller)
    content = reading.body(standing)["fields"] if standing else filled(caller, TEMPLATE)[1]
    return {name: str(content.get(name) or "") for name in WRITTEN}


def policy(caller: Caller) -> Record | None:
    """Return the policy on AI, the oldest that stands."""
    some = reading.of_kinds(caller.organisation.pk, ["policy"])
    return min((p for p in some if p.key == "ai"), key=lambda p: p.number, default=None)


def settle(caller: Caller, content: Mapping[str, str], *, proof: str = "") -> Settled:
    """Write the policy and sign it for a year; whoever does not sign for the top has that signature asked for.

    What was written stays where signing is refused. BadInput names a part that is empty, or that nobody is at the top.
    """
    empty = next((name for name in WRITTEN[:-1] if not content.get(name, "").strip()), None)
    if empty:
        raise BadInput("setup.policy_empty", field=empty)
    signers = _signers(caller)
    if not signers:
        raise BadInput("setup.nobody_signs", field="sign")
    lead = _holder(caller, "ai_lead") or caller.actor.person
    standing = policy(caller)
    raw: dict[str, object] = {name: content.get(name, "").strip() for name in WRITTEN}
    if standing is None:
        title = str(filled(caller, TEMPLATE)[1]["title"])
        more = {"asked_of": "everyone", **({"owner": lead} if lead else {})}
        record = records.add(caller, "policy", {**raw, **more, "topic": "ai", "title": title})
    else:
        record = records.edit(caller, standing.ref, raw)
    if caller.actor.person in signers:
        sign(caller, record.ref, "approved", good_for=GOOD_FOR, proof=proof)
        return Settled(record, signed=True)
    asking_signature.ask(caller, record.ref, roles=[SIGNS], meaning="approved")
    return Settled(record, signed=False)


def signs_here(caller: Caller) -> bool:
    """Whether the caller may sign for the top."""
    return caller.actor.person in _signers(caller)


def somebody_signs(caller: Caller) -> bool:
    """Whether anybody is named who may sign for the top."""
    return bool(_signers(caller))


def _signers(caller: Caller) -> frozenset[str]:
    return frozenset(filter(None, (_holder(caller, SIGNS), _holder(caller, SIGNS, relation="deputy"))))


def _holder(caller: Caller, role: str, *, relation: str = "holder") -> str:
    record = next((r for r in reading.of_kinds(caller.organisation.pk, ["role"]) if r.key == role), None)
    return next(iter(reading.body(record)["links"].get(relation, [])), "") if record else ""


__all__ = ["Settled", "drafted", "policy", "settle", "signs_here", "somebody_signs"]
