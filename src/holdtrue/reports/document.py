"""What a document says, ready to be rendered: every word of it a value, so that a rendering asks nobody anything."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.reports.blocks import Block


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the document under one heading; without one it opens the document."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """The same text in another language."""

    language: str
    """Its code, as screen readers know it."""
    name: str
    blocks: tuple[Block, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """One sign-off of the revision: who, what it means, when, and what else is to be known of it."""

    name: str
    meaning: str
    at: str
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class Labels:
    """The words around the text, in the language of the document."""

    organisation: str
    revision: str
    digest: str
    signatures: str
    unsigned: str
    name: str
    meaning: str
    time: str
    remarks: str
    page: str
    """With {n} and {of}."""


@dataclass(frozen=True, slots=True)
class Document:
    """One revision of one document."""

    organisation: str
    ref: str
    kind: str
    title: str
    revision: int
    """0 where the document is made of many records, each of its own revision."""
    digest: str
    state: str
    """In force since, a draft, superseded: as a sentence."""
    draft: bool
    made_at: dt.datetime
    """When the revision was written: a rendering is dated by it, so that it is the same each time."""
    language: str
    facts: tuple[tuple[str, str], ...]
    """(label, value) of what stands in the head: owner, topic, published."""
    parts: tuple[Part, ...]
    versions: tuple[Version, ...]
    signatures: tuple[Signature, ...]
    labels: Labels
    brand: str = ""
    """Whose pack it was made with, as the foot of a page says; '' for nobody's."""
    colour: str = ""
    """The colour of that brand, # and six digits; '' for our own."""
    logo: bytes = b""
    """A PNG picture of that brand, drawn in the head; b"" for none."""
