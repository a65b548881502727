"""Who may do what, and why: the one access decision, asked for everybody, with the rule that decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.accounts.models import ApiToken, Membership
from holdtrue.app.actions.independence import would_refuse
from holdtrue.app.actions.permission import on_kind, on_organisation, on_record, require
from holdtrue.app.actions.records import find
from holdtrue.app.callers import actor_in, lives
from holdtrue.core.access import TABLE, Actor, Reach, Target, decide
from holdtrue.core.kinds import KINDS, kind_named
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.store.models import Record

ON_RECORDS = (
    *("read", "edit", "link", "comment", "retire", "merge", "sign", "acknowledge", "ask_signature"),
    *("attach", "read_evidence", "measure", "gate"),
)
"""Acts that are asked about one record; of a kind, adding and reading are asked."""
ON_KINDS = ("add", "read")
_MACHINES = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What the decision says of one member or machine."""

    name: str
    account: str
    role: str
    allowed: bool
    reason: Message
    machine: bool = False
    until: int | None = None
    """The last day of the membership."""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Grantable:
    """What one member may do, by act, as the table says it."""

    act: str
    allowed: bool
    reason: Message


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked about: a record or a kind, and the act."""

    title: str
    ref: str
    kind: str
    act: str
    acts: tuple[str, ...]
    answers: tuple[Answer, ...]


def who_may(caller: Caller, about: str, act: str = "") -> Asked:
    """Return for every member and machine whether they may do the act on a record (by ref) or a kind, and why.

    Three queries beside the record's own. BadInput for an act that is none; NotFound for a record that is not there.
    """
    kind = about.strip().lower().replace("-", "_").replace(" ", "_")
    record = None if kind in KINDS else find(caller, about)
    require(caller, "see_access", on_organisation())
    acts = ON_RECORDS if record else ON_KINDS
    act = act or acts[0]
    if act not in acts:
        raise BadInput("permitted.act", field="act", value=act, known=acts)
    if record is not None:
        require(caller, "read", on_record(record))
    target = on_record(record)() if record is not None else on_kind(kind_named(kind).id)
    answers = [_of_member(m, act, target, record) for m in _living(caller)]
    answers += [_of_machine(token, act, target) for token in _machines(caller)]
    answers.sort(key=lambda one: (not one.allowed, one.machine, one.name.casefold()))
    title = record.title if record is not None else ""
    ref = record.ref if record is not None else ""
    return Asked(title, ref, target.kind, act, acts, tuple(answers))


def what_they_may(membership: Membership) -> tuple[Grantable, ...]:
    """Return for every act whether the member may ever do it, over which records, and why not where not."""
    actor = actor_in(membership)
    found = []
    for act in TABLE:
        grant = TABLE[act][actor.role]
        kinds = tuple(Message(f"kind.{kind}.title") for kind in sorted(grant.kinds))
        if grant.reach is Reach.NEVER:
            found.append(Grantable(act, allowed=False, reason=decide(actor, act, Target()).reason))
            continue
        reach = Message(f"access.reach.{grant.reach.value}", {"kinds": kinds})
        found.append(Grantable(act, allowed=True, reason=reach))
    return tuple(found)


def _living(caller: Caller) -> list[Membership]:
    rows = Membership.objects.filter(organisation=caller.organisation, active=True).select_related(
        "user", "person", "unit", "organisation"
    )
    return [m for m in rows if lives(m, caller.clock) and m.user.is_active]


def _machines(caller: Caller) -> list[ApiToken]:
    rows = ApiToken.objects.filter(
        organisation=caller.organisation, revoked_at__isnull=True, expires_at__gt=caller.clock.now()
    )
    return list(rows.order_by("name")[:_MACHINES])


def _of_member(membership: Membership, act: str, target: Target, record: Record | None) -> Answer:
    decided = decide(actor_in(membership), act, target)
    allowed, reason = decided.allowed, decided.reason
    if allowed and act == "sign" and record is not None and membership.person is not None:
        refusal = would_refuse(record, membership.person.uid)
        if refusal is not None:
            allowed, reason = False, refusal.message
    name = membership.person.title if membership.person else membership.user.email
    unit = membership.unit.title if membership.unit else ""
    return Answer(
        name, membership.user.uid, membership.role, allowed, reason, until=membership.until, unit=unit
    )


def _of_machine(token: ApiToken, act: str, target: Target) -> Answer:
    decided = decide(Actor(token.uid, "", token.role, is_token=True), act, target)
    return Answer(token.name, token.uid, token.role, decided.allowed, decided.reason, machine=True)


__all__ = ["ON_KINDS", "ON_RECORDS", "Answer", "Asked", "Grantable", "what_they_may", "who_may"]
