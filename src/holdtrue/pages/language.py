"""The language a page is said in: held for the length of one request, read by every template."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from holdtrue.words import SPOKEN, say, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdtrue.core.messages import Message

_SPOKEN: ContextVar[str] = ContextVar("holdtrue_language", default="en")


def spoken() -> str:
    """Return the language of the request at hand."""
    return _SPOKEN.get()


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Say everything inside in `locale`; one we have no catalog for is said in English."""
    token = _SPOKEN.set(locale if locale in SPOKEN else "en")
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def t(message_id: str, /, **params: object) -> str:
    """Return the sentence of that id in the language spoken."""
    return text(message_id, spoken(), **params)


def said(message: Message | str) -> str:
    """Return a message as a sentence; a text that is already one (a title, a name) passes as it is."""
    return message if isinstance(message, str) else say(message, spoken())
