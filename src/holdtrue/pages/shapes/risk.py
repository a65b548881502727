"""Risks on their matrix, and one risk on its way from inherent to residual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.pages.shapes.page import Act, Link
    from holdtrue.pages.shapes.table import Table


@dataclass(frozen=True, slots=True)
class TypicalRisk:
    """One risk that systems with these facts usually bring, as it would be added."""

    id: str
    title: str
    event: str
    facts: str
    """The facts of the system it comes from."""
    ratings: str
    source: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class TypicalView:
    """Typical risks by subject, each added by one click, or several at once."""

    lead: str
    action: str
    groups: tuple[tuple[str, tuple[TypicalRisk, ...]], ...]
    """Subject → its risks."""
    tabs: tuple[Link, ...] = ()
    """All, and each subject by itself."""
    empty: str = ""
    back_href: str = ""


@dataclass(frozen=True, slots=True)
class MatrixView:
    """The matrix with a table of the same facts; without scales only what would give them."""

    lead: str
    likelihoods: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    counts: Mapping[tuple[int, int], int] | None = None
    links: Mapping[tuple[int, int], str] | None = None
    table: Table | None = None
    remarks: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True)
class ControlShown:
    """One control behind a risk: whether it is upheld, in words."""

    title: str
    href: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class RiskPathView:
    """One risk: inherent level, the controls that answer it, what remains while they hold, and who may accept it."""

    ref: str
    href: str
    event: str
    system: Link | None
    inherent: str
    controls: tuple[ControlShown, ...]
    treatment: str
    residual: str
    counts: str
    counts_words: str
    state: str
    appetite: str
    acceptance: str
    acts: tuple[Act, ...] = ()
