"""The employee's door as pages show it: plain words, one column, one thing to do at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.form import Form
    from holdtrue.pages.shapes.page import Act, Link
    from holdtrue.pages.shapes.table import Choice
    from holdtrue.reports.document import Part


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to do at the door; `mark` is a glyph state where something waits."""

    title: str
    words: str
    href: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Cards:
    """Things to do that belong together."""

    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class DoorView:
    """The first page."""

    lead: str
    groups: tuple[Cards, ...]
    person: str = ""


@dataclass(frozen=True, slots=True)
class DoorPolicyView:
    """The policy in force on one page: what one may, what one may not, whom to ask, and the whole text."""

    state: str
    may: tuple[Part, ...]
    may_not: tuple[Part, ...]
    ask: str
    parts: tuple[Part, ...]
    language: str
    acknowledge: Form | None = None
    acknowledged: str = ""


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """Yes, ask or no for one kind of data; `answer` names the colour, `word` says it."""

    data: str
    answer: str
    word: str
    because: str


@dataclass(frozen=True, slots=True)
class ToolShown:
    """One tool."""

    name: str
    purpose: str
    answers: tuple[AnswerShown, ...]


@dataclass(frozen=True, slots=True)
class ToolsView:
    """Tools × kinds of data, with a search."""

    href: str
    query: str
    tools: tuple[ToolShown, ...]
    total: str
    kinds: tuple[tuple[str, str], ...]
    """Each kind of data and what is meant by it."""
    ask: Link | None = None


@dataclass(frozen=True, slots=True)
class DoorFormView:
    """A form at the door, with what to know before it is filled in."""

    title: str
    lead: str
    form: Form
    notes: tuple[str, ...] = ()
    other: Link | None = None


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """What is told once something was sent, with the code shown this once."""

    title: str
    receipt: str
    sentences: tuple[str, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Something asked for; `state` is a glyph state."""

    name: str
    state: str
    words: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class AskedView:
    """What a person asked for."""

    requests: tuple[Asked, ...]
    ask: Link


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said in a concern; `inside` is an answer."""

    who: str
    day: str
    text: str
    inside: bool


@dataclass(frozen=True, slots=True)
class ThreadView:
    """A concern with what was said since, and the form that says more."""

    title: str
    state: str
    words: str
    said: tuple[Said, ...]
    form: Form
    about: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    file: Link | None = None
    record: Link | None = None
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class PosterView:
    """A page to print and put up: the QR code, where it leads, and what it is for."""

    organisation: str
    address: str
    code: str
    """The drawing, made by us of black squares alone."""
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One tool on the page on which the answers are stated."""

    name: str
    href: str
    answers: tuple[tuple[str, str, str, tuple[Choice, ...]], ...]
    """Kind of data in words, the field's name, what the record says, and the choices."""


@dataclass(frozen=True, slots=True)
class DoorRulesView:
    """Where the answers are stated that no record says."""

    tabs: tuple[Link, ...]
    href: str
    query: str
    rows: tuple[RuleRow, ...]
    total: str
