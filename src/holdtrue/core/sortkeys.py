"""What a record sorts by, as text whose order is the order people expect; a field left empty has no such text."""

from __future__ import annotations

import struct
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from holdtrue.core import custom
from holdtrue.core.custom import STEM, flat
from holdtrue.core.digests import fold
from holdtrue.core.kinds import CATALOGS, KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.kinds import FieldSpec, Kind

TITLE = "title"
TAG = "tag "
"""Before a folded tag: the field under which the tags in use are counted."""
LONGEST = 60
"""Letters of a text that count; beyond them the order is that of refs."""
DERIVED = {"system": ("lifecycle_stage", "eu_class"), "risk": ("level",)}
"""Derived fields that lists can be put in the order of and filtered by."""
NOTED = {"finding": ("closed_on", "effect_verified_on")}
"""Days that acts write down, by which reviews and the calendar tell what is open from what was closed."""
BY_DERIVING = frozenset({"eu_class"})
"""Those of them that follow from other records: written with a system's standing, not with its revision."""
_TYPES = frozenset({"text", "date", "yes_no", "number", "choice", "link"})
_SIGN = 1 << 63
_ALL = (1 << 64) - 1


@cache
def sorted_by(kind: str) -> Mapping[str, FieldSpec]:
    """Return the declared fields a kind's records can be put in the order of, its title apart."""
    declared = KINDS[kind]
    return {spec.name: spec for spec in declared.field_specs() if _sortable(declared, spec)}


def _sortable(kind: type[Kind], spec: FieldSpec) -> bool:
    if spec.type not in _TYPES or spec.personal or spec.target in CATALOGS or spec.name == kind.title_field:
        return False
    if spec.derived:
        return spec.name in (*DERIVED.get(kind.id, ()), *NOTED.get(kind.id, ()))
    return spec.filterable or spec.type in ("date", "number") or spec.name in (kind.owner_field, "unit")


@cache
def linked_by(kind: str) -> frozenset[str]:
    """Return the relations whose records' titles a kind is put in the order of."""
    return frozenset(name for name, spec in sorted_by(kind).items() if spec.linked)


def keys(kind: str, title: str, fields: Mapping[str, object], titles: Mapping[str, str]) -> dict[str, str]:
    """Return field → text; `titles` says what the records at the other ends of links are called."""
    found = {TITLE: text_key(title)}
    specs = sorted_by(kind)
    for name, title_there in titles.items():
        found[name] = text_key(title_there)
    for name, value in {**_derived(kind, fields), **flat(fields)}.items():
        spec = specs.get(name)
        if name in found or (spec is None and not name.startswith(STEM)):
            continue
        key = key_of(spec, value)
        if key:
            found[name] = key
    found = {name: key for name, key in found.items() if key}
    return found | {f"{TAG}{text_key(tag)}": tag[:LONGEST] for tag in custom.tags_of(fields)}


def _derived(kind: str, fields: Mapping[str, object]) -> Mapping[str, object]:
    """What follows from a record's own fields; a level by its size, whatever scales are in force."""
    if kind == "system":
        return {"lifecycle_stage": "intake"}
    likelihood, severity = fields.get("likelihood"), fields.get("severity")
    if kind != "risk" or not isinstance(likelihood, (int, float)) or not isinstance(severity, (int, float)):
        return {}
    return {"level": likelihood * severity}


def key_of(spec: FieldSpec | None, value: object) -> str:
    """Return the text of one value: a choice by its place in the list of choices, a number by its size."""
    if value is None or isinstance(value, (list, tuple, dict)):
        return number_key(float(value[-1])) if spec and spec.pair and isinstance(value, (list, tuple)) else ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (int, float)):
        return number_key(float(value))
    text = str(value)
    if spec is not None and spec.type == "choice" and spec.choices:
        place = _places(spec.kind, spec.name).get(text)
        return f"{place:03d}" if place is not None else f"999{text_key(text)}"
    return text_key(text)


@cache
def _places(kind: str, name: str) -> Mapping[str, int]:
    """Where each choice of a declared field stands in the list of choices."""
    return {option: n for n, (option, _) in enumerate(KINDS[kind].spec(name).choices)}


@lru_cache(maxsize=4_096)
def text_key(text: str) -> str:
    """Return a text folded and cut."""
    return fold(text)[:LONGEST]


def number_key(number: float) -> str:
    """Return sixteen letters that stand in the order of the numbers, negative ones included."""
    bits = int(struct.unpack(">Q", struct.pack(">d", number + 0.0))[0])
    bits = (~bits & _ALL) if bits & _SIGN else bits | _SIGN
    return f"{bits:016x}"
