"""What everybody owes: by person, by unit, and what nobody answers for with what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import require
from holdtrue.app.worklist.everybody import everybody
from holdtrue.core.access import EVERYTHING
from holdtrue.core.messages import Message
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.table import Cell, Column, Row, Table
from holdtrue.pages.shapes.worklist import Orphan, TeamView
from holdtrue.pages.views import frame, worklist_absence
from holdtrue.pages.views.worklist import tabs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

    from holdtrue.app.rows import Record
    from holdtrue.app.worklist.everybody import Everybody, Load
    from holdtrue.pages.views.frame import Visit


@require_safe
@frame.inside
def show(visit: Visit) -> HttpResponse:
    """Show everybody's, from counts."""
    require(visit.caller, "owed", EVERYTHING)
    found = everybody(visit.caller.organisation, visit.day)
    whole = found.whole
    lead = t(
        "page.worklist.team.lead",
        overdue=whole.overdue,
        month=whole.month,
        later=whole.later,
        unsorted=whole.unsorted,
    )
    if whole.away:
        lead = f"{lead} {t('page.worklist.team.away', n=whole.away)}"
    nothing = not whole.total
    view = TeamView(
        tabs=tabs(visit, "team"),
        lead="" if nothing else lead,
        orphans=tuple(_orphans(visit, found)),
        gone=worklist_absence.gone(visit, found),
        people=_people(visit, found) if found.people else None,
        units=_units(visit, found) if found.units else None,
        more=t("page.worklist.team.more", n=found.more_people) if found.more_people else "",
        empty=t("page.worklist.team.none") if nothing else "",
        empty_words=t("page.worklist.team.none_words") if nothing else "",
    )
    given = frame.page(visit, t("page.worklist.team.title"), station="worklist")
    return frame.show(visit, "worklist_team.html", given, view=view)


def _orphans(visit: Visit, found: Everybody) -> Iterable[Orphan]:
    places = visit.places
    if found.nobody.total:
        yield Orphan(
            t("page.worklist.team.nobody_systems", n=found.nobody.total),
            t("page.worklist.team.nobody_do"),
            Link(t("page.worklist.team.nobody_open"), places.listing("system", owner="nobody")),
        )
    for role, load, record in found.open_roles:
        href = places.act(record.ref, "owner") if record else places.add("role", name=role)
        yield Orphan(
            t("page.worklist.team.role", role=said(Message(f"choice.roles.{role}"))),
            t("page.worklist.team.role_do", n=load.total),
            Link(t("page.worklist.team.role_open"), href),
        )


def _numbers(load: Load) -> tuple[Cell, ...]:
    return (
        Cell(f"{load.overdue:,}", state="wrong" if load.overdue else ""),
        Cell(f"{load.month:,}"),
        Cell(f"{load.later:,}"),
        Cell(f"{load.unsorted:,}"),
    )


def _columns(first: str) -> tuple[Column, ...]:
    names = ("overdue", "month", "later", "unsorted")
    return (
        Column(first, wide=True),
        *(Column(t(f"page.worklist.team.{name}"), numeric=True) for name in names),
    )


def _people(visit: Visit, found: Everybody) -> Table:
    rows = tuple(_person(visit, person, load) for person, load in found.people)
    columns = (
        *_columns(t("page.worklist.team.person")),
        Column(t("page.worklist.team.put_off"), numeric=True),
        Column(t("page.worklist.team.hand")),
    )
    return Table(t("page.worklist.team.people"), columns, rows)


def _person(visit: Visit, person: Record, load: Load) -> Row:
    href = visit.places.at("worklist", "team", person.ref)
    hand = Cell(t("page.worklist.team.hand_over"), href=visit.places.act(person.ref, "hand-over"))
    return Row(
        (Cell(person.title, href=href, note=person.ref), *_numbers(load), Cell(f"{load.away:,}"), hand), href
    )


def _units(visit: Visit, found: Everybody) -> Table:
    rows = []
    for unit, load in found.units:
        href = visit.places.listing("system", unit=unit.ref)
        rows.append(Row((Cell(unit.title, href=href, note=unit.ref), *_numbers(load)), href))
    return Table(t("page.worklist.team.units"), _columns(t("page.worklist.team.unit")), tuple(rows))
