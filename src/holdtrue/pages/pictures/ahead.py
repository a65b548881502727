"""The forecast band: how many practice and scope pairs stand at each level over the months ahead, stacked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.pages.language import t
from holdtrue.pages.pictures.markup import element, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from holdtrue.pages.shapes.forecast import BandDay, BandMark, BandView

WIDTH, HEIGHT = 960.0, 292.0
LEFT, RIGHT, TOP, BOTTOM = 64.0, 16.0, 40.0, 30.0
_LABELLED = 18.0
"""A layer at least so high says its level inside it."""
_STEP = 3


def ahead(view: BandView) -> Markup:
    """Return the band; a table of the same facts belongs beside it."""
    days = view.days
    parts = [*_layers(days), *_scale(days), *_names(days), *_months(days), *_marks(view)]
    frame = {"class": "ahead", "viewBox": f"0 0 {WIDTH:g} {HEIGHT:g}", "role": "img"}
    title = element("title", {}, view.title)
    return element("svg", {**frame, "width": int(WIDTH), "height": int(HEIGHT)}, title, joined(parts))


def _across(day: int, days: Sequence[BandDay]) -> float:
    span = max(1, days[-1].day - days[0].day)
    return LEFT + (WIDTH - LEFT - RIGHT) * (min(day, days[-1].day) - days[0].day) / span


def _up(share: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share


def _edges(one: BandDay) -> list[float]:
    """The top of each layer as a share, measured lowest and absent highest."""
    total = sum(one.levels) or 1
    found, at = [], 0
    for number in reversed(one.levels):
        at += number
        found.append(at / total)
    return found


def _layers(days: Sequence[BandDay]) -> list[Markup]:
    """Each layer holds its height from one day to the next and falls on it: a lapse is a step, not a slope."""
    edges = [[0.0, *_edges(one)] for one in days]
    found = []
    for layer in range(1, 6):
        upper, lower = [], []
        for n, one in enumerate(days):
            x = _across(one.day, days)
            end = _across(days[n + 1].day, days) if n + 1 < len(days) else WIDTH - RIGHT
            upper += [(x, _up(edges[n][layer])), (end, _up(edges[n][layer]))]
            lower += [(x, _up(edges[n][layer - 1])), (end, _up(edges[n][layer - 1]))]
        points = "L".join(f"{x:.1f} {y:.1f}" for x, y in [*upper, *reversed(lower)])
        found.append(element("path", {"class": f"layer shade-{5 - layer}", "d": f"M{points}Z"}))
    return found


def _names(days: Sequence[BandDay]) -> list[Markup]:
    """Each level's name inside its layer, at the right, where there is room for it."""
    edges = [0.0, *_edges(days[-1])]
    found = []
    for layer in range(1, 6):
        top, bottom = _up(edges[layer]), _up(edges[layer - 1])
        if bottom - top >= _LABELLED:
            level = 5 - layer
            at = {"class": f"layer-name on-{level}", "x": WIDTH - RIGHT - 10, "y": (top + bottom) / 2 + 4}
            found.append(element("text", {**at, "text-anchor": "end"}, t(f"page.level.at.{level}")))
    return found


def _scale(days: Sequence[BandDay]) -> list[Markup]:
    total = sum(days[0].levels)
    found = []
    for share, number in ((0.0, 0), (1.0, total)):
        at = {"class": "scale", "x": LEFT - 8, "y": _up(share) + 4, "text-anchor": "end"}
        found.append(element("text", at, f"{number:,}"))
    return found


def _months(days: Sequence[BandDay]) -> list[Markup]:
    found = []
    for one in [d for d in days if d.month][::_STEP]:
        x = _across(one.day, days)
        if x > WIDTH - RIGHT - 30:
            continue
        line = {"class": "tick", "x1": x, "y1": HEIGHT - BOTTOM, "x2": x, "y2": HEIGHT - BOTTOM + 5}
        found.append(element("line", line))
        at = {"class": "scale", "x": x, "y": HEIGHT - 8, "text-anchor": "middle"}
        found.append(element("text", at, one.month))
    return found


def _marks(view: BandView) -> list[Markup]:
    """A small triangle on the band for each day with a lapse; the first is a line with its words."""
    found = []
    for mark in view.marks:
        x = _across(mark.day, view.days)
        found.append(_mark(mark, x))
        if mark.first:
            line = {"class": "gives-way", "x1": x, "y1": TOP - 8, "x2": x, "y2": HEIGHT - BOTTOM}
            late = x > WIDTH * 0.6
            words = {"class": "figure", "x": x + (-4 if late else 4), "y": 14}
            anchor = {"text-anchor": "end" if late else "start"}
            found += [element("line", line), element("text", {**words, **anchor}, view.first_words)]
    return found


def _mark(mark: BandMark, x: float) -> Markup:
    size = 7.0 if mark.n > 1 else 5.0
    low, high = TOP - 4, TOP - 4 - size * 1.4
    shape = f"M{x - size:.1f} {high:.1f}L{x + size:.1f} {high:.1f}L{x:.1f} {low:.1f}Z"
    return element("path", {"class": "lapse", "d": shape}, element("title", {}, mark.label))
