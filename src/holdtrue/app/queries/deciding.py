"""The systems that decide how practices stand: the first that fall short, else those whose end comes first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdtrue.app.queries.inventory import Short
from holdtrue.app.queries.lists import Asked, filter_of
from holdtrue.app.queries.standings import reader
from holdtrue.core.standing import levels
from holdtrue.store import listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.days import Day

_LOOKED = 200
"""Systems looked through: the first of the high tier, then the first of all."""


def deciding(
    caller: Caller, practices: Sequence[str], level: int, day: Day, *, limit: int = 3
) -> dict[str, tuple[Short, ...]]:
    """Return for each practice a few systems short of a level, or that hold it where none is. Three queries."""
    if not practices:
        return {}
    read, wanted = reader(caller.organisation, day), filter_of(caller, Asked(kind="system"))
    short: dict[str, dict[str, Short]] = {name: {} for name in practices}
    held: dict[str, dict[str, Short]] = {name: {} for name in practices}
    for tier in ("high", ""):
        page = listing.page(caller.organisation.pk, replace(wanted, tier=tier), limit=_LOOKED, count=False)
        for line in page.lines:
            if not line.packed or not line.population:
                continue
            for name in practices:
                verdicts = read.verdicts_of(line.packed, name)
                if verdicts is not None:
                    into = short if levels(verdicts, day).level < level else held
                    into[name].setdefault(line.ref, Short(line.ref, line.title, line.tier, verdicts))
        if all(len(found) >= limit for found in short.values()):
            break
    return {
        name: tuple(
            sorted((short[name] or held[name]).values(), key=lambda one: one.verdicts[level - 1].until)[
                :limit
            ]
            if not short[name]
            else list(short[name].values())[:limit]
        )
        for name in practices
    }


__all__ = ["deciding"]
