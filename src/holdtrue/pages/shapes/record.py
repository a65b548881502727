"""A record's page: its fields with where they came from, thread, links, sign-offs, evidence, standing and history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.document import DocumentShown
    from holdtrue.pages.shapes.form import Form
    from holdtrue.pages.shapes.gate import StageStep
    from holdtrue.pages.shapes.glyph import Glyph
    from holdtrue.pages.shapes.incident import AlikeView
    from holdtrue.pages.shapes.indicators import IndicatorShown
    from holdtrue.pages.shapes.mending import MendingShown
    from holdtrue.pages.shapes.moment import Moment
    from holdtrue.pages.shapes.page import Act, Link
    from holdtrue.pages.shapes.ruling import RulingShown
    from holdtrue.pages.shapes.table import Share


_SENTENCE = 40
"""Letters from which one of several values is read as a sentence."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One field as read: its values (texts or links), where they came from, and whether a sign-off rests on it."""

    label: str
    values: tuple[str | Link, ...]
    long: bool = False
    source: str = ""
    material: bool = False
    derived: bool = False
    asked: str = ""
    """Why it is asked, where it is empty and a claim waits for it."""

    @property
    def apart(self) -> bool:
        """Whether its values are sentences, which stand on a line each."""
        return len(self.values) > 1 and any(isinstance(v, str) and len(v) > _SENTENCE for v in self.values)


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one heading; `folded` ones start closed."""

    title: str
    fields: tuple[Shown, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Knot:
    """One record on the thread; `state` is a glyph state."""

    title: str
    href: str = ""
    ref: str = ""
    state: str = "holds"
    words: str = ""
    glyph: Glyph | None = None
    because: str = ""
    """Why the words say so: the facts that decide."""


@dataclass(frozen=True, slots=True)
class Strand:
    """One station of the thread: policy, owner, people, risks, assessment, controls, evidence or incidents.

    The line is whole below a station that holds, and broken below one that does not; `act` would mend it.
    """

    station: str
    title: str
    state: str
    words: str
    knots: tuple[Knot, ...] = ()
    more: Link | None = None
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """The records one relation leads to."""

    relation: str
    targets: tuple[Knot, ...]
    add: Act | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One field changed: old and new, as text; `shown` is false where the contents are kept back or erased."""

    label: str
    old: str
    new: str
    material: bool = False


@dataclass(frozen=True, slots=True)
class SignOffShown:
    """One sign-off: who decided what, on which basis, until when; drifted ones carry what changed since."""

    signer: str
    meaning: str
    on: Moment | None
    state: str
    words: str
    revision: int
    basis: tuple[Link, ...] = ()
    changed: tuple[Change, ...] = ()
    remarks: tuple[str, ...] = ()
    """How they proved who they are, self-signed, one of a quorum and the like."""
    act: Act | None = None
    digest: str = ""
    joined: tuple[str, ...] = ()
    """Titles of records that came into what it rests on since, and of those that left it."""
    left: tuple[str, ...] = ()
    reason: str = ""
    clears: str = ""
    """What would clear a refusal."""
    of_set: Link | None = None
    withdraw: Act | None = None


@dataclass(frozen=True, slots=True)
class SignAskShown:
    """Signatures asked for: how many are there of how many, who signed, who is still asked, who refused."""

    words: str
    state: str
    asked: tuple[Knot, ...]
    note: str = ""
    take_back: Act | None = None


@dataclass(frozen=True, slots=True)
class EvidenceShown:
    """One piece of evidence: what it shows, how it was read, until when it counts."""

    title: str
    ref: str
    href: str
    tag: str
    state: str
    words: str
    collected: Moment | None
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """One practice in this record's scope."""

    practice: str
    href: str
    glyph: Glyph
    remedy: Act | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the history: who did what when, what changed, and its number in the ledger."""

    seq: int
    who: str
    what: str
    at: Moment
    changes: tuple[Change, ...] = ()
    reason: str = ""
    effects: tuple[str, ...] = ()
    """What it did to the standing, in sentences."""
    href: str = ""
    late: str = ""
    target: Link | None = None
    compare: Link | None = None
    """Where the revision it wrote stands beside the one before."""


@dataclass(frozen=True, slots=True)
class Said:
    """One comment or question: who, when, the words in runs (texts, or links to the people mentioned)."""

    uid: str
    who: str
    at: Moment
    runs: tuple[str | Link, ...]
    question: bool = False
    open: bool = False
    settled: str = ""
    """When and by whom it was marked answered."""
    reply_to: str = ""
    """Who wrote what it replies to."""
    settle: Act | None = None
    reply: Act | None = None


@dataclass(frozen=True, slots=True)
class RecordView:
    """Everything a record's page shows; a part that does not apply is empty and left out."""

    ref: str
    kind: str
    title: str
    lead: str = ""
    badges: tuple[tuple[str, str], ...] = ()
    """(words, state) beside the title."""
    acts: tuple[Act, ...] = ()
    more_acts: tuple[Act, ...] = ()
    summary: Share | None = None
    summary_words: str = ""
    thread: tuple[Strand, ...] = ()
    groups: tuple[Group, ...] = ()
    links: tuple[Linked, ...] = ()
    signoffs: tuple[SignOffShown, ...] = ()
    sign_act: Act | None = None
    evidence: tuple[EvidenceShown, ...] = ()
    attach_act: Act | None = None
    standing: tuple[Standing, ...] = ()
    history: tuple[Entry, ...] = ()
    history_href: str = ""
    draft: Link | None = None
    """Where a draft lies beside what is in force."""
    revision: int = 1
    digest: str = ""
    document: DocumentShown | None = None
    """For a document: its text in force and the draft beside it."""
    comments: tuple[Said, ...] = ()
    comment_form: Form | None = None
    """Where one says or asks something; none where one may not, or the record is retired."""
    sign_asks: tuple[SignAskShown, ...] = ()
    sign_more: tuple[Act, ...] = ()
    """Ask for signatures, refuse to sign."""
    rulings: tuple[RulingShown, ...] = ()
    """Judgement calls about this record."""
    at: str = ""
    """The day in the field that asks for another one."""
    past: bool = False
    """Whether a past day is shown, on which nothing can be done."""
    past_words: str = ""
    mending: MendingShown | None = None
    """Of a finding: the thread of its mending."""
    indicator: IndicatorShown | None = None
    """For an indicator: how it stands, its chart and its values."""
    stages: tuple[StageStep, ...] = ()
    """For a system: the stages of its life."""
    stage_words: str = ""
    early: str = ""
    """Until when a gate stands opened early."""
    """What its stage was entered by and does not hold any more."""
    alike: AlikeView | None = None
    """Of a system, a risk or an incident: incidents of others like it, where any were brought in."""
    dated_href: str = ""
    """Where a day is asked for; '' where none can be."""
