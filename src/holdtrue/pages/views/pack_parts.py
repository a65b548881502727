"""What a pack carries, as pages tell it: wherever one is kept, offered, looked into or in place."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile

from holdtrue.app import packing
from holdtrue.core.refusals import BadInput
from holdtrue.pages.language import t
from holdtrue.pages.shapes.page import Picture
from holdtrue.pages.shapes.table import Cell, Column, Row, Table

if TYPE_CHECKING:
    from django.http import HttpRequest

    from holdtrue.app.actions.packs import Changes
    from holdtrue.app.packing import Pack

FILE = "file"
MOST = 2_000_000
"""Bytes of a zip that a page takes; it is carried through the preview."""
_LISTED = 40
"""Names of files that a preview lists."""


def facts_of(pack: Pack) -> list[tuple[str, str]]:
    practices = (
        str(one.get("title") or one.get("id")) for rules in pack.rules for one in rules.listed("practices")
    )
    told = {
        "documents": ", ".join(template.title for template in pack.templates),
        "practices": ", ".join(practices),
        "rules": ", ".join(f"{rules.title} {rules.version}" for rules in pack.rules),
        "branding": branding(pack),
        "digest": pack.digest[:16],
    }
    return [(t(f"page.packs.{name}"), value) for name, value in told.items() if value]


def told(facts: list[tuple[str, str]]) -> Table:
    columns = (Column(t("page.packs.carries")), Column(t("page.packs.in_it"), wide=True))
    return Table(
        t("page.packs.carries"), columns, tuple(Row((Cell(name), Cell(value))) for name, value in facts)
    )


def branding(pack: Pack) -> str:
    logo = t("page.packs.logo") if packing.LOGO in pack.files else ""
    return " · ".join(word for word in (pack.brand, pack.colour, logo) if word)


def picture_of(pack: Pack) -> Picture | None:
    """The logo as the page carries it: drawn from its own bytes, fetched from nowhere."""
    if not pack.logo:
        return None
    return Picture(
        f"data:image/png;base64,{base64.b64encode(pack.logo).decode()}",
        t("page.packs.logo_of", name=pack.title),
    )


def moved(changes: Changes) -> list[tuple[str, str]]:
    """Which files come, change and go, as far as a page lists them."""
    found = []
    told_of = {"added": changes.added, "changed": changes.changed, "removed_files": changes.removed}
    for name, files in told_of.items():
        more = (t("page.packs.more", n=len(files) - _LISTED),) if len(files) > _LISTED else ()
        listed = ", ".join((*files[:_LISTED], *more))
        if listed:
            found.append((t(f"page.packs.{name}"), listed))
    return found


def uploaded(request: HttpRequest) -> bytes | None:
    """The zip as uploaded, None where none was; BadInput for one too large for a page."""
    file = request.FILES.get(FILE)
    if not isinstance(file, UploadedFile):
        return None
    if (file.size or 0) > MOST:
        raise BadInput("page.packs.large", field=FILE, megabytes=MOST // 1_000_000)
    return bytes(file.read())


__all__ = ["FILE", "branding", "facts_of", "moved", "picture_of", "told", "uploaded"]
