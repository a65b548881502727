"""Conditions made ready: the answers of `matches` and `asked`, for claims that put them to every record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from holdtrue.core.matching import matches

if TYPE_CHECKING:
    from holdtrue.core.facts import Fields

_NOTHING: Mapping[str, object] = MappingProxyType({})


class Fits(Protocol):
    """True, False, or None where a field that would decide is unset; the organisation's own fields are passed over."""

    def __call__(self, fields: Fields, organization: Fields = ..., /) -> bool | None: ...


Asks = Callable[["Fields", "Fields"], "bool | None"]
"""The same of the fields of a scope and those of the organisation."""


def fitting(where: Mapping[str, object]) -> Fits:
    """Return the condition made ready."""
    if not where:
        return _always
    tests = tuple(_test(name, wanted) for name, wanted in where.items())
    fits = _all_of(tests)
    if len(tests) > 1:
        return fits
    name, texts, truths, *_ = tests[0]
    if truths == (True,) and not texts and where[name] is True:

        def is_true(fields: Fields, _organization: Fields = _NOTHING) -> bool | None:
            value = fields.get(name)
            return True if value is True else False if value is False else fits(fields)

        return is_true

    def fits_one(fields: Fields, _organization: Fields = _NOTHING) -> bool | None:
        value = fields.get(name)
        return value in texts if value.__class__ is str and value else fits(fields)

    return fits_one


def _all_of(tests: tuple[_Test, ...]) -> Fits:
    def fits(fields: Fields, _organization: Fields = _NOTHING) -> bool | None:
        unsure = False
        for name, texts, truths, only_texts, condition in tests:
            value = fields.get(name)
            kind = value.__class__
            if value is None or (kind is str and not value):
                unsure = True
            elif kind is str:
                if value not in texts:
                    return False
            elif kind is bool:
                if value not in truths:
                    return False
            elif kind is list and value and only_texts:
                if texts.isdisjoint(value):  # type: ignore[arg-type]  # a list, by the line above
                    return False
            else:
                answer = matches(fields, condition)
                if answer is False:
                    return False
                unsure = unsure or answer is None
        return None if unsure else True

    return fits


def asking(facts: Mapping[str, object]) -> Asks:
    """Return the facts of `when` made ready: (fields of the scope, fields of the organisation) -> answer."""
    prefix = "organization."
    own = {k: v for k, v in facts.items() if k != "any" and not k.startswith(prefix)}
    theirs = {k.removeprefix(prefix): v for k, v in facts.items() if k.startswith(prefix)}
    alternatives = facts.get("any")
    parts: list[Asks] = []
    if own or not facts:
        parts.append(fitting(own))
    if theirs:
        parts.append(_of_organization(fitting(theirs)))
    if isinstance(alternatives, list):
        parts.append(_either(tuple(asking(option) for option in alternatives)))
    return parts[0] if len(parts) == 1 else _every(tuple(parts))


def _of_organization(fits: Fits) -> Asks:
    return lambda _fields, organization: fits(organization)


def _either(options: tuple[Asks, ...]) -> Asks:
    def asked(fields: Fields, organization: Fields) -> bool | None:
        found: bool | None = False
        for option in options:
            answer = option(fields, organization)
            if answer:
                return True
            if answer is None:
                found = None
        return found

    return asked


def _every(parts: tuple[Asks, ...]) -> Asks:
    def asked(fields: Fields, organization: Fields) -> bool | None:
        found: bool | None = True
        for part in parts:
            answer = part(fields, organization)
            if answer is False:
                return False
            found = found and answer
        return found

    return asked


def _always(_fields: Fields, _organization: Fields = _NOTHING) -> bool | None:
    return True


_Test = tuple[str, frozenset[str], tuple[bool, ...], bool, Mapping[str, object]]
"""One field: its name, the texts and truths wanted, whether only texts are, and the condition as written."""


def _test(name: str, wanted: object) -> _Test:
    options = wanted if isinstance(wanted, (list, tuple)) else (wanted,)
    texts = frozenset(option for option in options if isinstance(option, str))
    truths = tuple(option for option in options if isinstance(option, bool))
    return name, texts, truths, len(texts) == len(set(options)), {name: wanted}
