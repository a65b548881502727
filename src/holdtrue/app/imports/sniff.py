"""Tells what a file is from its bytes: its format, encoding and delimiter, each with the reason where it is a guess."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from holdtrue.app.imports.source import Source

DELIMITERS = (",", ";", "\t", "|")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "XLS"),
    (b"\x1f\x8b", "GZIP"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"<html", "HTML"),
    (b"<!doctype html", "HTML"),
    (b"<?xml", "XML"),
    (b"SQLite format 3", "SQLite"),
    (b"PAR1", "Parquet"),
)
_UNDEFINED_IN_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")


_SEQUENCE = 3
"""How many bytes of an unfinished UTF-8 sequence can stand at the end of a piece."""
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY = 0.02
_MANY_ZEROS, _FEW_ZEROS = 0.4, 0.05


@dataclass(frozen=True, slots=True)
class Encoding:
    """How bytes become text; `errors` is 'replace' only where a few stray bytes stand in good UTF-8."""

    name: str
    errors: str = "strict"
    note: Message | None = None


def format_of(source: Source) -> str:
    """Return csv, xlsx or json (told from the content, not from the name), refusing what is no table."""
    head = source.head(4_096)
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    lowered = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, foreign in _FOREIGN:
        if lowered.startswith(mark.lower()):
            raise BadInput("imports.file.foreign", name=source.name, format=foreign)
    suffix = source.name.casefold().rpartition(".")[2]
    start = _text_start(head)
    if start[:1] in ("{", "[") and (suffix in ("json", "jsonl", "ndjson") or _opens_json(start)):
        return "json"
    if suffix in ("json", "jsonl", "ndjson"):
        raise BadInput("imports.json.no_list", name=source.name)
    return "csv"


def encoding_of(source: Source) -> Encoding:
    """Return the encoding of a text, read through once: UTF-8 is proved, any other is a guess and says so."""
    head = source.head(4_096)
    for mark, name in _BOMS:
        if head.startswith(mark) and name != "utf-8-sig":
            return Encoding(name, "replace")
    if (wide := _wide(head)) is not None:
        return Encoding(wide, "replace", Message("imports.encoding.guessed", {"encoding": wide}))
    if len(_CONTROLS.findall(head)) > max(8, _BINARY * len(head)):
        raise BadInput("imports.file.binary", name=source.name)
    bad = _bytes_outside_utf8(source)
    marked = head.startswith(codecs.BOM_UTF8)
    unicode = "utf-8-sig" if marked else "utf-8"
    if not bad.invalid:
        return Encoding(unicode)
    if marked or bad.valid > 20 * bad.invalid:
        return Encoding(unicode, "replace", Message("imports.encoding.stray", {"n": bad.invalid}))
    if bad.undefined:
        return Encoding("latin-1", note=Message("imports.encoding.fallback", {"encoding": "ISO 8859-1"}))
    return Encoding("cp1252", note=Message("imports.encoding.fallback", {"encoding": "Windows-1252"}))


def delimiter_of(text: str) -> str:
    """Return the delimiter that cuts the start of a text into the steadiest and widest rows."""
    scores = {mark: _steadiness(text, mark) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: scores[mark])
    return best if scores[best] > 0 else ","


def _steadiness(text: str, mark: str) -> float:
    # the last record may be cut short by the end of the sample
    records = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark) if row][:200]
    widths = Counter(len(row) for row in (records[:-1] or records))
    wide = {width: n for width, n in widths.items() if width > 1}
    if not wide:
        return 0
    width, n = max(wide.items(), key=lambda item: item[1] * item[0])
    return n / widths.total() * (1 + min(width, 20) / 20)


@dataclass(slots=True)
class _Bytes:
    invalid: int = 0
    valid: int = 0
    undefined: int = 0


def _bytes_outside_utf8(source: Source) -> _Bytes:
    """Count bytes that are no UTF-8 and sequences that are; nothing is counted while everything decodes."""
    found = _Bytes()
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in source.pieces():
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        rest = b""
        for piece in source.pieces():
            whole = rest + piece
            # a sequence may straddle two pieces: its start waits for the next one
            rest = whole[-_SEQUENCE:] if len(piece) > _SEQUENCE else b""
            kept = whole[: len(whole) - len(rest)]
            sequences = _MULTIBYTE.findall(kept)
            found.valid += len(sequences)
            found.invalid += len(_HIGH.findall(kept)) - sum(map(len, sequences))
            found.undefined += len(_UNDEFINED_IN_1252.findall(_MULTIBYTE.sub(b"", kept)))
        found.invalid += len(_HIGH.findall(rest))
        found.invalid = max(found.invalid, 1)
    return found


def _wide(head: bytes) -> str | None:
    """Return the UTF-16 order that the places of zero bytes give away, in a text without a byte order mark."""
    if b"\x00" not in head:
        return None
    even, odd = head[0::2].count(0) / len(head[0::2]), head[1::2].count(0) / max(1, len(head[1::2]))
    if odd > _MANY_ZEROS and even < _FEW_ZEROS:
        return "utf-16-le"
    if even > _MANY_ZEROS and odd < _FEW_ZEROS:
        return "utf-16-be"
    return None


def _text_start(head: bytes) -> str:
    for mark, name in _BOMS:
        if head.startswith(mark):
            return head.decode(name, "ignore").lstrip("\ufeff \t\r\n")
    return head.replace(b"\x00", b"").decode("utf-8", "ignore").lstrip()


def _opens_json(start: str) -> bool:
    return bool(re.match(r'\{\s*("|\})|\[\s*[\{\[\]]', start))
