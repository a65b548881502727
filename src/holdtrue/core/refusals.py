"""The one small family of expected errors: a code, a sentence for people, an HTTP status and an exit code."""

from __future__ import annotations

from typing import ClassVar

from holdtrue.core.messages import Message


class Refusal(Exception):  # noqa: N818  a refusal is an answer people get, not a fault
    """Something asked for that will not be done, said in one sentence that names what would clear it."""

    status: ClassVar[int] = 400
    exit_code: ClassVar[int] = 2

    def __init__(self, message_id: str, /, **params: object) -> None:
        """Take the message's id and what fills its blanks; `field` names the field or line at fault, if any."""
        super().__init__(message_id)
        self.message = Message(message_id, params)
        self.field = str(params["field"]) if "field" in params else None

    def __str__(self) -> str:
        """For logs and tracebacks of tests; people are told `message` in their language."""
        return f"{self.message.id} {dict(self.message.params)}"

    @property
    def code(self) -> str:
        """The stable name scripts may rely on: the message's id."""
        return self.message.id


class BadInput(Refusal):
    """What was given cannot be taken as it is."""

    status = 422


class NotFound(Refusal):
    """No such thing here, or none you may know of: the two are told alike."""

    status = 404


class NotAllowed(Refusal):
    """This person may not do this; the message carries the access decision's reason."""

    status = 403


class Stale(Refusal):
    """The edit was based on an older revision; nothing was written."""

    status = 409


class Disagreement(Refusal):
    """A check or verification found a difference."""

    status = 409
    exit_code = 1


class Unreachable(Refusal):
    """The store cannot be reached."""

    status = 503
    exit_code = 3
