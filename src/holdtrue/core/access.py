"""Who may do what: one table of acts and roles, and the one function that decides by it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from holdtrue.core.messages import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

ROLES = ("owner", "manager", "contributor", "auditor", "adviser", "member")
"""Of people in an organisation, from the widest to the narrowest."""
_OF_MACHINES = {
    "owner": "contributor",
    "manager": "contributor",
    "contributor": "contributor",
    "member": "member",
}


class Reach(Enum):
    """Over which records a role may do an act."""

    ALL = "all"
    OWN = "own"
    """Records you own, are named on, or added."""
    KINDS = "kinds"
    """Any record of the kinds named."""
    NAMED = "named"
    """Records you own or are named on; having added one is not enough."""
    OWN_OF_KINDS = "own_of_kinds"
    """Your own records of the kinds named."""
    KINDS_OR_OWN = "kinds_or_own"
    """Any record of the kinds named, and your own of any kind."""
    NOT_OWNERS = "not_owners"
    """Members whose role is not, and does not become, owner."""
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Grant:
    """One cell of the table."""

    reach: Reach
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an account, the person record it stands for, and its role in the organisation."""

    account: str
    """uid of the user or the token."""
    person: str
    """uid of the person record; '' for a token or a user who is no person here."""
    role: str
    is_token: bool = False
    unit_path: str = ""
    """Path of the unit whose branch this actor is held to; '' for the whole organisation."""

    @property
    def held_to(self) -> str:
        """Path of the branch that bounds what they see; '' for an owner, whom no unit bounds."""
        return "" if self.role == "owner" else self.unit_path


@dataclass(frozen=True, slots=True)
class Target:
    """What is acted on: a record, a record about to be added, a membership, or the organisation itself."""

    kind: str = ""
    """'' for the organisation as such."""
    people: frozenset[str] = frozenset()
    """uids of those who own it, are named on it, or were given it (owner, overseer, approver, holder …)."""
    author: str = ""
    """uid of the account that added it."""
    unit_path: str = ""
    """Path of the unit it lies in; '' where it belongs to the whole organisation."""
    led_to: frozenset[str] = frozenset()
    """Where it has no unit of its own: the paths of the units of what it leads to, as a risk to its system."""
    roles: frozenset[str] = frozenset()
    """For memberships: the role held and the role asked for."""
    new: bool = False
    """About to be added; it is nobody's yet."""
    asked: frozenset[str] = frozenset()
    """uids of people whose signature was asked for; it lets them sign, and nothing else."""


EVERYTHING = Target(unit_path="/")
"""The organisation with all of its units at once, which nobody held to one of them is shown."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether it may be done, and the rule that says so; a refusal's reason names what would clear it."""

    allowed: bool
    reason: Message


ALL, OWN, NAMED, NEVER = (Grant(reach) for reach in (Reach.ALL, Reach.OWN, Reach.NAMED, Reach.NEVER))
_PROPOSED = frozenset(
    [
        "issue",
        "party",
        "policy",
        "procedure",
        "objective",
        "indicator",
        "system",
        "component",
        "supplier",
        "group",
        "risk",
        "impact_assessment",
        "classification",
        "control",
        "change",
        "training",
        "competence",
        "acknowledgement",
        "evidence",
        "incident",
        "concern",
        "action",
        "declaration",
        "ruling",
        "standing_approval",
    ]
)
"""Kinds a contributor may add: what they write waits for a signature or an owner."""
_ADVISED = _PROPOSED - {"acknowledgement", "training", "declaration"}
"""Kinds an adviser may add: drafts, and never a person's own word."""
_DRAFTED = frozenset(
    {"policy", "procedure", "objective", "risk", "impact_assessment", "classification", "control"}
)
"""Kinds an adviser may write on whoever added them: what was approved stays in force beside the draft."""
_AUDITED = frozenset({"audit", "finding", "concern"})
_SPOKEN = frozenset({"concern", "acknowledgement", "ruling"})
_RULED = frozenset({"ruling"})
_READ_AND_SAID = frozenset({"policy", "procedure"})
_OPEN = frozenset({"organization", "policy", "procedure", "role", "training", "system", "ruling"})
"""Kinds every employee may read: the rules, and which systems may be used for what."""


def _row(*grants: Grant) -> Mapping[str, Grant]:
    """One grant for each of ROLES, in their order."""
    return MappingProxyType(dict(zip(ROLES, grants, strict=True)))


def _kinds(kinds: frozenset[str]) -> Grant:
    return Grant(Reach.KINDS, kinds)


def _own(kinds: frozenset[str]) -> Grant:
    return Grant(Reach.OWN_OF_KINDS, kinds)


_MANAGED = _row(ALL, ALL, NEVER, NEVER, NEVER, NEVER)
_MEMBERS = _row(ALL, Grant(Reach.NOT_OWNERS), NEVER, NEVER, NEVER, NEVER)
_SHOWN = _row(ALL, ALL, NEVER, ALL, ALL, NEVER)
_SEEN = _row(ALL, ALL, ALL, ALL, ALL, NEVER)
_LED = _row(ALL, NEVER, NEVER, NEVER, NEVER, NEVER)

