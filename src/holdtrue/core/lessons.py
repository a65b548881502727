"""The lessons that ship: a short text and a check, each question with why its answer is right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdtrue.core.content import by_edition, content

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAMES = ("everyone", "owners", "leadership")
PASS = 0.8
"""The share of right answers that passes."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its options; `right` is the place of the one that is so."""

    ask: str
    options: tuple[str, ...]
    right: int
    because: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson."""

    id: str
    version: int
    title: str
    audience: str
    topic: str
    """Of the training record that finishing it writes."""
    minutes: int
    text: str
    questions: tuple[Question, ...]

    @property
    def document(self) -> str:
        """The topic by which an organisation's own version of the text is known among its procedures."""
        return f"lesson-{self.id}"


@by_edition
def lessons() -> tuple[Lesson, ...]:
    """Return the lessons, in the order they are offered."""
    return tuple(_lesson(content(f"lessons/{name}.yaml")) for name in NAMES)


def _lesson(raw: Mapping[str, Any]) -> Lesson:
    asked = tuple(Question(q["ask"], tuple(q["options"]), q["right"], q["because"]) for q in raw["questions"])
    return Lesson(
        raw["id"],
        raw["version"],
        raw["title"],
        raw["audience"],
        raw["topic"],
        raw["minutes"],
        raw["text"],
        asked,
    )


def correct(lesson: Lesson, answers: Sequence[int | None]) -> int:
    """Return how many answers are right; one left open is not."""
    return sum(1 for q, given in zip(lesson.questions, answers, strict=True) if given == q.right)


def passes(lesson: Lesson, right: int) -> bool:
    """Whether so many right answers pass."""
    return right >= PASS * len(lesson.questions)
