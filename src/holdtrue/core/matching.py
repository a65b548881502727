"""Conditions on facts: `where`, `when` and `applies_when`, in three values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.core.facts import Fields


def filled(value: object) -> bool:
    """Whether a field holds anything but nothing, an empty text or an empty list; false and 0 are filled."""
    return not (value is None or (isinstance(value, (str, list, tuple, set, dict)) and not value))


def matches(fields: Fields, where: Mapping[str, object]) -> bool | None:
    """Return True or False, or None where a field that would decide is unset.

    Equality; a list means any of; on a field of several values it means they share one. All must match.
    """
    unsure = False
    for name, wanted in where.items():
        value = fields.get(name)
        if not filled(value):
            unsure = True
        elif not _agrees(value, wanted):
            return False
    return None if unsure else True


def asked(fields: Fields, organization: Fields, facts: Mapping[str, object]) -> bool | None:
    """Evaluate the facts of `when`, `applies_when` or `law_when`.

    `any` takes alternatives; `organization.F` reads the organisation.
    """
    answers: list[bool | None] = []
    for name, wanted in facts.items():
        if name == "any":
            answers.append(_any([asked(fields, organization, x) for x in _mappings(wanted)]))
        elif name.startswith("organization."):
            answers.append(matches(organization, {name.removeprefix("organization."): wanted}))
        else:
            answers.append(matches(fields, {name: wanted}))
    if False in answers:
        return False
    return None if None in answers else True


def _any(answers: list[bool | None]) -> bool | None:
    if True in answers:
        return True
    return None if None in answers else False


def _mappings(value: object) -> list[Mapping[str, object]]:
    return [x for x in value if isinstance(x, Mapping)] if isinstance(value, list) else []


def _agrees(value: object, wanted: object) -> bool:
    options = wanted if isinstance(wanted, (list, tuple)) else (wanted,)
    values = value if isinstance(value, Collection) and not isinstance(value, (str, Mapping)) else (value,)
    return any(same(v, w) for v in values for w in options)


def same(value: object, wanted: object) -> bool:
    """Equality that keeps booleans apart from the numbers 0 and 1."""
    return isinstance(value, bool) == isinstance(wanted, bool) and value == wanted
