"""Where every page of an organisation lies: the addresses that views and templates link to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from holdtrue.core.kinds import KINDS
from holdtrue.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

ORGANISATION = "organisation"
"""What stands in an address where a system's ref would, for the organisation as a whole."""
SIGN_IN = "/account/login/"
_STEPS = {"impact_assessment": "assess", "classification": "classify"}
"""Kind → the act on its system that writes one step by step."""


@cache
def plurals() -> Mapping[str, str]:
    """Return kind → the word of its list in an address; English whatever language the page speaks."""
    found = {name: say(kind.label_plural).lower().replace(" ", "-") for name, kind in KINDS.items()}
    return {**found, "system": "systems"}


@cache
def kinds_by_plural() -> Mapping[str, str]:
    """Return the word of a list → its kind."""
    return {word: kind for kind, word in plurals().items()}


def with_query(address: str, **asked: object) -> str:
    """Return an address with what is asked; empty values ask for nothing."""
    pairs = {name: value for name, value in asked.items() if value not in ("", None, (), [])}
    return f"{address}?{urlencode(pairs, doseq=True)}" if pairs else address


@dataclass(frozen=True, slots=True)
class Places:
    """The addresses inside one organisation."""

    slug: str

    @property
    def home(self) -> str:
        """The first page."""
        return f"/o/{self.slug}/"

    def at(self, *words: str) -> str:
        """Return the address below the first page made of these words, each as one step."""
        return self.home + "".join(f"{quote(word, safe='')}/" for word in words)

    def listing(self, kind: str, **asked: object) -> str:
        """Return the list of a kind, with filters."""
        return with_query(self.at(plurals()[kind]), **asked)

    def add(self, kind: str, **asked: object) -> str:
        """Return the form that adds one; what is asked fills its fields.

        What is worked out about one system in steps of its own is begun there, not on a form of bare fields.
        """
        system = asked.get("system")
        if kind in _STEPS and system:
            return self.act(str(system), _STEPS[kind])
        return with_query(self.at(plurals()[kind], "add"), **asked)

    def record(self, ref: str) -> str:
        """Return a record's page."""
        return f"/o/{self.slug}/r/{ref}/"

    def act(self, ref: str, act: str, **asked: object) -> str:
        """Return where an act on a record is done: edit, sign, attach, link, unlink, read, measure, retire, history."""
        return with_query(f"/o/{self.slug}/r/{ref}/{act}/", **asked)

    def why(self, scope: str, practice: str, level: str = "next") -> str:
        """Return why a practice stands as it does in a scope: a ref, or ORGANISATION; `next` is the level to reach."""
        return f"/o/{self.slug}/why/{scope}/{practice}/{level}/"

    def practice(self, practice: str) -> str:
        """Return a practice's page."""
        return f"/o/{self.slug}/practices/{practice}/"

    def framework(self, framework: str, **asked: object) -> str:
        """Return the tree of a framework, with filters."""
        return with_query(self.at("frameworks", framework), **asked)

    def requirement(self, framework: str, requirement: str, **asked: object) -> str:
        """Return the page of one requirement."""
        return with_query(self.at("frameworks", framework, requirement), **asked)

    def file(self, ref: str) -> str:
        """Return where the file of a piece of evidence is downloaded."""
        return self.act(ref, "file")
