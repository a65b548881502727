"""Tags and the fields an organisation adds to a kind: how they are described, merged into a record, and read back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from holdtrue.core.kinds.field import FieldSpec
from holdtrue.core.matching import filled
from holdtrue.core.messages import Message

if TYPE_CHECKING:
    from holdtrue.core.kinds.field import FieldType

TAGS = "tags"
KEY = "custom"
"""The one key of a payload's fields under which added fields lie, by their own keys."""
STEM = f"{KEY}."
TYPES: tuple[str, ...] = ("text", "number", "date", "yes_no", "choice", "choices")
_LONGEST_KEY = 40


@dataclass(frozen=True, slots=True)
class Added:
    """One field an organisation adds to a kind."""

    kind: str
    key: str
    name: str
    type: str
    help: str = ""
    options: tuple[str, ...] = ()
    material: bool = False
    ended: bool = False


def tags_spec(kind: str) -> FieldSpec:
    """Describe the tags of a kind: typed freely, filtered by, never material."""
    return FieldSpec(
        kind=kind,
        name=TAGS,
        type="list",
        label=Message("lists.tags.label"),
        help=Message("lists.tags.help"),
        example=Message("lists.tags.example"),
        filterable=True,
        searchable=True,
    )


def spec_of(added: Added) -> FieldSpec:
    """Describe an added field as any other field is."""
    return FieldSpec(
        kind=added.kind,
        name=STEM + added.key,
        type=cast("FieldType", added.type),
        label=_as_typed(added.name),
        help=_as_typed(added.help) if added.help else None,
        choices=tuple((option, _as_typed(option)) for option in added.options),
        material=added.material,
        filterable=True,
        searchable=added.type == "text",
    )


def _as_typed(words: str) -> Message:
    return Message("lists.custom.words", {"words": words})


def key_of(name: str) -> str:
    """Return the key a new field of that name gets: small letters, digits and underscores."""
    return re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")[:_LONGEST_KEY].strip("_")


def spread(raw: Mapping[str, object]) -> dict[str, object]:
    """Return what was given with added fields each under its own name, where they came as one mapping."""
    found: dict[str, object] = {}
    for name, value in raw.items():
        if _normal(name) == KEY and isinstance(value, Mapping):
            found |= {f"{STEM}{key}": one for key, one in value.items()}
        else:
            found[name] = value
    return found


def names_added(raw: Iterable[str]) -> bool:
    """Whether an edit speaks of tags or added fields at all."""
    return any(name == TAGS or name.startswith(STEM) for name in map(_normal, raw))


def _normal(name: str) -> str:
    return name.strip().casefold()


def merged(before: Mapping[str, object], given: Mapping[str, object]) -> dict[str, object]:
    """Return a record's fields after an edit, those added gathered under their one key; an empty value clears one."""
    found = {**before, **{name: value for name, value in given.items() if not name.startswith(STEM)}}
    values = dict(of(found))
    for name, value in given.items():
        if name.startswith(STEM):
            values[name.removeprefix(STEM)] = value
    values = {key: value for key, value in values.items() if filled(value)}
    if values or KEY in found:
        found[KEY] = values
    return found


def of(fields: Mapping[str, object]) -> Mapping[str, object]:
    """Return the added fields of a record, by key."""
    values = fields.get(KEY)
    return values if isinstance(values, Mapping) else {}


def flat(fields: Mapping[str, object]) -> dict[str, object]:
    """Return a record's fields as lists and forms name them: those added each under its own name."""
    found = {name: value for name, value in fields.items() if name != KEY}
    found |= {STEM + key: value for key, value in of(fields).items()}
    return found


def tags_of(fields: Mapping[str, object]) -> Sequence[str]:
    """Return a record's tags."""
    found = fields.get(TAGS)
    return [str(tag) for tag in found] if isinstance(found, (list, tuple)) else []


def words(fields: Mapping[str, object]) -> list[str]:
    """Return the texts a record is also found by: its tags and what its added fields say."""
    found = list(tags_of(fields))
    for value in of(fields).values():
        for one in value if isinstance(value, (list, tuple)) else (value,):
            found += [one] if isinstance(one, str) else []
    return found
