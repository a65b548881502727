"""What changed between two texts, word by word: pieces that stayed, went and came, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Turn = Literal["same", "gone", "new"]

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_MOST_WORDS = 4_000
"""Beyond it two texts are compared line by line first: matching words takes the square of their number."""
_MOST_LINES = 4_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, went or came."""

    turn: Turn
    text: str


def changed(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces of both texts. Joined, those not `new` give the text before, those not `gone` the one after."""
    if before == after:
        return (Piece("same", before),) if before else ()
    lines, others = _LINE.findall(before), _LINE.findall(after)
    shorter = min(len(lines), len(others))
    head = next((n for n in range(shorter) if lines[n] != others[n]), shorter)
    tail = next((n for n in range(shorter - head) if lines[-1 - n] != others[-1 - n]), shorter - head)
    old, new = lines[head : len(lines) - tail], others[head : len(others) - tail]
    return _joined(
        iter(
            (
                Piece("same", "".join(lines[:head])),
                *_middle(old, new),
                Piece("same", "".join(lines[len(lines) - tail :])),
            )
        )
    )


def _middle(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    """What lies between the lines that begin and those that end both texts."""
    old, new = "".join(before), "".join(after)
    words, others = _WORD.findall(old), _WORD.findall(new)
    if len(words) + len(others) <= _MOST_WORDS:
        return _between(words, others)
    if len(before) + len(after) <= _MOST_LINES:
        return _by_lines(before, after)
    return iter((Piece("gone", old), Piece("new", new)))


def _by_lines(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    """Lines first; within lines that changed, words where they are few enough."""
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = "".join(before[a:b]), "".join(after[c:d])
        words, others = _WORD.findall(old), _WORD.findall(new)
        if tag == "replace" and len(words) + len(others) <= _MOST_WORDS:
            yield from _between(words, others)
        elif tag == "equal":
            yield Piece("same", old)
        else:
            yield Piece("gone", old)
            yield Piece("new", new)


def _between(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(before[a:b]))
        else:
            yield Piece("gone", "".join(before[a:b]))
            yield Piece("new", "".join(after[c:d]))


def _joined(pieces: Iterator[Piece]) -> tuple[Piece, ...]:
    """Whole changes rather than crumbs: white space alone between two changes belongs to both."""
    found: list[Piece] = []
    waiting: dict[Turn, str] = {"gone": "", "new": ""}

    def settle() -> None:
        found.extend(Piece(turn, waiting[turn]) for turn in ("gone", "new") if waiting[turn])
        waiting["gone"] = waiting["new"] = ""

    listed = [piece for piece in pieces if piece.text]
    for n, piece in enumerate(listed):
        if piece.turn != "same":
            waiting[piece.turn] += piece.text
        elif piece.text.isspace() and any(waiting.values()) and n + 1 < len(listed):
            waiting["gone"] += piece.text
            waiting["new"] += piece.text
        else:
            settle()
            found.append(piece)
    settle()
    return tuple(found)
