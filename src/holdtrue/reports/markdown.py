"""Reads Markdown as people write it here: no raw HTML, no pictures, links only where following them is safe."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markdown_it import MarkdownIt

from holdtrue.reports.blocks import Block, BlockKind, Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def parse(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text. Whatever is no Markdown of ours stands as the words it was typed with."""
    tokens = _reader().parse(text)
    blocks, _ = _blocks(tokens, 0, "")
    return blocks


def safe(href: str) -> bool:
    """Whether a link may be followed: to the web, to mail or telephone, or within this site."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return False
    if parts.scheme:
        return parts.scheme.lower() in SCHEMES
    return not parts.netloc and href.startswith(("/", "#")) and not href.startswith("//")


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "maxNesting": 20})
    reader.enable(["table", "strikethrough"])
    reader.disable(["image", "html_block", "html_inline"])
    reader.validateLink = safe  # type: ignore[method-assign, assignment]  # its way of being told
    return reader


def _blocks(tokens: Sequence[Token], at: int, closing: str) -> tuple[tuple[Block, ...], int]:
    """The blocks from a place on, up to the token that closes them, and the place after it."""
    found: list[Block] = []
    while at < len(tokens):
        token = tokens[at]
        if token.type == closing:
            return tuple(found), at + 1
        block, at = _block(tokens, at)
        if block is not None:
            found.append(block)
    return tuple(found), at


def _block(tokens: Sequence[Token], at: int) -> tuple[Block | None, int]:
    token = tokens[at]
    if token.type == "heading_open":
        return Block("heading", _runs(tokens[at + 1]), level=int(token.tag[1:])), at + 3
    if token.type == "paragraph_open":
        return Block("paragraph", _runs(tokens[at + 1])), at + 3
    if token.type in ("bullet_list_open", "ordered_list_open"):
        return _list(tokens, at)
    if token.type == "blockquote_open":
        inside, after = _blocks(tokens, at + 1, "blockquote_close")
        return Block("quote", items=(inside,)), after
    if token.type in ("fence", "code_block"):
        return Block("code", text=token.content.rstrip("\n")), at + 1
    if token.type == "table_open":
        return _table(tokens, at)
    if token.type == "hr":
        return Block("rule"), at + 1
    return None, at + 1


def _list(tokens: Sequence[Token], at: int) -> tuple[Block, int]:
    token = tokens[at]
    closing = token.type.replace("open", "close")
    items: list[tuple[Block, ...]] = []
    at += 1
    while tokens[at].type != closing:
        inside, at = _blocks(tokens, at + 1, "list_item_close")
        items.append(inside)
    kind: BlockKind = "numbers" if token.type.startswith("ordered") else "bullets"
    return Block(kind, start=int(token.attrGet("start") or 1), items=tuple(items)), at + 1


def _table(tokens: Sequence[Token], at: int) -> tuple[Block, int]:
    rows: list[tuple[tuple[Run, ...], ...]] = []
    cells: list[tuple[Run, ...]] = []
    while tokens[at].type != "table_close":
        if tokens[at].type == "inline":
            cells.append(_runs(tokens[at]))
        elif tokens[at].type == "tr_close":
            rows.append(tuple(cells))
            cells = []
        at += 1
    return Block("table", rows=tuple(rows)), at + 1


def _runs(inline: Token) -> tuple[Run, ...]:
    found: list[Run] = []
    marks = {"strong": 0, "em": 0, "s": 0}
    href = ""
    for token in inline.children or ():
        name, _, edge = token.type.partition("_")
        if name in marks and edge:
            marks[name] += 1 if edge == "open" else -1
        elif token.type == "link_open":
            href = str(token.attrGet("href") or "")
        elif token.type == "link_close":
            href = ""
        else:
            found.append(_run(token, marks, href))
    return tuple(run for run in found if run.text)


def _run(token: Token, marks: dict[str, int], href: str) -> Run:
    text = {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
    return Run(
        text,
        strong=marks["strong"] > 0,
        emphasis=marks["em"] > 0,
        code=token.type == "code_inline",
        struck=marks["s"] > 0,
        href=href,
    )
