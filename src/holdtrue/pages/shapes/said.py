"""What was said to whoever looks: comments that mention them, questions on what is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.page import Act, Link
    from holdtrue.pages.shapes.record import Said


@dataclass(frozen=True, slots=True)
class Waiting:
    """One comment with the record it is about, and how to answer or put it away."""

    said: Said
    title: str
    ref: str
    href: str
    reply: Link
    seen: Act | None = None


@dataclass(frozen=True, slots=True)
class MentionsView:
    """Both lists."""

    mentions: tuple[Waiting, ...]
    questions: tuple[Waiting, ...]
