"""Frameworks as data: what ISO/IEC 42001, NIST AI RMF, the EU AI Act and Law 25 ask, from when, and who answers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdtrue.core.content import by_edition, content, content_bytes
from holdtrue.core.days import Day, to_day
from holdtrue.core.walks import WALKS, walk

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    evidence: tuple[str, ...] = ()

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
class Framework:
    """One framework as installed."""

    id: str
    title: str
    version: str
    note: str
    requirements: tuple[Requirement, ...]
    digest: str
    """SHA-256 of the file: a new version of the rules is a new fact."""

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


FRAMEWORKS = ("iso42001", "nist_ai_rmf", "eu_ai_act", "law25")
"""Those scored, in the order shown."""
_OURS = frozenset({"provider", "deployer"})


@by_edition
def framework(framework_id: str) -> Framework:
    """Return a framework; KeyError where it is not one of FRAMEWORKS."""
    path = f"frameworks/{framework_id}.yaml"
    read = _READERS[framework_id]
    raw: Mapping[str, Any] = content(path)
    head = raw["framework"]
    return Framework(
        id=framework_id,
        title=head["title"],
        version=str(head.get("edition") or head.get("as_of") or head.get("date")),
        note=str(head.get("note") or head.get("copyright")),
        requirements=tuple(read(raw)),
        digest=hashlib.sha256(content_bytes(path)).hexdigest(),
    )


def law_digest(law: str) -> str:
    """Return the digest of a law as installed, which classifications rest on: its duties and how it is read.

    A law that is neither has the digest of its name.
    """
    parts = [framework(law).digest] if law in _READERS else []
    if law in WALKS:
        parts.append(walk(law).digest)
    return hashlib.sha256("".join(parts or [law]).encode()).hexdigest()


def coverage(framework_id: str, library: Library) -> Coverage:
    """Return what each requirement of the framework is answered by."""
    found = framework(framework_id)
    answered: dict[str, list[str]] = {}
    for practice in library.practices:
        for requirement in practice.satisfies.get(framework_id, ()):
            answered.setdefault(requirement, []).append(practice.id)
    ours = [r for r in found.requirements if not r.actors or r.actors & _OURS or r.id in answered]
    return Coverage(
        framework=framework_id,
        requirements=tuple(ours),
        satisfied_by={r.id: tuple(answered.get(r.id, ())) for r in ours},
        uncovered=tuple(r.id for r in ours if r.id not in answered),
        aside=tuple(r.id for r in found.requirements if r not in ours),
    )


def answering(framework_id: str, requirement_id: str, library: Library) -> tuple[Practice, ...]:
    """Return the practices that list a requirement, in library order."""
    return tuple(p for p in library.practices if requirement_id in p.satisfies.get(framework_id, ()))


@by_edition
def _by_id(framework_id: str) -> Mapping[str, Requirement]:
    return {r.id: r for r in framework(framework_id).requirements}


def _iso42001(raw: Mapping[str, Any]) -> list[Requirement]:
    clauses = [
        Requirement(c["id"], "iso42001", "clause", c["title"], c["description"], group=c["parent"] or "")
        for c in raw["clauses"]
        if c["assessable"]
    ]
    controls = [
        Requirement(c["id"], "iso42001", "control", c["title"], c["description"], group=c["area"])
        for c in raw["annex_a"]["controls"]
    ]
    return clauses + controls


def _nist_ai_rmf(raw: Mapping[str, Any]) -> list[Requirement]:
    return [
        Requirement(
            s["id"], "nist_ai_rmf", "subcategory", s["short_title"], s["description"], group=s["category"]
        )
        for s in raw["subcategories"]
    ]


def _eu_ai_act(raw: Mapping[str, Any]) -> list[Requirement]:
    planned = _planned_dates()
    return [
        Requirement(
            id=o["id"],
            framework="eu_ai_act",
            kind=o["kind"],
            title=o["title"],
            description=o["description"],
            article=o["article"],
            group=o["risk_class"],
            actors=frozenset(o["actors"]),
            starts=tuple((a["scope"], _day(a["date"])) for a in o["applies_from"]),
            date_certain=o["date_status"] == "firm",
            plan_with=planned.get(o["id"]),
            evidence=tuple(o.get("evidence", ())),
        )
        for o in raw["obligations"]
    ]


def _law25(raw: Mapping[str, Any]) -> list[Requirement]:
    return [
        Requirement(
            id=r["id"],
            framework="law25",
            kind="duty",
            title=r["title"],
            description=r["description"],
            article=r["id"],
            starts=(("all", _day(r["applies_from"])),),
            confidence=r["confidence"],
        )
        for r in raw["requirements"]
    ]


def _planned_dates() -> Mapping[str, Day]:
    raw: Mapping[str, Any] = content("checks/eu_ai_act.yaml")
    return {
        duty: _day(u["plan_with"]) for u in raw["uncertain_dates"] if "plan_with" in u for duty in u["covers"]
    }


def _day(text: str) -> Day:
    day = to_day(text)
    if day is None:
        message = f"'{text}' in a framework file is no date"
        raise ValueError(message)
    return day


_READERS = {"iso42001": _iso42001, "nist_ai_rmf": _nist_ai_rmf, "eu_ai_act": _eu_ai_act, "law25": _law25}
