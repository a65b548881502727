"""The walk of a law as a page shows it: steps with their questions and facts, the class, its duties and dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.form import Field
    from holdtrue.pages.shapes.page import Link
    from holdtrue.pages.shapes.table import Table


@dataclass(frozen=True, slots=True)
class FactShown:
    """One fact behind a step; `value` is '' where it is missing, `href` leads to where it is filled or changed."""

    label: str
    value: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step; `state` is yes, no, unknown or not_asked; `fields` are the questions first asked in it."""

    id: str
    title: str
    article: str
    state: str
    answer: str
    words: str = ""
    fields: tuple[Field, ...] = ()
    facts: tuple[FactShown, ...] = ()
    uncertain: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ClassView:
    """Everything the page of a walk shows; `settled` is '' while facts are missing that would change the class."""

    href: str
    """The system's page."""
    system: str
    ref: str
    action: str
    laws: tuple[Link, ...]
    steps: tuple[StepShown, ...]
    settled: str
    grave: bool
    possible: tuple[str, ...]
    also: tuple[str, ...]
    roles: tuple[str, ...]
    missing: tuple[Link, ...]
    minutes: int
    kept: tuple[tuple[str, str], ...]
    """Answers to questions not asked at present, carried along."""
    starts: str
    duties: Table | None
    uncertain: tuple[tuple[str, str], ...]
    version: str
    as_of: str
    source: Link
    note: str
    class_note: str = ""
    record: Link | None = None
    record_words: str = ""
    record_state: str = ""
    stated: tuple[Link, ...] = ()
    may_keep: bool = False
    refused: str = ""
