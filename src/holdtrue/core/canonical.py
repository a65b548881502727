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
    if kind is str or kind is bool or value is None:
        return True
    if kind is int:
        return -_EXACT < value < _EXACT  # type: ignore[operator]  # an int, by the line above
    if kind is list or kind is tuple:
        return all(map(_plain, value))  # type: ignore[call-overload]  # a list, by the line above
    if kind is dict:
        return all(type(k) is str and k.isascii() and _plain(v) for k, v in value.items())  # type: ignore[attr-defined]  # likewise
    return False


__all__ = ["canonical"]
