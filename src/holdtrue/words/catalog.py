"""The catalogs of sentences, one YAML file per subject and language, and the function that fills their blanks."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Self

import yaml

from holdtrue.core.days import ALWAYS, NEVER
from holdtrue.core.messages import Message

PSEUDO = "pseudo"
"""A made-up language that brackets every sentence, so that a test sees text that bypasses the catalogs."""
LOCALES = ("en", PSEUDO)
"""Languages that everything is said in."""
SPOKEN = ("en", "fr", PSEUDO)
"""Languages in which at least the pages are said that need no sign-in."""
_SPACE = "\u202f"
"""Between the thousands of a French number: narrow, and no line breaks there."""

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY_LONG = len("2027-03-14")
_AS_WRITTEN = frozenset(("value", "text", "title", "name", "slug", "version"))
"""Blanks that quote what somebody wrote: a date in them stays as it was written, unless it asks `{value:day}`."""

_NUMBERED = frozenset(("line", "run"))
"""Blanks that name a thing by its number: line 1408, which is typed back as it is read."""

Entry = str | Mapping[str, str]


@cache
def _entries(locale: str) -> Mapping[str, Entry]:
    found: dict[str, Entry] = {}
    folder = resources.files("holdtrue.data").joinpath("words", locale)
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".yaml"):
            for key, entry in (yaml.load(file.read_text("utf-8"), yaml.CSafeLoader) or {}).items():
                if key in found:
                    message = f"the message '{key}' stands in two catalogs of '{locale}'"
                    raise ValueError(message)
                found[key] = entry
    return found


def say(message: Message, locale: str = "en") -> str:
    """Return the sentence in that language, falling back to English; an unknown id raises KeyError."""
    return text(message.id, locale, **message.params)


def text(message_id: str, locale: str = "en", /, **params: object) -> str:
    """Return the sentence named, its blanks filled; `n` chooses between the forms `one` and `other`."""
    if locale == PSEUDO:
        return f"⟦{text(message_id, 'en', **params)}⟧"
    if not params:
        return _plain(message_id, locale)
    entry = _entry(message_id, locale)
    if isinstance(entry, Mapping):
        entry = entry["one" if params.get("n") == 1 else "other"]
    return entry.format_map({name: _said(name, value, locale) for name, value in params.items()})


@cache
def known(message_id: str) -> bool:
    """Whether there are words for a message."""
    return message_id in _entries("en")


@cache
def _plain(message_id: str, locale: str) -> str:
    """A sentence without blanks: most of what a page says; as many are kept as the catalogs have."""
    entry = _entry(message_id, locale)
    return (entry if isinstance(entry, str) else entry["other"]).format()


def _entry(message_id: str, locale: str) -> Entry:
    entry = _entries(locale).get(message_id) if locale != "en" else None
    return _entries("en")[message_id] if entry is None else entry


def date(day: int, locale: str = "en") -> str:
    """Return a day as people write it: 14 Mar 2027."""
    if day <= NEVER or day >= ALWAYS:
        return text("day.never" if day <= NEVER else "day.always", locale)
    value = dt.date.fromordinal(day)
    return f"{value.day} {text(f'page.month.{value.month}', locale)} {value.year}"


class Phrase(str):
    """Words put in a blank: `{x:a}` with their article, `{x:low}` inside a sentence, `{x:capital}` at its head."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        """Return the words as the blank asks."""
        if spec == "capital":
            return self[:1].upper() + self[1:]
        if spec == "low":
            return self if self[:2].isupper() else self[:1].lower() + self[1:]
        if spec == "a":
            return f"{'an' if _opens_with_a_vowel(self) else 'a'} {self}"
        return str.__format__(self, "" if spec in ("day", "iso") else spec)


class Written(Phrase):
    """A day written as data, 2027-03-14: people read `14 Mar 2027`; a column of a terminal asks for `{x:iso}`."""

    __slots__ = ("_quoted", "_words")
    _quoted: bool
    _words: str

    def __new__(cls, written: str, words: str, *, quoted: bool) -> Self:
        """Keep the day both ways; `quoted` where the blank repeats what somebody wrote."""
        made = super().__new__(cls, written)
        made._quoted, made._words = quoted, words
        return made

    def __format__(self, spec: str) -> str:
        """Return the day as the blank asks."""
        return str(self) if spec == "iso" or (self._quoted and spec != "day") else self._words


def _opens_with_a_vowel(words: str) -> bool:
    return words[:1].lower() in "aeio" or (words.startswith("un") and not words.startswith("uni"))


def _said(name: str, value: object, locale: str) -> str:
    if type(value) is str and len(value) != _DAY_LONG:  # what most blanks are filled with, and never a day
        return Phrase(value)
    if isinstance(value, Message):
        return Phrase(say(value, locale))
    if isinstance(value, (tuple, list)):
        return Phrase(", ".join(_said(name, v, locale) for v in value))
    if name.endswith("_day") and isinstance(value, int):
        return date(value, locale)
    if isinstance(value, int) and not isinstance(value, bool):
        if name in _NUMBERED:
            return str(value)
        return f"{value:,}".replace(",", _SPACE) if locale == "fr" else f"{value:,}"
    if isinstance(value, str) and _ISO.fullmatch(value):
        return _day(name, value, locale)
    return Phrase(value)


def _day(name: str, written: str, locale: str) -> str:
    try:
        day = dt.date.fromisoformat(written).toordinal()
    except ValueError:  # it looks like a day and is none
        return Phrase(written)
    return Written(written, date(day, locale), quoted=name in _AS_WRITTEN)
