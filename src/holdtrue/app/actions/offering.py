"""Packs an adviser keeps and offers; whoever manages there sees what one brings, installs it or declines it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from holdtrue.accounts.models import KeptPack, Membership, User
from holdtrue.app import callers, signins
from holdtrue.app.actions import packs
from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.clock import SYSTEM, Clock
from holdtrue.app.packing import Pack, unpacked
from holdtrue.core.access import Target, decide
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.store.models import OfferedPack
from holdtrue.store.models import Pack as Row

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.actions.packs import Changes

MOST = 40
"""Packs one person keeps."""


@dataclass(frozen=True, slots=True)
class Place:
    """One organisation a pack may be offered to, and how far it got there."""

    membership: Membership
    offered: str
    """The version that waits there; '' for none."""
    offered_at: dt.datetime | None
    installed: str
    """The version in place; '' for none."""
    newest: bool
    """Whether what waits there, or else is in place, is letter by letter what is kept."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One pack as it waits to be looked at, and who offers it."""

    row: OfferedPack
    by: str


def keep(user: User, pack: Pack, *, clock: Clock = SYSTEM) -> KeptPack:
    """Keep a pack, in place of its version before; it reaches nobody until it is offered. Atomic."""
    with transaction.atomic():
        mine = KeptPack.objects.select_for_update().filter(user=user)
        row = mine.filter(pack=pack.name).first()
        if row is None and mine.count() >= MOST:
            raise BadInput("pack.too_many", field="file", most=MOST)
        if row is not None and row.digest == pack.digest:
            raise BadInput("pack.kept_already", field="file", title=pack.title, version=pack.version)
        row = row or KeptPack(user=user, pack=pack.name)
        row.version, row.title, row.digest = pack.version, pack.title, pack.digest
        row.content, row.kept_at = pack.packed, clock.now()
        row.save()
        signins.note("pack.keep", user.uid)
    return row


def kept(user: User) -> Sequence[KeptPack]:
    """Return the packs somebody keeps, by title, without what is in them."""
    return list(KeptPack.objects.filter(user=user).defer("content").order_by("title", "pack"))


def kept_pack(user: User, name: str) -> Pack:
    """Return one with what is in it; NotFound where they keep none of that name."""
    row = KeptPack.objects.filter(user=user, pack=name).first()
    if row is None:
        raise NotFound("pack.not_kept", name=name)
    return unpacked(bytes(row.content))


def drop(user: User, name: str) -> None:
    """Stop keeping a pack. What was offered or installed of it stays where it is. Atomic."""
    with transaction.atomic():
        if not KeptPack.objects.filter(user=user, pack=name).delete()[0]:
            raise NotFound("pack.not_kept", name=name)
        signins.note("pack.drop", user.uid)


def places(user: User, pack: Pack) -> list[Place]:
    """Return where somebody may offer a pack, and how far it got. Two queries more for each organisation."""
    return [_place(m, user, pack) for m in callers.organisations_of(user) if _may_offer(m)]


def _may_offer(membership: Membership) -> bool:
    return decide(callers.actor_in(membership), "offer_pack", Target()).allowed


def _place(membership: Membership, user: User, pack: Pack) -> Place:
    organisation = membership.organisation_id
    offered = (
        OfferedPack.rows.of(organisation).filter(account=user.uid, pack=pack.name).defer("content").first()
    )
    here = Row.rows.of(organisation).filter(pack=pack.name).values_list("version", "digest").first()
    digest = offered.digest if offered else here[1] if here else ""
    return Place(
        membership,
        offered.version if offered else "",
        offered.offered_at if offered else None,
        here[0] if here else "",
        digest == pack.digest,
    )


def offer(caller: Caller, pack: Pack) -> OfferedPack:
    """Offer a pack here, in place of an earlier offer of it: nothing of it counts before it is installed.

    BadInput where this very one is in place, or waits already.
    """
    here = _installed(caller).filter(pack=pack.name).values_list("digest", flat=True).first()
    if here == pack.digest:
        raise BadInput("pack.installed_already", field="pack", title=pack.title, version=pack.version)
    with acting(caller, "pack.offer", "offer_pack", on_organisation()) as act:
        mine = _offered(caller).filter(account=caller.actor.account, pack=pack.name)
        if mine.filter(digest=pack.digest).exists():
            raise BadInput("pack.offered_already", field="pack", title=pack.title, version=pack.version)
        mine.delete()
        row = OfferedPack(
            organisation=caller.organisation,
            account=caller.actor.account,
            pack=pack.name,
            version=pack.version,
            title=pack.title,
            digest=pack.digest,
            content=pack.packed,
            offered_at=act.now,
        )
        OfferedPack.rows.add([row])
        act.note(None, contents={"pack": pack.name, "version": pack.version, "digest": pack.digest})
    return row


def withdraw(caller: Caller, name: str) -> None:
    """Take one's own offer back; NotFound where none waits. What was installed of it stays."""
    with acting(caller, "pack.withdraw", "offer_pack", on_organisation()) as act:
        row = _offered(caller).filter(account=caller.actor.account, pack=name).first()
        if row is None:
            raise NotFound("pack.no_offer", name=name)
        act.note(None, contents={"pack": row.pack, "version": row.version, "digest": row.digest})
        row.delete()


def offers(caller: Caller) -> list[Offer]:
    """Return what waits here, of those who are members still, newest first. Two queries."""
    require(caller, "install_pack", on_organisation())
    rows = list(_offered(caller).defer("content").order_by("-offered_at", "-id"))
    if not rows:
        return []
    members = Membership.objects.filter(
        organisation=caller.organisation, active=True, user__uid__in={row.account for row in rows}
    ).select_related("user", "person", "organisation", "unit")
    names = {
        m.user.uid: m.person.title if m.person else m.user.email
        for m in members
        if callers.lives(m, caller.clock) and _may_offer(m)
    }
    return [Offer(row, names[row.account]) for row in rows if row.account in names]


def offered(caller: Caller, number: int) -> tuple[Offer, Pack]:
    """Return one offer with what is in it; NotFound where none of that number waits here."""
    found = next((one for one in offers(caller) if one.row.pk == number), None)
    if found is None:
        raise NotFound("pack.no_offer", name=str(number))
    return found, unpacked(bytes(found.row.content))


def accept(caller: Caller, number: int) -> Changes:
    """Install what was offered: the offer goes, what it brings comes, in one act each of the log."""
    _, pack = offered(caller, number)
    with transaction.atomic():
        found = packs.install(caller, pack)
        _offered(caller).filter(pk=number).delete()
    return found


def decline(caller: Caller, number: int) -> OfferedPack:
    """Say no to what was offered; the adviser sees that it no longer waits."""
    found, _ = offered(caller, number)
    with acting(caller, "pack.decline", "install_pack", on_organisation()) as act:
        row = found.row
        act.note(None, contents={"pack": row.pack, "version": row.version, "digest": row.digest})
        _offered(caller).filter(pk=number).delete()
    return row


def _offered(caller: Caller) -> QuerySet[OfferedPack]:
    return OfferedPack.rows.of(caller.organisation.pk)


def _installed(caller: Caller) -> QuerySet[Row]:
    return Row.rows.of(caller.organisation.pk)


__all__ = [
    "Offer",
    "Place",
    "accept",
    "decline",
    "drop",
    "keep",
    "kept",
    "kept_pack",
    "offer",
    "offered",
    "offers",
    "places",
    "withdraw",
]