TABLE: Mapping[str, Mapping[str, Grant]] = MappingProxyType(
    {
        "read": _row(ALL, ALL, ALL, ALL, ALL, Grant(Reach.KINDS_OR_OWN, _OPEN)),
        "add": _row(ALL, ALL, _kinds(_PROPOSED), _kinds(_AUDITED), _kinds(_ADVISED), _kinds(_SPOKEN)),
        "edit": _row(
            ALL, ALL, OWN, _own(_AUDITED), Grant(Reach.KINDS_OR_OWN, _DRAFTED), _own(frozenset({"concern"}))
        ),
        "link": _row(
            ALL, ALL, OWN, _own(_AUDITED), Grant(Reach.KINDS_OR_OWN, _DRAFTED), _own(frozenset({"concern"}))
        ),
        "comment": _row(ALL, ALL, ALL, ALL, ALL, Grant(Reach.KINDS_OR_OWN, _OPEN)),
        "retire": _row(ALL, ALL, OWN, _own(_AUDITED), OWN, NEVER),
        "merge": _MANAGED,
        "hand_over": _MANAGED,
        "sign": _row(ALL, ALL, NAMED, _own(_AUDITED), NEVER, _own(frozenset({"acknowledgement"}))),
        "acknowledge": _row(ALL, ALL, ALL, ALL, NEVER, _kinds(_READ_AND_SAID)),
        "learn": _row(ALL, ALL, ALL, ALL, NEVER, ALL),
        "withdraw": _row(ALL, ALL, ALL, ALL, ALL, ALL),
        "owed": _SHOWN,
        "snooze": _row(ALL, ALL, NAMED, NAMED, NEVER, NAMED),
        "notices": _row(ALL, ALL, NAMED, NAMED, NAMED, NAMED),
        "be_away": _row(ALL, ALL, NAMED, NAMED, NAMED, NAMED),
        "ask_signature": _row(ALL, ALL, OWN, _own(_AUDITED), OWN, NEVER),
        "attach": _row(ALL, ALL, ALL, _kinds(_AUDITED), OWN, _own(frozenset({"concern"}))),
        "read_evidence": _row(ALL, ALL, ALL, ALL, NEVER, NEVER),
        "verify_effect": _row(ALL, ALL, ALL, _kinds(_AUDITED), NEVER, NEVER),
        "measure": _row(ALL, ALL, ALL, NEVER, NEVER, NEVER),
        "override": _row(ALL, ALL, NAMED, NEVER, NEVER, NEVER),
        "deploy": _row(ALL, ALL, NAMED, NEVER, NEVER, NEVER),
        "audit": _row(ALL, ALL, NEVER, _kinds(frozenset({"audit"})), NEVER, NEVER),
        "gate": _row(ALL, ALL, NAMED, NEVER, NEVER, NEVER),
        "rule": _row(ALL, ALL, _kinds(_RULED), NEVER, NEVER, _kinds(_RULED)),
        "import": _MANAGED,
        "whatif": _SEEN,
        "plan": _MANAGED,
        "verify": _SEEN,
        "binder": _SHOWN,
        "export": _row(ALL, ALL, NEVER, ALL, NEVER, NEVER),
        "erase": _MANAGED,
        "invite": _MEMBERS,
        "change_role": _MEMBERS,
        "end_membership": _MEMBERS,
        "make_token": _MANAGED,
        "settings": _MANAGED,
        "make_door_link": _MANAGED,
        "propose": _row(ALL, ALL, ALL, NEVER, NEVER, _kinds(frozenset({"system"}))),
        "answer_concern": _row(ALL, ALL, NAMED, NEVER, NEVER, NEVER),
        "share_view": _row(ALL, ALL, ALL, NEVER, NEVER, NEVER),
        "install_rules": _MANAGED,
        "see_access": _SHOWN,
        "attest": _row(NEVER, NEVER, NEVER, ALL, ALL, NEVER),
        "publish_attestation": _MANAGED,
        "install_pack": _MANAGED,
        "offer_pack": _row(ALL, ALL, NEVER, NEVER, ALL, NEVER),
        "leave": _LED,
        "delete_organisation": _LED,
    }
)
"""Act -> role -> over which records. What is not in the table is refused."""

PEOPLE_ONLY = frozenset(
    [
        "sign",
        "acknowledge",
        "learn",
        "withdraw",
        "snooze",
        "notices",
        "ask_signature",
        "read_evidence",
        "verify_effect",
        "audit",
        "override",
        "gate",
        "rule",
        "merge",
        "retire",
        "erase",
        "invite",
        "change_role",
        "end_membership",
        "make_token",
        "settings",
        "make_door_link",
        "answer_concern",
        "install_rules",
        "attest",
        "publish_attestation",
        "install_pack",
        "offer_pack",
        "leave",
        "delete_organisation",
    ]
)
"""Acts a machine's token never does: they are a person's word."""
MACHINES_ALSO = frozenset({"import", "deploy", "be_away"})
"""Acts of a contributor's machine beyond its role: owners and managers make tokens; an import proposes in bulk, a
deploy keeps within what an approver signed ahead, and who is away the calendar of a firm knows."""
_READING = frozenset({"read", "owed", "comment", "whatif", "verify", "binder", "export", "see_access"})


