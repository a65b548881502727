"""Incidents of others as their database exports them: read row by row, each accounted for, and likened by words."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field

from holdtrue.core.days import to_day
from holdtrue.core.digests import fold

NAMES = ("incidents.csv", "classifications_CSETv1.csv", "classifications_MIT.csv")
"""The incidents, and two classifications that say more of some of them."""
SOURCE = "AI Incident Database"
ADDRESS = "https://incidentdatabase.ai"
LICENCE = "CC BY-SA 4.0"
LONGEST = 4_000
"""Letters kept of one cell."""
MOST_WORDS = 60
TELLING, TASK = 1, 3
"""How much a word says in the telling, and in the task or the sector."""
_STEM = 6
_SHORTEST = 4
_WORD = re.compile(r"[a-z]+")
_PLAIN = frozenset(
    re.findall(
        r"\w+",
        "about after alleged allegedly already also among been being between could during from have having into like"
        " made make more most much over reported reportedly same says some such than that their them then there these"
        " they this those through under used user users using uses were when where which while will with within without"
        " would your system systems artificial intelligence model models tool tools person people company service"
        " activities",
    )
)
"""Words that tell no two incidents apart."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """One incident of others."""

    number: int
    day: int
    title: str
    description: str
    deployers: str
    developers: str
    harmed: str
    task: str = ""
    sector: str = ""
    domain: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 over all of it."""
        return hashlib.sha256(json.dumps(astuple(self), ensure_ascii=False).encode()).hexdigest()

    def words(self) -> dict[str, int]:
        """Return its telling words, each with how much it says."""
        found = dict.fromkeys(told_by(f"{self.title} {self.description}"), TELLING)
        found |= dict.fromkeys(told_by(f"{self.task} {self.sector}"), TASK)
        return dict(sorted(found.items(), key=lambda x: (-x[1], x[0]))[:MOST_WORDS])


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that was not taken, and why."""

    file: str
    row: int
    why: str
    """no_number, no_title, twice or unknown: the name of a sentence."""


@dataclass(slots=True)
class Export:
    """What an export holds: the incidents, and every row that is none."""

    incidents: list[Elsewhere] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    """File → rows in it; taken and skipped add up to them."""


def read(files: Mapping[str, str]) -> Export:
    """Read an export from the text of its files; only the first must be there."""
    found = Export()
    base: dict[int, dict[str, str]] = {}
    for row, cells in _rows(files[NAMES[0]], NAMES[0], found):
        number = _number(cells.get("incident_id", ""))
        if number is None or number in base or not _cell(cells, "title"):
            why = "no_number" if number is None else "twice" if number in base else "no_title"
            found.skipped.append(Skipped(NAMES[0], row, why))
            continue
        base[number] = cells
    more: dict[int, dict[str, str]] = {}
    for name in NAMES[1:]:
        seen: set[int] = set()
        for row, cells in _rows(files.get(name, ""), name, found):
            number = _number(cells.get("Incident ID", ""))
            if number is None or number not in base or number in seen:
                why = "no_number" if number is None else "twice" if number in seen else "unknown"
                found.skipped.append(Skipped(name, row, why))
                continue
            seen.add(number)
            more[number] = {**more.get(number, {}), **_classified(cells)}
    found.incidents = [
        _incident(number, cells, more.get(number, {})) for number, cells in sorted(base.items())
    ]
    return found


def told_by(text: str) -> tuple[str, ...]:
    """Return the words of a text that tell something, each by its beginning, in their order."""
    words = (w for w in _WORD.findall(fold(text)) if len(w) >= _SHORTEST and w not in _PLAIN)
    return tuple(dict.fromkeys(word[:_STEM] for word in words))


def rank(
    asked: Mapping[str, int], found: Sequence[tuple[str, int, int]], whole: int
) -> tuple[tuple[int, float, tuple[str, ...]], ...]:
    """Return (incident, likeness, shared words), the likest first, from (word, weight, incident) of what shares one.

    `asked` is how much each word says on this side, `whole` how many incidents there are: what few share says more.
    A single word shared in passing is no likeness.
    """
    carried = Counter(word for word, _, _ in found)
    scores: dict[int, float] = {}
    shared: dict[int, list[str]] = {}
    for word, weight, incident in found:
        rare = math.log((1 + whole) / carried[word])
        scores[incident] = scores.get(incident, 0.0) + rare * weight * asked[word]
        shared.setdefault(incident, []).append(word)
    told = [
        (incident, round(score, 6), tuple(sorted(shared[incident])))
        for incident, score in scores.items()
        if len(shared[incident]) > 1
    ]
    return tuple(sorted(told, key=lambda x: (-x[1], -x[0])))


def _rows(text: str, name: str, found: Export) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff").replace("\x00", "")))
    header = next(reader, [])
    for cells in reader:
        if cells:
            found.rows[name] += 1
            yield reader.line_num, dict(zip(header, cells, strict=False))


def _incident(number: int, cells: Mapping[str, str], more: Mapping[str, str]) -> Elsewhere:
    return Elsewhere(
        number=number,
        day=to_day(cells.get("date", "").strip()) or 0,
        title=_cell(cells, "title"),
        description=_cell(cells, "description"),
        deployers=_names(cells, "Alleged deployer of AI system"),
        developers=_names(cells, "Alleged developer of AI system"),
        harmed=_names(cells, "Alleged harmed or nearly harmed parties"),
        **more,
    )


def _classified(cells: Mapping[str, str]) -> dict[str, str]:
    """What a classification says: a task and a sector, or a domain of risk."""
    domain = " · ".join(x for x in (_cell(cells, "Risk Domain"), _cell(cells, "Risk Subdomain")) if x)
    said = {"task": _cell(cells, "AI Task"), "sector": _cell(cells, "Sector of Deployment"), "domain": domain}
    return {name: value for name, value in said.items() if value}


def _cell(cells: Mapping[str, str], name: str) -> str:
    """A cell as plain words: nothing in it can be a formula, a mark-up or a sign that hides others."""
    return " ".join(_CONTROL.sub("", cells.get(name, "")).split())[:LONGEST]


def _names(cells: Mapping[str, str], name: str) -> str:
    text = _cell(cells, name)
    try:
        some = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return ", ".join(str(x).replace("-", " ") for x in some) if isinstance(some, list) else text


def _number(text: str) -> int | None:
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 9 else None  # noqa: PLR2004  # no database has a hundred million


__all__ = [
    "ADDRESS",
    "LICENCE",
    "NAMES",
    "SOURCE",
    "TASK",
    "Elsewhere",
    "Export",
    "Skipped",
    "rank",
    "read",
    "told_by",
]
