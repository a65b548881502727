"""Refused access as entries of the log, counted so that somebody who keeps trying cannot fill it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from holdtrue.accounts.limits import Limit, count
from holdtrue.store import log

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.refusals import NotAllowed

REFUSED = Limit("access.refused", 1, 3_600)
_TENFOLD = 10


def note(caller: Caller, refusal: NotAllowed) -> None:
    """Write an account's first refusal by a rule in an hour as an entry, then the tenth, the hundredth and so on."""
    reason = refusal.message.params.get("reason")
    why = getattr(reason, "id", refusal.code)
    now = caller.clock.now()
    with transaction.atomic():
        tried = count(REFUSED, f"{caller.organisation.uid}\n{caller.actor.account}\n{why}", now=now)
        if not _told(tried):
            return
        head = log.lock(caller.organisation.pk)
        log.append(
            head,
            [log.Line(contents={"rule": why, "times": tried})],
            action="access.refused",
            action_id=caller.clock.uid(),
            actor=caller.actor.account,
            at=now,
            entropy=caller.clock.entropy,
        )


def _told(tried: int) -> bool:
    while tried % _TENFOLD == 0:
        tried //= _TENFOLD
    return tried == 1
