"""The job worker: one process that takes the queued work up, a piece at a time, and ends with its parent."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

from holdtrue.server.orphan import end_with
from holdtrue.settings import start

if TYPE_CHECKING:
    from types import FrameType

IDLE = 0.5
"""Seconds between looks at an empty queue."""
WATCHING = 6 * 3600.0
"""Seconds between looks at what watched links lead to."""
SIGNING = 60.0
"""Seconds between signed statements of the logs that grew."""
NOTIFYING = 300.0
"""Seconds between rounds of notices."""


class Jobs:
    """Looks for work without a lock, takes the lock only to claim a piece, and runs it."""

    def __init__(self, name: str) -> None:
        from django_tasks_db.management.commands.db_worker import Worker
        from django_tasks_db.models import DBTaskResult

        self.name = name
        self.stop = threading.Event()
        self.tasks = DBTaskResult.objects
        self.worker = Worker(
            queue_names=["default"],
            interval=IDLE,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
        )

    def recover(self) -> int:
        """Queue again what a worker of this name was doing when it was killed; pieces of work can be run twice."""
        from django.db import transaction

        left = [task for task in self.tasks.running() if self.name in task.worker_ids]
        with transaction.atomic():
            for task in left:
                task.status = "READY"
                task.save(update_fields=["status"])
        return len(left)

    def run(self) -> None:
        signed = watched = notified = 0.0
        while not self.stop.is_set():
            if self.once():
                continue
            if time.monotonic() - signed >= SIGNING:
                self.sign()
                self.settle()
                self.begin_days()
                signed = time.monotonic()
            if not notified or time.monotonic() - notified >= NOTIFYING:
                self.notify()
                notified = time.monotonic()
            if not watched or time.monotonic() - watched >= WATCHING:
                self.watch()
                watched = time.monotonic()
            self.stop.wait(IDLE)

    def sign(self) -> None:
        """State size and root of every log that grew; one that is no extension of its last statement is reported."""
        from holdtrue.app import proving  # models are loaded by now

        for name, problem in proving.checkpoint_all():
            logging.getLogger("holdtrue.ledger").critical("%s: %s", name, problem)

    def settle(self) -> None:
        """Close what waits for work that ended without doing it, so that nobody waits for ever."""
        from holdtrue.app import background  # models are loaded by now

        background.settle_lost()

    def watch(self) -> None:
        """Read what the watched links of documents lead to, where this installation allows any to be read."""
        from holdtrue.app.actions.documents import watching  # models are loaded by now

        watching.read_everywhere()

    def begin_days(self) -> None:
        """Where a day began in an organisation, ask again which of several failures tells; keep its units' months.

        Before that, the day on which an attestation would fall is searched where a change left it pending.

        Once every system stands, the month's snapshots of computed indicators are taken.
        """
        from holdtrue.app import rederiving  # models are loaded by now
        from holdtrue.app.actions import overriding, snapshots, staging
        from holdtrue.store.models import Organisation

        for organisation in Organisation.objects.all():
            rederiving.settle(organisation)
            rederiving.keep_units(organisation, go_on=lambda: not self.stop.is_set())
            job = rederiving.retell(organisation)
            if job is not None:
                rederiving.run(organisation, job.pk, go_on=lambda: not self.stop.wait(rederiving.BREATH))
                staging.settle(organisation, go_on=lambda: not self.stop.is_set())
                overriding.fall_back(organisation)
            if self.stop.is_set():
                return
        snapshots.take_everywhere(go_on=lambda: not self.stop.is_set())

    def notify(self) -> None:
        """Send the digests that are due, and what is long overdue up."""
        from holdtrue.app.actions import boxing, notifying  # models are loaded by now

        boxing.deliver_everywhere()
        notifying.every_organisation()

    def once(self) -> bool:
        """Run one waiting piece; False where none waits."""
        from django.db import close_old_connections
        from django_tasks_db.utils import exclusive_transaction

        close_old_connections()
        waiting = self.tasks.ready()
        if not waiting.exists():
            return False
        with exclusive_transaction(waiting.db):
            task = waiting.get_locked()
            if task is None:
                return False
            task.claim(self.name)
        self.worker.run_task(task)
        return True


def main(argv: list[str]) -> int:
    if argv:
        end_with(int(argv[0]))
    start()
    jobs = Jobs(f"{socket.gethostname()}:{os.environ.get('HOLDTRUE_WORKER', '0')}"[:64])

    def end(number: int, frame: FrameType | None) -> Any:  # noqa: ANN401, ARG001 # a signal handler's signature
        jobs.stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    jobs.recover()
    jobs.run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
