"""Founding an organisation: its record, its logs, its owner, and its first standing at zero."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from holdtrue.accounts.models import Membership, Role, User
from holdtrue.app import rules
from holdtrue.app.actions.acting import Act, Caller
from holdtrue.app.actions.records import add_within
from holdtrue.app.clock import SYSTEM, Clock, zone
from holdtrue.app.derive import rederive
from holdtrue.core.access import Actor
from holdtrue.core.content import SHIPPED, put_in_force
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput
from holdtrue.store import log
from holdtrue.store.models import Log, Organisation, Record, RuleSet
from holdtrue.store.writing import Stamp

if TYPE_CHECKING:
    from collections.abc import Mapping

OWNER = "owner@localhost"
"""The owner's address where none was said; they sign in by a link."""


@dataclass(frozen=True, slots=True)
class Founded:
    """What founding made."""

    organisation: Organisation
    owner: User
    person: Record


def found(  # noqa: PLR0913  what an organisation begins with, each by its name
    name: str,
    *,
    profile: str = "starter",
    owner: str = OWNER,
    owner_name: str = "",
    time_zone: str = "UTC",
    facts: Mapping[str, object] | None = None,
    demo: bool = False,
    clock: Clock = SYSTEM,
) -> Founded:
    """Create an organisation with its owner. Atomic. BadInput for a taken name, an unknown profile or time zone."""
    put_in_force(SHIPPED)
    profiles = tuple(library().profiles)
    if not name.strip():
        raise BadInput("organisation.no_name", field="name")
    if profile not in profiles:
        raise BadInput("organisation.profile", field="profile", value=profile, known=profiles)
    zone(time_zone)
    with transaction.atomic():
        _installation_log()
        organisation = _row(name.strip(), profile, time_zone, demo=demo, clock=clock)
        user = User.objects.filter(email=owner.strip().lower()).first() or User.objects.create_user(
            owner, created_at=clock.now()
        )
        act = _founding_act(organisation, user, clock)
        fields, links = clean("organization", {"name": name, "time_zone": time_zone, **(facts or {})})
        add_within(act, KINDS["organization"], fields, links)
        fields, links = clean(
            "person", {"name": owner_name or owner.split("@", maxsplit=1)[0].title(), "email": owner}
        )
        person = add_within(act, KINDS["person"], fields, links)
        Membership.objects.create(
            organisation=organisation, user=user, role=Role.OWNER, person=person, created_at=act.now
        )
        act.note(person, contents={"member": user.uid, "role": "owner"})
        log.append(
            act.head,
            act.lines,
            action=act.name,
            action_id=act.id,
            actor=user.uid,
            at=act.now,
            entropy=clock.entropy,
        )
        rederive(organisation, act.touched, day=act.day, entry=act.head.size - 1, everything=True)
    return Founded(organisation, user, person)


def _row(name: str, profile: str, time_zone: str, *, demo: bool, clock: Clock) -> Organisation:
    slug = _slug(name)
    if Organisation.objects.filter(slug=slug).exists():
        raise BadInput("organisation.taken", field="name", name=name)
    day = clock.day(time_zone)
    digest = library().digest
    organisation = Organisation.objects.create(
        uid=clock.uid(),
        slug=slug,
        name=name,
        profile=profile,
        time_zone=time_zone,
        created_at=clock.now(),
        demo=demo,
        rules=digest,
        base_day=day,
    )
    RuleSet.rows.add(
        [
            RuleSet(
                organisation=organisation,
                digest=digest,
                from_day=day,
                installed_at=clock.now(),
                content=rules.packed(),
            )
        ]
    )
    log.begin(organisation.pk, f"holdtrue/{organisation.uid}")
    return organisation


def _founding_act(organisation: Organisation, user: User, clock: Clock) -> Act:
    actor = Actor(account=user.uid, person="", role="owner")
    now, day = clock.now(), clock.day(organisation.time_zone)
    stamp = Stamp(organisation.pk, user.uid, now, day, clock.entropy, clock.uid)
    caller = Caller(organisation, actor, clock)
    return Act(caller, "organization.found", clock.uid(), now, day, stamp, log.lock(organisation.pk))


def _installation_log() -> None:
    if not Log.objects.filter(organisation__isnull=True).exists():
        log.begin(None, log.INSTALLATION)


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "organisation"


__all__ = ["OWNER", "Founded", "found"]
