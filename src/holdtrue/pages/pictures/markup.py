"""SVG elements as text that is safe by construction: every attribute and text is escaped on the way in."""

from __future__ import annotations

import math

from markupsafe import Markup, escape


def element(name: str, attributes: dict[str, object] | None = None, /, *children: Markup | str) -> Markup:
    """Return `<name …>children</name>`; an attribute that is None or '' is left out, a plain text child is escaped."""
    given = "".join(
        f' {key}="{escape(value) if isinstance(value, str) else _number(value)}"'
        for key, value in (attributes or {}).items()
        if value is not None and value != ""
    )
    inner = "".join(child if isinstance(child, Markup) else escape(child) for child in children)
    return Markup(f"<{name}{given}>{inner}</{name}>")  # noqa: S704  # every part was escaped above


def joined(parts: list[Markup]) -> Markup:
    """Return the parts one after the other."""
    return Markup("").join(parts)


def linked(href: str, *children: Markup) -> Markup:
    """Return the children as a link that only the mouse needs: the table beside has the same one for everybody."""
    if not href:
        return joined(list(children))
    return element("a", {"href": href, "tabindex": "-1"}, *children)


def polar(centre: float, radius: float, turn: float) -> tuple[float, float]:
    """Return the point at `turn` (0 at the top, 1 once round, clockwise)."""
    angle = (turn - 0.25) * 2 * math.pi
    return centre + radius * math.cos(angle), centre + radius * math.sin(angle)


def arc(centre: float, radius: float, start: float, end: float) -> str:
    """Return path data of an arc from one turn to another."""
    end = min(end, start + 0.9999)
    (x0, y0), (x1, y1) = polar(centre, radius, start), polar(centre, radius, end)
    large = int(end - start > 0.5)  # noqa: PLR2004  # half a turn
    return f"M{_number(x0)} {_number(y0)}A{_number(radius)} {_number(radius)} 0 {large} 1 {_number(x1)} {_number(y1)}"


def _number(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
