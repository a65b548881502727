"""The base of every kind: a declaration from which forms, lists, schemas, imports, search and digests follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, ClassVar, Literal, cast

from pydantic import BaseModel, ConfigDict

from holdtrue.core.kinds.field import As, FieldSpec, FieldType, described
from holdtrue.core.messages import Message

Phase = Literal["plan", "do", "check", "act"]


class Kind(BaseModel):
    """One kind of record; subclasses declare, nothing here decides."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    id: ClassVar[str]
    prefix: ClassVar[str]
    """Three capitals before the number in a ref people can say."""
    shape: ClassVar[int] = 1
    """Rises when a field's meaning changes; older payloads are converted on read, never rewritten."""
    title_field: ClassVar[str | None] = None
    edits: ClassVar[Literal["immediate", "drafted"]] = "immediate"
    event: ClassVar[bool] = False
    dated: ClassVar[str | None] = None
    """The field `done`, `held` and `distinct` read."""
    settles: ClassVar[tuple[str, str] | None] = None
    """(closed_by, due): the dates by which `settled` tells open from closed and overdue."""
    rests_on: ClassVar[tuple[str, ...]] = ()
    """Link paths whose records enter the basis of a sign-off."""
    waits: ClassVar[bool] = True
    """Whether a sign-off waits where what it rests on must itself be signed again; else digests alone decide."""
    known_by: ClassVar[str] = ""
    """The field by which a record is known again where the register holds one for each value of it."""
    independent: ClassVar[bool] = False
    """Whether whoever wrote it may not be the only one to sign it."""
    judges: ClassVar[tuple[str, ...]] = ()
    """Relations to people, or to things with an owner, whose own work it judges: they do not sign it."""
    review_every: ClassVar[str | None] = None
    owner_field: ClassVar[str | None] = None
    phase: ClassVar[Phase] = "do"
    """Where it stands on the Plan-Do-Check-Act wheel."""
    label: ClassVar[Message]
    label_plural: ClassVar[Message]
    help: ClassVar[Message]

    material: ClassVar[tuple[str, ...]] = ()
    """Fields and relations that enter the digest."""
    personal: ClassVar[tuple[str, ...]] = ()
    """Fields that hold personal data and are erased with the person."""
    derived: ClassVar[tuple[str, ...]] = ()
    """Fields nobody types."""
    edges: ClassVar[Mapping[str, str]] = {}
    """Relation -> the kind, 'record' or catalog at its other end."""

    @classmethod
    @cache
    def field_specs(cls) -> tuple[FieldSpec, ...]:
        """Every field and relation in the order people meet them."""
        return tuple(described(cls.id, name, type_, said) for name, type_, said in _stated(cls))

    @classmethod
    @cache
    def specs_by_name(cls) -> dict[str, FieldSpec]:
        """The same by name."""
        return {spec.name: spec for spec in cls.field_specs()}

    @classmethod
    def spec(cls, name: str) -> FieldSpec:
        """The one field named; KeyError where the kind has none."""
        return cls.specs_by_name()[name]

    def __init_subclass__(cls, **options: object) -> None:
        """Name the words of the kind."""
        super().__init_subclass__(**options)  # type: ignore[arg-type]  # pydantic types its options as ConfigDict
        cls.label = Message(f"kind.{cls.id}.title")
        cls.label_plural = Message(f"kind.{cls.id}.plural")
        cls.help = Message(f"kind.{cls.id}.help")

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        """Read off the fields what the rest of the core asks a kind at every turn."""
        stated = list(_stated(cls))
        cls.material = tuple(name for name, _type, said in stated if said.get("material"))
        cls.personal = tuple(name for name, _type, said in stated if said.get("personal"))
        cls.derived = tuple(name for name, _type, said in stated if said.get("derived"))
        cls.edges = {name: said["target"] for name, type_, said in stated if type_ in ("link", "links")}


def _stated(kind: type[Kind]) -> Iterator[tuple[str, FieldType, dict[str, Any]]]:
    """Each field as declared: its name for people, its type, its options."""
    for attribute, info in kind.model_fields.items():
        marker = next(m for m in info.metadata if isinstance(m, As))
        extra = cast("dict[str, Any]", info.json_schema_extra)
        yield info.alias or attribute, marker.type, extra["holdtrue"]
