"""The matrix of risks: likelihood against severity, each cell with its number of risks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.pages.language import t
from holdtrue.pages.pictures.markup import element, joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

WIDE, CELL, LEFT, BOTTOM = 84, 52, 112, 44
_STRONG = 0.55


def matrix(
    likelihoods: Sequence[str],
    severities: Sequence[str],
    counts: Mapping[tuple[int, int], int],
    links: Mapping[tuple[int, int], str] | None = None,
) -> Markup:
    """Return the matrix; severity runs to the right, likelihood upwards, shade follows their product.

    `links` leads from a cell to its risks; a picture with links is no image to a reader but a group of them.
    """
    wide, high = len(severities), len(likelihoods)
    parts = []
    for row, name in enumerate(reversed(likelihoods)):
        y = row * CELL
        place = {"class": "axis", "x": LEFT - 10, "y": y + CELL / 2 + 4, "text-anchor": "end"}
        parts.append(element("text", place, name))
        for column in range(wide):
            weight = (high - row) * (column + 1) / (high * wide)
            key = (high - 1 - row, column)
            told = f"{likelihoods[key[0]]}, {severities[column]}"
            cell = _cell(LEFT + column * WIDE, y, weight, counts.get(key, 0))
            parts.append(_linked(cell, (links or {}).get(key, ""), told, counts.get(key, 0)))
    for column, name in enumerate(severities):
        x = LEFT + column * WIDE + WIDE / 2
        parts.append(
            element("text", {"class": "axis", "x": x, "y": high * CELL + 20, "text-anchor": "middle"}, name)
        )
    size = (LEFT + wide * WIDE, high * CELL + BOTTOM)
    frame = {
        "class": "matrix",
        "viewBox": f"0 0 {size[0]} {size[1]}",
        "width": size[0],
        "height": size[1],
        "role": "group" if links else "img",
    }
    return element(
        "svg", frame, element("title", {}, t("page.matrix.title", n=sum(counts.values()))), joined(parts)
    )


def _linked(cell: Markup, href: str, place: str, count: int) -> Markup:
    if not href:
        return cell
    return element("a", {"href": href, "aria-label": t("page.matrix.cell", n=count, place=place)}, cell)


def _cell(x: float, y: float, weight: float, count: int) -> Markup:
    shade = "strong" if weight > _STRONG else ("middle" if weight > _STRONG / 2 else "weak")
    box = {"class": f"risk-{shade}", "x": x + 1, "y": y + 1, "width": WIDE - 2, "height": CELL - 2}
    if not count:
        return element("rect", box)
    middle = {"class": "risk-count", "x": x + WIDE / 2, "y": y + CELL / 2 + 6, "text-anchor": "middle"}
    return joined([element("rect", box), element("text", middle, str(count))])
