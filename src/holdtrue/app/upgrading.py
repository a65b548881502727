"""After new tables: what older versions stored is derived again, so that it stands as this version would store it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from holdtrue.app import looking_back, rules
from holdtrue.app.clock import SYSTEM, Clock
from holdtrue.app.derive.scratch import derive_everything
from holdtrue.store import log, sortkeys, tallies, writing
from holdtrue.store.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Callable

    Progress = Callable[[int, int], None]


def upgrade(*, clock: Clock = SYSTEM, progress: Progress | None = None) -> None:
    """Derive all that is kept beside the records; facts and ledger stay as they are. One transaction for each."""
    with transaction.atomic():
        writing.cut_titles()
        sortkeys.fill()
    for organisation in Organisation.objects.order_by("pk"):
        with transaction.atomic():
            head = log.lock(organisation.pk)
            rules.follow(organisation)
            day = clock.day(organisation.time_zone)
            if (
                organisation.base_day < day
            ):  # what an older version stored is not read, so no month is kept of it
                tallies.advance(organisation.pk, organisation.base_day, day)
                organisation.base_day = day
            derive_everything(organisation, day=day, entry=head.size - 1, progress=progress)
            looking_back.fill(organisation, day)
