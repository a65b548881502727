"""A review's pack and the year calendar as JSON, shared by the API and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.queries.review_pack import INPUTS
from holdtrue.app.shapes import said
from holdtrue.core.days import iso
from holdtrue.words import text

if TYPE_CHECKING:
    from holdtrue.app.queries.review_shapes import Pack, Part
    from holdtrue.app.queries.year import Line, Year
    from holdtrue.app.shapes import Json
    from holdtrue.store.models import Organisation


def pack_json(organisation: Organisation, pack: Pack, *, review: str = "", digest: str = "") -> Json:
    """Return a pack; `review` and `digest` where it was kept with one."""
    return {
        "organisation": pack.organisation,
        "slug": organisation.slug,
        "from": iso(pack.begin),
        "to": iso(pack.last),
        "at": iso(pack.day),
        "review": review or None,
        "digest": digest or None,
        "changes": pack.changes,
        "decisions": [
            {"decision": d.title, "person": d.owner, "name": d.name, "by": d.due, "action": d.action or None}
            for d in pack.decisions
        ],
        "parts": [_part(part) for part in pack.parts],
    }


def _part(part: Part) -> Json:
    return {
        "id": part.id,
        "title": text(f"review.part.{part.id}"),
        "input": INPUTS.get(part.id),
        "said": said(part.said),
        "figures": [
            {"figure": said(one.label), "now": one.now, "before": one.before or None} for one in part.figures
        ],
        "facts": [
            {
                "title": one.title,
                "said": said(one.words),
                "ref": one.ref or None,
                "practice": one.practice or None,
                "on": iso(one.day) if one.day is not None else None,
            }
            for one in part.facts
        ],
        "more": part.more,
        "index": [{"on": iso(day), "value": value} for day, value in part.points],
    }


def year_json(organisation: Organisation, found: Year) -> Json:
    """Return a year of everything periodic."""
    return {
        "organisation": organisation.name,
        "slug": organisation.slug,
        "at": iso(found.day),
        "year": found.number,
        "months": [
            {"from": iso(month.first), "to": iso(month.last), "lines": [_line(line) for line in month.lines]}
            for month in found.months
        ],
    }


def _line(line: Line) -> Json:
    return {
        "sort": line.sort,
        "said": said(line.words),
        "on": iso(line.day) if line.day is not None else None,
        "count": line.n,
        "ref": line.ref or None,
        "practice": line.practice or None,
        "what": line.what or None,
        "person": line.who or None,
        "state": line.state or None,
    }


__all__ = ["pack_json", "year_json"]
