"""Known sources as data: a profile names the columns of one published file, and what their wordings mean."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from holdtrue.app.imports.targets import wordings
from holdtrue.app.imports.values import Choices, key_part
from holdtrue.core.content import content

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.imports.table import Header

_RECOGNISED = 0.6
"""The share of a file's headers a profile must know."""


@dataclass(frozen=True, slots=True)
class KnownColumn:
    """One column of a known source; `key` is its name among the source fields, in every form of the file."""

    key: str
    target: str
    rules: Choices | None
    aspect: str


@dataclass(frozen=True, slots=True)
class Profile:
    """One known source."""

    id: str
    kind: str
    identity: tuple[str, ...]
    columns: Mapping[str, KnownColumn]
    """By folded header, every form of it."""


@cache
def profiles() -> tuple[Profile, ...]:
    """Return the sources that ship, by id."""
    folder = resources.files("holdtrue.data").joinpath("imports", "profiles")
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    return tuple(_profile(content(f"imports/profiles/{name}")) for name in names)


def recognise(headers: Sequence[Header], kind: str, known: Sequence[Profile]) -> Profile | None:
    """Return the known source this file comes from: most of its headers are that source's, its identity among them."""
    for profile in known:
        found = [
            profile.columns[key_part(h.name)].key for h in headers if key_part(h.name) in profile.columns
        ]
        if (
            profile.kind == kind
            and len(found) >= _RECOGNISED * len(headers)
            and set(profile.identity) <= set(found)
        ):
            return profile
    return None


def compiled(values: Mapping[str, Mapping[str, Any]]) -> Choices:
    """Compile the wordings of one column, given as exact and starts, each value -> wordings."""
    said: dict[str, dict[str, Any]] = {}
    for how, listed in values.items():
        for value, words in listed.items():
            said.setdefault(value, {})[how] = words
    return wordings({}, said)


def _profile(raw: Mapping[str, Any]) -> Profile:
    columns: dict[str, KnownColumn] = {}
    for listed in raw["columns"]:
        rules = compiled(listed["values"]) if "values" in listed else None
        column = KnownColumn(listed["key"], listed.get("to", ""), rules, listed.get("aspect", ""))
        for header in (listed["key"], *listed.get("also", ())):
            columns[key_part(header)] = column
    return Profile(raw["id"], raw["kind"], tuple(raw["identity"]), columns)
