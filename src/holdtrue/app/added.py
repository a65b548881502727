"""The fields an organisation added to a kind, as forms, lists and exports meet them: beside the declared ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdtrue.core import custom
from holdtrue.core.custom import Added
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.store import sortkeys
from holdtrue.store.models import CustomField
from holdtrue.store.prepared import Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from holdtrue.core.kinds import FieldSpec


def definitions(organisation_id: int, kind: str, *, ended: bool = False) -> tuple[Added, ...]:
    """Return the fields added to a kind, in order; those ended only where asked for. One query."""
    rows = _OF_KIND.records(organisation=organisation_id, kind=kind)
    return tuple(_added(row) for row in rows if ended or not row.ended)


def _of_kind(organisation: int, kind: str) -> QuerySet[CustomField]:
    return CustomField.rows.of(organisation).filter(kind=kind).order_by("position", "id")


_OF_KIND = Question(_of_kind, organisation=-7001, kind="(kind)")


def all_of(organisation_id: int) -> tuple[Added, ...]:
    """Return every field the organisation ever added, by kind. One query."""
    rows = CustomField.rows.of(organisation_id).order_by("kind", "ended", "position", "id")
    return tuple(_added(row) for row in rows)


def _added(row: CustomField) -> Added:
    return Added(row.kind, row.key, row.name, row.type, row.help, tuple(row.options), row.material, row.ended)


def specs(organisation_id: int, kind: str) -> dict[str, FieldSpec]:
    """Return the tags and the added fields of a kind by name, in the order people meet them. One query."""
    found = {custom.TAGS: custom.tags_spec(kind)}
    for added in definitions(organisation_id, kind):
        spec = custom.spec_of(added)
        found[spec.name] = spec
    return found


def offered(organisation_id: int, kind: str) -> dict[str, FieldSpec]:
    """Return the same for a form, which also says the tags in use. Two queries."""
    found = specs(organisation_id, kind)
    used = tuple(tag for tag, _ in sortkeys.tags(organisation_id, kind, most=_TAGS))
    if used:
        help_ = Message("lists.tags.help_used", {"tags": " · ".join(used)})
        found[custom.TAGS] = replace(found[custom.TAGS], help=help_)
    return found


_TAGS = 24
"""Tags in use that a form says."""


def every(organisation_id: int, kind: str) -> dict[str, FieldSpec]:
    """Return all fields of a kind by name: those declared, the tags, those added. One query."""
    return {**KINDS[kind].specs_by_name(), **specs(organisation_id, kind)}


def named(organisation_id: int, kind: str, raw: Iterable[str]) -> Mapping[str, FieldSpec]:
    """Return what `clean` must know beside the declared fields; asks nothing where an edit names none of it."""
    return specs(organisation_id, kind) if custom.names_added(raw) else {}


def material(organisation_id: int, kind: str, fields: Mapping[str, object]) -> list[str]:
    """Return the keys of added fields that enter the digest of a record with these fields, sorted."""
    values = custom.of(fields)
    if not values:
        return []
    return sorted(
        a.key for a in definitions(organisation_id, kind, ended=True) if a.material and a.key in values
    )


__all__ = ["all_of", "definitions", "every", "material", "named", "offered", "specs"]
