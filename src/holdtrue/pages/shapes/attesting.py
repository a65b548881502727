"""What the pages of certification and of attestations of readiness show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.form import Form
    from holdtrue.pages.shapes.page import Act, Link
    from holdtrue.pages.shapes.record import Change
    from holdtrue.pages.shapes.table import Choice


@dataclass(frozen=True, slots=True)
class MovedShown:
    """A record that is not as the body last took it, and what of it changed."""

    record: Link
    words: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class CertificateShown:
    """One certificate as its body gave it."""

    title: Link
    state: str
    """Of a mark and a badge."""
    words: str
    """How it stands, in a sentence."""
    badge: str
    facts: tuple[tuple[str, str], ...]
    moved: tuple[MovedShown, ...] = ()
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class StepShown:
    """One audit of the cycle."""

    title: str
    state: str
    words: str
    because: str = ""
    audit: Link | None = None
    act: Act | None = None
    tone: str = "quiet"
    """holds, soon, wrong, quiet."""


@dataclass(frozen=True, slots=True)
class FindingShown:
    """One finding of a body."""

    title: Link
    number: str
    weight: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class AuditShown:
    """One audit by a body, with what it found."""

    title: Link
    words: str
    findings: tuple[FindingShown, ...] = ()
    none: str = ""
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class CertificationView:
    """The page of certification."""

    lead: str
    only_kept: str
    certificates: tuple[CertificateShown, ...]
    steps: tuple[StepShown, ...]
    cycle: str
    source: str
    audits: tuple[AuditShown, ...]
    acts: tuple[Act, ...] = ()
    empty: str = ""
    readiness: Link | None = None


@dataclass(frozen=True, slots=True)
class AttestedLine:
    """One attestation in the list."""

    title: Link
    state: str
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class AttestationsView:
    """Every attestation of readiness."""

    lead: str
    is_not: str
    lines: tuple[AttestedLine, ...]
    empty: str = ""
    draw: Act | None = None
    cannot: str = ""
    """Why the reader may not begin one."""


@dataclass(frozen=True, slots=True)
class LevelShown:
    """One practice: what the register shows, what the assessor gave, and the choice while it is open."""

    practice: str
    title: Link
    derived: str
    given: str
    reason: str
    state: str
    """holds, soon (to be looked at), wrong (lowered)."""
    choices: tuple[Choice, ...] = ()
    error: str = ""
    systems: tuple[Link, ...] = ()
    """The drawn systems with their level, each leading to why it stands so."""


@dataclass(frozen=True, slots=True)
class PropertyShown:
    """The practices of one property, confirmed together."""

    id: str
    title: str
    words: str
    levels: tuple[LevelShown, ...]


@dataclass(frozen=True, slots=True)
class AttestationView:
    """One attestation."""

    lead: str
    is_not: str
    state: str
    badge: str
    facts: tuple[tuple[str, str], ...]
    sample: tuple[tuple[str, str, tuple[Link, ...]], ...]
    floor: tuple[str, ...]
    properties: tuple[PropertyShown, ...]
    confirm_href: str = ""
    """Where a property's levels are posted; empty for whoever only reads."""
    files: tuple[Link, ...] = ()
    key: str = ""
    acts: tuple[Act, ...] = ()
    publish: Form | None = None
    public: Link | None = None


@dataclass(frozen=True, slots=True)
class AttestedView:
    """The public page: what the statement says, until when, whether it still stands, and how to check it."""

    organisation: str
    is_not: str
    state: str
    badge: str
    stands: str
    index: str
    band: str
    facts: tuple[tuple[str, str], ...]
    properties: tuple[tuple[str, str, int], ...]
    """Title, score in words, score from 0 to 100."""
    floor: tuple[str, ...]
    sample: tuple[tuple[str, str, str], ...]
    """Class, how many there are, how many were drawn."""
    lowered: tuple[tuple[str, str, str, str], ...]
    """Practice, by the register, attested, reason."""
    lowered_words: str
    months: tuple[tuple[str, str], ...]
    words: str
    files: tuple[tuple[Link, Link | None], ...]
    """A file and its proof."""
    command: str
    key: str
    log: str
