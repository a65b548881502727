"""Pages about people: what somebody holds and who follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.form import Form
    from holdtrue.pages.shapes.page import Link


@dataclass(frozen=True, slots=True)
class HeldGroup:
    """What somebody holds of one kind: the first records by name, `more` for the rest."""

    label: str
    count: int
    records: tuple[Link, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class HandOverView:
    """Everything one person holds, and the form that hands it over; without groups there is nothing."""

    person: Link
    lead: str
    groups: tuple[HeldGroup, ...]
    form: Form | None = None
    account: Link | None = None
    """Where a membership still open is ended."""
    empty: str = ""
    empty_words: str = ""


@dataclass(frozen=True, slots=True)
class RoleShown:
    """One named role: who holds it, who stands in, who acts where the holder does not, and what rests on it."""

    title: Link
    duties: str
    state: str
    """holds, soon (the deputy acts), missing or not_applicable."""
    acts: str
    holder: Link | None = None
    deputy: Link | None = None
    since: str = ""
    practices: tuple[Link, ...] = ()
    name: Link | None = None
    name_deputy: Link | None = None


@dataclass(frozen=True, slots=True)
class RolesView:
    """Every named role."""

    lead: str
    roles: tuple[RoleShown, ...]
