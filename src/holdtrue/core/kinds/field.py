"""How a kind declares one field, and what forms, lists, imports and the interfaces are told about it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Annotated, Any, Literal

from pydantic import Field

from holdtrue.core.content import content
from holdtrue.core.messages import Message
from holdtrue.core.vocabulary import value_list

FieldType = Literal[
    "text", "long_text", "date", "yes_no", "number", "choice", "choices", "link", "links", "period", "list"
]
MULTIPLE = frozenset({"choices", "links", "list"})
CATALOGS = frozenset({"annex_control", "requirement", "law_text"})
"""Link targets that are catalog items, not records; such a link is kept as a field as well."""

_FAMILY = "kinds_"
"""How the catalogs begin that hold the words of kinds; which help, examples and reasons exist is read off them."""


@dataclass(frozen=True, slots=True)
class As:
    """Marks an annotation with the field type people are told."""

    type: FieldType


Text = Annotated[str | None, As("text")]
LongText = Annotated[str | None, As("long_text")]
Date = Annotated[str | None, As("date")]
YesNo = Annotated[bool | None, As("yes_no")]
Number = Annotated[int | float | list[int | float] | None, As("number")]
Choice = Annotated[str | None, As("choice")]
Choices = Annotated[list[str] | None, As("choices")]
Link = Annotated[str | None, As("link")]
Links = Annotated[list[str] | None, As("links")]
PeriodText = Annotated[str | None, As("period")]
Lines = Annotated[list[str] | None, As("list")]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """Everything an interface needs to know about one field of one kind."""

    kind: str
    name: str
    type: FieldType
    label: Message
    help: Message | None = None
    example: Message | None = None
    why: Message | None = None
    """Which practice the field feeds, and what goes wrong without it."""
    choices: tuple[tuple[str, Message], ...] = ()
    target: str = ""
    """A kind, 'record' for any, or a catalog: one of CATALOGS, or practice, evidence_tag, indicator_tag."""
    required: bool = False
    material: bool = False
    derived: bool = False
    """Nobody types it."""
    noted: bool = False
    """Nobody types it, but no rule works it out either: what an action saw is kept, and may be material."""
    personal: bool = False
    filterable: bool = False
    searchable: bool = False
    open: bool = False
    """A choice that also takes values outside its list."""
    pair: bool = False
    """A number that may also be a band of two: low and high."""
    extra: bool = False
    """A relation only: it is not among the kind's fields and enters no condition."""

    @property
    def multiple(self) -> bool:
        """Whether it holds several values."""
        return self.type in MULTIPLE

    @property
    def linked(self) -> bool:
        """Whether it names other records or catalog items; the relation's name is the field's."""
        return self.type in ("link", "links")


def field(  # noqa: PLR0913  # one keyword per property a declaration may state
    *,
    material: bool = False,
    required: bool = False,
    derived: bool = False,
    noted: bool = False,
    personal: bool = False,
    filterable: bool = False,
    choices: str = "",
    target: str = "",
    open: bool = False,  # noqa: A002  # the word the declaration reads best with
    pair: bool = False,
    extra: bool = False,
    alias: str | None = None,
) -> Any:  # noqa: ANN401  # the type of the attribute is said by its annotation
    """Declare a field; `choices` names value lists of the vocabulary; `alias` is a name Python keeps for itself."""
    said: dict[str, Any] = {
        key: value
        for key, value in {
            "material": material,
            "required": required,
            "derived": derived,
            "noted": noted,
            "personal": personal,
            "filterable": filterable,
            "choices": choices,
            "target": target,
            "open": open,
            "pair": pair,
            "extra": extra,
        }.items()
        if value
    }
    return Field(default=None, alias=alias, json_schema_extra={"holdtrue": said})


def described(kind: str, name: str, type_: FieldType, said: dict[str, Any]) -> FieldSpec:
    """Return the full description of a declared field, its words looked up by kind and name."""
    options = {k: v for k, v in said.items() if k != "choices"}
    if said.get("noted"):
        options["derived"] = True
    stem = f"kind.{kind}.field.{name}"
    return FieldSpec(
        kind=kind,
        name=name,
        type=type_,
        label=Message(f"{stem}.label"),
        help=_word(f"{stem}.help"),
        example=_word(f"{stem}.example"),
        why=_word(f"{stem}.why"),
        choices=labelled(said.get("choices", "")),
        searchable=type_ in ("text", "long_text", "list") and not said.get("personal"),
        **options,
    )


def labelled(lists: str) -> tuple[tuple[str, Message], ...]:
    """Return the values of the named lists, each with its label."""
    return tuple(
        (value, Message(f"choice.{name}.{value}")) for name in lists.split() for value in value_list(name)
    )


def _word(message_id: str) -> Message | None:
    return Message(message_id) if message_id in _words() else None


@cache
def _words() -> frozenset[str]:
    folder = resources.files("holdtrue.data").joinpath("words", "en")
    names = sorted(file.name for file in folder.iterdir() if file.name.startswith(_FAMILY))
    return frozenset(key for name in names for key in content(f"words/en/{name}"))
