"""Which pages are opened on every kind of database, whatever else is read of them on one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

OF_A_RECORD: dict[str, tuple[str, ...]] = {
    "system": (
        *(
            "access",
            "ask",
            "assess",
            "attach",
            "classify",
            "comment",
            "compare",
            "correct",
            "deploy",
            "drift",
        ),
        *(
            "edit",
            "erase",
            "history",
            "history.csv",
            "life",
            "owner",
            "pdf",
            "record.csv",
            "refuse",
            "restore",
        ),
        *("retire", "retiring", "risks", "sign", "what-if", "withdraw", "word"),
    ),
    "policy": ("acknowledged", "document", "languages", "upload"),
    "impact_assessment": ("assessment",),
    "audit": ("work", "work/report"),
    "incident": ("close", "foresee", "incident", "tell"),
    "person": ("away", "hand-over"),
    "risk": ("way",),
    "evidence": ("file", "read"),
}
"""The pages of a record, each of a kind that has it."""
FILLED = {
    "kind": "risks",
    "practice": "ai-policy",
    "level": "next",
    "stage": "live",
    "framework": "iso42001",
    "control": "A.5.2",
    "scope": "organisation",
    "number": "1",
}


def shown(refs: Mapping[str, str]) -> Iterator[str]:
    """The first page, every list, a record of every kind there is, and the pages of a record."""
    from holdtrue.pages.places import plurals

    yield ""
    yield from (f"{word}/" for word in plurals().values())
    yield from (f"r/{ref}/" for ref in refs.values())
    yield from (f"r/{refs[kind]}/{page}/" for kind, pages in OF_A_RECORD.items() for page in pages)


def addresses() -> list[str]:
    """Every address of the pages inside an organisation that names no record, its other blanks filled."""
    from django.urls import get_resolver

    found: set[str] = set()

    def walk(patterns: list, before: str) -> None:
        for one in patterns:
            at = before + str(one.pattern)
            if hasattr(one, "url_patterns"):
                walk(one.url_patterns, at)
            elif at.startswith("/o/<slug:slug>/") and ":ref>" not in at:
                at = at.removeprefix("/o/<slug:slug>/")
                found.add(re.sub(r"<(?:\w+:)?(\w+)>", lambda m: FILLED.get(m[1], "x"), at))

    walk(get_resolver().url_patterns, "/")
    return sorted(found)
