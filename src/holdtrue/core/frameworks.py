"""Frameworks as data: what standards, laws and guidelines ask, of whom and from when, and which practices answer."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdtrue.core.content import by_edition, content, content_bytes
from holdtrue.core.own import own
from holdtrue.core.walks import WALKS, walk

if TYPE_CHECKING:
    from holdtrue.core.days import Day
    from holdtrue.core.practices import Library, Practice


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing a framework asks; the text is our own and replaces no copy of the original."""

    id: str
    framework: str
    kind: str
    """clause, control, subcategory, or what a law's line is: duty, prohibition, permission, relief, voluntary …"""
    title: str
    description: str
    article: str = ""
    group: str = ""
    """The clause, area, category or risk class it stands under."""
    actors: frozenset[str] = frozenset()
    starts: tuple[tuple[str, Day], ...] = ()
    """(which systems, first day); empty where it has always applied."""
    date_certain: bool = True
    plan_with: Day | None = None
    """The day planned with where sources disagree on the date."""
    confidence: str = ""
    """V checked against a source, M not checked again, '?' uncertain; '' where the file does not say."""
    evidence: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    """What it is made of, where it asks for several things."""
    documents: tuple[str, ...] = ()
    """Documented information it asks for."""
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    """What is uncertain about it, or where sources disagree."""
    section: str = ""
    """Where it stands in the framework's tree; its group where that is the tree."""
    when: Mapping[str, object] = field(default_factory=dict)
    """Facts under which it reaches somebody the framework reaches; empty where it always does."""
    practices: tuple[str, ...] = ()
    """Practices the framework's own file says answer it, besides those that list it themselves."""
    still_to_show: str = ""
    """What those practices alone do not show."""

    @property
    def name(self) -> str:
        """How people cite it: its article, or its id."""
        return self.article or self.id

    def applies_from(self, eu_class: str | None = None) -> Day | None:
        """Return its first day for a system of that class; None where it has always applied.

        Of an uncertain date the one planned with counts, never the literal reading alone.
        """
        if not self.starts:
            return None
        route = "annex_i" if eu_class == "high_risk_annex_i" else "annex_iii"
        fitting = [day for scope, day in self.starts if scope in ("all", route, f"{route}_practical")]
        if fitting:
            return fitting[0]
        return self.plan_with or min(day for scope, day in self.starts)


@dataclass(frozen=True, slots=True)
class Section:
    """One branch of a framework's tree."""

    id: str
    title: str
    parent: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Framework:
    """One framework as installed."""

    id: str
    title: str
    version: str
    note: str
    requirements: tuple[Requirement, ...]
    digest: str
    """SHA-256 of the file: a new version of the rules is a new fact."""
    short: str = ""
    """What it is called where there is little room."""
    full_title: str = ""
    publisher: str = ""
    source: str = ""
    """Address of the text itself; '' where it is sold or has none."""
    as_of: str = ""
    """The day up to which the file follows the text."""
    sections: tuple[Section, ...] = ()
    """The branches of its tree, in order, each after its parent."""
    reach: Mapping[str, object] = field(default_factory=dict)
    """Facts under which it reaches an organisation at all; empty where anybody may follow it."""
    meets_at: str = ""
    """The level at which a practice counts, where its own file says so."""
    doubts: tuple[str, ...] = ()
    actors: Mapping[str, str] = field(default_factory=dict)
    """Whom a law names, by id."""
    classes: Mapping[str, str] = field(default_factory=dict)
    """The classes of systems a law names, by id."""

    def requirement(self, requirement_id: str) -> Requirement:
        """Return one of them; KeyError where there is none of that id."""
        return _by_id(self.id)[requirement_id]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which requirements of a framework the practice library answers."""

    framework: str
    requirements: tuple[Requirement, ...]
    """Those that could be answered: duties of other actors than provider and deployer stand aside."""
    satisfied_by: Mapping[str, tuple[str, ...]]
    """Requirement -> practices that list it."""
    uncovered: tuple[str, ...]
    aside: tuple[str, ...]
    """Duties of actors no practice is written for (importers, distributors …)."""


SCORED = ("iso42001", "nist_ai_rmf", "eu_ai_act", "law25")
"""Those the emphasis matrix weighs."""
FRAMEWORKS = (*SCORED, "amf_ai", "osfi_e23")
"""Those that ship, in the order shown."""
USUAL_LEVEL = "operational"
"""Where practices count for a framework that does not say."""
_OURS = frozenset({"provider", "deployer"})


@by_edition
def installed() -> tuple[str, ...]:
    """Return the frameworks in force, in the order shown: those that ship, then the organisation's own."""
    return (*FRAMEWORKS, *(name for name in own().frameworks if name not in FRAMEWORKS))


