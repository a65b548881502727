"""The pack of a review as its page and its presenting view show it, and the form by which the review is held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.form import Field
    from holdtrue.pages.shapes.index import TrendPoint
    from holdtrue.pages.shapes.moment import Moment
    from holdtrue.pages.shapes.page import Act, Link


@dataclass(frozen=True, slots=True)
class PackFigure:
    """One figure beside the same of the period before; `turn` says in words how it moved."""

    label: str
    now: str
    before: str
    turn: str
    href: str


@dataclass(frozen=True, slots=True)
class PackFact:
    """One fact of a part."""

    title: str
    href: str
    words: str
    when: Moment | None


@dataclass(frozen=True, slots=True)
class PackPart:
    """One input of the review: a section of the page, a screen of the presenting view."""

    id: str
    title: str
    clause: str
    said: str
    figures: tuple[PackFigure, ...]
    facts: tuple[PackFact, ...]
    more: Link | None
    points: tuple[TrendPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision, with the action it became and how that stands."""

    title: str
    who: str
    due: str
    action: Link | None
    state: str
    """How the action is drawn: holds, lapsed or missing; '' where there is none."""
    words: str


@dataclass(frozen=True, slots=True)
class PackView:
    """The page. `decided` is None while nobody held a review with it."""

    lead: str
    parts: tuple[PackPart, ...]
    acts: tuple[Act, ...]
    begin: str
    until: str
    action: str
    """Where the form that chooses the period leads; '' where the period is settled."""
    decided: tuple[DecisionLine, ...] | None = None
    changes: str = ""
    signed: str = ""
    digest: str = ""
    earlier: tuple[Link, ...] = ()
    back: str = ""


@dataclass(frozen=True, slots=True)
class DecisionFields:
    """One line of the form: what was decided, who sees to it, by when."""

    number: int
    title: Field
    owner: Field
    due: Field


@dataclass(frozen=True, slots=True)
class HoldView:
    """The form by which a review is held."""

    lead: str
    action: str
    begin: str
    until: str
    lines: tuple[DecisionFields, ...]
    changes: Field
    chair: Field
    hints: tuple[PackFact, ...]
    """What the pack itself suggests deciding."""
    back: str
    errors: tuple[Field, ...] = ()
