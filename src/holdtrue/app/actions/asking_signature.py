"""Asking for signatures: of named people and roles, and how many of them are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.permission import on_record
from holdtrue.app.actions.records import find
from holdtrue.app.actions.sign import meaning_named, require_newest, signable
from holdtrue.core.days import iso, to_day
from holdtrue.core.refusals import BadInput, NotAllowed, NotFound
from holdtrue.core.vocabulary import vocabulary
from holdtrue.store import reading
from holdtrue.store.models import SignParty, SignRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.days import Day
    from holdtrue.store.models import Record

MOST = 12
"""People and roles one request may name."""


def ask(  # noqa: PLR0913  # one keyword per thing asked
    caller: Caller,
    ref: str,
    *,
    people: Sequence[str] = (),
    roles: Sequence[str] = (),
    needed: int | None = None,
    meaning: str = "approved",
    due: str = "",
    note: str = "",
) -> SignRequest:
    """Ask people and holders of roles to sign a record; `needed` of them, all of them where it is not said.

    Where more than one is needed, signatures count only once enough of those asked have given theirs on one basis,
    and a draft comes into force with the last of them; this stays so until the request is taken back.
    """
    record = signable(find(caller, ref))
    signers = [_person(caller, name) for name in dict.fromkeys(people)]
    held = [_role(name) for name in dict.fromkeys(roles)]
    asked = len(signers) + len(held)
    if not 1 <= asked <= MOST:
        raise BadInput("sign.ask.nobody" if not asked else "sign.ask.many", field="people", most=MOST)
    wanted = asked if needed is None else needed
    if not 1 <= wanted <= asked:
        raise BadInput("sign.ask.needed", field="needed", asked=asked)
    kept = meaning_named(meaning)
    with acting(caller, f"{record.kind}.ask_signature", "ask_signature", on_record(record)) as act:
        reading.renew(record)
        require_newest(record, None)
        request: SignRequest = SignRequest.rows.of(act.organisation.pk).create(
            organisation_id=act.organisation.pk,
            uid=act.caller.clock.uid(),
            record=record,
            meaning=kept,
            needed=wanted,
            note=note.strip(),
            asked_by=act.caller.actor.account,
            asked_at=act.now,
            day=act.day,
            due=_due(due, act.day),
        )
        SignParty.rows.add(
            [SignParty(organisation_id=act.organisation.pk, request=request, person=p) for p in signers]
            + [SignParty(organisation_id=act.organisation.pk, request=request, role=name) for name in held]
        )
        said = {
            "request": request.uid,
            "record": record.uid,
            "people": [p.uid for p in signers],
            "roles": held,
            "needed": wanted,
            "meaning": kept,
            "due": iso(request.due) if request.due else None,
        }
        act.note(record, contents=said, why=note.strip())
    return request


def take_back(caller: Caller, ref: str, uid: str) -> SignRequest:
    """Close a request; signatures given since keep what they asked for then, later ones count alone."""
    record = find(caller, ref)
    with acting(caller, f"{record.kind}.unask_signature", "ask_signature", on_record(record)) as act:
        request: SignRequest | None = (
            SignRequest.rows.of(act.organisation.pk).filter(record=record, uid=uid).first()
        )
        if request is None:
            raise NotFound("sign.ask.none", ref=record.ref)
        if request.asked_by != caller.actor.account and caller.actor.role not in ("owner", "manager"):
            raise NotAllowed("sign.ask.anothers", ref=record.ref)
        if request.closed_day is None:
            request.closed_day = act.day
            request.save(update_fields=["closed_day"])
            act.note(record, contents={"request": request.uid, "closed": iso(act.day)})
    return request


def _person(caller: Caller, ref: str) -> Record:
    person = find(caller, ref)
    if person.kind != "person":
        raise BadInput("sign.not_a_person", field="people", ref=person.ref)
    if person.retired_day is not None:
        raise BadInput("record.retired", field="people", ref=person.ref)
    return person


def _role(name: str) -> str:
    known = vocabulary().roles
    role = name.strip().lower().replace(" ", "_").replace("-", "_")
    if role not in known:
        raise BadInput("sign.ask.role", field="roles", value=name, known=tuple(known))
    return role


def _due(text: str, day: Day) -> Day | None:
    if not text.strip():
        return None
    due = to_day(text.strip())
    if due is None or due < day:
        raise BadInput("sign.ask.due", field="due", value=text)
    return due
