"""What the index is computed by, as pages show it: matrix, weights, bands, caps and mark, all from the same data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.frameworks import framework, installed
from holdtrue.core.messages import Message
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.index import BandShown, MatrixCell, MatrixRow, MatrixView, MethodView, Rule

if TYPE_CHECKING:
    from holdtrue.core.properties import Cell, Scheme
    from holdtrue.core.scoring import Index

_ALL = 100
RULES = (
    "practice_organization",
    "practice_system",
    "not_yet_sorted",
    "unknown",
    "not_applicable",
    "joined_by_law",
    "hole_rule",
    "no_occasion_rule",
    "property",
    "weight",
    "index",
    "until",
    "profile_shown",
    "comparability",
)
"""In the order they are read: from a practice's points to the figure, then how it is said."""


def matrix(scheme: Scheme) -> MatrixView:
    """Return the matrix with its reasons, and the weights that follow."""
    names = [p.id for p in scheme.properties]
    sums = scheme.sums
    return MatrixView(
        properties=tuple(p.title for p in scheme.properties),
        rows=tuple(
            MatrixRow(framework_title(name), tuple(_cell(scheme, scheme.cell(name, p)) for p in names))
            for name in scheme.frameworks
        ),
        sums=tuple(sums[name] for name in names),
        total=scheme.total,
        weights=tuple(percent(scheme, name) for name in names),
        version=t("index.matrix.version", version=scheme.version, on=scheme.as_of),
    )


def _cell(scheme: Scheme, cell: Cell | None) -> MatrixCell:
    if cell is None:
        return MatrixCell("", 0, t("index.matrix.none"), "", "")
    return MatrixCell(
        said(Message(f"property.{cell.property}")),
        scheme.scale[cell.emphasis],
        t(f"index.emphasis.{cell.emphasis}"),
        cell.reason,
        ", ".join(cell.refs),
    )


def framework_title(name: str) -> str:
    """Return what a framework of the matrix is called."""
    return framework(name).title if name in installed() else name


def percent(scheme: Scheme, name: str) -> str:
    """Return a property's weight as a percentage beside its fraction."""
    return t("index.percent", n=round(_ALL * float(scheme.weights[name])))


def bands(scheme: Scheme, index: Index | None = None) -> tuple[BandShown, ...]:
    """Return the bands from the lowest up; with an index, where it lies and where it would lie alone."""
    return tuple(
        BandShown(
            said(band.label),
            t("index.band.reach", start=band.start, end=min(band.end - 1, _ALL)),
            band.says,
            here=index is not None and band.id == index.band.id,
            alone=index is not None and band.start <= index.shown < band.end,
        )
        for band in scheme.bands
    )


def mark_limits(scheme: Scheme) -> dict[str, object]:
    """Return the blanks of the sentences that state the mark."""
    mark = scheme.mark
    profiles = ", ".join(said(Message(f"profile.{name}")) for name in mark.profiles)
    return {"index": mark.index, "each": mark.every_property, "profiles": profiles}


def method(given: Scheme) -> MethodView:
    """Return the page of a scheme."""
    limits = mark_limits(given)
    return MethodView(
        matrix=matrix(given),
        properties=tuple((p.title, p.question, p.means) for p in given.properties),
        levels=tuple((said(Message(f"level.{name}")), str(points)) for name, points in given.levels),
        rules=tuple((t(f"index.rules.{name}"), given.rules[name]) for name in RULES if name in given.rules),
        bands=bands(given),
        caps=tuple(
            Rule(
                t("index.rule.prohibited", band=said(Message(f"band.{cap.at_most}")))
                if cap.below is None
                else t("index.rule.weak", limit=cap.below, band=said(Message(f"band.{cap.at_most}"))),
                met=True,
                note=cap.because,
            )
            for cap in given.caps
        ),
        mark=tuple(
            Rule(t(f"index.mark.{name}", **limits), met=True)
            for name in ("index", "properties", "profile", "uses")
        ),
        mark_title=given.mark.title,
        mark_note=t("index.mark.is_not", what=given.mark.is_not),
        stated=t("index.stated", until=given.mark.holds_until),
    )


__all__ = ["bands", "framework_title", "mark_limits", "matrix", "method", "percent"]
