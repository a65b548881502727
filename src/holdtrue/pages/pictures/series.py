"""An indicator over time: values by day, the target band behind them, marks for changes and incidents, gaps open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.judging import written
from holdtrue.pages.pictures.markup import element, joined, linked

if TYPE_CHECKING:
    from markupsafe import Markup

    from holdtrue.pages.shapes.indicators import ChartView, Happening, Spot

WIDTH, HEIGHT = 760.0, 260.0
LEFT, RIGHT, TOP, BOTTOM = 56.0, 16.0, 46.0, 44.0
_ROOM = 0.12
"""Part of the height kept free above the highest and below the lowest."""


def series(view: ChartView) -> Markup:
    """Return the chart; a table of the same facts belongs below it."""
    scale = _Scale(view)
    parts = [*_band(view, scale), *_grid(scale), *_lines(view, scale), *_marks(view, scale)]
    parts += [_spot(spot, scale, last=spot is view.spots[-1]) for spot in view.spots]
    parts += _months(view, scale)
    frame = {"class": "series", "viewBox": f"0 0 {WIDTH:g} {HEIGHT:g}", "role": "group"}
    title = element("title", {}, view.title)
    return element("svg", {**frame, "width": int(WIDTH), "height": int(HEIGHT)}, title, joined(parts))


class _Scale:
    """Where days and values lie."""

    def __init__(self, view: ChartView) -> None:
        days = [s.day for s in view.spots] + [m.day for m in view.marks]
        self.first, self.last = min(days, default=0), max(days, default=1)
        known = [s.value for s in view.spots if s.value is not None]
        known += [v for v in (view.low, view.high) if v is not None]
        low, high = min(known, default=0.0), max(known, default=1.0)
        spread = high - low or abs(high) or 1.0
        self.low = 0.0 if 0 <= low < spread else low - spread * _ROOM
        self.high = high + spread * _ROOM
        if view.floor is not None:
            self.low = max(self.low, min(view.floor, low))
        if view.ceiling is not None:
            self.high = min(self.high, max(view.ceiling, high))

    def across(self, day: int) -> float:
        room = WIDTH - LEFT - RIGHT
        if self.last == self.first:
            return LEFT + room / 2
        return LEFT + room * (day - self.first) / (self.last - self.first)

    def up(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * min(1.0, max(0.0, share))


def _band(view: ChartView, scale: _Scale) -> list[Markup]:
    """What counts as good, shaded, with its edges; open above or below where only one edge is set."""
    if view.low is None and view.high is None:
        return []
    top = scale.up(view.high) if view.high is not None else TOP
    bottom = scale.up(view.low) if view.low is not None else HEIGHT - BOTTOM
    size = {"x": LEFT, "y": top, "width": WIDTH - LEFT - RIGHT, "height": max(0.0, bottom - top)}
    found = [element("rect", {"class": "target", **size})]
    for edge in (view.low, view.high):
        if edge is not None:
            y = scale.up(edge)
            found.append(
                element("line", {"class": "edge", "x1": LEFT, "y1": y, "x2": WIDTH - RIGHT, "y2": y})
            )
    label = {"class": "scale", "x": WIDTH - RIGHT, "y": 16, "text-anchor": "end"}
    return [*found, element("text", label, view.target_words)]


def _grid(scale: _Scale) -> list[Markup]:
    found = []
    for share in (0.0, 0.5, 1.0):
        value = scale.low + (scale.high - scale.low) * share
        y = scale.up(value)
        found.append(element("line", {"class": "rule", "x1": LEFT, "y1": y, "x2": WIDTH - RIGHT, "y2": y}))
        at = {"class": "scale", "x": LEFT - 8, "y": y + 4, "text-anchor": "end"}
        found.append(element("text", at, _short(value, scale.high - scale.low)))
    return found


def _lines(view: ChartView, scale: _Scale) -> list[Markup]:
    """Lines between values that follow each other in time; none across a gap."""
    parts: list[list[tuple[float, float]]] = []
    before: Spot | None = None
    for spot in view.spots:
        if spot.value is None:
            before = None
            continue
        gap = before is None or (view.gap and spot.day - before.day > view.gap)
        if gap:
            parts.append([])
        parts[-1].append((scale.across(spot.day), scale.up(spot.value)))
        before = spot
    return [
        element("path", {"class": "line", "d": "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in part)})
        for part in parts
        if len(part) > 1
    ]


def _spot(spot: Spot, scale: _Scale, *, last: bool) -> Markup:
    """A value: round where it is in target, a square where it is not; a hollow tick where there was no figure."""
    x = scale.across(spot.day)
    title = element("title", {}, spot.words)
    if spot.value is None:
        y = HEIGHT - BOTTOM
        return element(
            "path", {"class": "no-figure", "d": f"M{x:.1f} {y - 5:.1f}L{x:.1f} {y + 5:.1f}"}, title
        )
    y = scale.up(spot.value)
    size = 4.5 if last else 3.2
    if spot.state == "out_of_target":
        box = {"x": x - size, "y": y - size, "width": size * 2, "height": size * 2}
        drawn = element("rect", {"class": "spot is-out", **box}, title)
    else:
        drawn = element("circle", {"class": f"spot is-{spot.state}", "cx": x, "cy": y, "r": size}, title)
    if not last:
        return drawn
    anchor = "end" if x > WIDTH * 0.6 else "start"
    words = {"class": "figure", "x": x, "y": max(TOP - 4, y - 11), "text-anchor": anchor}
    return joined([drawn, element("text", words, written(spot.value))])


def _marks(view: ChartView, scale: _Scale) -> list[Markup]:
    return [_mark(mark, scale.across(mark.day)) for mark in view.marks]


def _mark(mark: Happening, x: float) -> Markup:
    """A change is a triangle, an incident a cross, each on a line down to the days."""
    line = element(
        "line", {"class": f"mark is-{mark.kind}", "x1": x, "y1": TOP, "x2": x, "y2": HEIGHT - BOTTOM}
    )
    y = TOP - 6
    shape = (
        f"M{x - 5:.1f} {y + 4:.1f}L{x + 5:.1f} {y + 4:.1f}L{x:.1f} {y - 5:.1f}Z"
        if mark.kind == "change"
        else f"M{x - 4:.1f} {y - 4:.1f}L{x + 4:.1f} {y + 4:.1f}M{x + 4:.1f} {y - 4:.1f}L{x - 4:.1f} {y + 4:.1f}"
    )
    sign = element("path", {"class": f"sign is-{mark.kind}", "d": shape}, element("title", {}, mark.label))
    return joined([line, linked(mark.href, sign)])


def _months(view: ChartView, scale: _Scale) -> list[Markup]:
    found = []
    for n, (day, words) in enumerate(view.months):
        x = scale.across(day)
        anchor = "start" if n == 0 else "end" if n == len(view.months) - 1 else "middle"
        at = {"class": "scale", "x": x, "y": HEIGHT - 22, "text-anchor": anchor}
        found.append(element("text", at, words))
    return found


def _short(value: float, spread: float) -> str:
    """A scale's figure, with as many decimals as the spread needs."""
    places = 0 if spread >= 10 else 1 if spread >= 2 else 2 if spread >= 0.1 else 4  # noqa: PLR2004  # sizes of a scale
    return written(round(value, places))


__all__ = ["series"]
