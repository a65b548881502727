"""The words of the product: the same in code, pages, API and command line."""

from __future__ import annotations

from dataclasses import dataclass

from holdtrue.core.messages import Message

_TERMS = (
    "register record kind ref link revision digest material signoff basis drift evidence reading measurement indicator"
    " claim verdict until witness remedy state bearing practice level standing scope profile tier triage population"
    " framework requirement coverage index property band mark gate stage takeover declaration finding control worklist"
    " forecast whatif entry ledger checkpoint binder unit token"
)


@dataclass(frozen=True, slots=True)
class Term:
    """One word with what we mean by it."""

    id: str

    @property
    def word(self) -> Message:
        """The word itself."""
        return Message(f"glossary.{self.id}.word")

    @property
    def means(self) -> Message:
        """What it means here, in a sentence or two."""
        return Message(f"glossary.{self.id}.means")


TERMS: tuple[Term, ...] = tuple(Term(name) for name in _TERMS.split())
"""In the order in which one explains the next."""
