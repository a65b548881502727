"""Questions of judgement that wait: on the worklist of the authority, and after five days on the deputy's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.queries import authority, rulings
from holdtrue.app.worklist.items import Item, key_of
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdtrue.app.worklist.asking import Asked
    from holdtrue.core.days import Day
    from holdtrue.store.models import Record

MINUTES, NAMING_MINUTES = 15, 5
MOST = 50
"""Questions shown at a time, the first due first."""


def judgement_calls(asked: Asked) -> Iterable[Item]:
    """What is theirs to answer; where nobody may answer, whoever names people is asked to name somebody."""
    waits = rulings.waiting(asked.organisation)
    if not waits:
        return
    known = authority.authority(asked.organisation.pk, asked.day)
    if not known.first and asked.account_role in ("owner", "manager"):
        yield _naming(asked, waits)
    first = asked.person in {p.pk for p in known.first}
    deputy = asked.person in {p.pk for p in known.deputies}
    mine = [line for line in waits if first or (deputy and line[1] < asked.day)]
    for record, due in mine[:MOST]:
        yield Item(
            key=key_of(record.ref, "rule", record.ref),
            what=Message("worklist.rule", {"title": record.title}),
            why=Message(
                "worklist.rule.why" if first else "worklist.rule.deputy",
                {"role": Message(f"choice.roles.{authority.ROLE}")},
            ),
            state=State.MISSING,
            due=due,
            minutes=MINUTES,
            action="rule",
            ref=record.ref,
            scope=record,
            extra={"of": authority.ROLE},
        )


def _naming(asked: Asked, waits: Sequence[tuple[Record, Day]]) -> Item:
    record = asked.held.records.get(authority.ROLE)
    role = Message(f"choice.roles.{authority.ROLE}")
    return Item(
        key=key_of("", "name", authority.ROLE),
        what=Message("worklist.name", {"role": role}),
        why=Message("worklist.rule.nobody", {"role": role}),
        state=State.MISSING,
        due=None,
        minutes=NAMING_MINUTES,
        action="name",
        ref=record.ref if record else "",
        n=len(waits),
        extra={"role": authority.ROLE},
    )


__all__ = ["MOST", "judgement_calls"]
