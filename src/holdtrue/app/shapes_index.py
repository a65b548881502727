"""The AI Index as scripts read it: the figure, what it is made of, what holds it down, and how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.shapes import Json, lapse_json, said, tenths
from holdtrue.core.days import iso
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.words import say

if TYPE_CHECKING:
    from holdtrue.app.queries.indexed import Demand, Held, Opened, Share
    from holdtrue.app.queries.status import Stand
    from holdtrue.app.queries.trend import Reading
    from holdtrue.core.properties import Scheme


def index_json(found: Opened, *, trend: bool = False) -> Json:
    """Return the index opened up; with `trend` the months before as well."""
    index = found.index
    made: Json = {
        "organisation": found.organisation.name,
        "slug": found.organisation.slug,
        "scope": scope_of(found),
        "title": title_of(found),
        "at": iso(found.day),
        "index": index.tenths,
        "told": say(index.told),
        "profile": index.profile,
        "joined_by_law": index.joined,
        "band": index.band.id,
        "band_lowered_because": said(index.capped) or None,
        "holding": found.holding,
        "asked": found.asked,
        "holds_until": lapse_json(found.until) if found.until else None,
        "properties": [_share(share, found.scheme) for share in found.shares],
        "caps": [_cap(held) for held in found.caps],
        "ready": found.ready,
        "mark": [_demand(demand) for demand in found.demands],
        "matrix_version": index.scheme_version,
        "rules": index.library_digest,
    }
    if trend:
        made["trend"] = [reading_json(reading) for reading in found.readings]
    return made


def scope_of(found: Opened) -> str:
    """Return the ref of the unit or the system, 'organisation' for the whole."""
    place = found.system or found.unit
    return place.ref if place else "organisation"


def title_of(found: Opened) -> str:
    """Return the name of what it is the index of."""
    place = found.system or found.unit
    return place.title if place else found.organisation.name


def reading_json(reading: Reading) -> Json:
    """Return one month's end."""
    return {
        "on": iso(reading.day),
        "index": reading.index // 10 / 10,
        "band": reading.band,
        "profile": reading.profile,
        "properties": {n: None if v is None else v // 10 / 10 for n, v in reading.properties.items()},
        "holding": reading.holding,
        "asked": reading.asked,
        "systems": reading.systems,
        "matrix_version": reading.scheme_version,
        "worked_out_later": reading.later,
    }


def _share(share: Share, scheme: Scheme) -> Json:
    return {
        "id": share.about.id,
        "title": share.about.title,
        "score": None if share.score is None else tenths(share.score),
        "weight": f"{share.sum}/{scheme.total}",
        "adds": tenths(share.adds),
        "practices": [_practice(stand) for stand in share.stands],
    }


def _practice(stand: Stand) -> Json:
    return {
        "id": stand.practice.id,
        "title": stand.practice.title,
        "level": stand.level_word,
        "target": LEVEL_WORDS[stand.target],
        "score": tenths(stand.score) if stand.score is not None else None,
        "holding": stand.holding,
        "scopes": stand.scopes,
        "joined_by_law": stand.joined,
    }


def _cap(held: Held) -> Json:
    return {
        "property_below": held.cap.below,
        "prohibited_use": held.cap.below is None,
        "band_at_most": held.cap.at_most,
        "because": held.cap.because,
        "binds": held.binds,
        "lowers_the_band": held.lowers,
        "lifted_by": [
            {
                "property": share.about.id,
                "score": tenths(share.score) if share.score is not None else None,
                "raise": [stand.practice.id for stand in lift.stands],
                "reaches": tenths(lift.reaches),
                "enough": lift.enough,
            }
            for share, lift in held.weak
        ],
    }


def _demand(demand: Demand) -> Json:
    return {
        "asks": demand.name,
        "met": demand.met,
        "short": tenths(demand.short),
        "properties": [share.about.id for share in demand.weak],
    }


__all__ = ["index_json", "reading_json", "scope_of", "title_of"]
