"""Bars: what holds beside what does not, levels of a practice over its systems, and small shares."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from holdtrue.pages.language import t
from holdtrue.pages.pictures.markup import element, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from holdtrue.pages.shapes.home import Slice
    from holdtrue.pages.shapes.table import Share

BAND, LEVELS, SMALL = 960.0, 160.0, 56.0
_THIN = 3.0


def band(slices: Sequence[Slice]) -> Markup:
    """Return one bar of all practice and scope pairs by state; the holding part stands taller than the rest."""
    total = sum(x.count for x in slices) or 1
    present = [x for x in slices if x.count]
    free = BAND - _THIN * len(present)
    parts, at = [], 0.0
    for x in present:
        width = _THIN + free * x.count / total
        tall = x.state == "holds"
        box = {"x": at, "y": 0 if tall else 6, "width": max(1.0, width - 2), "height": 20 if tall else 14}
        title = element("title", {}, t("page.band.slice", n=x.count, state=t(f"page.state.{x.state}")))
        inner = [element("rect", {**box, "class": "slice"})]
        if x.state in {"unknown", "missing"}:
            inner.append(element("path", {"class": "hatch", "d": _strokes(box, dense=x.state == "unknown")}))
        parts.append(element("g", {"class": f"is-{x.state}"}, title, *inner))
        at += width
    frame = {
        "class": "band-bar",
        "viewBox": "0 0 960 20",
        "preserveAspectRatio": "none",
        "aria-hidden": "true",
    }
    return element("svg", {**frame, "focusable": "false"}, joined(parts))


@lru_cache(maxsize=512)
def levels(counts: tuple[int, ...]) -> Markup:
    """Return how many scopes stand at absent, declared, documented, operational and measured, as five shades."""
    total = sum(counts) or 1
    parts, at = [], 0.0
    for number in reversed(range(len(counts))):
        width = LEVELS * counts[number] / total
        if width:
            box = {"x": at, "y": 0, "width": max(0.75, width - 1), "height": 10, "class": f"shade-{number}"}
            parts.append(element("rect", box))
        at += width
    frame = {"class": "level-bar", "viewBox": "0 0 160 10", "width": 160, "height": 10, "aria-hidden": "true"}
    return element("svg", {**frame, "preserveAspectRatio": "none", "focusable": "false"}, joined(parts))


@lru_cache(maxsize=512)
def small(share: Share) -> Markup:
    """Return a small bar of a part of a whole."""
    width = SMALL * share.part / share.whole if share.whole else 0.0
    track = element("rect", {"class": "bar-track", "x": 0, "y": 3, "width": SMALL, "height": 2})
    value = (
        element("rect", {"class": "bar-value", "x": 0, "y": 1, "width": width, "height": 6}) if width else ""
    )
    frame = {"class": f"small-bar is-{share.state}", "viewBox": "0 0 56 8", "width": 56, "height": 8}
    return element("svg", {**frame, "aria-hidden": "true", "focusable": "false"}, track, value)


def portion(share: Share) -> Markup:
    """Return the same as wide as there is room."""
    width = 320 * share.part / share.whole if share.whole else 0.0
    track = element("rect", {"class": "bar-track", "x": 0, "y": 3, "width": 320, "height": 2})
    value = (
        element("rect", {"class": "bar-value", "x": 0, "y": 1, "width": width, "height": 6}) if width else ""
    )
    frame = {"class": f"portion is-{share.state}", "viewBox": "0 0 320 8", "preserveAspectRatio": "none"}
    return element("svg", {**frame, "aria-hidden": "true", "focusable": "false"}, track, value)


def score(value: int | None, ghost: int | None = None) -> Markup:
    """Return a score of 100 as a thin line with a mark where it stood a year ago."""
    parts = [element("rect", {"class": "bar-track", "x": 0, "y": 4, "width": 160, "height": 2})]
    if value:
        parts.append(
            element("rect", {"class": "bar-value", "x": 0, "y": 2, "width": 1.6 * value, "height": 6})
        )
    if ghost is not None:
        parts.append(
            element(
                "rect", {"class": "bar-ghost", "x": 1.6 * ghost - 0.75, "y": 0, "width": 1.5, "height": 10}
            )
        )
    frame = {"class": "score-bar", "viewBox": "0 0 160 10", "width": 160, "height": 10, "aria-hidden": "true"}
    return element("svg", {**frame, "focusable": "false"}, joined(parts))


def _strokes(box: dict[str, float], *, dense: bool) -> str:
    step = 5 if dense else 9
    left, width, top, bottom = box["x"], box["width"], box["y"], box["y"] + box["height"]
    return "".join(
        f"M{left + x:.1f} {bottom}L{left + x + 3:.1f} {top}" for x in range(1, int(width) - 3, step)
    )
