"""Which questions an impact assessment asks of a tier, what is done, and how many minutes are left."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from holdtrue.core.content import content
from holdtrue.core.impacts import read
from holdtrue.core.matching import filled

if TYPE_CHECKING:
    from holdtrue.core.facts import Fields


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: the field it fills, of whom it is asked, its minutes, and the facts it starts from."""

    field: str
    tiers: frozenset[str]
    minutes: int
    starts_from: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One section, with the clause of the standard whose structure it follows."""

    id: str
    clause: str
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one section is."""

    part: Part
    done: bool
    empty: tuple[str, ...]
    carried: bool
    """It says what the assessment in force says, and nobody confirmed yet that it is still so, or somebody did."""
    confirmed: bool
    minutes: int
    """Left in this section."""


@cache
def parts() -> tuple[Part, ...]:
    """Return every section in order."""
    raw: Mapping[str, Any] = content("assessments/impact.yaml")
    return tuple(
        Part(
            s["id"],
            s["clause"],
            tuple(
                Asked(q["field"], frozenset(q["tiers"]), q["minutes"], tuple(q.get("from", ())))
                for q in s["questions"]
            ),
        )
        for s in raw["sections"]
    )


@cache
def aspects() -> tuple[str, ...]:
    """Return the aspects an assessment of a high-tier system walks through."""
    raw: Mapping[str, Any] = content("assessments/impact.yaml")
    return tuple(raw["aspects"])


def parts_for(tier: str) -> tuple[Part, ...]:
    """Return the sections asked of a tier; one not yet sorted is asked as a limited one."""
    wanted = tier or "limited"
    found = (Part(p.id, p.clause, tuple(q for q in p.questions if wanted in q.tiers)) for p in parts())
    return tuple(p for p in found if p.questions)


def progress(
    tier: str, fields: Fields, in_force: Fields | None, confirmed: Collection[str]
) -> tuple[Progress, ...]:
    """Return how far each section is. What is taken over from the one in force waits for somebody's “still so”."""
    found = []
    for part in parts_for(tier):
        empty = tuple(q.field for q in part.questions if not _answered(q.field, fields))
        carried = in_force is not None and all(
            _plain(fields.get(q.field)) == _plain(in_force.get(q.field)) for q in part.questions
        )
        sure = part.id in confirmed
        left = sum(q.minutes for q in part.questions if q.field in empty)
        if not empty and carried and not sure:
            left = 1
        found.append(Progress(part, not empty and (not carried or sure), empty, carried, sure, left))
    return tuple(found)


def aspect_lines(texts: Mapping[str, str]) -> list[str]:
    """Return what was found of each aspect as it is kept: fairness | what was found."""
    return [f"{name} | {' '.join(texts[name].split())}" for name in aspects() if texts.get(name, "").strip()]


def aspect_texts(lines: object) -> dict[str, str]:
    """Read the aspects back."""
    found = {}
    for line in lines if isinstance(lines, (list, tuple)) else ():
        name, _, said = str(line).partition("|")
        if name.strip().lower() in aspects():
            found[name.strip().lower()] = said.strip()
    return found


def _answered(field: str, fields: Fields) -> bool:
    value = fields.get(field)
    if not filled(value):
        return False
    if field == "impacts":
        return all(i.complete for i in read(value))
    if field == "aspects":
        return set(aspect_texts(value)) == set(aspects())
    return True


def _plain(value: object) -> object:
    return list(value) if isinstance(value, (list, tuple)) else value or None
