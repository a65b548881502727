"""A document on its record's page and as people read it: in force, the draft beside it, who acknowledged it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.form import Form
    from holdtrue.pages.shapes.moment import Moment
    from holdtrue.pages.shapes.page import Act, Link
    from holdtrue.reports.blocks import Block
    from holdtrue.reports.document import Part


@dataclass(frozen=True, slots=True)
class TextShown:
    """One revision as it reads; `state` is a glyph state."""

    title: str
    state: str
    words: str
    parts: tuple[Part, ...]
    links: tuple[Link, ...] = ()
    """Read alone, PDF, Word."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to know of a document: its file, its link, its languages, whose approval, who acknowledged it."""

    label: str
    words: str
    state: str = ""
    link: Link | None = None
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """A document on its record's page: what is in force, and the draft beside it."""

    texts: tuple[TextShown, ...]
    remarks: tuple[Remark, ...]
    compare: Link | None = None
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingView:
    """A document to be read, in one of its languages, with what the reader is asked to say."""

    title: str
    kind: str
    ref: str
    href: str
    state: str
    words: str
    language: str
    parts: tuple[Part, ...]
    languages: tuple[Link, ...] = ()
    files: tuple[Link, ...] = ()
    older: str = ""
    acknowledge: Form | None = None
    acknowledged: str = ""


@dataclass(frozen=True, slots=True)
class ReaderShown:
    """One person who was asked to acknowledge."""

    name: str
    href: str
    on: Moment | None
    words: str


@dataclass(frozen=True, slots=True)
class AcknowledgedView:
    """Who acknowledged the revision in force, and who has not."""

    title: str
    href: str
    lead: str
    waiting: tuple[ReaderShown, ...]
    done: tuple[ReaderShown, ...]


@dataclass(frozen=True, slots=True)
class TemplateShown:
    """One document to start from; `held` leads to one of its kind and topic that is there already."""

    id: str
    title: str
    about: str
    kind: str
    minutes: int
    start_href: str
    held: Link | None = None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class TemplatesView:
    """Documents to start from."""

    title: str
    lead: str
    templates: tuple[TemplateShown, ...]


@dataclass(frozen=True, slots=True)
class LanguageShown:
    """One language beside the text it renders."""

    code: str
    name: str
    blocks: tuple[Block, ...]
    state: str
    words: str
    edit: Link


@dataclass(frozen=True, slots=True)
class LanguagesView:
    """A document in all its languages, and the form that writes one of them."""

    title: str
    href: str
    source_name: str
    source: tuple[Part, ...]
    others: tuple[LanguageShown, ...]
    form: Form | None = None
    form_title: str = ""


@dataclass(frozen=True, slots=True)
class PreviewView:
    """What was typed as it will read."""

    title: str
    blocks: tuple[Block, ...]
