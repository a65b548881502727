"""Looks into a file before it is kept: it must be what its name says, hold nothing that runs, and not unfold."""

from __future__ import annotations

import gzip
import mmap
import re
import unicodedata
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from holdtrue.core.refusals import BadInput
from holdtrue.store import archives, pdfs

if TYPE_CHECKING:
    from collections.abc import Mapping

Content = mmap.mmap | bytes

LONGEST_NAME = 200
_MOST_UNFOLDED = 500 * 1024 * 1024
_PIECE = 1024 * 1024
_TIMES = 100
_SMALL = 16 * 1024 * 1024
"""Up to so many bytes unfolded nothing is held against a file, however well it was packed."""

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\x1f\x8b", "gzip"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xfe\xed\xfa\xcf", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "program"),
)
_WEAK = frozenset({"bmp", "program"})
"""Signatures of two letters, or of programs: a text may begin so, and is not taken for one."""
_EXPECTED: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("pdf",), frozenset({"pdf"})),
    **dict.fromkeys(("png",), frozenset({"png"})),
    **dict.fromkeys(("jpg", "jpeg"), frozenset({"jpeg"})),
    **dict.fromkeys(("gif",), frozenset({"gif"})),
    **dict.fromkeys(("bmp",), frozenset({"bmp"})),
    **dict.fromkeys(("tif", "tiff"), frozenset({"tiff"})),
    **dict.fromkeys(("webp",), frozenset({"webp"})),
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp", "zip"), frozenset({"zip"})),
    **dict.fromkeys(("doc", "xls", "ppt", "msg"), frozenset({"ole"})),
    **dict.fromkeys(("gz", "tgz"), frozenset({"gzip"})),
    **dict.fromkeys(
        (
            "txt",
            "md",
            "csv",
            "tsv",
            "json",
            "jsonl",
            "ndjson",
            "xml",
            "yaml",
            "yml",
            "log",
            "html",
            "htm",
            "svg",
        ),
        frozenset({"text"}),
    ),
}
"""Ending → what the content must then be; an ending not named here may hold anything that does not run."""
PROGRAMS = frozenset(
    [
        *(
            "exe",
            "dll",
            "com",
            "scr",
            "bat",
            "cmd",
            "ps1",
            "psm1",
            "vbs",
            "vbe",
            "js",
            "jse",
            "wsf",
            "wsh",
            "hta",
        ),
        *("lnk", "msi", "msp", "jar", "app", "dmg", "pkg", "reg", "cpl", "gadget"),
        *("docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppam", "ppsm", "sldm"),
    ]
)
"""Endings of what runs when it is opened, and of documents made to carry macros."""
_MARKUP = re.compile(rb"<\s*(!doctype\s+html|html|svg|head|body|script)\b", re.IGNORECASE)
_ACTIVE = re.compile(
    rb"<\s*(?:[\w.-]+:)?(?:script|iframe|object|embed|applet|foreignobject)\b"
    rb"|<[^<>]{0,2000}[\s/\"']on[a-z]{3,30}\s*=|(?:href|src|action|data)\s*=\s*[\"']?\s*(?:javascript|vbscript|data:text/html)"
    rb"|<\s*meta[^>]{0,500}http-equiv\s*=\s*[\"']?refresh|<!ENTITY",
    re.IGNORECASE,
)
_SNIFFED = 4_096
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})


def named(name: str) -> str:
    """Return a file's name as it is kept: without folders, control characters, or letters that turn the order round."""
    bare = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    bare = (
        "".join(letter for letter in bare if unicodedata.category(letter) not in _UNSEEN).strip().lstrip(".")
    )
    bare = " ".join(bare.split()) or "file"
    if len(bare) <= LONGEST_NAME:
        return bare
    stem, dot, ending = bare.rpartition(".")
    tail = f"{dot}{ending}" if dot and len(ending) <= 10 else ""  # noqa: PLR2004  # an ending longer than that is none
    return (stem if tail else bare)[: LONGEST_NAME - len(tail)] + tail


def inspect(path: Path, name: str) -> None:
    """Refuse a file that is not what its name says, holds what runs when opened, or unfolds beyond reason.

    Raises BadInput with the sentence that says what would clear it. Nothing in the file is run or unpacked to disk.
    """
    shown = named(name)
    ending = shown.rpartition(".")[2].lower() if "." in shown else ""
    if ending in PROGRAMS:
        raise BadInput("file.runs", field="file", name=shown)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        found = sniffed(content)
        if found == "program":
            raise BadInput("file.runs", field="file", name=shown)
        expected = _EXPECTED.get(ending)
        if found == "ole" and archives.locked_office(content):
            raise BadInput("file.password", field="file", name=shown)
        if expected is not None and found not in expected:
            raise BadInput("file.wrong_type", field="file", name=shown, ending=ending)
        _inside(path, content, shown, ending, found)


def _inside(path: Path, content: Content, name: str, ending: str, found: str) -> None:
    """What is looked into by the kind of content, whatever the file is called."""
    if found == "zip":
        archives.inspect(path, name, ending)
    elif found == "ole":
        archives.inspect_old_office(content, name)
    elif found == "pdf":
        pdfs.inspect(content, name)
    elif found == "gzip":
        _unfold(path, name)
    elif found == "text" and (
        ending in ("html", "htm", "xhtml", "svg", "xml") or _MARKUP.match(_head(content))
    ):
        _markup(content, name)


def sniffed(content: Content) -> str:
    """Return what the content is by its first bytes: a family of files, text, or '' where it cannot be told."""
    for signature, family in _SIGNATURES:
        if content[: len(signature)] == signature and not (family in _WEAK and _texty(content)):
            return family
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    return "text" if _texty(content) else ""


def _texty(content: Content) -> bool:
    head = content[:_SNIFFED]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    return b"\x00" not in head and sum(byte < 9 for byte in head) == 0  # noqa: PLR2004  # below a tab no text has letters


def _head(content: Content) -> bytes:
    return content[:_SNIFFED].lstrip(b"\xef\xbb\xbf \t\r\n")


def _markup(content: Content, name: str) -> None:
    """A page or drawing may show; it may not run, load or expand anything."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = content[:].decode("utf-16", "replace").encode()
        if _ACTIVE.search(text):
            raise BadInput("file.active_page", field="file", name=name)
    elif _ACTIVE.search(content):
        raise BadInput("file.active_page", field="file", name=name)


def _unfold(path: Path, name: str) -> None:
    """A packed file may unfold a hundredfold at most; it is unfolded piece by piece and thrown away."""
    packed, unfolded = path.stat().st_size, 0
    try:
        with gzip.open(path) as file:
            while piece := file.read(_PIECE):
                unfolded += len(piece)
                if unfolded > _MOST_UNFOLDED or (unfolded > _SMALL and unfolded > packed * _TIMES):
                    raise BadInput("file.unfolds", field="file", name=name)
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput("file.damaged", field="file", name=name) from error
