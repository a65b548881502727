"""The wheel: plan, do, check and act as four arcs; a spoke is a practice, a ring is a level."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from holdtrue.pages.language import spoken, t
from holdtrue.pages.pictures.markup import element, joined, linked, polar

if TYPE_CHECKING:
    from markupsafe import Markup

    from holdtrue.pages.shapes.home import Quarter, Spoke

SIZE, MIDDLE = 320, 160.0
INNER, STEP, RINGS = 66.0, 23.0, 4
_GAP = 0.012


def wheel(quarters: tuple[Quarter, ...]) -> Markup:
    """Return the wheel, fullest spokes first; screen readers are given the table beside it instead."""
    return _drawn(quarters, spoken())


@lru_cache(maxsize=64)
def _drawn(quarters: tuple[Quarter, ...], language: str) -> Markup:  # noqa: ARG001  # names are said in it
    """Draw it once for as long as it says the same: it is the dearest picture of the first page."""
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
    """Draw the rings reached as one path, those ahead as another; a broken ring stands by itself."""
    level = spoke.level if spoke else 0
    gap = min(0.0012, (end - start) / 6)
    sides = polar(0.0, 1.0, start + gap), polar(0.0, 1.0, end - gap)
    broken = bool(spoke and spoke.broken and level < RINGS)
    parts: list[Markup] = [element("title", {}, spoke.title)] if spoke else []
    for kind, rings in (
        ("cell is-full", range(level)),
        ("cell is-broken", range(level, level + broken)),
        ("cell", range(level + broken, RINGS)),
    ):
        if rings:
            parts.append(
                element("path", {"class": kind, "d": "".join(_ring(ring, *sides) for ring in rings)})
            )
    return element("g", {}, *parts)


def _ring(ring: int, start: tuple[float, float], end: tuple[float, float]) -> str:
    """Return the outline of one ring between two directions given as points of the unit circle."""
    inner = INNER + ring * STEP
    outer = inner + STEP - 1.5
    (x0, y0), (x1, y1) = start, end
    there = f"M{MIDDLE + outer * x0:.1f} {MIDDLE + outer * y0:.1f}A{outer:g} {outer:g} 0 0 1 "
    across = f"{MIDDLE + outer * x1:.1f} {MIDDLE + outer * y1:.1f}L{MIDDLE + inner * x1:.1f} {MIDDLE + inner * y1:.1f}"
    return f"{there}{across}A{inner:g} {inner:g} 0 0 0 {MIDDLE + inner * x0:.1f} {MIDDLE + inner * y0:.1f}Z"
