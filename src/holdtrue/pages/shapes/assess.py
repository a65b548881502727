"""An impact assessment as its pages show it: sections to fill with how far each is, and the whole to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.form import Field
    from holdtrue.pages.shapes.page import Link
    from holdtrue.pages.shapes.table import Choice


@dataclass(frozen=True, slots=True)
class ImpactRow:
    """One affected group as it is filled in."""

    number: int
    group: str = ""
    what: str = ""
    severities: tuple[Choice, ...] = ()
    likelihoods: tuple[Choice, ...] = ()
    measures: str = ""


@dataclass(frozen=True, slots=True)
class SectionShown:
    """One section: its questions, whether it is done, and whether what it takes over is confirmed."""

    id: str
    title: str
    clause: str
    help: str
    fields: tuple[Field, ...]
    done: bool
    minutes: int
    rows: tuple[ImpactRow, ...] = ()
    rows_error: str = ""
    rows_label: str = ""
    rows_help: str = ""
    carried: bool = False
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class AssessView:
    """The guided page; `state` says what is in force and what is a draft."""

    href: str
    ref: str
    system: str
    action: str
    revision: int
    depth: str
    state: str
    sections: tuple[SectionShown, ...]
    minutes: int
    done: int
    offered: tuple[tuple[str, str], ...]
    """Controls and risks that measures may name: ref and title."""
    read_href: str = ""
    record: Link | None = None

    @property
    def wrong(self) -> tuple[tuple[str, str, str], ...]:
        """Where each thing to put right stands, its label and what is wrong, in the order of the page."""
        found = []
        for one in self.sections:
            if one.rows_error:
                found.append(("g-impacts", one.rows_label, one.rows_error))
            found += [(f"part-{one.id}", x.label, x.error) for x in one.fields if x.error]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Said:
    """One question with its answer, as read; several texts are a list."""

    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupSaid:
    """What is said of one group; `refs` are the controls and risks its measures name."""

    group: str
    what: str
    severity: str
    state: str
    likelihood: str
    measures: str
    refs: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class PartSaid:
    """One section as read."""

    title: str
    clause: str
    said: tuple[Said, ...]
    groups: tuple[GroupSaid, ...] = ()


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """The whole to be read and printed."""

    ref: str
    href: str
    system: Link
    revision: int
    state: str
    severity: str
    parts: tuple[PartSaid, ...]
    signed: tuple[str, ...]
    digest: str
    edit_href: str = ""
    sign_href: str = ""
