"""The canonical bytes of JSON values (RFC 8785): what digests are taken over and what is stored."""

from __future__ import annotations

import json

import rfc8785

_EXACT = 2**53
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: object) -> bytes:
    """Return the bytes. Raises ValueError for what JSON cannot hold exactly.

    Most content is texts, whole numbers and lists under plain names, which the standard library spells the same way
    several times faster; anything else is left to the full rules of numbers and of sorting.
    """
    if _plain(value):
        return _encode(value).encode()
    return rfc8785.dumps(value)  # type: ignore[arg-type]  # it refuses by itself what is no JSON value


def _plain(value: object) -> bool:
    kind = type(value)
    if kind in _SIMPLE:
        return True
    if kind is dict:
        for name, one in value.items():  # type: ignore[attr-defined]  # a dict, by the line above
            if type(name) is not str or not name.isascii():
                return False
            if type(one) not in _SIMPLE and not _plain(one):
                return False
        return True
    if kind is list or kind is tuple:
        return all(type(one) in _SIMPLE or _plain(one) for one in value)  # type: ignore[attr-defined]  # likewise
    return kind is int and -_EXACT < value < _EXACT  # type: ignore[operator]  # an int, by the words before


_SIMPLE = frozenset({str, bool, type(None)})


__all__ = ["canonical"]
