"""What a PDF says, and how it is made, read by a program that is not the one that wrote it."""

from __future__ import annotations

import io
from dataclasses import dataclass

from pypdf import PdfReader


@dataclass(frozen=True, slots=True)
class Font:
    """A font that a page of the file names."""

    name: str
    embedded: bool
    subset: bool
    """Whether only the letters used lie in the file."""
    readable: bool
    """Whether the file says which letters its signs stand for, so that its words can be searched and read aloud."""


def words(content: bytes) -> str:
    """The text of all pages as a reader of the file gets it, one blank between words."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def pages(content: bytes) -> int:
    return len(PdfReader(io.BytesIO(content)).pages)


def tagged(content: bytes) -> bool:
    """Whether the file holds the tree of what is a heading, a table and so on, and says that it may be relied on."""
    root = PdfReader(io.BytesIO(content)).root_object
    return bool(root.get("/StructTreeRoot")) and bool((root.get("/MarkInfo") or {}).get("/Marked"))


def fonts(content: bytes) -> list[Font]:
    found = {}
    for page in PdfReader(io.BytesIO(content)).pages:
        for one in page["/Resources"].get("/Font", {}).values():
            font = one.get_object()
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            described = inner.get("/FontDescriptor", {})
            name = str(font["/BaseFont"])
            found[name] = Font(
                name,
                embedded=any(f"/FontFile{n}" in described for n in ("", "2", "3")),
                subset=name[7:8] == "+",
                readable="/ToUnicode" in font,
            )
    return list(found.values())
