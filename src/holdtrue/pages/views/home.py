"""The first page: where the organisation stands, what stopped holding, what lapses next, and what you owe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_kind, on_organisation
from holdtrue.app.queries import bounded, branches, changes
from holdtrue.app.queries.status import status
from holdtrue.app.queries.trend import last_year
from holdtrue.app.worklist.brief import brief_of
from holdtrue.core.verdicts import State
from holdtrue.pages.language import t
from holdtrue.pages.places import ORGANISATION
from holdtrue.pages.shapes.home import Happening, HomeView
from holdtrue.pages.shapes.moment import moment
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.views import (
    early_parts,
    frame,
    home_lapses,
    home_owed,
    home_past,
    home_pictures,
    home_starter,
    home_tables,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from holdtrue.app.queries.changes import Turned
    from holdtrue.app.queries.status import Status
    from holdtrue.app.worklist.brief import Brief
    from holdtrue.pages.views.frame import Visit

FEW = 6
"""Lines of each short list."""


@require_safe
@frame.inside
def show(visit: Visit) -> HttpResponse:
    """Show the first page; what it shows follows from what the person may read."""
    if not visit.may("read", on_organisation()):
        return frame.show(
            visit,
            "home.html",
            frame.page(visit, t("page.station.home"), station="home"),
            view=_employee(visit),
        )
    if visit.request.GET.get("at"):
        return home_past.show(visit)
    found = status(bounded.stored(visit.caller, visit.day))
    mine = brief_of(
        visit.caller.organisation, visit.membership.person_id or 0, visit.caller.actor.role, visit.day
    )
    early = early_parts.notices(visit) if mine.early else ()
    given = frame.page(visit, t("page.station.home"), station="home", notices=early)
    if home_starter.wanted(visit):
        return frame.show(visit, "starter.html", given, view=home_starter.view_of(visit, found, mine))
    view = under_way(visit, found, mine) if found.systems_known else _fresh(visit)
    return frame.show(visit, "home.html", given, view=view)


def under_way(visit: Visit, found: Status, mine: Brief) -> HomeView:
    """Return the page of an organisation that has systems. Six queries beside its figures."""
    first = found.lapses[0] if found.lapses else None
    lost, coming = changes.by_time(visit.caller.organisation, visit.day, first.day if first else None)
    stopped = changes.seen_by(visit.caller, [*changes.stopped(visit.caller, limit=FEW), *lost])[:FEW]
    held = visit.caller.actor.held_to
    coming = {} if held else coming
    scope = coming.get(first.practice.id) if first and first.systems else None
    without = branches.assessed(found.figures)
    missing = branches.unassessed(found.figures, limit=FEW, path=held)
    units, more = home_tables.units(visit) if not held else (None, None)
    ghost = last_year(
        visit.caller.organisation, found.figures.unit, visit.day, visit.caller.organisation.profile
    )
    return HomeView(
        dial=home_pictures.dial(visit, found, ghost),
        wheel=home_pictures.wheel(visit, found),
        slices=home_pictures.slices(visit, found),
        holding=found.holding,
        total=found.holding + found.not_holding,
        next_lapse=home_lapses.next_words(first, scope.ref if scope else "", holding=found.holding),
        next_lapse_href=home_lapses.address(visit, first, scope.ref if scope else ""),
        stopped=tuple(_stopped(visit, x) for x in stopped),
        stopped_since=t("page.home.stopped_since") if stopped else "",
        seen_act=Act(t("page.home.seen"), visit.places.at("seen"), posted=True),
        lapses=tuple(home_lapses.lapsing(visit, x, coming, visit.day) for x in found.lapses[:FEW]),
        owed=tuple(home_owed.owed(visit, x) for x in mine.lines),
        owed_words=home_owed.counted(mine),
        owed_more=Link(t("page.worklist.all"), visit.places.at("worklist")),
        units=units,
        units_more=more,
        unassessed=home_tables.unassessed(visit, missing) if without.without else None,
        unassessed_words=t(
            "page.home.unassessed_words", n=without.without, of=without.systems, said=without.said
        ),
        unassessed_more=Link(
            t("page.home.unassessed_more"),
            visit.places.listing("system", tier="high", use=("in_use", "trial")),
        )
        if without.without > FEW
        else None,
        not_sorted=_not_sorted(visit, found),
        lapses_more=Link(t("page.home.forecast"), visit.places.at("forecast")),
        index_link=Link(t("page.home.index_opened"), visit.places.at("index")),
        ways=(Link(t("index.report"), visit.places.at("report")),),
        dated_href=visit.places.home,
    )


def _fresh(visit: Visit) -> HomeView:
    places = visit.places
    set_up = (Act(t("setup.title"), places.at("set-up")), t("setup.lead"))
    starts = (
        *((set_up,) if visit.may("settings", on_organisation()) else ()),
        (Act(t("page.home.start_person"), places.add("role")), t("page.home.start_person_why")),
        (Act(t("page.home.start_systems"), places.at("import")), t("page.home.start_systems_why")),
        (Act(t("page.home.start_policy"), places.at("documents", "start")), t("page.home.start_policy_why")),
    )
    return _without_dial(tuple(x for x in starts if visit.may("add", on_kind("policy"))))


def _employee(visit: Visit) -> HomeView:
    """What somebody finds who reads the rules and speaks up, and no more."""
    places = visit.places
    starts = (
        (Act(t("page.home.read_policy"), places.at("our-policy")), t("page.home.read_policy_why")),
        (Act(t("page.home.which_systems"), places.listing("system")), t("page.home.which_systems_why")),
        (Act(t("page.home.raise_concern"), places.add("concern")), t("page.home.raise_concern_why")),
    )
    return _without_dial(starts, title=t("page.home.employee"), lead=t("page.home.employee_lead"))


def _without_dial(starts: tuple[tuple[Act, str], ...], *, title: str = "", lead: str = "") -> HomeView:
    return HomeView(None, (), (), 0, 0, "", starts=starts, starts_title=title, starts_lead=lead)


def _stopped(visit: Visit, turned: Turned) -> Happening:
    whole = turned.scope.kind == "organization"
    scope = ORGANISATION if whole else turned.scope.ref
    words = t("page.home.fell", old=t(f"page.level.at.{turned.old}"), new=t(f"page.level.at.{turned.new}"))
    if turned.cause is not None:
        words = t(
            "page.home.fell_by",
            old=t(f"page.level.at.{turned.old}"),
            new=t(f"page.level.at.{turned.new}"),
            title=turned.cause.title,
            ref=turned.cause.ref,
        )
    return Happening(
        turned.practice.title,
        visit.places.home if whole else visit.places.record(turned.scope.ref),
        words,
        moment(turned.day, visit.day),
        turned.state.name.lower() if turned.state is not State.HOLDS else "lapsed",
        "" if whole else turned.scope.ref,
        visit.places.why(scope, turned.practice.id),
    )


def _not_sorted(visit: Visit, found: Status) -> Link | None:
    if not found.unsorted:
        return None
    return Link(
        t("page.home.not_sorted", n=found.unsorted, of=found.systems),
        visit.places.listing("system", tier="unsorted"),
    )


__all__: Sequence[str] = ("show", "under_way")
