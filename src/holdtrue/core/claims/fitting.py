"""Conditions made ready: the answers of `matches` and `asked`, for claims that put them to every record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from holdtrue.core.matching import matches

if TYPE_CHECKING:
    from holdtrue.core.facts import Fields

Fits = Callable[["Fields"], "bool | None"]
"""True, False, or None where a field that would decide is unset."""


def fitting(where: Mapping[str, object]) -> Fits:
    """Return the condition made ready."""
    if not where:
        return _always
    tests = tuple((name, _texts(wanted), {name: wanted}) for name, wanted in where.items())

    def fits(fields: Fields) -> bool | None:
        unsure = False
        for name, texts, condition in tests:
            value = fields.get(name)
            if value.__class__ is str:
                if not value:
                    unsure = True
                elif value not in texts:
                    return False
            elif value is None:
                unsure = True
            else:
                answer = matches(fields, condition)
                if answer is False:
                    return False
                unsure = unsure or answer is None
        return None if unsure else True

    return fits


def asking(facts: Mapping[str, object]) -> Callable[[Fields, Fields], bool | None]:
    """Return the facts of `when` made ready: (fields of the scope, fields of the organisation) -> answer."""
    own = fitting({k: v for k, v in facts.items() if k != "any" and not k.startswith("organization.")})
    prefix = "organization."
    theirs = fitting({k.removeprefix(prefix): v for k, v in facts.items() if k.startswith(prefix)})
    alternatives = facts.get("any")
    options = tuple(asking(option) for option in alternatives) if isinstance(alternatives, list) else ()

    def asked(fields: Fields, organization: Fields) -> bool | None:
        answers = [own(fields), theirs(organization)]
        if options:
            found = [option(fields, organization) for option in options]
            answers.append(True if True in found else None if None in found else False)
        if False in answers:
            return False
        return None if None in answers else True

    return asked


def _always(_fields: Fields) -> bool | None:
    return True


def _texts(wanted: object) -> frozenset[str]:
    options = wanted if isinstance(wanted, (list, tuple)) else (wanted,)
    return frozenset(option for option in options if isinstance(option, str))
