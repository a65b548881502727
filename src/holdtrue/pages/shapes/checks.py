"""The free checks as pages show them: screens of described answers, and a result that opens with what is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.form import Form
    from holdtrue.pages.shapes.page import Link

Hidden = tuple[tuple[str, str], ...]
"""Names and values carried along in a form: the answers are nowhere else."""


@dataclass(frozen=True, slots=True)
class Speech:
    """One language to read the page in; without an address it is a button of the form, which carries the answers."""

    code: str
    name: str
    current: bool
    href: str = ""


@dataclass(frozen=True, slots=True)
class CheckCard:
    """One check on offer."""

    title: str
    words: str
    minutes: str
    href: str


@dataclass(frozen=True, slots=True)
class ChecksView:
    """The checks on offer, on the page of their own and at the entrance."""

    title: str
    lead: str
    cards: tuple[CheckCard, ...]
    speech: tuple[Speech, ...]
    links: tuple[Link, ...] = ()
    sign_in: Link | None = None


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """One answer to choose, by the sentence that describes it; `quiet` is one that says nothing of the matter."""

    value: str
    text: str
    chosen: bool
    heading: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One question."""

    id: str
    ask: str
    answers: tuple[AnswerCard, ...]
    several: bool
    hint: str = ""
    note: str = ""
    cites: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class StepView:
    """One screen of questions; `clash` is what does not go together where that is what it asks."""

    check: str
    title: str
    step: str
    action: str
    number: int
    of: int
    progress: str
    questions: tuple[Asked, ...]
    hidden: Hidden
    speech: tuple[Speech, ...]
    state: str = "step"
    """step or clash: what the form sends back as where it stood."""
    lead: str = ""
    privacy: str = ""
    clashes: tuple[str, ...] = ()
    last: bool = False

    @property
    def errors(self) -> tuple[Asked, ...]:
        """The questions that need a look."""
        return tuple(q for q in self.questions if q.error)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the six components: how far it is, as a word and as segments filled of three."""

    title: str
    state: str
    word: str
    filled: int
    means: str
    step: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure with its name, of `most`; `target` is marked where there is one."""

    title: str
    words: str
    value: float
    most: int
    shown: str


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing lacking, with its first step and what it belongs to."""

    title: str
    step: str
    practices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty of a law."""

    article: str
    title: str
    day: str


@dataclass(frozen=True, slots=True)
class ResultView:
    """What the answers amount to."""

    check: str
    title: str
    hidden: Hidden
    speech: tuple[Speech, ...]
    have: tuple[Part, ...]
    viable: str
    viable_words: str
    viable_steps: tuple[Lack, ...]
    applies: str
    says: tuple[str, ...]
    expected: tuple[tuple[str, str, tuple[str, ...]], ...]
    band: str
    band_says: str
    figure: str
    ladder: tuple[tuple[str, bool], ...]
    """The bands from lowest to highest, and which one it is."""
    bars: tuple[Bar, ...]
    bars_title: str
    caps: tuple[str, ...]
    notes: tuple[str, ...]
    clashes: tuple[str, ...]
    gaps: tuple[Lack, ...]
    duties: tuple[Duty, ...]
    unproved: tuple[str, ...]
    left_out: tuple[str, ...]
    certification: tuple[str, ...]
    certification_says: str
    notice: str
    privacy: str
    action: str
    pdf: str
    file: str
    start: str
    method: Link
    declares: str
    """What one click would write, in words; empty where the answers declare nothing."""


@dataclass(frozen=True, slots=True)
class MethodTable:
    """One table of how a score is made."""

    title: str
    words: tuple[str, ...]
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class MethodView:
    """How every result is worked out, from the data that it is worked out from."""

    title: str
    lead: str
    parts: tuple[tuple[str, str, tuple[MethodTable, ...]], ...]
    """(place on the page, title, tables): what all share, then one for each check."""
    speech: tuple[Speech, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class StartView:
    """Turning answers into the start of an AIMS: signing in first, or what is about to be written and where."""

    title: str
    lead: str
    words: tuple[str, ...]
    declares: tuple[tuple[str, str], ...]
    """(practice, the sentence said)."""
    hidden: Hidden
    speech: tuple[Speech, ...]
    again: str
    """Where the same form is sent once more after signing in; empty for who is signed in."""
    sign_in: str
    file: str
    form: Form | None = None
    wrong: tuple[str, ...] = ()