@by_edition
def framework(framework_id: str) -> Framework:
    """Return a framework; KeyError where it is not one of those installed."""
    from holdtrue.core.framework_files import read  # the readers make what this module declares

    added = own().frameworks.get(framework_id)
    if added is not None:
        return read(framework_id, added.stated, added.digest)
    if framework_id not in FRAMEWORKS:
        raise KeyError(framework_id)
    path = f"frameworks/{framework_id}.yaml"
    raw: Mapping[str, Any] = content(path)
    return read(framework_id, raw, hashlib.sha256(content_bytes(path)).hexdigest())


def law_digest(law: str) -> str:
    """Return the digest of a law as installed, which classifications rest on: its duties and how it is read.

    A law that is neither has the digest of its name.
    """
    parts = [framework(law).digest] if law in installed() else []
    if law in WALKS:
        parts.append(walk(law).digest)
    return hashlib.sha256("".join(parts or [law]).encode()).hexdigest()


def coverage(framework_id: str, library: Library) -> Coverage:
    """Return what each requirement of the framework is answered by."""
    found = framework(framework_id)
    answered: dict[str, list[str]] = {}
    named = {r.id: frozenset(r.practices) for r in found.requirements if r.practices}
    for practice in library.practices:
        for requirement in practice.satisfies.get(framework_id, ()):
            answered.setdefault(requirement, []).append(practice.id)
        for requirement in (r for r, names in named.items() if practice.id in names):
            if practice.id not in answered.setdefault(requirement, []):
                answered[requirement].append(practice.id)
    ours = [r for r in found.requirements if not r.actors or r.actors & _OURS or r.id in answered]
    return Coverage(
        framework=framework_id,
        requirements=tuple(ours),
        satisfied_by={r.id: tuple(answered.get(r.id, ())) for r in ours},
        uncovered=tuple(r.id for r in ours if r.id not in answered),
        aside=tuple(r.id for r in found.requirements if r not in ours),
    )


def answering(framework_id: str, requirement_id: str, library: Library) -> tuple[Practice, ...]:
    """Return the practices that answer a requirement, in library order."""
    named = framework(framework_id).requirement(requirement_id).practices
    return tuple(
        p for p in library.practices if requirement_id in p.satisfies.get(framework_id, ()) or p.id in named
    )


def answers_of(practice: Practice) -> Mapping[str, tuple[str, ...]]:
    """Return the requirements a practice answers, by framework: those it lists and those that name it."""
    found = {}
    for name in installed():
        listed = practice.satisfies.get(name, ())
        named = tuple(r.id for r in framework(name).requirements if practice.id in r.practices)
        if listed or named:
            found[name] = (*listed, *(r for r in named if r not in listed))
    return found


def level_asked(framework_id: str, library: Library) -> str:
    """Return the level at which a practice counts for a framework."""
    return library.meets_at.get(framework_id) or framework(framework_id).meets_at or USUAL_LEVEL


def still_to_show(framework_id: str, library: Library) -> Mapping[str, str]:
    """Return what practices alone do not show, by requirement."""
    own = {r.id: r.still_to_show for r in framework(framework_id).requirements if r.still_to_show}
    return {**own, **library.needs_more.get(framework_id, {})}


@by_edition
def _by_id(framework_id: str) -> Mapping[str, Requirement]:
    return {r.id: r for r in framework(framework_id).requirements}
