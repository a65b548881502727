"""The JSON of the forecast, shared by the API and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.shapes import lapse_json, said
from holdtrue.core.days import iso
from holdtrue.core.scoring import LEVEL_WORDS

if TYPE_CHECKING:
    from holdtrue.app.queries.forecast import Forecast, Stood
    from holdtrue.app.queries.lapsing import Lapsing
    from holdtrue.app.shapes import Json


def forecast_json(found: Forecast) -> Json:
    """Return the months ahead if nobody does anything."""
    certified = found.first["certification"]
    return {
        "organisation": found.now.figures.organisation.name,
        "slug": found.now.figures.organisation.slug,
        "at": iso(found.day),
        "until": iso(found.until),
        "profile": found.now.index.profile,
        "holds_until": iso(found.holds_until.day) if found.holds_until else None,
        "certification_holds_until": iso(certified.day) if certified else None,
        "first_to_give_way": {
            profile: lapse_json(lapse) if lapse else None for profile, lapse in found.first.items()
        },
        "index_now": found.days[0].index.tenths,
        "index_then": found.days[-1].index.tenths,
        "days": [_day(one) for one in found.days],
        "lapses": [lapsing_json(one) for one in found.lapses.lines],
        "lapses_complete_until": iso(found.lapses.reach),
    }


def _day(one: Stood) -> Json:
    return {
        "on": iso(one.day),
        "index": one.index.tenths,
        "band": one.index.band.id,
        "levels": dict(zip(LEVEL_WORDS, one.levels, strict=True)),
        "holding": one.holding,
        "asked": one.asked,
    }


def lapsing_json(one: Lapsing) -> Json:
    """Return one practice that gives way: `scope` is a system where it is one, else the organisation."""
    return {
        "on": iso(one.day),
        "practice": one.practice.id,
        "title": one.practice.title,
        "scope": one.ref or "organisation",
        "scope_title": one.title,
        "systems": one.systems,
        "before": LEVEL_WORDS[one.before],
        "after": LEVEL_WORDS[one.after],
        "because": said(one.why),
        "owner": one.name or None,
        "owner_ref": one.person or None,
        "role": one.role,
        "remedy": said(one.remedy.message) if one.remedy else None,
    }


__all__ = ["forecast_json", "lapsing_json"]
