"""Setting up, step by step: where one is, what is done, and what each step asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.form import Field, Form
    from holdtrue.pages.shapes.page import Act, Link
    from holdtrue.pages.shapes.profiles import ProfileCard
    from holdtrue.pages.shapes.table import Choice
    from holdtrue.reports.blocks import Block


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step on the way; whether it is done is read from the register."""

    title: str
    href: str
    done: bool
    current: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """What stands around every step: all of them, how far one is, what this one is for."""

    steps: tuple[StepShown, ...]
    far: str
    lead: str = ""
    minutes: str = ""
    later: Link | None = None
    """On to the next step with this one left for another day."""


@dataclass(frozen=True, slots=True)
class SetupView:
    """The way as a whole: each step with what it is for, and the one to go on with."""

    way: Way
    go_on: Act | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class SetupFormView:
    """A step that is one form; `beside` are other ways to do the same."""

    way: Way
    form: Form | None
    beside: tuple[Link, ...] = ()
    words: str = ""
    go_on: Act | None = None
    """Where one goes once nothing is left to fill in."""


@dataclass(frozen=True, slots=True)
class SetupProfileView:
    """The step that chooses the profile, its hours shown."""

    way: Way
    cards: tuple[ProfileCard, ...]
    action: str
    basis: str


@dataclass(frozen=True, slots=True)
class PolicyPart:
    """One part of the policy as it will read, with the field that changes it."""

    title: str
    blocks: tuple[Block, ...]
    field: Field


@dataclass(frozen=True, slots=True)
class SetupPolicyView:
    """The policy as it will read; adjusted, looked at again and signed in place."""

    way: Way
    title: str
    parts: tuple[PolicyPart, ...]
    action: str
    look: str
    submit: str
    who: str
    """What the signature will be, or who is asked for it."""
    proof: tuple[Field, ...] = ()
    wrong: tuple[str, ...] = ()
    adjusting: bool = False


@dataclass(frozen=True, slots=True)
class ToolLine:
    """One tool of the list, to be ticked."""

    id: str
    name: str
    does: str
    data: str
    where: str = ""
    note: str = ""
    unsure: bool = False
    ticked: bool = False
    listed: bool = False
    """On the register already."""
    users: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class ToolGroup:
    """Tools of one sort."""

    title: str
    lines: tuple[ToolLine, ...]
    opened: bool = False


@dataclass(frozen=True, slots=True)
class SetupToolsView:
    """The interview: what is used, by whom and for what."""

    way: Way
    action: str
    groups: tuple[ToolGroup, ...]
    own: str
    source: str
    import_href: str
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """One system with what the list says of it, and what is asked of its use."""

    ref: str
    title: str
    href: str
    says: tuple[str, ...]
    source: str
    ticks: tuple[tuple[str, str, bool], ...]
    """(name, words, ticked)."""
    autonomy: tuple[Choice, ...]
    effect: tuple[Choice, ...]
    fields: tuple[Field, ...]
    refused: str = ""


@dataclass(frozen=True, slots=True)
class SetupConfirmView:
    """Systems whose facts wait to be confirmed."""

    way: Way
    action: str
    rows: tuple[ToConfirm, ...]
    more: Link | None = None
