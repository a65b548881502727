"""A revision as a file to be saved: PDF or Word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.documents.branding import branded
from holdtrue.app.documents.gathering import gathered
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A file with the name it is saved under."""

    content: bytes
    name: str
    media_type: str


def rendered(
    caller: Caller, ref: str, form: str, *, number: int | None = None, locale: str = "en"
) -> Rendered:
    """Return a revision as a file. The same revision with the same sign-offs is the same PDF, byte for byte."""
    if form not in MEDIA:
        raise BadInput("document.form", field="format", value=form, known=tuple(MEDIA))
    document = branded(caller.organisation.pk, gathered(caller, ref, number, locale=locale))
    if form == "pdf":
        from holdtrue.reports.pdf import pdf as render
    else:
        from holdtrue.reports.word import word as render
    return Rendered(render(document), f"{document.ref}-revision-{document.revision}.{form}", MEDIA[form])
