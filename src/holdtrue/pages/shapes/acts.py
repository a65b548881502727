"""Pages of one act: signing, reading evidence, confirming what destroys, and meeting a stale edit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.form import Form
    from holdtrue.pages.shapes.page import Link
    from holdtrue.pages.shapes.record import Change, Group, Knot


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


@dataclass(frozen=True, slots=True)
class StaleView:
    """An edit based on an older revision: yours beside theirs, field by field; nothing was written."""

    title: str
    href: str
    who: str
    differences: tuple[Change, ...]
    """Old is what stands now, new is what you wrote."""
    form: Form


@dataclass(frozen=True, slots=True)
class ErrorView:
    """Nothing here, not allowed, or broken: what happened and what would help."""

    code: int
    title: str
    sentence: str
    links: tuple[Link, ...] = ()
