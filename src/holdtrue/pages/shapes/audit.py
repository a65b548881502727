"""Internal audits as their pages show them: the programme, one audit as it is worked on, one requirement of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.form import Form
    from holdtrue.pages.shapes.glyph import Glyph
    from holdtrue.pages.shapes.moment import Moment
    from holdtrue.pages.shapes.page import Act, Link
    from holdtrue.pages.shapes.table import Choice, Share


@dataclass(frozen=True, slots=True)
class PlannedShown:
    """One audit of the programme; without a uid it is proposed and not yet planned."""

    uid: str
    day: str
    title: str
    covers: str
    """How many requirements, in words."""
    names: tuple[str, ...]
    state: str
    """open, late, begun or proposed."""
    words: str
    audit: Link | None = None
    on: str = ""
    """As a date field holds it."""
    auditor: str = ""
    """Ref."""
    record: str = ""
    """Where it is put on record, so that it can be begun."""


@dataclass(frozen=True, slots=True)
class ReachedShown:
    """One requirement in the programme."""

    name: str
    title: str
    href: str
    standing: str
    standing_words: str
    last: str
    last_audit: Link | None
    next: str


@dataclass(frozen=True, slots=True)
class BranchShown:
    """Requirements of one branch of the framework."""

    title: str
    share: Share
    words: str
    lines: tuple[ReachedShown, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """The programme's page."""

    lead: str
    tabs: tuple[Link, ...]
    years: tuple[Link, ...]
    shares: tuple[tuple[str, Share], ...]
    planned: tuple[PlannedShown, ...]
    proposed: tuple[PlannedShown, ...]
    branches: tuple[BranchShown, ...]
    people: tuple[Choice, ...]
    may: bool
    action: str
    framework: str
    chosen_years: int
    own: Form | None = None
    """Plans one audit of one's own choice."""


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One requirement of an audit in its list."""

    name: str
    title: str
    href: str
    result: str
    result_words: str
    by: str
    standing: str
    standing_words: str


@dataclass(frozen=True, slots=True)
class DrawnShown:
    """One drawing."""

    title: str
    counts: bool
    seed: str
    seed_words: str
    digest: str
    reason: str
    by: str
    rows: tuple[tuple[str, int, int, int], ...]
    """Class, how many there were, the rule asks for, drawn."""
    systems: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class WorkView:
    """An audit as it is worked on; before it is begun there is only a form."""

    ref: str
    lead: str
    facts: tuple[tuple[str, str | Link], ...]
    notice: str
    notice_state: str
    progress: Share | None
    counts: tuple[tuple[str, int, str], ...]
    """Result in words, how many requirements, and the state that colours it."""
    sections: tuple[tuple[str, tuple[WorkLine, ...]], ...]
    draws: tuple[DrawnShown, ...]
    findings: tuple[tuple[Link, str], ...]
    files: tuple[Link, ...]
    begin: Form | None = None
    draw: Form | None = None
    close: Form | None = None


@dataclass(frozen=True, slots=True)
class NoteShown:
    """One note, as it was written."""

    by: str
    when: Moment
    result: str
    words: str
    text: str


@dataclass(frozen=True, slots=True)
class PracticeShown:
    """One practice that answers a requirement, as it stood."""

    title: str
    href: str
    asks: str
    glyph: Glyph | None
    words: str
    because: str
    shown_by: tuple[Link, ...]
    systems: tuple[SystemShown, ...] = ()


@dataclass(frozen=True, slots=True)
class SystemShown:
    """One system drawn, under a practice."""

    system: Link
    stratum: str
    glyph: Glyph | None
    evidence: tuple[Link, ...]
    finding: Act | None


@dataclass(frozen=True, slots=True)
class RequirementWorkView:
    """One requirement as an auditor works on it."""

    name: str
    asks: str
    parts: tuple[str, ...]
    evidence: tuple[str, ...]
    standing: str
    standing_words: str
    because: str
    still: str
    as_of: str
    practices: tuple[PracticeShown, ...]
    notes: tuple[NoteShown, ...]
    form: Form | None
    refused: str
    """Why it cannot be worked on, where it cannot."""
    finding: Act | None
    findings: tuple[Link, ...]
    before: Link | None
    after: Link | None
