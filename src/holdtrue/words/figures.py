"""What a figure is called: its words where it has some, else its tag read as words."""

from __future__ import annotations

from holdtrue.core.claims.phrases import tag_said
from holdtrue.core.messages import Message
from holdtrue.words.catalog import say


def figure_named(tag: str) -> str:
    """Return the name of a figure, as a title."""
    said = tag_said(tag)
    words = say(said) if isinstance(said, Message) else said
    return words[:1].upper() + words[1:]


__all__ = ["figure_named"]
