"""Refusals of the door: not signed in, and too many tries."""

from __future__ import annotations

from typing import ClassVar

from holdtrue.core.refusals import NotAllowed, Refusal


class NotSignedIn(NotAllowed):
    """No valid sign-in or token came with the request."""

    status = 401


class TooMany(Refusal):
    """Tried too often; waiting clears it."""

    status: ClassVar[int] = 429
