"""The register of confidentiality incidents as a file: CSV for the whole of it, PDF to hand over."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.documents.branding import branded
from holdtrue.app.documents.gathering import labels
from holdtrue.app.documents.rendering import MEDIA, Rendered
from holdtrue.app.queries.confidentiality import PARTICULARS, entries
from holdtrue.core.cells import guarded
from holdtrue.core.days import iso
from holdtrue.core.refusals import BadInput
from holdtrue.reports.blocks import Block, Run
from holdtrue.reports.document import Document, Part
from holdtrue.words import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.confidentiality import Entry

FORMS = ("csv", "pdf")
REF = "CONF"


def rendered(caller: Caller, form: str, *, locale: str = "en") -> Rendered:
    """Return the register as it stands; BadInput for a form it is not made in."""
    if form not in FORMS:
        raise BadInput("confidentiality.form", field="format", value=form, known=FORMS)
    require(caller, "export", on_organisation())
    found = entries(caller)
    day = iso(caller.clock.day(caller.organisation.time_zone))
    name = f"confidentiality-incidents-{day}.{form}"
    if form == "csv":
        return Rendered(_csv(found, locale), name, "text/csv; charset=utf-8")
    from holdtrue.reports.pdf import pdf

    made = branded(caller.organisation.pk, _document(caller, found, locale))
    return Rendered(pdf(made), name, MEDIA["pdf"])


def told(entry: Entry, locale: str = "en") -> dict[str, str]:
    """Return the particulars of an entry in words people read."""
    said = entry.said()
    if said["risk"]:
        said["risk"] = text(f"form.{said['risk']}", locale)
    return said


def _csv(found: Sequence[Entry], locale: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    heads = [text(f"confidentiality.{name}", locale) for name in PARTICULARS]
    writer.writerow([text("confidentiality.ref", locale), *heads, text("confidentiality.kept_until", locale)])
    for entry in found:
        said = told(entry, locale)
        until = iso(entry.kept_until) if entry.kept_until else ""
        cells = [entry.record.ref, *(said[name] for name in PARTICULARS), until]
        writer.writerow([guarded(cell) for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _document(caller: Caller, found: Sequence[Entry], locale: str) -> Document:
    opening = (
        _paragraph(text("confidentiality.lead", locale)),
        _paragraph(text("confidentiality.basis", locale)),
    )
    parts = [Part("", opening)]
    for entry in found:
        said = told(entry, locale)
        head = (
            _cell(text("confidentiality.particular", locale)),
            _cell(text("confidentiality.said", locale)),
        )
        rows = [head, *((_cell(_word(name, locale)), _cell(said[name] or "–")) for name in PARTICULARS)]
        if entry.kept_until:
            rows.append((_cell(text("confidentiality.kept_until", locale)), _cell(iso(entry.kept_until))))
        parts.append(
            Part(
                f"{entry.record.ref} {entry.record.title}",
                (Block("table", rows=tuple(rows), widths=(34, 66)),),
            )
        )
    if not found:
        parts.append(Part("", (_paragraph(text("confidentiality.empty", locale)),)))
    return Document(
        organisation=caller.organisation.name,
        ref=REF,
        kind=text("confidentiality.kind", locale),
        title=text("confidentiality.title", locale),
        revision=0,
        digest="",
        state=text("confidentiality.as_of", locale, n=len(found)),
        draft=False,
        made_at=caller.clock.now(),
        language=caller.organisation.language or "en",
        facts=(),
        parts=tuple(parts),
        versions=(),
        signatures=(),
        labels=labels(locale),
    )


def _word(name: str, locale: str) -> str:
    return text(f"confidentiality.{name}", locale)


def _paragraph(words: str) -> Block:
    return Block("paragraph", (Run(words),))


def _cell(words: str) -> tuple[Run, ...]:
    return (Run(words),)


__all__ = ["FORMS", "rendered", "told"]
