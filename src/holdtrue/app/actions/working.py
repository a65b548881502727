"""Keeps what a person typed into a form and has not sent; the log and the register know nothing of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.db import transaction

from holdtrue.core.refusals import BadInput
from holdtrue.store.models import WorkingCopy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Caller

LARGEST = 1_000_000
"""Characters of one working copy."""
MOST = 100
"""Working copies of one person; the one left longest makes room."""
_NAME = 200


def keep(
    caller: Caller, form: str, answers: Mapping[str, Sequence[str]], *, based_on: int | None = None
) -> WorkingCopy:
    """Keep what stands in a form, in place of what was kept before. BadInput where it is too long to keep."""
    text = json.dumps({name: list(texts) for name, texts in answers.items()})
    if not form or len(form) > _NAME or len(text) > LARGEST:
        raise BadInput("working.too_long", field="form", most=LARGEST // 1000)
    with transaction.atomic():
        rows = WorkingCopy.rows.of(caller.organisation.pk)
        mine = rows.filter(account=caller.actor.account)
        copy, fresh = mine.update_or_create(
            account=caller.actor.account,
            form=form,
            defaults={
                "organisation_id": caller.organisation.pk,
                "based_on": based_on,
                "answers": text,
                "saved_at": caller.clock.now(),
            },
        )
        if fresh:
            old = mine.order_by("-saved_at", "-id").values_list("pk", flat=True)[MOST:]
            rows.filter(pk__in=list(old)).delete()
    return copy  # type: ignore[no-any-return]  # the manager is shared by every table, so its rows are Any


def drop(caller: Caller, form: str) -> None:
    """Forget what was kept of a form: it was sent, or thrown away."""
    with transaction.atomic():
        rows = WorkingCopy.rows.of(caller.organisation.pk)
        rows.filter(account=caller.actor.account, form=form).delete()
