"""A document as PDF: tagged for screen readers (PDF/UA-1), the same bytes for the same values."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from importlib import resources
from typing import TYPE_CHECKING

import typst

from holdtrue.reports.blocks import stepped

if TYPE_CHECKING:
    from holdtrue.reports.document import Document

STANDARD: typst.PDFStandard = "ua-1"


def pdf(document: Document) -> bytes:
    """Return the document as PDF. No font of the machine is used and nothing is fetched."""
    try:
        return _compiled(document)
    except typst.TypstError:
        if not document.logo:
            raise
    # A picture that cannot be drawn keeps nobody from the document.
    return _compiled(replace(document, logo=b""))


def _compiled(document: Document) -> bytes:
    return typst.compile(
        resources.files("holdtrue.reports").joinpath("document.typ").read_bytes(),
        format="pdf",
        font_paths=typst.Fonts(include_system_fonts=False),
        sys_inputs={"document": _given(document)},
        pdf_standards=STANDARD,
        timestamp=int(document.made_at.timestamp()),
    )


def _given(document: Document) -> str:
    """The values as the template reads them: as data, never as markup."""
    stepwise = replace(
        document,
        parts=tuple(replace(p, blocks=stepped(p.blocks, under=2 if p.title else 1)) for p in document.parts),
        versions=tuple(replace(v, blocks=stepped(v.blocks, under=2)) for v in document.versions),
    )
    values = asdict(stepwise)
    values["logo"] = list(document.logo)
    values["made_on"] = [document.made_at.year, document.made_at.month, document.made_at.day]
    del values["made_at"]
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
