"""Which requirements of different frameworks ask for related work: published crosswalks and our own judgement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from holdtrue.core.content import by_edition, content
from holdtrue.core.frameworks import framework, installed


@dataclass(frozen=True, slots=True)
class Related:
    """One requirement that asks for related work; a link never says that one satisfies the other."""

    framework: str
    requirement: str
    published: bool
    """Whether somebody published it; otherwise it is our judgement."""


def related(framework_id: str, requirement_id: str) -> tuple[Related, ...]:
    """Return the requirements of other frameworks linked with one, in the order of frameworks."""
    found = _links().get((framework_id, requirement_id), ())
    return tuple(sorted(found, key=lambda one: installed().index(one.framework)))


@by_edition
def _links() -> Mapping[tuple[str, str], tuple[Related, ...]]:
    raw: Mapping[str, Any] = content("frameworks/crosswalk.yaml")
    known = {name: {r.id for r in framework(name).requirements} for name in installed()}
    found: dict[tuple[str, str], dict[tuple[str, str], Related]] = {}
    for link in raw["links"]:
        one, other = ((link[end]["framework"], link[end]["id"]) for end in ("from", "to"))
        for here, there in ((one, other), (other, one)):
            if there[1] in known.get(there[0], ()):
                told = Related(*there, published=link["basis"] == "published")
                found.setdefault(here, {})[there] = told
    return {here: tuple(there.values()) for here, there in found.items()}


__all__ = ["Related", "related"]
