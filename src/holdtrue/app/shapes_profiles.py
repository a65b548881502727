"""Profiles as JSON: what each asks here and costs a year, and what choosing it would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.acts import WHO

if TYPE_CHECKING:
    from holdtrue.app.queries.profiles import Chosen, Profiles
    from holdtrue.app.shapes import Json


def profiles_json(found: Profiles, current: str, *, wanted: Chosen | None = None, chosen: bool) -> Json:
    """Return the profiles, or the one asked about, with whether it was just chosen."""
    shown = found.choices if wanted is None else (wanted,)
    return {
        "profile": current,
        "people": found.size.people,
        "systems": found.size.systems,
        "systems_assumed": found.assumed,
        "profiles": [_one(one) for one in shown],
        "open_audits": list(found.open_audits),
        "chosen": chosen,
    }


def _one(one: Chosen) -> Json:
    return {
        "name": one.profile.id,
        "current": one.current,
        "practices": one.asked,
        "hours_first_year": one.effort.hours(),
        "hours_a_year": one.effort.hours(later=True),
        "minutes": {
            who: {"first_year": one.effort.first[who], "a_year": one.effort.later[who]} for who in WHO
        },
        "new": [p.id for p in one.new],
        "no_longer_asked": [p.id for p in one.dropped],
        "by_law": [{"practice": x.practice.id, "laws": list(x.laws), "level": x.level} for x in one.by_law],
    }


__all__ = ["profiles_json"]
