"""What tells apart records whose own title does not: the system that an assessment or a class is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.queries.inventory import owners

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.facts import Fact

NAMED_BY_SYSTEM = frozenset({"impact_assessment", "classification"})
"""Kinds whose titles say what they are, and not of what."""


def about(organisation_id: int, rows: Mapping[int, str]) -> dict[int, str]:
    """Return row id → title of the system, for the rows (id → kind) that need one. One query where any does."""
    wanted = [row for row, kind in rows.items() if kind in NAMED_BY_SYSTEM]
    if not wanted:
        return {}
    return {row: near.title or near.ref for row, near in owners(organisation_id, "system", wanted).items()}


def about_fact(fact: Fact, facts: Mapping[str, Fact]) -> str:
    """Return the same of a fact, from those loaded around it; '' where its system is not among them."""
    if fact.kind not in NAMED_BY_SYSTEM:
        return ""
    found = next((facts[uid] for uid in fact.links.get("system", ()) if uid in facts), None)
    return (found.title or found.ref) if found else ""


__all__ = ["NAMED_BY_SYSTEM", "about", "about_fact"]
