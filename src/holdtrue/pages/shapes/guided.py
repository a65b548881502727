"""A guided act: what is so, what follows and who may, beside the form that does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.form import Form
    from holdtrue.pages.shapes.gate import StageStep
    from holdtrue.pages.shapes.page import Link


@dataclass(frozen=True, slots=True)
class GuidedLine:
    """One thing to know before the act; `mark` is a word in a badge, `state` its colour."""

    title: str
    words: str = ""
    href: str = ""
    mark: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class GuidedPart:
    """Lines that belong together under one heading."""

    title: str
    lead: str = ""
    lines: tuple[GuidedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class GuidedView:
    """The page; `stands` says why there is no form."""

    title: str
    lead: str
    parts: tuple[GuidedPart, ...]
    form: Form | None = None
    form_title: str = ""
    stands: str = ""
    aside: tuple[tuple[str, str], ...] = ()
    """(heading, sentence)."""
    links: tuple[Link, ...] = ()
    strip: tuple[StageStep, ...] = ()
