"""Two versions of a record beside each other: revisions compared, and what going back to one would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.form import Form
    from holdtrue.pages.shapes.moment import Moment
    from holdtrue.pages.shapes.page import Act, Link
    from holdtrue.pages.shapes.table import Choice


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a value: marked where it went or came, a link where it is a record; `line` puts it on one of its own."""

    text: str
    marked: bool = False
    href: str = ""
    line: bool = False


@dataclass(frozen=True, slots=True)
class CompareLine:
    """One field that differs; an empty side says that nothing was said."""

    label: str
    before: tuple[Part, ...]
    after: tuple[Part, ...]
    material: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """What stands at the head of one column: which revision, by whom, when."""

    title: str
    who: str = ""
    at: Moment | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CompareView:
    """Two revisions compared, with the choice of two others."""

    title: str
    ref: str
    href: str
    history_href: str
    action: str
    before: Side
    after: Side
    lines: tuple[CompareLine, ...]
    firsts: tuple[Choice, ...]
    seconds: tuple[Choice, ...]
    summary: str = ""
    earlier: Link | None = None
    later: Link | None = None
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class RestoreView:
    """Going back to an older revision: what would change, what follows, and the form that does it."""

    title: str
    sentence: str
    follows: tuple[str, ...]
    before: Side
    after: Side
    lines: tuple[CompareLine, ...]
    form: Form
