"""Erasing at a person's wish: what was said is gone with its salt, and every proof of the log still holds."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from holdtrue.accounts import sessions
from holdtrue.accounts.models import Membership
from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.composing import compose, resolve
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.actions.records import find
from holdtrue.app.queries.holdings import holdings
from holdtrue.core import ranges
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput, NotAllowed
from holdtrue.store import erasing, reading, writing
from holdtrue.store.models import Payload

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from holdtrue.accounts.models import User
    from holdtrue.app.actions.acting import Act, Caller
    from holdtrue.store.models import Record

PERSON, REVISIONS = "person.erase", "erase_revisions"


@dataclass(frozen=True, slots=True)
class Erased:
    """What is gone: contents of revisions, and texts such as reasons and comments."""

    record: Record
    revisions: int
    texts: int
    account: bool = False
    """Whether the person's way to sign in went too; it stays where another organisation relies on it."""


def erase_person(caller: Caller, ref: str, *, why: str, proof: str = "") -> Erased:
    """Erase what the register says about somebody who left; their ref stays, as what they signed rests on it.

    A last revision without personal fields takes the place of those before, whose contents and reasons are erased,
    with what was said on the record, their links, feeds and account. `proof` says how whoever asks has just proved
    who they are, which the console cannot. BadInput where they are still here, hold something or can sign in.
    """
    person = find(caller, ref)
    require(caller, "erase", on_record(person))
    if person.kind != "person":
        raise BadInput("people.hand.person", field="person", ref=person.ref)
    _ready(caller, why, proof)
    with _for_good(), acting(caller, PERSON, "erase", on_record(person)) as act:
        reading.renew(person)
        stands = stands_against(caller, person)
        if stands is not None:
            raise BadInput(stands.id, **stands.params)
        texts = erasing.texts(act.head.log_id, person)
        _blank(act, person, why)
        gone = erasing.contents(person, range(1, person.head_number))
        users = [row.user for row in Membership.objects.filter(person=person).select_related("user")]
        erasing.kept_beside(person, [user.uid for user in users])
        return Erased(person, gone, texts, account=_forget_accounts(act, users))


def erase_revisions(caller: Caller, ref: str, numbers: str, *, why: str, proof: str = "") -> Erased:
    """Erase what earlier revisions of any record say, with the reasons given for them: "1-3, 5", or "all".

    The newest and the one in force stay: edit and sign first what must not be read. BadInput names what is no number
    of an earlier revision, or that nothing is left to erase.
    """
    record = find(caller, ref)
    require(caller, "erase", on_record(record))
    _ready(caller, why, proof)
    with _for_good(), acting(caller, f"{record.kind}.{REVISIONS}", "erase", on_record(record)) as act:
        reading.renew(record)
        chosen = _chosen(record, numbers)
        gone = erasing.contents(record, chosen)
        if not gone:
            raise BadInput("erase.nothing", field="numbers", ref=record.ref)
        texts = erasing.reasons(act.head.log_id, record, chosen)
        act.note(record, contents={"revisions": sorted(chosen)}, why=why)
        return Erased(record, gone, texts)


@contextmanager
def _for_good() -> Iterator[None]:
    """What is erased inside is overwritten on the disk as well."""
    erasing.for_good()
    try:
        yield
        erasing.swept()
    finally:
        erasing.as_usual()


def erasable(record: Record) -> tuple[int, ...]:
    """Return the numbers of the revisions whose contents can be erased: not the newest, nor the one in force."""
    rows = Payload.rows.of(record.organisation_id).filter(revision__record=record, body__isnull=False)
    kept = {record.head_number, record.in_force_number}
    return tuple(sorted(set(rows.values_list("revision__number", flat=True)) - kept))


def stands_against(caller: Caller, person: Record) -> Message | None:
    """Return what keeps a person from being erased, as the sentence that says what clears it."""
    held = holdings(person)
    day = caller.clock.day(caller.organisation.time_zone)
    if person.retired_day is None and (held.left is None or held.left > day):
        return Message("erase.here", {"name": person.title, "ref": person.ref})
    if held.count:
        return Message("erase.holds", {"name": person.title, "n": held.count})
    if Membership.objects.filter(person=person, active=True).exists():
        return Message("erase.member", {"name": person.title})
    if person.retired_day is not None and not erasable(person):
        return Message("erase.done", {"ref": person.ref})
    return None


def _ready(caller: Caller, why: str, proof: str) -> None:
    if not why.strip():
        raise BadInput("erase.why", field="why")
    if not proof and not caller.console:
        raise NotAllowed("sign.prove_first")


def _chosen(record: Record, numbers: str) -> Collection[int]:
    offered = erasable(record)
    if numbers.strip().lower() in ("", "all"):
        return offered
    chosen = ranges.numbers_in(numbers)
    if chosen is None or not set(chosen) <= set(offered):
        raise BadInput("erase.numbers", field="numbers", value=numbers, known=ranges.said(offered))
    return chosen


def _blank(act: Act, person: Record, why: str) -> None:
    """Write what may still be said: the ref in place of the name, and the facts that are not personal."""
    kind, before = KINDS["person"], reading.body(person)
    specs = kind.specs_by_name()
    fields = {n: v for n, v in before["fields"].items() if n in specs and n not in kind.personal}
    links = {name: some for name, some in before["links"].items() if name not in kind.personal}
    ends = resolve(act.organisation.pk, kind, links, held=links)
    person.source_key = None
    content = compose(kind, person.ref, {**fields, "name": person.ref}, ends)
    was = reading.linked(act.organisation.pk, [person.pk]).get(person.pk, set())
    revision = writing.revise(act.stamp, [(person, content)])[0]
    act.wrote(person, revision, why=why, before=sorted(was))
    if person.retired_day is None:
        act.retire(person)
        act.note(person)


def _forget_accounts(act: Act, users: Sequence[User]) -> bool:
    """Empty the account behind a person who belongs nowhere any more; entries go on naming it by its uid."""
    gone = [user for user in users if not Membership.objects.filter(user=user, active=True).exists()]
    for user in gone:
        _empty(user, act)
    return bool(gone)


def _empty(user: User, act: Act) -> None:
    sessions.end_all(user, now=act.now)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.email = f"{user.uid}@erased.invalid"
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["email", "is_active", "password"])


__all__ = ["Erased", "erasable", "erase_person", "erase_revisions", "stands_against"]
