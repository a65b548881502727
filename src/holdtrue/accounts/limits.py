"""Rate limits counted in the database, so that every web worker counts the same tries."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from holdtrue.accounts.models import Attempt
from holdtrue.accounts.refusals import TooMany

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `amount` tries of one key in each window of `seconds`."""

    name: str
    amount: int
    seconds: int

    def key(self, who: str) -> str:
        return hashlib.sha256(f"{self.name}\n{who}".encode()).hexdigest()

    def window(self, now: dt.datetime) -> int:
        return int(now.timestamp()) // self.seconds


TOKEN_FAILED = Limit("token.failed", 20, 60)
LINK_TRIED = Limit("link.tried", 10, 60)
LINK_MADE = Limit("link.made", 20, 3600)
TOKEN_ASKED = Limit("token.asked", 12_000, 60)
"""Requests of one token: far above what a pipeline needs, below what would keep others waiting."""
STEP = 25
"""So many requests each web worker counts by itself before it adds them to the shared count: reading writes nothing."""
_OWN: dict[tuple[str, int], int] = {}
_MOST = 10_000


def take(limit: Limit, who: str, *, now: dt.datetime) -> None:
    """Count one try in a short transaction of its own; refuse it once the window's amount is used up."""
    if count(limit, who, now=now) > limit.amount:
        _refuse(limit, limit.window(now), now)


def spend(limit: Limit, who: str, *, now: dt.datetime) -> None:
    """Count one of very many tries, in steps; refuse it once the window's amount is used up."""
    window = limit.window(now)
    key = (limit.key(who), window)
    if len(_OWN) > _MOST:
        _OWN.clear()
    _OWN[key] = tried = _OWN.get(key, 0) + 1
    if tried % STEP == 0 and count(limit, who, now=now, tries=STEP) > limit.amount:
        _OWN[key] -= 1  # the next one asks the shared count again
        _refuse(limit, window, now)


def count(limit: Limit, who: str, *, now: dt.datetime, tries: int = 1) -> int:
    """Count tries and return how many there were in this window."""
    with transaction.atomic():
        attempt, created = Attempt.objects.get_or_create(
            key=limit.key(who), window=limit.window(now), defaults={"count": tries}
        )
        if not created:
            Attempt.objects.filter(pk=attempt.pk).update(count=F("count") + tries)
            attempt.refresh_from_db(fields=["count"])
    return attempt.count


def check(limit: Limit, who: str, *, now: dt.datetime) -> None:
    """Refuse where the window's amount is used up, without counting."""
    window = limit.window(now)
    if Attempt.objects.filter(key=limit.key(who), window=window, count__gte=limit.amount).exists():
        _refuse(limit, window, now)


def forget(*, now: dt.datetime, older_than: int = 86_400) -> int:
    """Drop the counters of windows long past; returns how many."""
    longest = max(limit.seconds for limit in (TOKEN_FAILED, LINK_TRIED, LINK_MADE, TOKEN_ASKED))
    return Attempt.objects.filter(window__lt=(int(now.timestamp()) - older_than) // longest).delete()[0]


def _refuse(limit: Limit, window: int, now: dt.datetime) -> None:
    wait = (window + 1) * limit.seconds - int(now.timestamp())
    raise TooMany("accounts.too_many", n=max(1, wait))
