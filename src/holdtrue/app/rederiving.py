"""Deriving every system again by a job: in pieces, resumable, stoppable, its progress a row that pages show."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.db import transaction
from django_tasks import task

from holdtrue.app import rules
from holdtrue.app.clock import SYSTEM, Clock
from holdtrue.app.derive import attested, members, owing, points, systems, whole, worst
from holdtrue.app.derive.differing import differing
from holdtrue.app.derive.run import advance
from holdtrue.app.derive.scratch import derive_others
from holdtrue.app.derive.systems import Pass
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput
from holdtrue.store import log
from holdtrue.store.models import Job, Organisation, Record

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    Progress = Callable[[int, int], None]

WHAT = "rederive"
RETELL = "retell"
"""A day later the same spans stand, but which of several failures tells may be another: one that lapsed meanwhile."""
CHUNK = 50
BREATH = 0.2
"""Seconds between two pieces of the worker, so that whoever waits to write comes between."""
_OPEN = ("waiting", "running")


def systems_of(organisation: Organisation) -> int:
    """Return how many systems there are to derive."""
    return int(Record.rows.of(organisation.pk).filter(kind="system", retired_day__isnull=True).count())


def ask(organisation: Organisation, account: str, now: dt.datetime) -> Job:
    """Queue the work inside the running action; one that is under way begins again from the first system."""
    job = Job.rows.of(organisation.pk).filter(what=WHAT, state__in=_OPEN).order_by("-id").first()
    if job is None:
        job = Job(organisation=organisation, what=WHAT, asked_by=account, asked_at=now)
    job.state, job.cursor, job.done, job.total = "waiting", "", 0, systems_of(organisation)
    job.save()
    organisation.rederiving = job.pk
    organisation.save(update_fields=["rederiving"])
    run_job.enqueue(organisation.slug, job.pk)
    return job


def retell(organisation: Organisation, *, clock: Clock = SYSTEM) -> Job | None:
    """Begin a day by asking every system again which failure tells; None where that is done; one cut short goes on.

    Levels and days of stored standing are right without it; the worker does it when a day begins.
    """
    day = clock.day(organisation.time_zone)
    begun = Job.rows.of(organisation.pk).filter(what=RETELL, about=day)
    if organisation.rederiving or begun.exists():
        return begun.filter(state__in=_OPEN).first()
    with transaction.atomic():
        log.lock(organisation.pk)
        if begun.exists():
            return None
        job = Job(organisation=organisation, what=RETELL, about=day, asked_by="", asked_at=clock.now())
        job.total = systems_of(organisation)
        job.save()
    return job


def keep_units(
    organisation: Organisation, *, clock: Clock = SYSTEM, go_on: Callable[[], bool] = lambda: True
) -> int:
    """Keep where each unit stood when the month ended, once a month; a round cut short goes on with the next."""
    if organisation.rederiving:
        return 0
    rules.follow(organisation)
    return points.keep_units(organisation, clock.day(organisation.time_zone), go_on=go_on)


def settle(organisation: Organisation) -> int:
    """Search the day on which attestations would fall, where a change left that pending; return how many had it so.

    Nothing is logged: it follows from what is stored. Standing that is being derived again is waited for.
    """
    if organisation.rederiving or not attested.pending(organisation):
        return 0
    rules.follow(organisation)
    with transaction.atomic():
        log.lock(organisation.pk).renew(organisation)
        rules.follow(organisation)
        return attested.settle(organisation)


def current(organisation: Organisation) -> Job | None:
    """Return the job that is not done yet: waiting, running, stopped or failed."""
    if not organisation.rederiving:
        return None
    found: Job | None = Job.rows.of(organisation.pk).filter(pk=organisation.rederiving).first()
    return found


def stop(organisation: Organisation) -> Job:
    """Stop it after the piece at hand. Call inside an action; BadInput where none is under way."""
    job = current(organisation)
    if job is None or job.state not in _OPEN:
        raise BadInput("rules.nothing_to_stop", field="rules")
    job.state = "cancelled"
    job.save(update_fields=["state"])
    return job


def resume(organisation: Organisation) -> Job:
    """Queue a stopped or failed one again, from where it stopped."""
    job = current(organisation)
    if job is None or job.state in _OPEN:
        raise BadInput("rules.nothing_to_resume", field="rules")
    job.state = "waiting"
    job.save(update_fields=["state"])
    run_job.enqueue(organisation.slug, job.pk)
    return job


@task()
def run_job(slug: str, number: int) -> None:
    """Derive piece by piece until all is done or somebody stops it; run twice it does nothing twice."""
    run(Organisation.objects.get(slug=slug), number, go_on=_breathe)


def _breathe() -> bool:
    time.sleep(BREATH)
    return True


def run(
    organisation: Organisation,
    number: int,
    *,
    clock: Clock = SYSTEM,
    progress: Progress | None = None,
    go_on: Callable[[], bool] = lambda: True,
) -> None:
    """Do the job here and now. Each piece is one transaction under the log's lock, beside whatever people do.

    `go_on` is asked after each piece; where it says no, what is left waits for the next run.
    """
    while step(organisation, number, clock=clock):
        if progress:
            job = Job.rows.of(organisation.pk).get(pk=number)
            progress(job.done, job.total)
        if not go_on():
            return


def step(organisation: Organisation, number: int, *, clock: Clock = SYSTEM) -> bool:
    """Derive the next piece; False where nothing is left or it was stopped.

    Where only a day began nearly every system stands as it did: those that do not are looked for before the lock.
    """
    organisation.refresh_from_db()
    rules.follow(organisation)
    job = Job.rows.of(organisation.pk).get(pk=number)
    day = clock.day(organisation.time_zone)
    chunk = _next(organisation, job)
    changed = differing(organisation, day, chunk) if job.what == RETELL and job.state in _OPEN else chunk
    if chunk and not changed and organisation.base_day == day:
        return _went_on(job, chunk)
    with transaction.atomic():
        head = log.lock(organisation.pk)
        organisation.refresh_from_db()
        rules.follow(organisation)
        job.refresh_from_db()
        if job.state not in _OPEN:
            return False
        day = clock.day(organisation.time_zone)
        at = Pass(organisation, library(), day, head.size - 1)
        advance(organisation, day)
        if job.what == WHAT:
            chunk = changed = _next(organisation, job)
        if chunk:
            _derive(at, changed)
            job.state, job.cursor, job.done = "running", str(chunk[-1]), job.done + len(chunk)
        else:
            _end(at, job, clock.now())
        job.save()
        return bool(chunk)


def _next(organisation: Organisation, job: Job) -> list[int]:
    left = Record.rows.of(organisation.pk).filter(
        kind="system", retired_day__isnull=True, pk__gt=int(job.cursor or 0)
    )
    return list(left.order_by("pk").values_list("pk", flat=True)[:CHUNK])


def _went_on(job: Job, chunk: list[int]) -> bool:
    """Note how far it is; False where it was stopped meanwhile."""
    there = Job.rows.of(job.organisation_id).filter(pk=job.pk, state__in=_OPEN)
    return bool(there.update(state="running", cursor=str(chunk[-1]), done=job.done + len(chunk)))


def _end(at: Pass, job: Job, now: dt.datetime) -> None:
    """What is no system, and the organisation itself."""
    organisation = at.organisation
    derive_others(at)
    if job.what == WHAT:
        owing.owe_everything(organisation)
    else:
        owing.refresh(at, ())
    attested.refresh(organisation, at.day)
    attested.settle(organisation)
    job.state, job.ended_at = "done", now
    if organisation.rederiving == job.pk:
        organisation.rederiving = 0
        organisation.save(update_fields=["rederiving"])


def _derive(at: Pass, chunk: list[int]) -> None:
    """All practices of these systems, their rows in the organisation's claims, and what rests on those."""
    changed = members.of_systems(at, systems.derive_systems(at, chunk, None))
    whole.derive_whole(at, changed, frozenset())
    systems.flush(at)
    if chunk:
        worst.reweigh(at.organisation, at.day, among=chunk)
        owing.refresh(at, ())


__all__ = [
    "ask",
    "current",
    "keep_units",
    "resume",
    "retell",
    "run",
    "run_job",
    "settle",
    "step",
    "stop",
    "systems_of",
]
