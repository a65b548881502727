"""Where an organisation stands on one page, ready to be rendered: every word of it a value."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass
from importlib import resources

import typst

STANDARD: typst.PDFStandard = "ua-1"


@dataclass(frozen=True, slots=True)
class Score:
    """One property: its score of 100, where it stood a year ago, and its question."""

    title: str
    question: str
    score: int | None
    ghost: int | None


@dataclass(frozen=True, slots=True)
class Phase:
    """Plan, do, check or act: each practice as (level 0 to 4, whether the next level held once)."""

    title: str
    spokes: tuple[tuple[int, bool], ...]
    reached: str
    """3 of 17."""
    least: str
    """The practice least far along, with its level."""


@dataclass(frozen=True, slots=True)
class Part:
    """How many claims are in one state; `state` chooses how it is drawn."""

    state: str
    label: str
    count: int
    words: str
    """The count as people read it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that stopped holding, or that lapses next."""

    title: str
    scope: str
    words: str
    when: str


@dataclass(frozen=True, slots=True)
class Labels:
    """The words around the figures, in the language of the page."""

    title: str
    properties: str
    property: str
    score: str
    wheel: str
    phase: str
    reached: str
    least: str
    stopped: str
    stopped_nothing: str
    lapses: str
    lapses_nothing: str
    dial_alt: str
    wheel_alt: str
    band_alt: str
    ghost_key: str
    wheel_key: str
    months: str
    months_alt: str
    foot: str


@dataclass(frozen=True, slots=True)
class Summary:
    """One organisation, or one unit of it, on one day."""

    organisation: str
    scope: str
    """The unit; '' for the whole."""
    on: str
    made_at: dt.datetime
    language: str
    statement: str
    next_lapse: str
    index: int
    ghost: int | None
    index_words: str
    band: str
    band_says: str
    told: str
    scores: tuple[Score, ...]
    phases: tuple[Phase, ...]
    parts: tuple[Part, ...]
    stopped: tuple[Line, ...]
    lapses: tuple[Line, ...]
    months: tuple[tuple[str, float, bool], ...]
    """(month, index, whether it cannot be compared with the one before), oldest first, this day last."""
    proof: str
    """By which rules and matrix, and how long the ledger is."""
    labels: Labels


def pdf(summary: Summary) -> bytes:
    """Return the page as PDF/UA: tagged for screen readers, the same bytes for the same values."""
    template = resources.files("holdtrue.reports").joinpath("summary.typ").read_bytes()
    values = asdict(summary)
    made = values.pop("made_at")
    values["made_on"] = [made.year, made.month, made.day]
    return typst.compile(
        template,
        format="pdf",
        font_paths=typst.Fonts(include_system_fonts=False),
        sys_inputs={"summary": json.dumps(values, ensure_ascii=False, sort_keys=True)},
        pdf_standards=STANDARD,
        timestamp=int(made.timestamp()),
    )
