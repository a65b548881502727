"""What a person typed into a form and has not sent."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdtrue.store.models import WorkingCopy

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller


@dataclass(frozen=True, slots=True)
class Unsent:
    """A working copy as it was kept."""

    form: str
    answers: Mapping[str, tuple[str, ...]]
    saved_at: dt.datetime
    """In the organisation's time zone."""
    based_on: int | None


def unsent(caller: Caller, form: str) -> Unsent | None:
    """Return what the caller left in a form; None where they left nothing. One query."""
    rows = WorkingCopy.rows.of(caller.organisation.pk).filter(account=caller.actor.account, form=form)
    found = rows.first()
    if found is None:
        return None
    answers = {name: tuple(texts) for name, texts in json.loads(found.answers).items()}
    at = found.saved_at.astimezone(ZoneInfo(caller.organisation.time_zone))
    return Unsent(form, answers, at, found.based_on)
