"""What lists show as a system's worst state, worked out again where a day began or the profile's target changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.derive.alike import summary
from holdtrue.app.derive.owing import owe_everything
from holdtrue.core.packing import unpack
from holdtrue.core.practices import library
from holdtrue.store.models import Organisation, Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.core.days import Day

_CHUNK = 1_000


def reweigh(organisation: Organisation, day: Day, *, among: Sequence[int] = ()) -> None:
    """Bring `worst` and `next_change` of these systems, of all where none is named, up to date.

    Stored verdicts are read, none is derived again. What is owed by another profile is worked out where all are meant.
    """
    rows = Standing.rows.of(organisation.pk).filter(scope__kind="system").order_by("scope_id")
    rows = rows.filter(scope_id__in=among) if among else rows
    last = 0
    while some := list(rows.filter(scope_id__gt=last)[:_CHUNK]):
        for row in some:
            row.worst, row.next_change = summary(
                library(), organisation.profile, unpack(bytes(row.packed)), day
            )
        rows.bulk_update(some, ["worst", "next_change"], batch_size=200)
        last = some[-1].scope_id
    if not among:
        owe_everything(organisation)
