"""The dial: the AI Index from 0 to 100 with its band, six properties around it, last year's ghost behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.pages.language import t
from holdtrue.pages.pictures.markup import arc, element, joined, polar

if TYPE_CHECKING:
    from markupsafe import Markup

    from holdtrue.pages.shapes.home import DialView, Property

SIZE, MIDDLE, MARGIN = 400, 200.0, 36
RIM, GAUGE, GHOST = 150.0, 104.0, 90.0
START, SWEEP = 0.625, 0.75
"""The gauge begins at lower left and takes three quarters of a turn."""
BANDS = (40, 60, 80)
_GAP = 0.008


def dial(view: DialView) -> Markup:
    """Return the dial; a table of the same facts belongs beside it."""
    parts = [_gauge(view), *(_property(n, x) for n, x in enumerate(view.properties)), _numeral(view)]
    title = element("title", {}, t("page.dial.title", score=view.score, band=view.band))
    box = f"-{MARGIN} 0 {SIZE + 2 * MARGIN} {SIZE}"
    size: dict[str, object] = {"viewBox": box, "width": SIZE + 2 * MARGIN, "height": SIZE}
    frame = {"class": "dial", "role": "img", **size}
    return element("svg", frame, title, joined(parts))


def _at(score: float) -> float:
    return START + SWEEP * max(0.0, min(100.0, score)) / 100


def _gauge(view: DialView) -> Markup:
    parts = [element("path", {"class": "track", "d": arc(MIDDLE, GAUGE, START, START + SWEEP)})]
    if view.ghost is not None:
        parts.append(element("path", {"class": "ghost", "d": arc(MIDDLE, GHOST, START, _at(view.ghost))}))
    if view.score:
        parts.append(element("path", {"class": "value", "d": arc(MIDDLE, GAUGE, START, _at(view.score))}))
    for edge in BANDS:
        (x0, y0), (x1, y1) = polar(MIDDLE, GAUGE - 9, _at(edge)), polar(MIDDLE, GAUGE + 9, _at(edge))
        parts.append(element("line", {"class": "tick", "x1": x0, "y1": y0, "x2": x1, "y2": y1}))
    for end in (0, 100):
        x, y = polar(MIDDLE, GAUGE, _at(end))
        parts.append(
            element("text", {"class": "scale", "x": x, "y": y + 22, "text-anchor": "middle"}, str(end))
        )
    return joined(parts)


def _property(number: int, shown: Property) -> Markup:
    """Draw one sixth of the rim, its name beyond it."""
    sixth = 1 / 6
    start, end = (number - 0.5) * sixth + _GAP, (number + 0.5) * sixth - _GAP
    parts = [element("path", {"class": "rim", "d": arc(MIDDLE, RIM, start, end)})]
    if shown.score:
        reach = start + (end - start) * shown.score / 100
        parts.append(element("path", {"class": "rim-value", "d": arc(MIDDLE, RIM, start, reach)}))
    if shown.ghost:
        turn = start + (end - start) * shown.ghost / 100
        (x0, y0), (x1, y1) = polar(MIDDLE, RIM - 7, turn), polar(MIDDLE, RIM + 7, turn)
        parts.append(element("line", {"class": "rim-ghost", "x1": x0, "y1": y0, "x2": x1, "y2": y1}))
    x, y = polar(MIDDLE, RIM + 14, number * sixth)
    anchor = "middle" if number in {0, 3} else ("start" if number < 3 else "end")  # noqa: PLR2004  # six around
    if number in {0, 3}:
        y += -14 if number == 0 else 12
    score = "–" if shown.score is None else str(shown.score)
    parts.append(element("text", {"class": "name", "x": x, "y": y, "text-anchor": anchor}, shown.title))
    parts.append(element("text", {"class": "figure", "x": x, "y": y + 16, "text-anchor": anchor}, score))
    return joined(parts)


def _numeral(view: DialView) -> Markup:
    centred = {"x": MIDDLE, "text-anchor": "middle"}
    return joined(
        [
            element("text", {**centred, "class": "numeral", "y": MIDDLE + 14}, str(view.score)),
            element("text", {**centred, "class": "band", "y": MIDDLE + 42}, view.band),
            # The first words only: what a law added stands beside the dial, where there is room.
            element("text", {**centred, "class": "scale", "y": MIDDLE + 62}, view.profile.partition(",")[0]),
        ]
    )
