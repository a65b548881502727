"""The glyph of standing: four segments and a tail, made from four verdicts and a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.days import ALWAYS, NEVER
from holdtrue.core.verdicts import NOTHING, State
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.moment import absolute

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.core.days import Day
    from holdtrue.core.verdicts import Verdict

LEVELS = ("declared", "documented", "operational", "measured")
SOON = 30
"""Days before its end from which a holding level is shown as lapsing."""
_HOLDING = frozenset({"holds", "soon"})
STATES = (
    "holds",
    "soon",
    "lapsed",
    "drifted",
    "missing",
    "out_of_target",
    "contradicted",
    "unknown",
    "not_applicable",
)


@dataclass(frozen=True, slots=True)
class Segment:
    """One level: the state that gives its shape, and its words."""

    level: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Glyph:
    """Four segments and the words after them; `href` leads to the why, '' where there is nothing to ask."""

    subject: str
    segments: tuple[Segment, ...]
    tail: str
    tail_state: str
    href: str = ""

    @property
    def spoken(self) -> str:
        """All of it in words, for those who do not see it."""
        levels = "; ".join(
            f"{t('page.level.' + x.level)}: {x.words.removesuffix('.')}" for x in self.segments
        )
        return f"{self.subject}. {levels}."


def segment(level: str, verdict: Verdict, today: Day) -> Segment:
    """Return how one level stands today; one that does not hold speaks through its witness, if known."""
    state = verdict.state(today)
    if state is State.HOLDS:
        if verdict.until >= ALWAYS:
            return Segment(level, "holds", t("page.glyph.holds"))
        left = verdict.until - today
        if left <= SOON:
            return Segment(level, "soon", t("page.glyph.soon", n=left))
        return Segment(level, "holds", t("page.glyph.until", date=absolute(verdict.until)))
    if state is State.LAPSED and verdict.until > NEVER:
        ago = today - verdict.until
        return Segment(
            level, "lapsed", t("page.glyph.lapsed", n=ago) if ago else t("page.glyph.lapsed_today")
        )
    name = state.name.lower()
    if verdict.why is NOTHING:
        return Segment(level, name, t(f"page.state.{name}"))
    return Segment(level, name, t(f"page.glyph.{name}", because=said(verdict.why.message)))


def _waiting(above: Segment) -> Segment:
    """A level above one that does not hold counts for nothing, whatever it would be by itself."""
    return Segment(above.level, "missing", t("page.glyph.waits")) if above.state in _HOLDING else above


def glyph(subject: str, verdicts: Sequence[Verdict] | None, today: Day, *, href: str = "") -> Glyph:
    """Return the glyph of one practice in one scope; no verdicts mean it does not apply there.

    The tail tells the highest level that holds with all below it; where none does, why the first does not.
    """
    if verdicts is None:
        words = t("page.glyph.not_applicable")
        return Glyph(
            subject, tuple(Segment(x, "not_applicable", words) for x in LEVELS), words, "not_applicable", href
        )
    segments = tuple(segment(level, v, today) for level, v in zip(LEVELS, verdicts, strict=True))
    reached = 0
    while reached < len(segments) and segments[reached].state in _HOLDING:
        reached += 1
    segments = (*segments[: reached + 1], *(_waiting(x) for x in segments[reached + 1 :]))
    below = [v for v in verdicts[:reached] if v.until < ALWAYS]
    if not reached:
        return Glyph(subject, segments, segments[0].words, segments[0].state, href)
    if not below:
        level = t(f"page.level.{LEVELS[reached - 1]}").lower()
        return Glyph(subject, segments, t("page.glyph.reached", level=level), "holds", href)
    soonest = segment("", min(below, key=lambda v: v.until), today)
    tail = (
        soonest.words
        if soonest.state == "soon"
        else t("page.glyph.tail", date=absolute(min(v.until for v in below)))
    )
    return Glyph(subject, segments, tail, soonest.state, href)
