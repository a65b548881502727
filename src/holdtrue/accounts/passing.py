"""Counts tries in this process's memory only: for places where even a digest of an address must not be kept."""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from typing import TYPE_CHECKING

from holdtrue.accounts.refusals import TooMany

if TYPE_CHECKING:
    import datetime as dt

    from holdtrue.accounts.limits import Limit

_SALT = secrets.token_bytes(32)
"""Made anew with each process and known to nothing else."""
_COUNTS: dict[str, tuple[int, Counter[bytes]]] = {}
"""Name of a limit → its window at hand, and the tries in it."""


def take(limit: Limit, who: str, *, now: dt.datetime) -> None:
    """Count one try; refuse it once the window's amount is used up. The counts of a window end with it."""
    window = limit.window(now)
    held, counts = _COUNTS.get(limit.name, (-1, Counter()))
    if held != window:
        counts = Counter()
        _COUNTS[limit.name] = (window, counts)
    key = hashlib.blake2b(f"{limit.name}\n{who}".encode(), key=_SALT, digest_size=16).digest()
    counts[key] += 1
    if counts[key] > limit.amount:
        raise TooMany("accounts.too_many", n=max(1, (window + 1) * limit.seconds - int(now.timestamp())))


def forget() -> None:
    """Begin anew, as a process that was just started."""
    _COUNTS.clear()


__all__ = ["forget", "take"]
