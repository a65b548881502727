"""What a newer framework reopens: requirements that differ, and the records and practices that rest on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.content import by_the_rules_of
from holdtrue.core.frameworks import answering, framework, installed, law_digest
from holdtrue.core.practices import library
from holdtrue.store import reached
from holdtrue.store.models import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.core.content import Edition
    from holdtrue.core.frameworks import Framework, Requirement


@dataclass(frozen=True, slots=True)
class Reopened:
    """One framework that differs between two editions; '' is the version where one of them has none."""

    framework: str
    title: str
    version_before: str
    version_after: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    moved: tuple[str, ...]
    """Those of the changed ones whose first day is another."""
    practices: tuple[str, ...]
    """Practices that answer, or answered, what differs."""
    classifications: int
    """Standing classifications by this law: their sign-offs rest on its text and would have to be renewed."""
    lines: tuple[str, ...]
    """Lines of the statement of applicability, and findings, on what differs."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A framework as one edition has it, with what answers each requirement and what classifications rest on."""

    law: Framework
    by_id: Mapping[str, Requirement]
    answered: Mapping[str, tuple[str, ...]]
    digest: str


def reopened(organisation_id: int, now: Edition, then: Edition) -> tuple[Reopened, ...]:
    """Return every framework that differs. Two queries at most, none where nothing does."""
    before, after = _frameworks(now), _frameworks(then)
    names = [name for name in dict.fromkeys((*before, *after)) if _differs(before.get(name), after.get(name))]
    if not names:
        return ()
    said = reached.said_of_requirements(organisation_id)
    return tuple(_reopened(organisation_id, before.get(name), after.get(name), said) for name in names)


def _frameworks(edition: Edition) -> dict[str, _Told]:
    with by_the_rules_of(edition):
        found = {}
        for name in installed():
            law = framework(name)
            answered = {r.id: tuple(p.id for p in answering(name, r.id, library())) for r in law.requirements}
            found[name] = _Told(law, {r.id: r for r in law.requirements}, answered, law_digest(name))
        return found


def _differs(before: _Told | None, after: _Told | None) -> bool:
    if before is None or after is None:
        return True
    return before.law.digest != after.law.digest or before.answered != after.answered


def _reopened(
    organisation_id: int, before: _Told | None, after: _Told | None, said: Sequence[reached.Said]
) -> Reopened:
    was, now = (one.by_id if one else {} for one in (before, after))
    answered_before, answered_after = (one.answered if one else {} for one in (before, after))
    both = [name for name in now if name in was]
    changed = [n for n in both if was[n] != now[n] or answered_before[n] != answered_after[n]]
    differing = {*(n for n in now if n not in was), *changed, *(n for n in was if n not in now)}
    told = after or before
    if told is None:
        message = "a framework that neither edition has cannot differ"
        raise ValueError(message)
    practices = {p for n in differing for p in (*answered_before.get(n, ()), *answered_after.get(n, ()))}
    rests = before is not None and after is not None and before.digest != after.digest
    return Reopened(
        framework=told.law.id,
        title=told.law.title,
        version_before=before.law.version if before else "",
        version_after=after.law.version if after else "",
        added=tuple(n for n in now if n not in was),
        changed=tuple(changed),
        removed=tuple(n for n in was if n not in now),
        moved=tuple(n for n in both if was[n].starts != now[n].starts),
        practices=tuple(sorted(practices)),
        classifications=_classified(organisation_id, told.law.id) if rests else 0,
        lines=tuple(
            sorted({line.ref for line in said if line.about in differing and told.law.id == _SAID_OF})
        ),
    )


_SAID_OF = "iso42001"
"""The framework whose requirements findings and applicability lines name."""


def _classified(organisation_id: int, law: str) -> int:
    found = Record.rows.of(organisation_id).filter(kind="classification", key=law, retired_day__isnull=True)
    return int(found.count())


__all__ = ["Reopened", "reopened"]
