"""The glyph: four joined segments whose shape says the state before any colour does."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from holdtrue.pages.pictures.markup import element, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from holdtrue.pages.shapes.glyph import Segment

WIDE, HIGH, SLANT, PITCH = 13, 12, 4, 14.5
_CLOCK = "M{m} 2.6V6.4L{n} 8.2"
_GAUGE = "M{g} 9A3.6 3.6 0 0 1 {h} 9M{m} 9L{n} 5.4"


def glyph(segments: Sequence[Segment]) -> Markup:
    """Return the four segments; the words stand beside them, so the picture itself is hidden from screen readers."""
    return _drawn(tuple(x.state for x in segments))


@lru_cache(maxsize=4096)
def _drawn(states: tuple[str, ...]) -> Markup:
    shapes = [_segment(state, 0.5 + number * PITCH) for number, state in enumerate(states)]
    width = PITCH * len(shapes) + SLANT
    frame = {"class": "glyph-picture", "viewBox": f"0 0 {width} 12", "width": width, "height": 12}
    return element("svg", {**frame, "aria-hidden": "true", "focusable": "false"}, joined(shapes))


@lru_cache(maxsize=64)
def mark(state: str) -> Markup:
    """Return one segment alone, as the mark of a state in threads and lists."""
    frame: dict[str, object] = {
        "class": "glyph-picture glyph-one",
        "viewBox": "0 0 18 12",
        "width": 18,
        "height": 12,
    }
    return element("svg", {**frame, "aria-hidden": "true", "focusable": "false"}, _segment(state, 0.5))


def _segment(state: str, x: float) -> Markup:
    outline = _slanted(x)
    inner = [element("path", {"class": "segment", "d": outline})]
    middle = x + (WIDE + SLANT) / 2
    if state == "soon":
        inner = [element("path", {"class": "segment", "d": _notched(x)})]
    elif state == "drifted":
        inner = [element("path", {"class": "segment", "d": part}) for part in _broken(x)]
    elif state == "lapsed":
        inner.append(element("path", {"class": "hand", "d": _CLOCK.format(m=middle, n=middle + 2.8)}))
    elif state == "out_of_target":
        gauge = _GAUGE.format(g=middle - 3.6, h=middle + 3.6, m=middle, n=middle - 2)
        inner.append(element("path", {"class": "hand", "d": gauge}))
    elif state == "contradicted":
        cross = f"M{middle - 3} 3L{middle + 3} 9M{middle + 3} 3L{middle - 3} 9"
        inner.append(element("path", {"class": "hand", "d": cross}))
    elif state == "unknown":
        inner.append(element("path", {"class": "hatch", "d": _hatching(x)}))
    elif state == "not_applicable":
        inner = [element("path", {"class": "segment", "d": f"M{x + 4} 6H{x + WIDE}"})]
    return element("g", {"class": f"is-{state}"}, joined(inner))


def _slanted(x: float) -> str:
    return f"M{x + SLANT} .5H{x + WIDE + SLANT - 1}L{x + WIDE - 1} 11.5H{x}Z"


def _notched(x: float) -> str:
    right = x + WIDE + SLANT - 1
    return f"M{x + SLANT} .5H{right}L{right - 6} 6L{x + WIDE - 1} 11.5H{x}Z"


def _broken(x: float) -> tuple[str, str]:
    """Break the segment along a fault: the two halves have moved against each other."""
    left = f"M{x + SLANT - 0.9} 3H{x + 7}L{x + 5.3} 11.5H{x}Z"
    right = f"M{x + 9.6} .5H{x + WIDE + SLANT - 1}L{x + WIDE - 0.1} 9H{x + 7.9}Z"
    return left, right


def _hatching(x: float) -> str:
    """Draw strokes of the other slope across the segment."""
    lines = ((2.4, 4.5, 4.6, 11), (5, 1, 8, 11), (8.6, 1, 11.4, 10.6), (12, 1, 13.6, 6.6))
    return "".join(f"M{x + a} {b}L{x + c} {d}" for a, b, c, d in lines)
