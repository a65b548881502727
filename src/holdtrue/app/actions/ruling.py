"""Asking for a judgement call, and answering it once, with the reason and until when it is good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions import records
from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.permission import on_record
from holdtrue.app.actions.precedents import KIND
from holdtrue.app.queries import authority
from holdtrue.core.days import iso, to_day
from holdtrue.core.matching import filled
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput, NotAllowed, NotFound
from holdtrue.store import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.days import Day
    from holdtrue.store.models import Record


def ask(caller: Caller, question: str, *, details: str = "", about: Sequence[str] = ()) -> Record:
    """Ask whoever has the authority; due five days on. Raises BadInput naming what is missing."""
    raw: dict[str, object] = {"question": question, "details": details, "about": list(about)}
    return records.add(caller, KIND, {name: value for name, value in raw.items() if value})


def answer(caller: Caller, ref: str, said: str, *, reason: str, until: str) -> Record:
    """Answer a question, once: from now on it is a precedent until that day.

    Raises NotAllowed where the caller neither has the authority nor stands in for it, BadInput where the question was
    answered before, or the answer, its reason or its end is missing.
    """
    record = found(caller, ref)
    words, because = said.strip(), reason.strip()
    for name, text in (("answer", words), ("reason", because)):
        if not text:
            raise BadInput(f"ruling.{name}_missing", field=name)
    with acting(caller, "ruling.answer", "rule", on_record(record)) as act:
        require_authority(caller, act.day)
        reading.renew(record)
        if filled(reading.body(record)["fields"].get("answered_on")):
            raise BadInput("ruling.answered", ref=record.ref)
        fields = {
            "answer": words,
            "reason": because,
            "answered_on": iso(act.day),
            "valid_until": iso(_end(until, act.day)),
        }
        return records.edit_within(act, record, fields, {"answered_by": (caller.actor.person,)}, why=because)


def found(caller: Caller, ref: str) -> Record:
    """Return the question of a ref; NotFound where it is of another kind."""
    record = records.find(caller, ref)
    if record.kind != KIND:
        raise NotFound("record.not_found", ref=ref)
    return record


def require_authority(caller: Caller, day: Day) -> None:
    """Raise NotAllowed, naming the role, unless the caller holds it or stands in."""
    known = authority.authority(caller.organisation.pk, day)
    if known.may(caller.actor.person):
        return
    role = Message(f"choice.roles.{authority.ROLE}")
    name = "ruling.not_authority" if known.first else "ruling.no_authority"
    raise NotAllowed(name, role=role, who=tuple(p.title for p in known.first))


def _end(text: str, today: Day) -> Day:
    day = to_day(text.strip()) if text.strip() else None
    if day is None or day <= today:
        raise BadInput("ruling.until", field="until", value=text)
    return day
