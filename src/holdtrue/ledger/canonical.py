"""A document as its one sequence of bytes: RFC 8785 JSON, with what could be read in two ways refused."""

from __future__ import annotations

import json
import unicodedata

import rfc8785

from holdtrue.ledger.errors import MalformedError

LARGEST = 2**53 - 1
"""The largest whole number that every JSON reader takes exactly."""
DEEPEST = 64
"""How many lists and objects may lie in one another."""
_SURROGATES_AND_BEYOND = "\ud800"
"""From here on, sorting keys by code points, as Python does, and by UTF-16 units, as the RFC does, can differ. Below,
Python's own encoder writes the same bytes several times as fast: it differs only in fractions, which are refused."""
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def canonical(document: object) -> bytes:
    """Return the document's canonical bytes.

    Taken are objects with text keys, lists, text in Unicode form NFC, whole numbers, true, false, null.
    Refused, with the place named: fractions (their spelling differs between readers), whole numbers beyond
    2^53, text that is not NFC.
    """
    _check(document, "", depth=0)
    text = _encode(document)
    if text.isascii() or max(text) < _SURROGATES_AND_BEYOND:
        return text.encode()
    return rfc8785.dumps(document)  # type: ignore[arg-type]  # _check has just narrowed it, by value


def read(data: bytes) -> object:
    """Return the document these bytes spell; bytes that are not canonical are refused."""
    try:
        document = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise MalformedError("ledger.canonical.unreadable") from error
    if canonical(document) != data:
        raise MalformedError("ledger.canonical.other_spelling")
    return document


def _check(value: object, place: str, *, depth: int) -> None:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, str):
        _check_text(value, place)
    elif isinstance(value, int):
        if abs(value) > LARGEST:
            raise MalformedError("ledger.canonical.too_large", place=place or "/")
    elif isinstance(value, float):
        raise MalformedError("ledger.canonical.fraction", place=place or "/")
    elif depth >= DEEPEST:
        raise MalformedError("ledger.canonical.too_deep", place=place or "/", deepest=DEEPEST)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise MalformedError("ledger.canonical.key", place=place or "/")
            _check_text(key, place)
            _check(inner, f"{place}/{key}", depth=depth + 1)
    elif isinstance(value, (list, tuple)):
        for number, inner in enumerate(value):
            _check(inner, f"{place}/{number}", depth=depth + 1)
    else:
        raise MalformedError("ledger.canonical.type", place=place or "/", type=type(value).__name__)


def _check_text(text: str, place: str) -> None:
    if text.isascii():
        return
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise MalformedError("ledger.canonical.surrogate", place=place or "/")
    if not unicodedata.is_normalized("NFC", text):
        raise MalformedError("ledger.canonical.not_nfc", place=place or "/")
