"""Pieces of background work for tests of the job worker."""

from __future__ import annotations

from django_tasks import task


@task()
def add_user(email: str) -> int:
    from django.utils import timezone

    from holdtrue.accounts.models import User

    return User.objects.create_user(email, created_at=timezone.now()).pk


@task()
def fail() -> None:
    message = "this piece of work fails"
    raise ValueError(message)
