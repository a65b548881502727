"""The tables of the first page: by unit, and high-tier systems in operation without an impact assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from holdtrue.app.queries.census import by_tier
from holdtrue.pages.language import t
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.table import Cell, Column, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.pages.views.frame import Visit

_MOST = 10


class Listed(Protocol):
    """A system as a short list names it."""

    ref: str
    title: str
    use: str


def units(visit: Visit) -> tuple[Table | None, Link | None]:
    """Return the units at the top with their systems, the most first, and where the rest are. One query."""
    found = by_tier(visit.caller.organisation)
    if not found:
        return None, None
    places = visit.places
    rows = tuple(
        Row(
            (
                Cell(unit.title, href=places.listing("system", unit=unit.ref)),
                Cell(f"{unit.systems:,}"),
                Cell(
                    f"{unit.high:,}",
                    href=places.listing("system", unit=unit.ref, tier="high") if unit.high else "",
                ),
                Cell(
                    f"{unit.unsorted:,}",
                    href=places.listing("system", unit=unit.ref, tier="unsorted") if unit.unsorted else "",
                ),
            ),
            places.listing("system", unit=unit.ref),
        )
        for unit in found[:_MOST]
    )
    columns = (
        Column(t("page.home.unit"), wide=True),
        Column(t("page.home.systems"), numeric=True),
        Column(t("page.home.high"), numeric=True),
        Column(t("page.home.unsorted"), numeric=True),
    )
    more = (
        Link(t("page.home.units_more", n=len(found)), places.listing("unit")) if len(found) > _MOST else None
    )
    return Table(t("page.home.units"), columns, rows), more


def unassessed(visit: Visit, systems: Sequence[Listed]) -> Table:
    """Return the first of them, each leading to its page."""
    rows = tuple(
        Row(
            (
                Cell(system.title, href=visit.places.record(system.ref), note=system.ref),
                Cell(t(f"choice.use.{system.use}") if system.use else ""),
                Cell(t("page.home.assess"), href=visit.places.add("impact_assessment", system=system.ref)),
            ),
            visit.places.record(system.ref),
        )
        for system in systems
    )
    columns = (
        Column(t("page.home.system"), wide=True),
        Column(t("page.home.use")),
        Column(t("page.home.mend")),
    )
    return Table(t("page.home.unassessed"), columns, rows)
