"""The Statement of Applicability: the standard's controls under their objectives, and what facts suggest for each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdtrue.core.content import by_edition, content
from holdtrue.core.frameworks import answering, framework
from holdtrue.core.matching import asked
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.facts import Fields
    from holdtrue.core.frameworks import Requirement
    from holdtrue.core.practices import Library, Practice

FRAMEWORK = "iso42001"
_NUMBER = re.compile(r"^\W*(?:annex\s*)?a?[.\s]*(\d{1,2}(?:\.\d{1,2}){1,2})(?![\d.]*\d)", re.IGNORECASE)
"""How people write a control: A.5.2, Annex A 5.2, A5.2, or 5.2 with its title behind it."""

THIRD_PARTIES = ("A.10.2", "A.10.3")
CUSTOMERS = ("A.10.4",)
DEVELOPING = ("A.6.1.2", "A.6.1.3", "A.6.2.2", "A.6.2.3")
TEACHING = ("A.7.2", "A.7.3", "A.7.6")
"""Controls that speak of suppliers, of customers, of making systems, of data one teaches them with."""


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective of the annex with the controls that serve it; the words are our own."""

    id: str
    area: str
    """The title of the area it lies in."""
    words: str
    controls: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What an organisation's facts say that bears on which controls it needs."""

    roles: frozenset[str] = frozenset()
    """provider, developer, deployer: its roles towards AI systems."""
    systems: int = 0
    third_parties: bool = False
    """Whether a supplier, or a component at all, is on record."""
    asked: frozenset[str] = frozenset()
    """Practices that its profile or a law asks for."""
    laws: Mapping[str, tuple[str, ...]] | None = None
    """Practice a law has brought in → the laws that may have."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the facts speak for, with the reason as it could be written; it decides nothing."""

    included: bool
    reason: Message


@by_edition
def objectives() -> tuple[Objective, ...]:
    """Return the objectives in the order of the annex, each with its controls."""
    raw: Mapping[str, Any] = content(f"frameworks/{FRAMEWORK}.yaml")
    found = framework(FRAMEWORK)
    return tuple(
        Objective(
            objective["id"],
            area["title"],
            objective["description"],
            tuple(
                found.requirement(number)
                for number in area["control_ids"]
                if number.startswith(objective["id"].rpartition(".")[0] + ".")
            ),
        )
        for area in raw["annex_a"]["areas"]
        for objective in area["objectives"]
    )


@by_edition
def controls() -> Mapping[str, Requirement]:
    """Return every control by its number, in the order of the annex."""
    return {control.id: control for objective in objectives() for control in objective.controls}


def control_number(text: str) -> str:
    """Return the number of the control a text names or begins with; '' where it names none."""
    found = _NUMBER.match(text.strip())
    number = f"A.{found[1]}" if found else ""
    return number if number in controls() else ""


def control_named(text: str, *, field: str = "control_id") -> str:
    """Return the number of a control as it is kept; BadInput where the annex has none of that number."""
    number = control_number(text)
    if not number:
        known = tuple(controls())
        raise BadInput(
            "applicability.no_such_control",
            field=field,
            number=text[:40],
            n=len(known),
            first=known[0],
            last=known[-1],
        )
    return number


def carrying(number: str, library: Library) -> tuple[Practice, ...]:
    """Return the practices that carry a control by the practice map."""
    return answering(FRAMEWORK, number, library)


def laws_behind(practice: Practice, organization: Fields) -> tuple[str, ...]:
    """Return the laws that may have brought a practice in, as far as the organisation's own facts tell."""
    found = [line.law for line in practice.law_when if asked({}, organization, line.when) is not False]
    return tuple(dict.fromkeys(found))


def asked_by_law(number: str, library: Library, known: Known) -> tuple[tuple[Practice, tuple[str, ...]], ...]:
    """Return the practices of a control that a law asks for here, each with the laws."""
    laws = known.laws or {}
    return tuple((p, laws[p.id]) for p in carrying(number, library) if p.id in laws)


def suggestion(number: str, library: Library, known: Known, *, risks: tuple[str, ...] = ()) -> Suggestion:
    """Return what the facts speak for: in where a risk, a law or the profile needs it, out where it has no object."""
    if risks:
        return Suggestion(included=True, reason=Message("applicability.suggest.risks", {"risks": risks}))
    law = asked_by_law(number, library, known)
    if law:
        practice, laws = law[0]
        titles = tuple(framework(name).title for name in laws)
        params = {"laws": titles, "practice": practice.title}
        return Suggestion(included=True, reason=Message("applicability.suggest.law", params))
    without = _without_object(number, known)
    if without:
        return Suggestion(included=False, reason=Message(f"applicability.suggest.no_{without}"))
    carried = tuple(p.title for p in carrying(number, library) if p.id in known.asked)
    if carried:
        told = {"practices": carried, "n": len(carried), "systems": known.systems}
        return Suggestion(included=True, reason=Message("applicability.suggest.profile", told))
    titles = tuple(p.title for p in carrying(number, library))
    told = {"practices": titles, "n": len(titles), "systems": known.systems}
    return Suggestion(included=True, reason=Message("applicability.suggest.systems", told))


def _without_object(number: str, known: Known) -> str:
    """Why a control has nothing to act on, as the facts stand; '' where it has."""
    if number in THIRD_PARTIES and not known.third_parties:
        return "third_parties"
    if not known.roles:
        return ""
    if number in CUSTOMERS and "provider" not in known.roles:
        return "customers"
    made = known.roles & {"provider", "developer"}
    if number in DEVELOPING and not made:
        return "development"
    if number in TEACHING and not made:
        return "data"
    return ""
