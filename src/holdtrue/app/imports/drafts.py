"""What one row would become: fields, links to find, effects beyond the record, and the cells kept as they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdtrue.core.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Wanted:
    """A record named in a cell, to be found by whoever writes: by ref, by e-mail, by unit path, else by title."""

    relation: str
    """The field or relation of the draft's record that points to it."""
    kind: str
    """The kind to look for; 'record' for any."""
    text: str
    email: str = ""
    path: tuple[str, ...] = ()
    """A unit and the units above it, from the top."""
    create: bool = False
    """Whether a missing one is added: units, people and suppliers are; others must exist."""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Classified:
    """The row states its own class under a law: a classification with provenance imported."""

    law: str
    name: str
    """The value of the classification's field `class`."""
    column: str
    said: str


@dataclass(frozen=True, slots=True)
class Declared:
    """The row says something about a practice: a declaration about the record, by the source."""

    practice: str
    aspect: str
    answer: str
    column: str
    said: str


@dataclass(frozen=True, slots=True)
class Part:
    """The row names what the system is made of or bought from: a component linked to it, and its supplier."""

    type: str
    name: str
    made_by: str
    supplier: str = ""
    column: str = ""


Effect = Classified | Declared | Part


@dataclass(frozen=True, slots=True)
class Note:
    """One cell that was not taken as its field; its text is kept among the source fields."""

    column: str
    why: Message


@dataclass(frozen=True, slots=True)
class Draft:
    """One row, ready to be compared with what the register holds and then written."""

    line: int
    key: str
    """The source key: the source's id, else the folded identity columns; the same in every import of that source."""
    kind: str
    title: str
    fields: Mapping[str, object]
    links: tuple[Wanted, ...] = ()
    effects: tuple[Effect, ...] = ()
    source_fields: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    content: str = ""
    """A digest of the whole row, by which exact repeats are told from other rows of the same key."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is not taken, and the sentence that says what would clear it."""

    line: int
    why: Message


@dataclass(frozen=True, slots=True)
class Repeat:
    """A row that repeats an earlier one exactly: counted as unchanged."""

    line: int
    first: int


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A row with the key of an earlier one and other contents: a person decides, nothing is written."""

    draft: Draft
    first: int

    @property
    def line(self) -> int:
        """The line the row starts on."""
        return self.draft.line

    @property
    def why(self) -> Message:
        """Say which row came first."""
        return Message("imports.review.repeated", {"line": self.first, "title": self.draft.title})


def classify(drafts: Iterable[Draft | Refused]) -> Iterator[Draft | Refused | Repeat | Doubtful]:
    """Tell first rows of a key from exact repeats and doubtful ones, in the file's order, remembering keys only."""
    first: dict[str, int] = {}
    seen: dict[tuple[str, str], int] = {}
    for draft in drafts:
        if isinstance(draft, Refused):
            yield draft
            continue
        same = seen.get((draft.key, draft.content))
        if same is not None:
            yield Repeat(draft.line, same)
            continue
        seen[draft.key, draft.content] = draft.line
        if draft.key in first:
            yield Doubtful(draft, first[draft.key])
        else:
            first[draft.key] = draft.line
            yield draft
