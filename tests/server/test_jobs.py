"""The job worker: what is queued runs once, what a killed worker was doing runs again."""

from __future__ import annotations

import logging

from django.db import transaction


def worker():
    from holdtrue.server.jobs import Jobs

    return Jobs("here:0")


def queued(name, *args):
    from harness import work

    return getattr(work, name).enqueue(*args)


def status(result):
    result.refresh()
    return result.status.value


def test_an_empty_queue_is_looked_at_without_taking_the_writers_lock(database):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    jobs = worker()
    with CaptureQueriesContext(connection) as asked:
        assert jobs.once() is False
    assert not any("BEGIN" in query["sql"] for query in asked.captured_queries)


def test_queued_work_runs_once(database):
    from holdtrue.accounts.models import User

    result = queued("add_user", "ada@example.org")
    jobs = worker()
    assert (jobs.once(), jobs.once()) == (True, False)
    assert status(result) == "SUCCESSFUL"
    assert User.objects.count() == 1


def test_work_queued_in_a_transaction_that_fails_never_runs(database):
    with transaction.atomic():
        queued("add_user", "ada@example.org")
        transaction.set_rollback(True)
    assert worker().once() is False


def test_failing_work_is_marked_and_does_not_stop_the_worker(database, caplog):
    caplog.set_level(logging.CRITICAL, "django_tasks")
    result = queued("fail")
    assert worker().once() is True
    assert status(result) == "FAILED"


def test_what_a_killed_worker_was_doing_is_queued_again(database):
    from django_tasks_db.models import DBTaskResult

    result = queued("add_user", "ada@example.org")
    DBTaskResult.objects.get().claim("here:0")
    jobs = worker()
    assert jobs.once() is False
    assert jobs.recover() == 1
    assert jobs.once() is True
    assert status(result) == "SUCCESSFUL"
