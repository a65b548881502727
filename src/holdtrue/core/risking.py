"""How risks are weighed: scales with names, who accepts which level, what counts while controls hold, typical risks."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from holdtrue.core.content import content
from holdtrue.core.derived import scales
from holdtrue.core.matching import asked

if TYPE_CHECKING:
    from holdtrue.core.facts import Fields

ROLES = ("system_owner", "risk_owner", "ai_lead", "compliance_lead", "top_management")
"""Who may be given authority, from the nearest to the widest."""
_NAMED = re.compile(r"(\d+)\s+([^,;\n]+)")
_BAND = re.compile(r"up to\s+(\d+(?:\.\d+)?)\s*:\s*([a-z_ ]+)", re.IGNORECASE)
_ABOVE = re.compile(r"above\s*:\s*([a-z_ ]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scale:
    """One scale: its steps with their names, lowest first."""

    steps: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Band:
    """Levels up to `most` are accepted by a role; None has no upper end."""

    most: float | None
    role: str


@dataclass(frozen=True, slots=True)
class Typical:
    """A risk that systems with certain facts usually have."""

    id: str
    title: str
    event: str
    source: str
    facts: tuple[str, ...]
    severity: int
    likelihood: int
    subject: str = ""
    """The group it is offered in, one of SUBJECTS."""


SUBJECTS = ("people", "content", "data", "security", "suppliers", "running")
"""What typical risks are about, in the order they are offered."""


def scale(text: object, name: str) -> Scale | None:
    """Return the likelihood or severity scale that criteria state; None where they state none."""
    bounds = scales(text)
    if bounds is None:
        return None
    low, high = bounds[:2] if name == "likelihood" else bounds[2:]
    line = next((x for x in str(text).splitlines() if x.strip().lower().startswith(name)), "")
    names = {int(n): words.strip() for n, words in _NAMED.findall(line.partition(":")[2])}
    return Scale(tuple((n, names.get(n, "")) for n in range(low, high + 1)))


def scales_text(likelihood: Sequence[str], severity: Sequence[str]) -> str:
    """Return both scales as criteria keep them: people read it, and the level is counted from it."""
    lines = []
    for label, names in (("Likelihood", likelihood), ("Severity", severity)):
        steps = ", ".join(
            f"{n} {' '.join(name.replace(',', ' ').split())}".strip() for n, name in enumerate(names, 1)
        )
        lines.append(f"{label} 1-{len(names)}: {steps}")
    return "\n".join(lines)


def bands(text: object) -> tuple[Band, ...]:
    """Return who may accept which level, as criteria state it; nothing where they name no roles."""
    said = str(text or "")
    found = [Band(float(most), _role(role)) for most, role in _BAND.findall(said)]
    above = _ABOVE.search(said)
    if above:
        found.append(Band(None, _role(above[1])))
    return tuple(b for b in found if b.role in ROLES)


def bands_text(given: Sequence[Band]) -> str:
    """Return the authority as criteria keep it: up to 6: system_owner; above: top_management."""
    ordered = sorted(given, key=lambda b: (b.most is None, b.most or 0))
    return "; ".join(f"above: {b.role}" if b.most is None else f"up to {b.most:g}: {b.role}" for b in ordered)


def authority(text: object, level: float) -> str:
    """Return the role that may accept a level; '' where the criteria name none."""
    found = bands(text)
    return next((b.role for b in found if b.most is None or level <= b.most), "")


def entitled(role: str, held: Collection[str]) -> bool:
    """Whether one of the roles held is the one named, or a wider one."""
    wider = ROLES[ROLES.index(role) :] if role in ROLES else ()
    return any(name in held for name in wider)


def effective(level: object, residual: object, upheld: Mapping[str, bool]) -> tuple[object, tuple[str, ...]]:
    """Return the level that counts, and the controls that keep the residual one from counting.

    The residual level counts only while there are controls and each of them is upheld.
    """
    failing = tuple(ref for ref, holds in upheld.items() if not holds)
    if residual is None or not upheld or failing:
        return level, failing
    return residual, ()


def every_typical() -> tuple[Typical, ...]:
    """Return all that there are."""
    return tuple(one for _, one in _typical())


def typical(system: Fields) -> tuple[Typical, ...]:
    """Return the risks that a system's facts bring with them."""
    return tuple(t for when, t in _typical() if asked(system, {}, when) is True)


def _role(words: str) -> str:
    return "_".join(words.strip().lower().split())


@cache
def _typical() -> tuple[tuple[Mapping[str, Any], Typical], ...]:
    raw: Mapping[str, Any] = content("risks/typical.yaml")
    return tuple(
        (
            r["when"],
            Typical(
                r["id"],
                r["title"],
                r["event"],
                r["source"],
                _facts(r["when"]),
                r["severity"],
                r["likelihood"],
                r["subject"],
            ),
        )
        for r in raw["risks"]
    )


def _facts(when: Mapping[str, Any]) -> tuple[str, ...]:
    found: list[str] = []
    for name, wanted in when.items():
        found += [n for one in wanted for n in one] if name == "any" else [name]
    return tuple(dict.fromkeys(found))
