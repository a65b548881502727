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
    """Every practice that lists it and is asked here reaches the framework's level everywhere."""
    not_asked: tuple[str, ...]
    """No practice that lists it applies to anything yet: neither met nor open."""
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
    asked = {
        r.id: [stands[p] for p in answers.satisfied_by[r.id] if stands[p].score is not None]
        for r in answers.requirements
    }
    met = tuple(name for name, some in asked.items() if some and name not in more and _all_reach(some, level))
    unasked = tuple(name for name, some in asked.items() if not some and name not in answers.uncovered)
    done = {*met, *unasked, *answers.uncovered}
    return Covered(
        framework=found,
        requirements=answers.requirements,
        satisfied=met,
        not_asked=unasked,
        open=tuple(r.id for r in answers.requirements if r.id not in done),
        uncovered=answers.uncovered,
        needs_more=more,
    )


def _all_reach(stands: list[Stand], level: int) -> bool:
    return all(stand.level >= level for stand in stands)
