"""Reads F=V as people type it: the first '=' parts name and value, a repeated name gives several values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable


def assigned(words: Iterable[str]) -> dict[str, object]:
    """Return field → value, a list where the name stands more than once; BadInput names the word at fault."""
    found: dict[str, object] = {}
    for word in words:
        name, equals, value = word.partition("=")
        name = name.strip()
        if not equals or not name:
            raise BadInput("cli.no_assignment", field=word, value=word)
        before = found.get(name)
        if name not in found:
            found[name] = value
        elif isinstance(before, list):
            before.append(value)
        else:
            found[name] = [before, value]
    return found
