"""What an organisation adds to the rules that ship: its own practices, frameworks, mappings and periods, as in force.

Files are looked into before they are installed (core/additions); here they are read as they were found in order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from holdtrue.core.content import by_edition, content, paths_under

OWN = "own/"
"""The folder of an edition that holds them, one file an addition."""
CASES = "cases.yaml"
"""In a folder of own rules, the file that holds nothing but correctness cases."""
_LEVELS = ("declared", "documented", "operational", "measured")
USUAL_MINUTES = {"declared": 10, "documented": 30, "operational": 20, "measured": 20}
TIERS = ("minimal", "limited", "high")
SHORTHAND = ("framework", "sections", "requirements", "uncertain")
"""A file may be one framework and nothing else; then these stand at its top."""

Stated = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OwnFramework:
    """A framework as stated, with the digest of what it states."""

    stated: Stated
    digest: str
    file: str


@dataclass(frozen=True, slots=True)
class Own:
    """All that the additions in force say, each practice with what it may leave out filled in."""

    practices: tuple[Stated, ...]
    frameworks: Mapping[str, OwnFramework]
    mapped: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Practice -> framework -> requirements it answers besides those it lists."""
    cadence: Mapping[tuple[str, str], tuple[tuple[str, str], ...]]
    """(practice, level) -> the periods changed, from and to."""
    files: Mapping[str, str]
    """Practice or framework -> the addition it comes from."""

    def upon(self, practice: Stated) -> Stated:
        """Return a practice with what additions map to it and the periods they change."""
        name = practice["id"]
        found = dict(practice)
        if name in self.mapped:
            found["satisfies"] = _joined(found["satisfies"], self.mapped[name])
        changed = {level: self.cadence[name, level] for level in _LEVELS if (name, level) in self.cadence}
        if changed:
            found["levels"] = {
                level: with_periods(claim, changed.get(level, ())) for level, claim in found["levels"].items()
            }
        return found


def own_paths() -> tuple[str, ...]:
    """Return the files of the organisation's own among the rules in force."""
    return paths_under(OWN)


@by_edition
def own() -> Own:
    """Return what the organisation adds; nothing where the rules are those that ship."""
    practices: list[Stated] = []
    frameworks: dict[str, OwnFramework] = {}
    mapped: dict[str, dict[str, tuple[str, ...]]] = {}
    cadence: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
    files: dict[str, str] = {}
    for path in own_paths():
        stated: Stated = content(path)
        name = path.removeprefix(OWN).removesuffix(".yaml")
        for practice in stated.get("practices") or ():
            practices.append(completed(practice))
            files[practice["id"]] = name
        for law in frameworks_of(stated):
            frameworks[law["framework"]["id"]] = OwnFramework(ordered(law), _digest(law), name)
            files[law["framework"]["id"]] = name
        for line in stated.get("mappings") or ():
            for practice_id in line["practices"]:
                listed = mapped.setdefault(practice_id, {})
                before = listed.get(line["framework"], ())
                if str(line["requirement"]) not in before:
                    listed[line["framework"]] = (*before, str(line["requirement"]))
        for line in stated.get("cadence") or ():
            key = line["practice"], line["level"]
            cadence[key] = (*cadence.get(key, ()), (line["from"], line["to"]))
    return Own(tuple(practices), frameworks, mapped, cadence, files)


def frameworks_of(stated: Stated) -> tuple[Stated, ...]:
    """Return the frameworks a file tells of: those it lists, or itself."""
    if "framework" in stated:
        return ({key: stated[key] for key in SHORTHAND if key in stated},)
    return tuple(stated.get("frameworks") or ())


def completed(practice: Stated) -> Stated:
    """Return an own practice with what its file may leave out: it is asked of everybody, at the usual minutes."""
    usual: dict[str, Any] = {"phase": "do", "profile": "starter", "auditor_asks": "", "pitfall": ""}
    if practice["scope"] == "system":
        usual["tiers"] = list(TIERS)
    found = {**usual, **practice}
    found["minutes"] = {**USUAL_MINUTES, **(practice.get("minutes") or {})}
    asked = practice.get("satisfies") or {}
    found["satisfies"] = {name: [str(one) for one in ids or ()] for name, ids in asked.items()}
    return found


def ordered(law: Stated) -> Stated:
    """Return an own framework with its branches after their parents, and words it may leave out filled in."""
    head = {"note": "", **law["framework"]}
    left = [dict(section) for section in law["sections"]]
    placed: list[Stated] = []
    known = {""}
    while left:
        ready = [section for section in left if str(section.get("parent", "")) in known]
        placed += ready
        known |= {str(section["id"]) for section in ready}
        left = [section for section in left if section not in ready]
        if not ready:
            placed += left
            break
    stated = [
        {**one, **({"applies_from": str(one["applies_from"])} if one.get("applies_from") else {})}
        for one in law["requirements"]
    ]
    return {**law, "framework": head, "sections": placed, "requirements": stated}


def with_periods(claim: object, changed: tuple[tuple[str, str], ...]) -> object:
    """Return a claim as written with its periods changed wherever they stand."""
    found = claim
    for was, now in changed:
        found = _with_period(found, was, now)
    return found


def periods_in(claim: object) -> tuple[str, ...]:
    """Return the periods a claim as written names, each once, as they come."""
    found: list[str] = []
    if isinstance(claim, dict):
        for name, value in claim.items():
            if name in _PERIODS:
                found += [str(v) for v in (value.values() if isinstance(value, dict) else [value])]
            else:
                found += periods_in(value)
    elif isinstance(claim, list):
        found += [period for part in claim for period in periods_in(part)]
    return tuple(dict.fromkeys(found))


_PERIODS = ("every", "for", "within")


def _with_period(claim: object, was: str, now: str, *, here: bool = False) -> object:
    if isinstance(claim, dict):
        return {
            name: _with_period(value, was, now, here=here or name in _PERIODS)
            for name, value in claim.items()
        }
    if isinstance(claim, list):
        return [_with_period(part, was, now, here=here) for part in claim]
    return now if here and claim == was else claim


def _joined(listed: Mapping[str, Any], more: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    names = dict.fromkeys((*listed, *more))
    return {name: list(dict.fromkeys((*listed.get(name, ()), *more.get(name, ())))) for name in names}


def _digest(law: Stated) -> str:
    return hashlib.sha256(
        json.dumps(law, sort_keys=True, ensure_ascii=False, default=str).encode()
    ).hexdigest()


__all__ = [
    "CASES",
    "OWN",
    "Own",
    "OwnFramework",
    "completed",
    "frameworks_of",
    "own",
    "own_paths",
    "periods_in",
    "with_periods",
]
