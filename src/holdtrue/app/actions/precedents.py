"""What a ruling is given when it is asked, and that an answered one is not rewritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.days import iso
from holdtrue.core.matching import filled
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Act
    from holdtrue.core.kinds import Kind
    from holdtrue.store.models import Record

KIND = "ruling"
ANSWER_WITHIN = 5
"""Days in which a question is answered; after them the deputy is asked too."""
_RULED = ("question", "details")
"""What an answer answers: after it, it stays as it was asked."""


def asked_now(
    act: Act, kind: type[Kind], fields: Mapping[str, object], links: Mapping[str, Sequence[str]]
) -> tuple[Mapping[str, object], Mapping[str, Sequence[str]]]:
    """Return a new question with who asks it and the day by which it is due; any other kind as it came."""
    if kind.id != KIND:
        return fields, links
    asker = {"asked_by": (act.caller.actor.person,)} if act.caller.actor.person else {}
    return {**fields, "due": iso(act.day + ANSWER_WITHIN)}, {**links, **asker}


def refuse_rewriting(record: Record, before: Mapping[str, object], fields: Mapping[str, object]) -> None:
    """BadInput where the question of an answered ruling would change: the answer would then be to another one."""
    if record.kind != KIND or not filled(before.get("answered_on")):
        return
    for name in _RULED:
        if name in fields and (fields[name] or None) != (before.get(name) or None):
            raise BadInput("ruling.stays", field=name, ref=record.ref)
