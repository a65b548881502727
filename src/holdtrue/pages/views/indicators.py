"""The page of all indicators: how each stands, since when, by whom, and what to begin with where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_kind
from holdtrue.app.queries.indicating import listed, offered
from holdtrue.core.claims.measured import target_said
from holdtrue.core.computed import COMPUTED
from holdtrue.core.judging import written
from holdtrue.core.measuring import unit_of
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.indicators import IndicatorRow, IndicatorsView, Offered
from holdtrue.pages.shapes.moment import moment
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.views import frame
from holdtrue.words.figures import figure_named

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.app.queries.indicating import Standing
    from holdtrue.core.vocabulary import Indicator
    from holdtrue.pages.views.frame import Visit

MOST = 50


@require_safe
@frame.inside
def every(visit: Visit) -> HttpResponse:
    """Show one page of them, of one system or unit where the address says so."""
    asked = visit.request.GET
    system, unit = asked.get("system", "").upper(), asked.get("unit", "").upper()
    after = asked.get("after", "0")
    found = listed(
        visit.caller,
        system=system,
        unit=unit,
        after=int(after) if after.isascii() and after.isdecimal() and len(after) < _LONG else 0,
        most=MOST,
    )
    here = visit.places.at("figures")
    may_add = visit.may("add", on_kind("indicator"))
    narrowed = bool(system or unit)
    begin = () if narrowed or found.next else tuple(_offered(one) for one in offered(visit.caller))
    view = IndicatorsView(
        rows=tuple(_row(visit, one) for one in found.rows),
        lead=_lead(found.rows, narrowed=narrowed),
        acts=_acts(visit, may_add=may_add),
        system=system,
        unit=unit,
        filter_href=here,
        next_href=with_query(here, system=system, unit=unit, after=found.next) if found.next else "",
        offered=begin,
        begin_href=visit.places.at("figures", "begin") if may_add else "",
    )
    given = frame.page(visit, t("figures.title"), kind="indicator")
    return frame.show(visit, "indicators.html", given, view=view)


_LONG = 10


def _lead(rows: list[Standing], *, narrowed: bool) -> str:
    if not rows:
        return t("indicators.none_here") if narrowed else t("indicators.none")
    out = sum(1 for one in rows if one.judged.out)
    return t("indicators.lead_out", out=out, n=len(rows)) if out else t("indicators.lead", n=len(rows))


def _acts(visit: Visit, *, may_add: bool) -> tuple[Act, ...]:
    found = []
    if visit.may("measure", on_kind("indicator")):
        found.append(Act(t("indicators.take_file"), visit.places.at("figures", "file")))
    if may_add:
        found.append(Act(t("indicators.add"), visit.places.add("indicator")))
    found.append(Act(t("indicators.as_list"), visit.places.listing("indicator")))
    return tuple(found)


def _row(visit: Visit, one: Standing) -> IndicatorRow:
    record, found, places = one.record, one.judged, visit.places
    newest = found.newest
    acts = []
    if one.unanswered:
        acts.append(Act(t("indicators.follow.open"), places.act(record.ref, "follow")))
    elif not one.computed and visit.may("measure", on_kind("indicator")):
        acts.append(Act(t("indicators.measure"), places.act(record.ref, "measure")))
    return IndicatorRow(
        title=Link(record.title or record.ref, places.record(record.ref)),
        value="–" if newest is None or newest.value is None else written(newest.value),
        unit=unit_of(one.fields),
        target=target_said(one.fields),
        state=str(found.state.name.lower()),
        words=said(found.why),
        spark=_spark(one),
        due=moment(found.due, visit.day),
        due_late=found.due is not None and found.due <= visit.day,
        owner=Link(one.owner.title, places.record(one.owner.ref)) if one.owner else None,
        about=Link(one.system.title, places.record(one.system.ref)) if one.system else None,
        computed=one.computed,
        acts=tuple(acts),
    )


def _spark(one: Standing) -> tuple[int | None, ...]:
    """The newest values between 0, the lowest of them, and 100, the highest."""
    known = [value.value for value in one.values if value.value is not None]
    if not known:
        return ()
    low, high = min(known), max(known)
    if low == high:
        return tuple(None if v.value is None else 50 for v in one.values)
    return tuple(None if v.value is None else round(100 * (v.value - low) / (high - low)) for v in one.values)


def _offered(one: Indicator) -> Offered:
    target = {"target": one.target if isinstance(one.target, float) else list(one.target or ())}
    return Offered(
        tag=one.id,
        title=figure_named(one.id),
        words=t(f"indicators.begin.{one.id}"),
        target=target_said({**target, "direction": one.direction}),
        computed=one.id in COMPUTED,
    )
