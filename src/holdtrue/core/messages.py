"""Sentences as data: core says which message and with what, the interfaces say it in a language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence or phrase to be said: `id` names it in the catalog, `params` fill its blanks.

    A param is a text, a number, a day ordinal whose name ends in `_day`, another Message, or a tuple of these.
    """

    id: str
    params: Mapping[str, object] = field(default_factory=dict)


def as_data(message: Message) -> dict[str, Any]:
    """Return a message as data that any reader can keep."""
    return {"id": message.id, "params": {name: _kept(value) for name, value in message.params.items()}}


def from_data(given: Mapping[str, Any]) -> Message:
    """Return a message from what was kept of it."""
    return Message(given["id"], {name: _read(value) for name, value in given["params"].items()})


def _kept(value: object) -> object:
    if isinstance(value, Message):
        return as_data(value)
    if isinstance(value, (tuple, list)):
        return [_kept(one) for one in value]
    return value if isinstance(value, (str, int)) else str(value)


def _read(value: object) -> object:
    if isinstance(value, dict):
        return from_data(value)
    return tuple(_read(one) for one in value) if isinstance(value, list) else value


__all__ = ["Message", "as_data", "from_data"]
