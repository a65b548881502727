"""A text as its parts, the same for every rendering: headings, paragraphs, lists, tables, and the runs within them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

BlockKind = Literal["heading", "paragraph", "bullets", "numbers", "quote", "code", "table", "rule"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one make; a line break is the text of one line feed."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    struck: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a text; which of its fields count follows from its kind."""

    kind: BlockKind
    runs: tuple[Run, ...] = ()
    """Of a heading or a paragraph."""
    level: int = 1
    """Of a heading."""
    start: int = 1
    """The first number of a numbered list."""
    items: tuple[tuple[Block, ...], ...] = ()
    """Of a list; of a quotation the only one."""
    text: str = ""
    """Of a stretch of code."""
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()
    """Of a table, the head first: rows of cells of runs."""
    widths: tuple[int, ...] = ()
    """Of a table, how its columns share the width; alike where nothing is said."""


def stepped(blocks: tuple[Block, ...], *, under: int) -> tuple[Block, ...]:
    """Return the blocks with their headings one step at a time below a level, as a reader by ear walks them.

    Which `#` a writer begins with is a matter of taste; that a heading skips a level is a fault of the document.
    """
    above: list[tuple[int, int]] = []
    found = []
    for block in blocks:
        if block.kind != "heading":
            found.append(block)
            continue
        while above and above[-1][0] >= block.level:
            above.pop()
        level = (above[-1][1] if above else under) + 1
        above.append((block.level, level))
        found.append(replace(block, level=level))
    return tuple(found)


def plain(blocks: tuple[Block, ...]) -> str:
    """Return the words alone, one block a line."""
    lines: list[str] = []
    for block in blocks:
        words = "".join(run.text for run in block.runs) or block.text
        cells = ["".join(run.text for run in cell) for row in block.rows for cell in row]
        lines += [text for text in (words, " ".join(cells), *(plain(item) for item in block.items)) if text]
    return "\n".join(lines)
