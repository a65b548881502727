"""Many records changed at once: the form, what it would do, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.form import Form
    from holdtrue.pages.shapes.table import Table


@dataclass(frozen=True, slots=True)
class ManyView:
    """One page of the act. With `differences` it is the rehearsal, and `form` does it; else `form` asks."""

    title: str
    form: Form
    lead: str = ""
    counts: tuple[tuple[str, str], ...] = ()
    """What it would come to: words and number."""
    differences: Table | None = None
    refused: Table | None = None
