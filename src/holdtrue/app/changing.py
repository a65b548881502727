"""Changing many records: those ticked or all that match, at once where they are few, else by the job worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django_tasks import task

from holdtrue.accounts.models import User
from holdtrue.app import callers
from holdtrue.app.actions import many
from holdtrue.app.actions.permission import on_kind, require
from holdtrue.app.clock import SYSTEM
from holdtrue.app.queries.lists import filter_of
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput, NotFound, Refusal
from holdtrue.store import listing, reading
from holdtrue.store.models import Job, Organisation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.actions.many import Many
    from holdtrue.app.queries.lists import Asked

WHAT = "edit_many"
MOST = 100_000
"""Records changed at one go."""
INLINE = many.CHUNK
"""Up to so many are changed while the page waits."""
LOOKED = 2_000
"""Records a rehearsal looks at; beyond, the rest are only counted."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a change would do, and to how many records it was looked at."""

    made: Many
    looked: int
    of: int


def matching(caller: Caller, asked: Asked) -> list[str]:
    """Return the refs of all records a list's filters mean. BadInput where they are more than can be changed."""
    wanted = filter_of(caller, asked)
    rows = listing.ids(caller.organisation.pk, wanted, limit=MOST + 1)
    if len(rows) > MOST:
        raise BadInput("lists.many.most", field="ref", most=MOST)
    return reading.refs_of(caller.organisation.pk, rows)


def changes(refs: Sequence[str], raw: Mapping[str, object]) -> list[many.Change]:
    """Return the same change for each record. BadInput where nothing is to change, or no record."""
    if not refs:
        raise BadInput("lists.many.none", field="ref")
    if not raw:
        raise BadInput("lists.many.nothing", field="fields")
    return [many.Change(ref, raw) for ref in dict.fromkeys(refs)]


def rehearse(caller: Caller, kind: str, refs: Sequence[str], raw: Mapping[str, object]) -> Rehearsed:
    """Return what the change would do to the first of them."""
    wanted = changes(refs, raw)
    return Rehearsed(many.rehearse(caller, kind, wanted[:LOOKED]), min(LOOKED, len(wanted)), len(wanted))


def later(caller: Caller, kind: str, refs: Sequence[str], raw: Mapping[str, object], *, why: str = "") -> Job:
    """Queue the change; its progress is a row, its entries share one action id."""
    require(caller, "read", on_kind(kind))
    numbers = [int(change.ref.partition("-")[2]) for change in changes(refs, raw)]
    with transaction.atomic():
        asked = {"kind": kind, "numbers": numbers, "raw": dict(raw), "why": why, "action": caller.clock.uid()}
        job = Job(
            organisation_id=caller.organisation.pk,
            what=WHAT,
            total=len(numbers),
            why=asked,
            asked_by=caller.actor.account,
            asked_at=caller.clock.now(),
        )
        Job.rows.add([job])
        run.enqueue(caller.organisation.slug, caller.actor.account, job.pk)
    return job


@task()
def run(slug: str, account: str, number: int) -> None:
    """Do a queued change on behalf of whoever asked, by the role they have now; taken up again it goes on."""
    organisation = Organisation.objects.get(slug=slug)
    job = Job.rows.of(organisation.pk).get(pk=number)
    if job.state in ("done", "failed", "cancelled"):
        return
    asked = job.why
    kind, prefix = asked["kind"], KINDS[asked["kind"]].prefix
    try:
        user = User.objects.filter(uid=account, is_active=True).first()
        if user is None:
            raise NotFound("organisation.not_found")
        caller = callers.member(user, slug)
        counts = asked.setdefault("counts", {"changed": 0, "unchanged": 0, "refused": 0})
        for start in range(job.done, job.total, many.CHUNK):
            refs = [f"{prefix}-{n:04d}" for n in asked["numbers"][start : start + many.CHUNK]]
            made = many.apply(
                caller, kind, changes(refs, asked["raw"]), why=asked["why"], action=asked["action"]
            )
            counts["changed"] += made.changed
            counts["unchanged"] += made.unchanged
            counts["refused"] += len(made.refused)
            job.state, job.done = "running", min(start + many.CHUNK, job.total)
            job.save(update_fields=["state", "done", "why"])
        job.state = "done"
    except Refusal as refusal:
        job.state = "failed"
        asked["failed"] = refusal.code
    asked["raw"], asked["numbers"] = {}, []
    job.ended_at = SYSTEM.now()
    job.save(update_fields=["state", "why", "ended_at"])


def job_of(caller: Caller, number: int) -> Job:
    """Return a queued change one asked for oneself; NotFound otherwise."""
    rows = Job.rows.of(caller.organisation.pk)
    found = rows.filter(pk=number, what=WHAT, asked_by=caller.actor.account).first()
    if found is None:
        raise NotFound("lists.many.unknown")
    return found  # type: ignore[no-any-return]  # the manager is shared by every table, so its rows are Any


__all__ = ["INLINE", "Rehearsed", "changes", "job_of", "later", "matching", "rehearse", "run"]
