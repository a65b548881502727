"""A document as a Word file, for those who must edit or send one."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

from holdtrue.reports.blocks import stepped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as Word
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

    from holdtrue.reports.blocks import Block, Run
    from holdtrue.reports.document import Document

_ACCENT = RGBColor(0x0D, 0x5C, 0x5C)
_SOFT = RGBColor(0x5C, 0x56, 0x4E)
_LOGO_WIDE, _LOGO_HIGH = Mm(42), Mm(12)
_LOWEST = 9
"""Word knows no deeper heading."""


def word(document: Document) -> bytes:
    """Return the document as a .docx file."""
    made = docx.Document()
    _properties(made, document)
    _styles(made)
    _head(made, document)
    for part in document.parts:
        if part.title:
            made.add_heading(part.title, 1)
        _blocks(made, stepped(part.blocks, under=1 if part.title else 0))
    for version in document.versions:
        made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        made.add_heading(version.name, 1)
        if version.remark:
            made.add_paragraph(version.remark, "Soft")
        _blocks(made, stepped(version.blocks, under=1))
    _signatures(made, document)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def _properties(made: Word, document: Document) -> None:
    said, at = made.core_properties, document.made_at.replace(tzinfo=None)
    said.title, said.author, said.language = document.title, document.organisation, document.language
    said.created = said.modified = at
    said.last_modified_by, said.revision = document.organisation, max(document.revision, 1)
    said.comments = f"{document.ref} · {document.labels.revision} {document.revision} · {document.digest}"


def _styles(made: Word) -> None:
    normal = made.styles["Normal"].font
    normal.name, normal.size = "Georgia", Pt(10.5)
    soft = made.styles.add_style("Soft", WD_STYLE_TYPE.PARAGRAPH)
    soft.base_style = made.styles["Normal"]
    soft.font.size, soft.font.color.rgb = Pt(9), _SOFT
    for level in range(1, 5):
        font = made.styles[f"Heading {level}"].font
        font.name, font.color.rgb = "Georgia", RGBColor(0x1D, 0x1B, 0x18)


def _head(made: Word, document: Document) -> None:
    labels, section = document.labels, made.sections[0]
    above = section.header.paragraphs[0]
    above.style = made.styles["Soft"]
    numbered = f" · {labels.revision} {document.revision}" if document.revision else ""
    above.text = f"{document.organisation} · {document.title}\t\t{document.ref}{numbered}"
    below = section.footer.paragraphs[0]
    below.style = made.styles["Soft"]
    before, _, rest = labels.page.partition("{n}")
    between, _, after = rest.partition("{of}")
    digest = f" · {labels.digest} {document.digest[:16]}" if document.digest else ""
    brand = f"{document.brand} · " if document.brand else ""
    below.add_run(f"{brand}{document.state}{digest}\t\t{before}")
    _counted(below, "PAGE")
    below.add_run(between)
    _counted(below, "NUMPAGES")
    below.add_run(after)
    if document.logo:
        _picture(made, document)
    made.add_paragraph(f"{document.kind} · {document.ref}", "Soft")
    made.add_heading(document.title, 0)
    if document.draft:
        made.add_paragraph(document.state, "Intense Quote")
    facts = [(labels.organisation, document.organisation), (labels.revision, str(document.revision or ""))]
    facts += [*document.facts, (labels.digest, document.digest)]
    table = made.add_table(rows=0, cols=2)
    for label, value in facts:
        if value:
            cells = table.add_row().cells
            cells[0].paragraphs[0].add_run(label).font.color.rgb = _SOFT
            cells[1].text = value


def _picture(made: Word, document: Document) -> None:
    """The logo, as large as its place allows, named for those who cannot see it."""
    shape = made.add_paragraph().add_run().add_picture(io.BytesIO(document.logo))
    shrunk = min(_LOGO_WIDE / shape.width, _LOGO_HIGH / shape.height)
    shape.width, shape.height = Emu(int(shape.width * shrunk)), Emu(int(shape.height * shrunk))
    shape._inline.docPr.set("descr", document.brand or document.organisation)  # noqa: SLF001  # python-docx has no word for it


def _counted(paragraph: Paragraph, what: str) -> None:
    """A field that Word fills in: the page, or how many there are."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), what)
    paragraph._p.append(field)  # noqa: SLF001  # python-docx has no fields of its own


def _blocks(made: Word, blocks: Sequence[Block], *, style: str = "", depth: int = 1) -> None:
    for block in blocks:
        if block.kind == "heading":
            _runs(made.add_heading("", min(block.level, _LOWEST)), block.runs)
        elif block.kind == "paragraph":
            _runs(made.add_paragraph("", style or None), block.runs)
        elif block.kind in ("bullets", "numbers"):
            name = "List Bullet" if block.kind == "bullets" else "List Number"
            listed = name if depth == 1 else f"{name} {min(depth, 3)}"
            for item in block.items:
                _blocks(made, item, style=listed, depth=depth + 1)
        elif block.kind == "quote":
            _blocks(made, block.items[0], style="Quote", depth=depth)
        elif block.kind == "code":
            made.add_paragraph().add_run(block.text).font.name = "Consolas"
        elif block.kind == "table":
            _table(made, block)


def _table(made: Word, block: Block) -> None:
    table = made.add_table(rows=0, cols=len(block.rows[0]) if block.rows else 1, style="Light List Accent 1")
    for row in block.rows:
        for cell, runs in zip(table.add_row().cells, row, strict=False):
            _runs(cell.paragraphs[0], runs)
    section = made.sections[0]
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    for column, share in zip(table.columns, block.widths, strict=False):
        for cell in column.cells:
            cell.width = Emu(room * share // sum(block.widths))
    if block.rows:
        _repeated(table)


def _repeated(table: Table) -> None:
    """The head stands again on top of every page, and is told as the head to who does not see it."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001  # python-docx has no such property


def _runs(paragraph: Paragraph, runs: Sequence[Run]) -> None:
    for run in runs:
        made = paragraph.add_run(run.text)
        made.bold, made.italic, made.font.strike = (
            run.strong or None,
            run.emphasis or None,
            run.struck or None,
        )
        if run.code:
            made.font.name = "Consolas"
        if run.href:
            made.font.color.rgb, made.underline = _ACCENT, True
            if run.href.removeprefix("mailto:") != run.text:
                paragraph.add_run(f" ({run.href})").font.color.rgb = _SOFT


def _signatures(made: Word, document: Document) -> None:
    labels = document.labels
    made.add_heading(labels.signatures, 1)
    if not document.signatures:
        made.add_paragraph(labels.unsigned, "Soft")
        return
    table = made.add_table(rows=1, cols=4, style="Light List Accent 1")
    _row(table.rows[0].cells, (labels.name, labels.meaning, labels.time, labels.remarks))
    for given in document.signatures:
        _row(table.add_row().cells, (given.name, given.meaning, given.at, given.remarks))


def _row(cells: Sequence[_Cell], texts: Sequence[str]) -> None:
    for cell, text in zip(cells, texts, strict=True):
        cell.text = text
