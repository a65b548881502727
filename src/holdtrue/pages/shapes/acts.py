"""Pages of one act: signing, reading evidence, confirming what destroys, and meeting a stale edit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.compare import CompareLine, Side
    from holdtrue.pages.shapes.form import Form
    from holdtrue.pages.shapes.page import Act, Link
    from holdtrue.pages.shapes.record import Change, Group, Knot, SignOffShown


@dataclass(frozen=True, slots=True)
class SignView:
    """What is being signed: the text in full, the basis, what changed since it was last signed, and the form."""

    ref: str
    title: str
    href: str
    revision: int
    digest: str
    groups: tuple[Group, ...]
    basis: tuple[Knot, ...]
    form: Form
    changed: tuple[Change, ...] = ()
    changed_since: str = ""
    warnings: tuple[str, ...] = ()
    """Self-signed, fields still empty and the like."""
    carries: tuple[str, ...] = ()
    """What will hold by it, in sentences."""
    moved: tuple[Change, ...] = ()
    """What the reader was shown beside what is there now, where it changed while they were reading."""


@dataclass(frozen=True, slots=True)
class DriftView:
    """What changed since a signature: fields, records that joined or left its basis; affirm again, or revise."""

    title: str
    lead: str
    href: str
    changed: tuple[Change, ...]
    joined: tuple[Knot, ...]
    left: tuple[str, ...]
    form: Form | None
    revise: Act | None
    read: Link | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetMember:
    """One record of a set to be signed, with how it stands since it was last signed, and whether it was opened."""

    knot: Knot
    high: bool = False
    opened: bool = False


@dataclass(frozen=True, slots=True)
class SignSetView:
    """A set to be signed: its members, those still to be opened, and the form once all of them were."""

    members: tuple[SetMember, ...]
    form: Form
    left: int = 0
    """Members of the high tier not opened yet."""
    reading: ReadView | None = None
    """The member that is open."""


@dataclass(frozen=True, slots=True)
class SetView:
    """A set as it was signed: each member with its own sign-off as it stands."""

    title: str
    lead: str
    members: tuple[tuple[Knot, SignOffShown], ...]
    again: Act | None = None


@dataclass(frozen=True, slots=True)
class ReadView:
    """Evidence to be read: its facts, the content or a link to it, and the form that records the reading."""

    title: str
    ref: str
    href: str
    groups: tuple[Group, ...]
    form: Form
    file: Link | None = None
    text: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AttachView:
    """A file to be attached to a record as evidence."""

    about: Link
    form: Form
    carries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormView:
    """Adding or editing a record; `kind` is said above the title where the crumbs do not say it."""

    kind: str
    form: Form
    about: Link | None = None
    lead: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmView:
    """A destructive act: what follows from it, what depends on the record, and the button."""

    title: str
    sentence: str
    follows: tuple[str, ...]
    dependents: tuple[Knot, ...]
    form: Form
    cancel_href: str
    count: int = 0
    """How many depend on it, where more do than are named."""
    stops: tuple[Knot, ...] = ()
    """Practices that count on records like it."""
    tries: Link | None = None
    """Where it is tried first."""


@dataclass(frozen=True, slots=True)
class StaleView:
    """An edit based on an older revision: yours beside theirs, field by field; nothing was written."""

    title: str
    href: str
    who: str
    differences: tuple[CompareLine, ...]
    """Before is what stands now, after is what you wrote."""
    form: Form
    before: Side
    after: Side
    theirs: tuple[CompareLine, ...] = ()
    """What the other changed besides; it stays."""
    based: Side | None = None
    newest: Side | None = None


@dataclass(frozen=True, slots=True)
class ErrorView:
    """Nothing here, not allowed, or broken: what happened and what would help."""

    code: int
    title: str
    sentence: str
    links: tuple[Link, ...] = ()
