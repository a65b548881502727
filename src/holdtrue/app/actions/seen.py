"""Notes up to where a person has looked, so that the first page can say what changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from holdtrue.app.queries.changes import last_entry
from holdtrue.store.models import LastSeen

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller


def seen(caller: Caller) -> None:
    """Note that what stopped holding until now was seen; the log says nothing of what a person merely looked at."""
    with transaction.atomic():
        LastSeen.rows.of(caller.organisation.pk).update_or_create(
            account=caller.actor.account,
            defaults={"organisation_id": caller.organisation.pk, "entry": last_entry(caller.organisation)},
        )