def decide(actor: Actor, act: str, target: Target) -> Decision:
    """Return whether the actor may do the act on the target, with the rule that decided. Refused unless allowed."""
    row, role = TABLE.get(act), _role_of(actor)
    if row is None or role not in row:
        return _refused("unknown", act)
    if actor.is_token and act in PEOPLE_ONLY:
        return _refused("token", act)
    grant = ALL if actor.is_token and role == "contributor" and act in MACHINES_ALSO else row[role]
    refusal = _beyond(grant, act, role, target, actor) or _outside(actor, act, role, target)
    if refusal is not None:
        return refusal
    params = {"act": _act(act), "role": _role(role), "reach": _reach(grant)}
    return Decision(allowed=True, reason=Message("access.allowed", params))


def is_own(actor: Actor, target: Target) -> bool:
    """Whether the record is the actor's: named on it, or its author."""
    return is_named(actor, target) or bool(target.author and target.author == actor.account)


def is_named(actor: Actor, target: Target) -> bool:
    """Whether the actor owns the record or is named on it."""
    return bool(actor.person) and actor.person in target.people


def is_asked(actor: Actor, target: Target) -> bool:
    """Whether the actor's signature was asked for."""
    return bool(actor.person) and actor.person in target.asked


def allowed_kinds(actor: Actor, act: str) -> frozenset[str] | None:
    """Return the kinds on which the actor may do the act on any record; None for all, to shape menus and lists."""
    grant = TABLE[act].get(_role_of(actor), NEVER)
    if grant.reach is Reach.ALL:
        return None
    return grant.kinds if grant.reach in (Reach.KINDS, Reach.KINDS_OR_OWN) else frozenset()


def may_ever(actor: Actor, act: str) -> bool:
    """Whether there is any record the actor may do the act on, to shape what a page offers."""
    return TABLE[act].get(_role_of(actor), NEVER).reach is not Reach.NEVER


def _beyond(grant: Grant, act: str, role: str, target: Target, actor: Actor) -> Decision | None:
    """The refusal where the grant does not reach the target."""
    listed, own = target.kind in grant.kinds, is_own(actor, target)
    reaches = {
        Reach.ALL: True,
        Reach.OWN: own,
        Reach.NAMED: is_named(actor, target) or (act == "sign" and is_asked(actor, target)),
        Reach.KINDS: listed,
        Reach.OWN_OF_KINDS: listed and own,
        Reach.KINDS_OR_OWN: listed or own,
        Reach.NOT_OWNERS: "owner" not in target.roles,
        Reach.NEVER: False,
    }
    if reaches[grant.reach]:
        return None
    reach = grant.reach
    if reach is Reach.OWN_OF_KINDS:
        reach = Reach.OWN if listed else Reach.KINDS
    return _refused(reach.value, act, role=_role(role), kinds=_kind_names(grant.kinds), who=_who(act))


def _outside(actor: Actor, act: str, role: str, target: Target) -> Decision | None:
    """The refusal where the actor is held to a unit and the target lies elsewhere."""
    own = is_own(actor, target) or (act == "sign" and is_asked(actor, target))
    if not actor.unit_path or role == "owner" or own:
        return None
    places = {target.unit_path} if target.unit_path else target.led_to
    if not places and (act in _READING or target.new):
        return None
    return None if any(path.startswith(actor.unit_path) for path in places) else _refused("unit", act)


def _role_of(actor: Actor) -> str:
    """The role that counts: a machine's is never wider than a contributor's, and no machine audits."""
    return _OF_MACHINES.get(actor.role, "") if actor.is_token else actor.role


def _refused(rule: str, act: str, **params: object) -> Decision:
    return Decision(allowed=False, reason=Message(f"access.refused.{rule}", {"act": _act(act), **params}))


def _who(act: str) -> tuple[Message, ...]:
    return tuple(_role(role) for role, grant in TABLE[act].items() if grant.reach is not Reach.NEVER)


def _act(act: str) -> Message | str:
    return Message(f"access.act.{act}") if act in TABLE else act


def _role(role: str) -> Message:
    return Message(f"access.role.{role}")


def _reach(grant: Grant) -> Message:
    return Message(f"access.reach.{grant.reach.value}", {"kinds": _kind_names(grant.kinds)})


@cache
def _kind_names(kinds: frozenset[str]) -> tuple[Message, ...]:
    return tuple(Message(f"kind.{kind}.title") for kind in sorted(kinds))
