"""Which practice a field feeds, read off the practices: asked for, signed with, found by, or counted from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from holdtrue.core.content import by_edition
from holdtrue.core.kinds import KINDS
from holdtrue.core.practices import LEVELS, library

How = Literal["filled", "dated", "picked", "signed"]

_RANK: Mapping[How, int] = {"filled": 0, "dated": 1, "picked": 2, "signed": 3}
"""The most telling first: a field that is asked for by name is more than one that a sign-off happens to cover."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One practice that reads a field, at which level, and how."""

    practice: str
    """Its title."""
    level: int
    how: How


def feeds(kind: str, field: str) -> tuple[Feed, ...]:
    """Return the practices a field of a kind feeds, the most telling first; none where no practice reads it."""
    return _table().get((kind, field), ())


@by_edition
def _table() -> Mapping[tuple[str, str], tuple[Feed, ...]]:
    found: dict[tuple[str, str], dict[str, Feed]] = {}
    for practice in library().practices:
        for level, name in enumerate(LEVELS, start=1):
            for kind, field, how in _read(practice.levels[name]):
                known = found.setdefault((kind, field), {})
                before = known.get(practice.id)
                if before is None or _RANK[how] < _RANK[before.how]:
                    known[practice.id] = Feed(practice.title, level, how)
    return {
        place: tuple(sorted(some.values(), key=lambda f: (_RANK[f.how], f.level, f.practice)))
        for place, some in found.items()
    }


def _read(claim: object) -> Iterator[tuple[str, str, How]]:
    """The fields a claim names, wherever in it they stand."""
    if isinstance(claim, list):
        for part in claim:
            yield from _read(part)
    if not isinstance(claim, Mapping):
        return
    for form in ("record", "signed", "done", "settled"):
        kind = claim.get(form)
        if isinstance(kind, str) and kind in KINDS:
            yield from _named(kind, form, claim)
    for part in claim.values():
        yield from _read(part)


def _named(kind: str, form: str, claim: Mapping[str, object]) -> Iterator[tuple[str, str, How]]:
    declared = KINDS[kind]
    asked, where = claim.get("with"), claim.get("where")
    for field in asked if isinstance(asked, list) else ():
        yield kind, str(field), "filled"
    for field in where if isinstance(where, Mapping) else ():
        yield kind, str(field), "picked"
    if form == "signed":
        for field in declared.material:
            yield kind, field, "signed"
    if form == "done" and declared.dated:
        yield kind, declared.dated, "dated"
    if form == "settled":
        for field in declared.settles or ():
            yield kind, field, "dated"
