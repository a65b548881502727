"""Settings: members and their roles, machine tokens, and the ledger's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.form import Form
    from holdtrue.pages.shapes.moment import Moment
    from holdtrue.pages.shapes.page import Act, Link, Picture
    from holdtrue.pages.shapes.record import Entry
    from holdtrue.pages.shapes.table import Filters, Table


@dataclass(frozen=True, slots=True)
class SettingsView:
    """One page of settings: tabs, a table of what is there, and the form that adds one."""

    tabs: tuple[Link, ...]
    table: Table | None
    form: Form | None
    lead: str = ""
    secret: str = ""
    """A token just made, shown this once."""
    sections: tuple[Form, ...] = ()
    links: tuple[Link, ...] = ()
    waiting: Table | None = None
    """What asks for an answer, before what is there."""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class LedgerView:
    """The log: its size and root, the last checkpoint, and entries newest first."""

    entries: tuple[Entry, ...]
    filters: Filters | None
    total: str
    size: int
    root: str
    checkpoint: Moment | None = None
    next_href: str = ""
    previous_href: str = ""
    acts: tuple[Act, ...] = ()
    verify_act: Act | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result, or one thing the command box can do."""

    title: str
    href: str
    kind: str
    ref: str = ""
    excerpt: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class SearchView:
    """Search results, best first."""

    query: str
    hits: tuple[Hit, ...]
    total: str = ""
    next_href: str = ""


@dataclass(frozen=True, slots=True)
class PortfolioView:
    """Organisations side by side, a form that founds one, or what is said of one deleted."""

    table: Table | None
    act: Act | None
    gone: tuple[Link, ...]
    """Those this person deleted, with where the statements lie."""
    form: Form | None = None
    words: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    """Where to go from here, besides the organisations."""
    carried: Table | None = None
    """What a pack carries."""
    picture: Picture | None = None
    sections: tuple[Form, ...] = ()
