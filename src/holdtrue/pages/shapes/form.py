"""A form as a page shows it: fields with their help, example, reason and error, one column, the question first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.table import Choice

TYPES = (
    *("text", "long_text", "number", "date", "yes_no", "choice", "choices", "link", "links"),
    *("list", "period", "email", "file", "secret", "hidden", "markdown", "code"),
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `type` is one of TYPES; `value` is text, one line each for `links` and `list`.

    `why` says which claim it feeds; `find_href` offers records to a link as one types, and previews `markdown`.
    `derived` fields are shown and cannot be typed; `source` says where the value came from.
    """

    name: str
    label: str
    type: str = "text"
    value: str = ""
    help: str = ""
    example: str = ""
    why: str = ""
    error: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = False
    derived: bool = False
    material: bool = False
    find_href: str = ""
    source: str = ""
    unit: str = ""
    accept: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A group of fields under one question; `folded` ones start closed."""

    title: str
    fields: tuple[Field, ...]
    intro: str = ""
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """How a form is kept while it is filled in: under which name, where to, and what was left there before.

    `since` says when that was; empty where nothing was left. `taken` is set once it was put back into the form.
    """

    form: str
    href: str
    drop_href: str
    at: str
    since: str = ""
    take_href: str = ""
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form. `draft` is how it is kept as one types; `revision` guards a stale edit."""

    action: str
    sections: tuple[Section, ...]
    submit: str
    """What the button says; none is shown where there is nothing to send."""
    cancel_href: str = ""
    intro: str = ""
    minutes: int | None = None
    left: int | None = None
    """Fields still empty that a claim asks for."""
    revision: int | None = None
    draft: Draft | None = None
    files: bool = False
    destructive: bool = False

    @property
    def errors(self) -> tuple[Field, ...]:
        """The fields that have an error, in order."""
        return tuple(f for s in self.sections for f in s.fields if f.error)
