"""Asks the one access decision about records and kinds, and refuses with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdtrue.core.access import TABLE, Decision, Target, allowed_kinds, decide
from holdtrue.core.content import by_edition
from holdtrue.core.kinds import KINDS
from holdtrue.core.practices import library
from holdtrue.core.refusals import NotAllowed
from holdtrue.store import reading, requests, units
from holdtrue.store.models import Link, Record, Revision

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller

PEOPLE = (
    "owner",
    "overseer",
    "approver",
    "holder",
    "deputy",
    "lead",
    "auditor",
    "chair",
    "person",
    "read_by",
    "accepted_by",
)
"""Relations by which a record names the people it belongs to."""


Asked = Target | Callable[[], Target]
"""What is acted on, or how to find out: looked up only where the role's grant depends on it."""


def decision(caller: Caller, act: str, target: Asked) -> Decision:
    """Return the access decision with its reason."""
    actor = caller.actor
    if not isinstance(target, Target):
        whole = act in TABLE and allowed_kinds(actor, act) is None and not actor.unit_path
        target = Target() if whole else target()
    return decide(actor, act, target)


def require(caller: Caller, act: str, target: Asked) -> None:
    """Return where the actor may do it; raise NotAllowed with the reason where not."""
    decided = decision(caller, act, target)
    if not decided.allowed:
        raise NotAllowed("access.refused", reason=decided.reason)


def on_kind(kind: str) -> Target:
    """A record of that kind about to be added."""
    return Target(kind=kind, new=True)


def on_organisation() -> Target:
    """The organisation as such."""
    return Target()


def on_record(record: Record) -> Callable[[], Target]:
    """An existing record: the people it names, its author and its unit are looked up where the decision needs them."""
    return Known(record)


def require_still(caller: Caller, act: str, target: Asked) -> None:
    """Decide once more on a record, read again: under the lock nothing counts that was read of it before."""
    if isinstance(target, Known):
        require(caller, act, target.anew)


@dataclass(frozen=True, slots=True)
class Known:
    """A record as it was read."""

    record: Record

    def __call__(self) -> Target:
        """Return what the decision needs of it."""
        return _described(self.record)

    def anew(self) -> Target:
        """Return the same of the record read again: it may lie elsewhere by now."""
        return _described(reading.by_id(self.record.organisation_id, [self.record.pk])[self.record.pk])


def to_sign(record: Record, target: Target, *, requested: bool) -> Callable[[], Target]:
    """A record about to be signed whose target is at hand: whom its signature is asked of is looked up where needed.

    `requested` tells whether a signature is asked for on it by name or role. One query, two where it is.
    """
    return lambda: replace(
        target, asked=(requests.asked_to_sign(record) if requested else frozenset()) | _in_office(record)
    )


def _described(record: Record) -> Target:
    people = Link.rows.of(record.organisation_id).filter(
        source=record, relation__in=PEOPLE, target__isnull=False
    )
    author = (
        Revision.rows.of(record.organisation_id)
        .filter(record=record, number=1)
        .values_list("author", flat=True)
    )
    named = set(people.values_list("target__uid", flat=True))
    if record.kind == "person":
        named.add(record.uid)
    if record.kind == "incident":
        named |= incident_leads(record.organisation_id)
    if KINDS[record.kind].edges.get("system"):
        owners = Link.rows.of(record.organisation_id).filter(
            source__links_in__source=record,
            source__links_in__relation="system",
            relation__in=("owner", "overseer"),
        )
        named |= set(owners.values_list("target__uid", flat=True))
    unit = record if record.kind == "unit" else record.unit
    leads = unit is None and any(name in KINDS[record.kind].specs_by_name() for name in units.PLACING)
    return Target(
        kind=record.kind,
        people=frozenset(named),
        author=next(iter(author), ""),
        unit_path=unit.path if unit else "",
        led_to=units.led_to(record) if leads else frozenset(),
        asked=requests.asked_to_sign(record) | _in_office(record),
    )


def incident_leads(organisation_id: int) -> frozenset[str]:
    """Who holds, or stands in for, the role that incidents are led by: every incident is theirs."""
    return _holding(organisation_id, frozenset({"incident_lead"}))


def _in_office(record: Record) -> frozenset[str]:
    """Who holds, or stands in for, a role whose signature the practices ask for on this kind: they may sign it."""
    roles = signing_roles(record.kind)
    return _holding(record.organisation_id, roles) if roles else frozenset()


def _holding(organisation_id: int, roles: frozenset[str]) -> frozenset[str]:
    held = Link.rows.of(organisation_id).filter(
        source__kind="role",
        source__key__in=roles,
        source__retired_day__isnull=True,
        relation__in=("holder", "deputy"),
        target__isnull=False,
    )
    return frozenset(held.values_list("target__uid", flat=True))


@by_edition
def signing_roles(kind: str) -> frozenset[str]:
    """Return the roles by which some practice wants records of the kind signed."""
    return frozenset(
        role for p in library().practices for claim in p.levels.values() for role in _signers(claim, kind)
    )


def _signers(claim: object, kind: str) -> Iterator[str]:
    """The roles named in `signed: kind, by: …` anywhere in a claim as written."""
    if isinstance(claim, list):
        for part in claim:
            yield from _signers(part, kind)
    if isinstance(claim, dict):
        by = claim.get("by", ())
        if claim.get("signed") == kind:
            yield from [by] if isinstance(by, str) else by
        for part in claim.values():
            yield from _signers(part, kind)
