"""What every page has around its own content: organisation, navigation, person, notices, breadcrumbs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

THEMES = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class Link:
    """Somewhere to go; `count` is how many things wait there, `folded` puts a tab behind “More”."""

    label: str
    href: str
    current: bool = False
    count: int | None = None
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Station:
    """One entry of the navigation; its `id` names its words and its mark (home, plan, do, check, act…)."""

    id: str
    href: str
    current: bool = False
    count: int | None = None
    children: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """Something a person may do from here: a link, or a form posted where `posted` is set.

    `refused` says why not, where they may not; then it is shown and cannot be pressed.
    """

    label: str
    href: str
    posted: bool = False
    destructive: bool = False
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence on top of the page; `kind` is done, soon or wrong."""

    text: str
    kind: str = "done"
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and what it shows, for those who do not see it."""

    href: str
    shows: str


@dataclass(frozen=True, slots=True)
class Page:
    """The frame of a page. Without an organisation it has neither navigation nor command box.

    `addresses` are those the frame itself needs: search, find, theme, language, account, sign_out.
    """

    title: str
    organisation: Link | None = None
    organisations: tuple[Link, ...] = ()
    stations: tuple[Station, ...] = ()
    more: tuple[Station, ...] = ()
    """Entries of the navigation that are folded away."""
    person: str = ""
    theme: str = "system"
    locale: str = "en"
    languages: tuple[tuple[str, str], ...] = ()
    crumbs: tuple[Link, ...] = ()
    notices: tuple[Notice, ...] = ()
    addresses: Mapping[str, str] = field(default_factory=dict)
    brand: tuple[str, str] = ("", "")
    """At the door: the name and the colour an adviser's pack puts there, the colour as # and six digits."""
    logo: str = ""
    """At the door: where that pack's picture lies."""
    as_of: str = ""
    """The past day shown, already said; empty for now."""
