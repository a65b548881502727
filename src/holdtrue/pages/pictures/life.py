"""The life of a system: lanes over time for its stages, standing approvals, changes and incidents."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from holdtrue.pages.language import t
from holdtrue.pages.pictures.markup import element, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from holdtrue.pages.shapes.life import LifeMark, LifeView

WIDTH, LANE, TOP, BOTTOM = 720.0, 44.0, 10.0, 26.0
LEFT, RIGHT = 132.0, 18.0
_DOT, _BAR, _LEAST = 5.0, 12.0, 30
_TICKS = 6
_LETTER = 6.6


def life(view: LifeView) -> Markup:
    """Return the lanes; a table of the same facts belongs beside it."""
    first = min((m.day for m in view.marks), default=view.today)
    last = max([view.today, *(m.day for m in view.marks), *(m.until for m in view.marks)])
    last = max(last, first + _LEAST)
    scale = _Scale(first, last)
    height = TOP + LANE * len(view.lanes) + BOTTOM
    parts = [_lane(n, label) for n, (_, label) in enumerate(view.lanes)]
    parts += _months(scale, height)
    for n, (lane, _) in enumerate(view.lanes):
        mine = [m for m in view.marks if m.lane == lane]
        parts += (
            _stages(mine, n, scale, view.today) if lane == "stage" else _marks(mine, n, scale, view.today)
        )
    here = scale.at(view.today)
    parts.append(
        element("line", {"class": "life-today", "x1": here, "x2": here, "y1": TOP, "y2": height - BOTTOM})
    )
    parts.append(
        element(
            "text",
            {"class": "life-now", "x": here, "y": height - BOTTOM + 11, "text-anchor": "end"},
            t("page.life.today"),
        )
    )
    frame = {"class": "life", "viewBox": f"0 0 {WIDTH:g} {height:g}", "role": "img"}
    title = element("title", {}, view.title)
    return element("svg", {**frame, "width": int(WIDTH), "height": int(height)}, title, joined(parts))


class _Scale:
    """Days to places from left to right."""

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = first, last

    def at(self, day: int) -> float:
        """Where a day lies."""
        part = (day - self.first) / max(1, self.last - self.first)
        return LEFT + (WIDTH - LEFT - RIGHT) * min(1.0, max(0.0, part))


def _middle(lane: int) -> float:
    return TOP + LANE * lane + LANE / 2


def _lane(number: int, label: str) -> Markup:
    y = TOP + LANE * (number + 1)
    rule = element("line", {"class": "life-rule", "x1": 0, "x2": WIDTH, "y1": y, "y2": y})
    return joined([rule, element("text", {"class": "life-lane", "x": 0, "y": _middle(number) + 4}, label)])


def _stages(marks: Sequence[LifeMark], lane: int, scale: _Scale, today: int) -> list[Markup]:
    """Each stage as a bar up to the next; its name where there is room."""
    parts = []
    y = _middle(lane)
    for n, mark in enumerate(marks):
        end = marks[n + 1].day if n + 1 < len(marks) else max(today, mark.day)
        left, right = scale.at(mark.day), scale.at(end)
        width = max(3.0, right - left - 1)
        bar = {"x": left, "y": y - _BAR / 2 - 2, "width": width, "height": _BAR + 4, "rx": 2}
        cls = f"life-stage is-{mark.mark} is-turn-{n % 2}"
        told = f"{mark.words}, {mark.date}"
        parts.append(element("g", {}, element("title", {}, told), element("rect", {"class": cls, **bar})))
        if width > _LETTER * len(mark.words):
            parts.append(element("text", {"class": "life-word", "x": left + 6, "y": y + 4}, mark.words))
    return parts


def _marks(marks: Sequence[LifeMark], lane: int, scale: _Scale, today: int) -> list[Markup]:
    """Points, with a bar behind those that last."""
    parts = []
    y = _middle(lane)
    for mark in marks:
        x = scale.at(mark.day)
        told = f"{mark.words}, {mark.date}" + (f" – {mark.until_words}" if mark.until_words else "")
        shapes = [element("title", {}, told)]
        lasts = mark.until or (today if mark.lane == "incident" and mark.until == 0 else 0)
        if lasts > mark.day:
            bar = {"x": x, "y": y - _BAR / 2, "width": max(2.0, scale.at(lasts) - x), "height": _BAR, "rx": 2}
            shapes.append(element("rect", {"class": f"life-span is-{mark.mark}", **bar}))
        shape = {"class": f"life-dot is-{mark.mark}"}
        if mark.mark == "incident":
            d = f"M{x:.1f} {y - 7:.1f}L{x + 7:.1f} {y + 6:.1f}L{x - 7:.1f} {y + 6:.1f}Z"
            shapes.append(element("path", {**shape, "d": d}))
        else:
            shapes.append(element("circle", {**shape, "cx": x, "cy": y, "r": _DOT}))
        parts.append(element("g", {}, *shapes))
    return parts


def _months(scale: _Scale, height: float) -> list[Markup]:
    """A few firsts of months along the foot."""
    months = _firsts(scale.first, scale.last)
    step = max(1, -(-len(months) // _TICKS))
    parts = []
    for day in months[::step]:
        x = scale.at(day)
        parts.append(
            element("line", {"class": "life-tick", "x1": x, "x2": x, "y1": TOP, "y2": height - BOTTOM})
        )
        date = dt.date.fromordinal(day)
        words = f"{t(f'page.month.{date.month}')} {date.year}"
        parts.append(element("text", {"class": "life-month", "x": x + 3, "y": height - 3}, words))
    return parts


def _firsts(first: int, last: int) -> list[int]:
    start = dt.date.fromordinal(first)
    found: list[int] = []
    year, month = start.year, start.month + (start.day > 1)
    while True:
        year, month = (year + 1, 1) if month > 12 else (year, month)  # noqa: PLR2004  # months of a year
        day = dt.date(year, month, 1).toordinal()
        if day > last:
            return found
        found.append(day)
        month += 1
