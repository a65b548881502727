"""How far the requirements of a framework are met: by the practices that list them, as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.frameworks import FRAMEWORKS, Framework, Requirement, coverage, framework
from holdtrue.core.refusals import BadInput
from holdtrue.core.scoring import LEVEL_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from holdtrue.app.queries.status import Stand, Status


@dataclass(frozen=True, slots=True)
class Covered:
    """One framework, its requirements sorted by whether they are met."""

    framework: Framework
    requirements: tuple[Requirement, ...]
    satisfied: tuple[str, ...]
    """Every practice that lists it reaches the framework's level wherever it is asked."""
    open: tuple[str, ...]
    """Listed by a practice, and not met."""
    uncovered: tuple[str, ...]
    """Listed by no practice."""
    needs_more: Mapping[str, str]
    """What practices alone do not show; such a requirement is never counted as met."""


def framework_named(name: str) -> Framework:
    """Return the framework of that id; BadInput naming those there are."""
    if name not in FRAMEWORKS:
        raise BadInput("framework.unknown", field="framework", name=name, known=FRAMEWORKS)
    return framework(name)


def covered(status: Status, name: str) -> Covered:
    """Return the framework as met by where the organisation stands."""
    found = framework_named(name)
    library = status.figures.library
    answers = coverage(name, library)
    level = LEVEL_WORDS.index(library.meets_at[name])
    stands = {stand.practice.id: stand for stand in status.stands}
    more = library.needs_more.get(name, {})
    met = tuple(
        r.id
        for r in answers.requirements
        if answers.satisfied_by[r.id]
        and r.id not in more
        and all(_reaches(stands[p], level) for p in answers.satisfied_by[r.id])
    )
    done = {*met, *answers.uncovered}
    return Covered(
        framework=found,
        requirements=answers.requirements,
        satisfied=met,
        open=tuple(r.id for r in answers.requirements if r.id not in done),
        uncovered=answers.uncovered,
        needs_more=more,
    )


def _reaches(stand: Stand, level: int) -> bool:
    """A practice that applies nowhere stands in nobody's way."""
    return stand.score is None or stand.level >= level
