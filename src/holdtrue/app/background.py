"""Imports that go on in the background: opened and queued at once, run by the job worker, their progress a row."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from holdtrue.accounts.models import ApiToken, User
from holdtrue.app import callers, intake
from holdtrue.app.actions import importing
from holdtrue.app.imports.mapfile import as_said
from holdtrue.core.days import iso
from holdtrue.core.refusals import NotFound, Refusal
from holdtrue.store import blobs
from holdtrue.store.models import ImportRun, Organisation

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.intake import Plan

_LOG = logging.getLogger(__name__)


def later(planned: Plan) -> ImportRun:
    """Keep the file, open a run and queue it; nothing of its rows is written yet."""
    caller, mapping = planned.caller, planned.mapping
    run = importing.prepare(
        caller, planned.path, name=planned.name, mapping=mapping, said_on=planned.said_on, total=planned.rows
    )
    said = as_said(mapping)
    with transaction.atomic():
        if planned.set_by == "file":
            importing.remember(caller, mapping, {**said, "said_on": ""})
        run.mapping, run.state = said, "waiting"
        run.save(update_fields=["mapping", "state"])
        run_import.enqueue(caller.organisation.slug, caller.actor.account, run.number)
    return run


@task()
def run_import(slug: str, account: str, number: int) -> None:
    """Run a queued import on behalf of whoever asked, by the role they have now; taken up again it goes on."""
    organisation = Organisation.objects.get(slug=slug)
    run = ImportRun.rows.of(organisation.pk).select_related("blob").get(number=number)
    if run.state not in importing.OPEN:
        return
    try:
        caller = _caller(slug, account)
        planned = intake.plan(
            caller,
            blobs.path_of(organisation, run.blob.sha256),
            name=run.file_name,
            kind=run.kind,
            map_text=json.dumps(run.mapping, default=str),
            said_on=iso(run.said_on),
        )
        importing.run(caller, run, planned.table, planned.mapping)
    except Exception as error:
        _fail(run, error)
        if not isinstance(error, Refusal):
            raise


def settle_lost() -> int:
    """Say of imports whose work ended without them, as where it could not even be loaded, that they failed; how many.

    One that is under way elsewhere, or waits in the queue, is left alone; so is one that nothing was queued for.
    """
    lost = 0
    for organisation in Organisation.objects.all():
        for run in ImportRun.rows.of(organisation.pk).filter(state__in=importing.OPEN):
            tasks = DBTaskResult.objects.filter(task_path=run_import.module_path)
            told = {task.status for task in tasks if _about(task) == (organisation.slug, run.number)}
            if told == {TaskResultStatus.FAILED}:
                _fail(run, RuntimeError("its work ended before it was done"))
                lost += 1
    return lost


def _about(task: DBTaskResult[Any, Any]) -> tuple[str, int]:
    slug, _, number = task.args_kwargs["args"]
    return slug, number


def _caller(slug: str, account: str) -> Caller:
    token = ApiToken.objects.filter(uid=account).select_related("organisation").first()
    if token is not None and token.revoked_at is None and token.organisation.slug == slug:
        return callers.machine(token)
    user = User.objects.filter(uid=account, is_active=True).first()
    if user is None:
        raise NotFound("organisation.not_found")
    return callers.member(user, slug)


def _fail(run: ImportRun, error: Exception) -> None:
    """What it wrote so far stands; the same file taken again goes on from there."""
    why = (
        importing.stored_message(error.message)
        if isinstance(error, Refusal)
        else {"id": "import.failed", "params": {"done": run.done}}
    )
    run.state, run.summary = "failed", {"failed": why}
    run.save(update_fields=["state", "summary"])
    _LOG.warning("import run %s failed: %s", run.number, error)
