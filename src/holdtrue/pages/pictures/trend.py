"""The trend: the index over two years of months, and the small line of one property."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.pages.language import t
from holdtrue.pages.pictures.markup import element, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from holdtrue.pages.shapes.index import TrendPoint

WIDTH, HEIGHT = 640.0, 232.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 12.0, 22.0, 34.0
BANDS = (40, 60, 80)
_MOST_LABELS = 5
SPARK_WIDTH, SPARK_HEIGHT = 96.0, 24.0


def trend(points: Sequence[TrendPoint]) -> Markup:
    """Return the line of the index; a table of the same facts belongs beside it."""
    low = max(0, min((p.value // 100 for p in points), default=0) // 20 * 20 - 20)
    high = min(100, max((p.value // 100 for p in points), default=100) // 20 * 20 + 40)
    parts = [_grid(score, low, high) for score in range(low, high + 1, 20)]
    parts += [_break(n, len(points), p.break_words) for n, p in enumerate(points) if p.break_words]
    parts.append(_line(points, low, high))
    parts += [_end(points, low, high)] if points else []
    parts += _months(points)
    frame = {"class": "trend", "viewBox": f"0 0 {WIDTH:g} {HEIGHT:g}", "role": "img"}
    title = element("title", {}, t("index.trend.title"))
    return element("svg", {**frame, "width": int(WIDTH), "height": int(HEIGHT)}, title, joined(parts))


def spark(scores: Sequence[int | None]) -> Markup:
    """Return a property's scores (0 to 100) as a small line; nothing where there are fewer than two."""
    step = SPARK_WIDTH / max(1, len(scores) - 1)
    there = [
        (n * step, 2 + (SPARK_HEIGHT - 4) * (1 - s / 100)) for n, s in enumerate(scores) if s is not None
    ]
    frame = {"class": "spark", "viewBox": f"-3 0 {SPARK_WIDTH + 6:g} {SPARK_HEIGHT:g}", "aria-hidden": "true"}
    size = {"width": int(SPARK_WIDTH), "height": int(SPARK_HEIGHT), "focusable": "false"}
    if len(there) < 2:  # noqa: PLR2004  # one point is no line
        return element("svg", {**frame, **size})
    base = element(
        "line",
        {"class": "base", "x1": 0, "y1": SPARK_HEIGHT - 2, "x2": SPARK_WIDTH, "y2": SPARK_HEIGHT - 2},
    )
    line = element("path", {"class": "line", "d": _path(there)})
    dot = element("circle", {"class": "end", "cx": there[-1][0], "cy": there[-1][1], "r": 2.5})
    return element("svg", {**frame, **size}, base, line, dot)


def _across(number: int, count: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (number / max(1, count - 1))


def _up(score: float, low: int, high: int) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (score - low) / max(1, high - low)


def _grid(score: int, low: int, high: int) -> Markup:
    y = _up(score, low, high)
    kind = "edge" if score in BANDS else "rule"
    line = element("line", {"class": kind, "x1": LEFT, "y1": y, "x2": WIDTH - RIGHT, "y2": y})
    label = element("text", {"class": "scale", "x": LEFT - 8, "y": y + 4, "text-anchor": "end"}, str(score))
    return joined([line, label])


def _break(number: int, count: int, words: str) -> Markup:
    x = _across(number, count) - (WIDTH - LEFT - RIGHT) / max(1, count - 1) / 2
    line = element("line", {"class": "break", "x1": x, "y1": TOP, "x2": x, "y2": HEIGHT - BOTTOM})
    near_end = x > WIDTH * 0.7
    label = {"class": "scale", "x": x + (-4 if near_end else 4), "y": TOP - 6}
    return joined([line, element("text", {**label, "text-anchor": "end" if near_end else "start"}, words)])


def _line(points: Sequence[TrendPoint], low: int, high: int) -> Markup:
    """Lines that end where what is before can no longer be compared."""
    parts: list[list[tuple[float, float]]] = []
    for number, point in enumerate(points):
        if not parts or point.break_words:
            parts.append([])
        parts[-1].append((_across(number, len(points)), _up(point.value / 100, low, high)))
    drawn = [element("path", {"class": "line", "d": _path(part)}) for part in parts]
    for part in parts:
        for x, y in part:
            drawn.append(element("circle", {"class": "dot", "cx": x, "cy": y, "r": 2.2}))
    return joined(drawn)


def _end(points: Sequence[TrendPoint], low: int, high: int) -> Markup:
    x, y = _across(len(points) - 1, len(points)), _up(points[-1].value / 100, low, high)
    dot = element("circle", {"class": "end", "cx": x, "cy": y, "r": 4.5})
    words = {"class": "figure", "x": x, "y": y - 11, "text-anchor": "end"}
    return joined([dot, element("text", words, str(points[-1].value // 100))])


def _months(points: Sequence[TrendPoint]) -> list[Markup]:
    step = max(1, -(-len(points) // _MOST_LABELS))
    found = []
    for number in range(0, len(points), step):
        anchor = "start" if number == 0 else "middle"
        at = {"class": "scale", "x": _across(number, len(points)), "y": HEIGHT - 10, "text-anchor": anchor}
        if number == 0:
            at["x"] = LEFT
        if len(points) - 1 - number >= step / 2 or number == 0:
            found.append(element("text", at, points[number].month))
    if points:
        last = {"class": "scale", "x": WIDTH - RIGHT, "y": HEIGHT - 10, "text-anchor": "end"}
        found.append(element("text", last, points[-1].month))
    return found


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
