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
    tests = tuple(_Test(name, wanted) for name, wanted in where.items())

    def fits(fields: Fields) -> bool | None:
        unsure = False
        for test in tests:
            value = fields.get(test.name)
            kind = value.__class__
            if value is None or (kind is str and not value):
                unsure = True
            elif kind is str:
                if value not in test.texts:
                    return False
            elif kind is bool:
                if value not in test.truths:
                    return False
            elif kind is list and value and test.only_texts:
                if test.texts.isdisjoint(value):  # type: ignore[arg-type]  # a list, by the line above
                    return False
            else:
                answer = matches(fields, test.condition)
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


class _Test:
    """One field and what is wanted of it."""

    __slots__ = ("condition", "name", "only_texts", "texts", "truths")

    def __init__(self, name: str, wanted: object) -> None:
        options = wanted if isinstance(wanted, (list, tuple)) else (wanted,)
        self.name = name
        self.condition = {name: wanted}
        self.texts = frozenset(option for option in options if isinstance(option, str))
        self.truths = tuple(option for option in options if isinstance(option, bool))
        self.only_texts = len(self.texts) == len(set(options))
