"""Sentences as data: core says which message and with what, the interfaces say it in a language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence or phrase to be said: `id` names it in the catalog, `params` fill its blanks.

    A param is a text, a number, a day ordinal whose name ends in `_day`, another Message, or a tuple of these.
    """

    id: str
    params: Mapping[str, object] = field(default_factory=dict)
