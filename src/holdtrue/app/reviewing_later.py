"""Packs of large registers, compiled in the background: asked for, queued, their progress a row, kept once done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django_tasks import task

from holdtrue.accounts.models import User
from holdtrue.app import callers
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.queries.review_dated import Span
from holdtrue.app.queries.review_pack import compiled
from holdtrue.app.queries.review_shapes import kept, read
from holdtrue.app.rederiving import systems_of
from holdtrue.core.refusals import Refusal
from holdtrue.store.models import Job, Organisation, ReviewPack

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.review_shapes import Pack

WHAT = "review_pack"
AT_ONCE = 20_000
"""Systems up to which a pack is compiled while its page is read."""
_OPEN = ("waiting", "running")


def at_once(organisation: Organisation) -> bool:
    """Whether the register is small enough for a pack to be compiled while somebody waits."""
    return systems_of(organisation) <= AT_ONCE


def newest(caller: Caller, span: Span) -> Pack:
    """Return the pack of a period: the one compiled in the background today where there is one, else compiled now."""
    row = None if at_once(caller.organisation) else _done(caller.organisation, span)
    return read(row.content) if row else compiled(caller, span)


def found(caller: Caller, span: Span) -> Pack | Job | None:
    """Return the pack of a period, else the job that compiles it, else nothing: then it is to be asked for."""
    require(caller, "read", on_organisation())
    if at_once(caller.organisation):
        return compiled(caller, span)
    row = _done(caller.organisation, span)
    return read(row.content) if row else current(caller.organisation, span)


def current(organisation: Organisation, span: Span) -> Job | None:
    """Return the job that compiles the pack of a period, or the last that failed at it today."""
    rows = _rows(organisation, span).values_list("pk", flat=True)
    job: Job | None = (
        Job.rows.of(organisation.pk)
        .filter(what=WHAT, about__in=list(rows))
        .exclude(state="done")
        .order_by("-id")
        .first()
    )
    return job


def ask(caller: Caller, span: Span) -> Job:
    """Queue the compiling of a period's pack; one under way is returned as it is."""
    require(caller, "read", on_organisation())
    under_way = current(caller.organisation, span)
    if under_way is not None and under_way.state in _OPEN:
        return under_way
    now = caller.clock.now()
    with transaction.atomic():
        row = ReviewPack.rows.of(caller.organisation.pk).create(
            organisation=caller.organisation,
            uid=caller.clock.uid(),
            begins=span.begin,
            ends=span.end,
            compiled=span.today,
            asked_by=caller.actor.account,
            asked_at=now,
        )
        job = Job(
            organisation=caller.organisation, what=WHAT, about=row.pk, asked_by=row.asked_by, asked_at=now
        )
        job.save()
        compile_pack.enqueue(caller.organisation.slug, job.pk)
    return job


@task()
def compile_pack(slug: str, number: int) -> None:
    """Compile a queued pack on behalf of whoever asked, by the role they have now; run twice it compiles it anew."""
    organisation = Organisation.objects.get(slug=slug)
    job = Job.rows.of(organisation.pk).get(pk=number)
    if job.state not in _OPEN:
        return
    row = ReviewPack.rows.of(organisation.pk).get(pk=job.about)

    def told(done: int, total: int) -> None:
        Job.rows.of(organisation.pk).filter(pk=number).update(state="running", done=done, total=total)

    try:
        caller = callers.member(User.objects.get(uid=job.asked_by, is_active=True), slug)
        row.content = kept(compiled(caller, Span(row.begins, row.ends, row.compiled), progress=told))
        row.save(update_fields=["content"])
        Job.rows.of(organisation.pk).filter(pk=number).update(state="done")
    except Exception as error:
        Job.rows.of(organisation.pk).filter(pk=number).update(state="failed")
        if not isinstance(error, Refusal):
            raise


def _rows(organisation: Organisation, span: Span) -> QuerySet[ReviewPack]:
    return ReviewPack.rows.of(organisation.pk).filter(
        begins=span.begin, ends=span.end, compiled=span.today, review__isnull=True
    )


def _done(organisation: Organisation, span: Span) -> ReviewPack | None:
    rows = _rows(organisation, span).exclude(content={}).order_by("-id")
    row: ReviewPack | None = rows.first()
    return row


__all__ = ["AT_ONCE", "WHAT", "ask", "at_once", "current", "found", "newest"]
