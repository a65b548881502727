"""After new tables: what older versions stored is derived again, so that it stands as this version would store it."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from holdtrue.app import looking_back, rules
from holdtrue.app.clock import SYSTEM, Clock
from holdtrue.app.derive.scratch import derive_everything
from holdtrue.core.messages import Message
from holdtrue.sqlite.driver import DRIVER, sound
from holdtrue.store import census, log, sortkeys, statements, tallies, writing
from holdtrue.store.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Callable

    Progress = Callable[[Message, int, int], None]
    """What is being done, how much of it is, of how much."""

MANY = 2_000
"""Systems from which on several processes derive: each takes a second to start."""
MOST = 4
"""Processes at most, each of some 150 MiB."""


def upgrade(*, clock: Clock = SYSTEM, progress: Progress | None = None) -> None:
    """Derive all that is kept beside the records; facts and ledger stay as they are. One transaction for each.

    Cut short it leaves each organisation as it was before or as it is to be, and is done again as a whole.
    """
    with transaction.atomic():
        writing.cut_titles()
        sortkeys.fill()
    for organisation in Organisation.objects.order_by("pk"):
        with transaction.atomic():
            head = log.lock(organisation.pk)
            rules.follow(organisation)
            day = clock.day(organisation.time_zone)
            if organisation.base_day < day:
                # what an older version stored is not read, so no month is kept of it
                tallies.advance(organisation.pk, organisation.base_day, day)
                organisation.base_day = day
            told = (
                partial(progress, Message("server.deriving", {"organisation": organisation.name}))
                if progress
                else None
            )
            derive_everything(
                organisation, day=day, entry=head.size - 1, processes=_processes(organisation), progress=told
            )
            looking_back.fill(organisation, day)


def _processes(organisation: Organisation) -> int:
    """How many derive: they read what is committed, and nothing that deriving reads is written meanwhile.

    One alone beside a rollback journal: once a transaction writes more than memory holds, it shuts all readers out.
    """
    if statements.embedded() and not sound(DRIVER.sqlite_version_info):
        return 1
    many = census.of_kinds(organisation.pk, ["system"], most=MANY).get("system", 0) > MANY
    return min(MOST, os.cpu_count() or 1) if many else 1
