"""What an employee may put into which tool: yes, ask or no, from what is on record of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

AT_THE_DOOR = "00000000-0000-4000-8000-000000000d00"
"""The account under which stands what came by the organisation's code, from nobody in particular."""
DATA = ("public", "internal", "confidential", "personal", "sensitive")
"""Kinds of data in everyday words, from the most open to the most guarded."""
ANSWERS = ("yes", "ask", "no")
_MAY_BE_USED = frozenset({"trial", "in_use"})
_WORDS: Mapping[str, tuple[str, ...]] = {
    "public": ("public", "published", "open data"),
    "internal": ("internal", "business"),
    "confidential": ("confidential", "secret", "client", "customer", "contract", "financial"),
    "personal": ("personal", "name", "address", "contact", "employee", "applicant", "staff"),
    "sensitive": ("health", "patient", "medical", "biometric", "special categor", "religio", "criminal"),
}
"""Words in a system's own list of data by which it says that it is meant for such data."""


class Answer(NamedTuple):
    """One cell, with the id of the sentence that says on what it rests."""

    answer: str
    because: str


def answer(fields: Mapping[str, object], data: str, stated: str = "") -> Answer:
    """Return the answer for one kind of data. A tool that is not in use is no; what nobody settled is ask.

    What somebody stated counts beyond what can be read off the record, except that nothing makes a tool not in use
    a yes.
    """
    if fields.get("use") not in _MAY_BE_USED:
        return Answer("no", "door.because.not_in_use")
    if stated in ANSWERS:
        return Answer(stated, "door.because.stated")
    if data in ("personal", "sensitive") and fields.get("personal_data") is False:
        return Answer("no", "door.because.no_personal")
    if data == "sensitive" and fields.get("sensitive_use") is False and not _listed(fields, data):
        return Answer("no", "door.because.not_sensitive")
    if data == "public":
        return Answer("yes", "door.because.public")
    if _listed(fields, data):
        return Answer("yes", "door.because.listed")
    return Answer("ask", "door.because.unsaid")


def _listed(fields: Mapping[str, object], data: str) -> bool:
    lines = fields.get("data_categories")
    said = " ".join(map(str, lines)).casefold() if isinstance(lines, list | tuple) else ""
    return any(word in said for word in _WORDS[data])


__all__ = ["ANSWERS", "AT_THE_DOOR", "DATA", "Answer", "answer"]
