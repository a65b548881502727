"""The wheel: plan, do, check and act as four arcs; a spoke is a practice, a ring is a level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.pages.language import t
from holdtrue.pages.pictures.markup import element, joined, linked, polar, sector

if TYPE_CHECKING:
    from markupsafe import Markup

    from holdtrue.pages.shapes.home import Quarter, Spoke

SIZE, MIDDLE = 320, 160.0
INNER, STEP, RINGS = 66.0, 23.0, 4
_GAP = 0.012


def wheel(quarters: tuple[Quarter, ...]) -> Markup:
    """Return the wheel, fullest spokes first; screen readers are given the table beside it instead."""
    frame = {"class": "wheel", "viewBox": f"0 0 {SIZE} {SIZE}", "width": SIZE, "height": SIZE}
    parts = [_quarter(number, x) for number, x in enumerate(quarters)]
    return element("svg", {**frame, "aria-hidden": "true", "focusable": "false"}, joined(parts))


def _quarter(number: int, quarter: Quarter) -> Markup:
    start, end = number / 4 + _GAP / 2, (number + 1) / 4 - _GAP / 2
    spokes = sorted(quarter.spokes, key=lambda x: -x.level)
    width = (end - start) / max(1, len(spokes))
    cells = [_spoke(x, start + n * width, start + (n + 1) * width) for n, x in enumerate(spokes)]
    if not spokes:
        cells = [_spoke(None, start, end)]
    x, y = polar(MIDDLE, 40, (start + end) / 2)
    words = {"x": x, "y": y, "text-anchor": "middle"}
    name = element("text", {**words, "class": "phase"}, t(f"page.station.{quarter.id}"))
    count = element("text", {**words, "class": "count", "y": y + 14}, f"{quarter.reached}/{len(spokes)}")
    chosen = "quarter is-chosen" if quarter.chosen else "quarter"
    return element("g", {"class": chosen}, linked(quarter.href, joined(cells), name, count))


def _spoke(spoke: Spoke | None, start: float, end: float) -> Markup:
    level = spoke.level if spoke else 0
    gap = min(0.0012, (end - start) / 6)
    parts: list[Markup] = [element("title", {}, spoke.title)] if spoke else []
    for ring in range(RINGS):
        inner = INNER + ring * STEP
        kind = "cell is-full" if ring < level else "cell"
        if spoke and spoke.broken and ring == level:
            kind = "cell is-broken"
        path = sector(MIDDLE, (inner, inner + STEP - 1.5), start + gap, end - gap)
        parts.append(element("path", {"class": kind, "d": path}))
    return element("g", {}, *parts)
