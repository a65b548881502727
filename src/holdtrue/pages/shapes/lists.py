"""A list of records as a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.page import Act, Link
    from holdtrue.pages.shapes.table import Filters, Table


@dataclass(frozen=True, slots=True)
class ListView:
    """A list of one kind. `empty_title` and `empty_words` teach where there is no such record at all."""

    title: str
    table: Table | None
    lead: str = ""
    acts: tuple[Act, ...] = ()
    tabs: tuple[Link, ...] = ()
    filters: Filters | None = None
    empty_title: str = ""
    empty_words: str = ""
    ticks: str = ""
    """The name under which ticked rows are sent to `ticks_act`, by GET; rows are ticked where it is set."""
    ticks_act: Act | None = None
