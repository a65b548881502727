"""An addition to the rules: one file of own practices, frameworks, mappings and periods, in order by its form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdtrue.core.additions.lined import read as read_lines
from holdtrue.core.own import frameworks_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.core.additions.lined import Lined, Place

NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
MOST_NAME = 40
_SHARED = frozenset({"name", "title", "version", "note"})
_LISTS = frozenset({"practices", "frameworks", "mappings", "cadence", "cases"})
KEYS = _SHARED | _LISTS | {"facts"}
SHORT_KEYS = (
    _SHARED | _LISTS - {"frameworks"} | {"facts", "framework", "sections", "requirements", "uncertain"}
)
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Addition:
    """A file that was found in order by its form; whether what it names exists is looked into against a library."""

    name: str
    title: str
    version: str
    lined: Lined
    body: bytes

    @property
    def stated(self) -> Mapping[str, Any]:
        """What it says."""
        return self.lined.stated

    def listed(self, key: str) -> Sequence[Mapping[str, Any]]:
        """Return the entries under one of its keys."""
        return self.stated.get(key) or ()

    def frameworks(self) -> Sequence[tuple[Place, Mapping[str, Any]]]:
        """Return its frameworks, each with its place."""
        found = frameworks_of(self.stated)
        if "framework" in self.stated:
            return [((), found[0])] if found else []
        return [(("frameworks", n), law) for n, law in enumerate(found)]


def read(file: str, body: bytes) -> Addition:
    """Read a file; BadInput naming its line where its form is not in order."""
    lined = read_lines(file, body)
    stated = lined.stated
    known = SHORT_KEYS if "framework" in stated else KEYS
    require_keys(lined, (), stated, known, ())
    for key in _LISTS & set(stated):
        require_list(lined, (key,), stated[key])
    if not any(stated.get(key) for key in ("practices", "frameworks", "mappings", "cadence", "framework")):
        raise lined.refusal("own.bad.empty", ())
    head = stated["framework"] if isinstance(stated.get("framework"), Mapping) else {}
    name = str(stated.get("name") or head.get("id") or "")
    if not NAME.fullmatch(name) or len(name) > MOST_NAME:
        raise lined.refusal("own.bad.name", ("name",), value=name, most=MOST_NAME)
    title = stated.get("title") or head.get("title")
    if not isinstance(title, str):
        raise lined.refusal("own.bad.text", ("title",), key="title")
    version = stated.get("version") or head.get("edition") or head.get("as_of")
    if version is None or isinstance(version, (bool, list, Mapping)):
        raise lined.refusal("own.bad.version", ("version",))
    return Addition(name, title[:200], str(version)[:40], lined, body)


def require_keys(
    lined: Lined, place: Place, value: object, known: frozenset[str], needed: Sequence[str]
) -> Mapping[str, Any]:
    """Return a mapping that has every key it needs and none that is unknown; BadInput by line otherwise."""
    if not isinstance(value, Mapping):
        raise lined.refusal("own.bad.fields", place, known=tuple(sorted(known)))
    for key in value:
        if key not in known:
            raise lined.refusal("own.bad.unknown_key", (*place, key), key=key, known=tuple(sorted(known)))
    for key in needed:
        if value.get(key) in (None, "", [], {}):
            raise lined.refusal("own.bad.missing_key", place, key=key)
    return value


def require_list(lined: Lined, place: Place, value: object) -> Sequence[Any]:
    """Return a list; BadInput by line otherwise."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise lined.refusal("own.bad.list", place, key=str(place[-1]))
    return value


def require_text(lined: Lined, place: Place, value: object) -> str:
    """Return a text within bounds; BadInput by line otherwise, which tells numbers to be quoted."""
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST:
        raise lined.refusal("own.bad.text", place, key=str(place[-1]))
    return value


def require_texts(lined: Lined, place: Place, value: object) -> tuple[str, ...]:
    """Return a list of texts; BadInput by line otherwise."""
    found = require_list(lined, place, value)
    return tuple(require_text(lined, (*place, n), one) for n, one in enumerate(found))


def require_one_of(lined: Lined, place: Place, value: object, known: Sequence[str]) -> str:
    """Return a value that is known; BadInput by line naming those that are."""
    if value not in known:
        raise lined.refusal("own.bad.value", place, value=str(value), known=tuple(known), key=str(place[-1]))
    return str(value)


__all__ = [
    "NAME",
    "Addition",
    "read",
    "require_keys",
    "require_list",
    "require_one_of",
    "require_text",
    "require_texts",
]
