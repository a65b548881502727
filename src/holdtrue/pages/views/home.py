"""The first page: where the organisation stands, what stopped holding, what lapses next, and what you owe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_kind, on_organisation
from holdtrue.app.queries import bounded, branches, changes
from holdtrue.app.queries.owed import owed
from holdtrue.app.queries.status import status
from holdtrue.core.days import ALWAYS
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.core.verdicts import State
from holdtrue.pages.language import t
from holdtrue.pages.places import ORGANISATION
from holdtrue.pages.shapes.home import Happening, HomeView, Owed
from holdtrue.pages.shapes.moment import absolute, moment
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.views import frame, home_pictures, home_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpResponse

    from holdtrue.app.queries.changes import Turned
    from holdtrue.app.queries.owed import Debt
    from holdtrue.app.queries.status import Lapse, Status
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
    found = status(bounded.stored(visit.caller, visit.day))
    given = frame.page(visit, t("page.station.home"), station="home")
    view = under_way(visit, found) if found.systems_known else _fresh(visit)
    return frame.show(visit, "home.html", given, view=view)


def under_way(visit: Visit, found: Status) -> HomeView:
    """Return the page of an organisation that has systems. Five queries beside its figures."""
    first = found.lapses[0] if found.lapses else None
    lost, coming = changes.by_time(visit.caller.organisation, visit.day, first.day if first else None)
    stopped = changes.seen_by(visit.caller, [*changes.stopped(visit.caller, limit=FEW), *lost])[:FEW]
    held = visit.caller.actor.held_to
    coming = {} if held else coming
    scope = coming.get(first.practice.id) if first and first.systems else None
    mine = visit.membership.person_id
    debts = owed(found, mine, visit.caller.actor.role)
    without = branches.assessed(found.figures)
    missing = branches.unassessed(found.figures, limit=FEW, path=held)
    units, more = home_tables.units(visit) if not held else (None, None)
    return HomeView(
        dial=home_pictures.dial(visit, found),
        wheel=home_pictures.wheel(visit, found),
        slices=home_pictures.slices(visit, found),
        holding=found.holding,
        total=found.holding + found.not_holding,
        next_lapse=_next(first, scope.ref if scope else "", holding=found.holding),
        next_lapse_href=_lapse_href(visit, first, scope.ref if scope else ""),
        stopped=tuple(_stopped(visit, x) for x in stopped),
        stopped_since=t("page.home.stopped_since") if stopped else "",
        seen_act=Act(t("page.home.seen"), visit.places.at("seen"), posted=True),
        lapses=tuple(_lapsing(visit, x, coming) for x in found.lapses[:FEW]),
        owed=tuple(_owed(visit, x) for x in debts[:FEW]),
        owed_more=_more_owed(visit, len(debts) - FEW),
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
    )


def _fresh(visit: Visit) -> HomeView:
    places = visit.places
    starts = (
        (Act(t("page.home.start_person"), places.add("role")), t("page.home.start_person_why")),
        (Act(t("page.home.start_systems"), places.at("import")), t("page.home.start_systems_why")),
        (Act(t("page.home.start_policy"), places.at("documents", "start")), t("page.home.start_policy_why")),
    )
    return _without_dial(tuple(x for x in starts if visit.may("add", on_kind("policy"))))


def _employee(visit: Visit) -> HomeView:
    """What somebody finds who reads the rules and speaks up, and no more."""
    places = visit.places
    starts = (
        (Act(t("page.home.read_policy"), places.listing("policy")), t("page.home.read_policy_why")),
        (Act(t("page.home.which_systems"), places.listing("system")), t("page.home.which_systems_why")),
        (Act(t("page.home.raise_concern"), places.add("concern")), t("page.home.raise_concern_why")),
    )
    return _without_dial(starts, title=t("page.home.employee"), lead=t("page.home.employee_lead"))


def _without_dial(starts: tuple[tuple[Act, str], ...], *, title: str = "", lead: str = "") -> HomeView:
    return HomeView(None, (), (), 0, 0, "", starts=starts, starts_title=title, starts_lead=lead)


def _next(first: Lapse | None, ref: str, *, holding: int) -> str:
    if first is None:
        return t("page.home.next_none" if holding else "page.home.next_nothing")
    words = {"date": absolute(first.day), "practice": first.practice.title}
    if ref:
        return t("page.home.next_of", **words, scope=ref)
    if first.systems:
        return t("page.home.next_systems", **words, n=first.systems)
    return t("page.home.next_own", **words)


def _lapse_href(visit: Visit, lapse: Lapse | None, ref: str) -> str:
    if lapse is None:
        return ""
    if lapse.systems and not ref:
        return visit.places.practice(lapse.practice.id)
    return visit.places.why(ref or ORGANISATION, lapse.practice.id, LEVEL_WORDS[lapse.level])


def _lapsing(visit: Visit, lapse: Lapse, coming: Mapping[str, object]) -> Happening:
    ref = str(getattr(coming.get(lapse.practice.id), "ref", "")) if lapse.systems == 1 else ""
    level = t(f"page.level.at.{lapse.level}")
    words = (
        t("page.home.lapses_systems", n=lapse.systems, level=level)
        if lapse.systems
        else t("page.home.lapses_own", level=level)
    )
    one = bool(ref) or not lapse.systems
    return Happening(
        lapse.practice.title,
        visit.places.practice(lapse.practice.id),
        words,
        moment(lapse.day, visit.day),
        "soon" if lapse.day - visit.day <= 30 else "holds",  # noqa: PLR2004  # as the glyph
        ref,
        _lapse_href(visit, lapse, ref) if one else "",
    )


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


def _owed(visit: Visit, debt: Debt) -> Owed:
    places = visit.places
    where = debt.scope.title if debt.scope else ""
    if debt.practice is None:
        ref = debt.scope.ref if debt.scope else ""
        title = t("page.home.owed_sort", title=where)
        return Owed(title, places.at("triage") + f"?ref={ref}", 2, None, t("page.home.owed_sort_why"))
    scope = debt.scope.ref if debt.scope else ORGANISATION
    level = LEVEL_WORDS[debt.level]
    title = (
        debt.practice.title
        if not where
        else t("page.home.owed_of", practice=debt.practice.title, title=where)
    )
    because = (
        t("page.home.owed_ends", level=t(f"page.level.at.{debt.level}"))
        if debt.until
        else t(
            "page.home.owed_open",
            state=t(f"page.state.{debt.state.name.lower()}"),
            level=t(f"page.level.at.{debt.level}"),
        )
    )
    due = moment(debt.until, visit.day) if debt.until and debt.until < ALWAYS else None
    minutes = debt.practice.minutes.get(level)
    return Owed(
        title,
        places.why(scope, debt.practice.id, level),
        minutes,
        due,
        because,
        late=debt.state not in (State.HOLDS, State.MISSING),
    )


def _more_owed(visit: Visit, more: int) -> Link:
    """The worklist, where everything they owe stands with the form that clears it."""
    words = t("page.home.owed_more", n=more) if more > 0 else t("page.worklist.all")
    return Link(words, visit.places.at("worklist"))


def _not_sorted(visit: Visit, found: Status) -> Link | None:
    if not found.unsorted:
        return None
    return Link(
        t("page.home.not_sorted", n=found.unsorted, of=found.systems),
        visit.places.listing("system", tier="unsorted"),
    )


__all__: Sequence[str] = ("show", "under_way")
