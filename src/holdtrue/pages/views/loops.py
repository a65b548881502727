"""What the loop learned in a period: findings, causes, actions, what came back, and indicators that moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from holdtrue.app.queries.loop import SAID, loop_asked
from holdtrue.app.tables import loop_csv
from holdtrue.core.days import iso
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.loop import Figure, LineShown, LoopView, MovedShown, ReturnedShown, Sum
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.views import frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.queries.loop import Counted, Line, Loop, Moved
    from holdtrue.pages.views.frame import Visit

MOST = 100
"""Findings on the page; the table has them all."""
_REFS = 6


@require_safe
@frame.inside
def show(visit: Visit) -> HttpResponse:
    """Show what was learned between two days; where the days make no period, say so above the usual one."""
    given, error = visit.request.GET, ""
    try:
        found = loop_asked(visit.caller, given.get("from", ""), given.get("to", ""))
    except BadInput as refusal:
        error = said(refusal.message)
        found = loop_asked(visit.caller)
    page = frame.page(visit, t("page.loop.title"), station="act")
    return frame.show(visit, "loop.html", page, status=422 if error else 200, view=_view(visit, found, error))


@require_safe
@frame.inside
def table(visit: Visit) -> HttpResponse:
    """Send it as a table, a row a finding."""
    given = visit.request.GET
    found = loop_asked(visit.caller, given.get("from", ""), given.get("to", ""))
    response = HttpResponse(loop_csv(found).encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="loop-{iso(found.first)}-{iso(found.last)}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _view(visit: Visit, found: Loop, error: str) -> LoopView:
    first, last = iso(found.first), iso(found.last)
    address = visit.places.at("loop")
    file = with_query(visit.places.at("loop.csv"), **{"from": first, "to": last})
    hidden = len(found.lines) - MOST
    return LoopView(
        first,
        last,
        address,
        Link(t("page.loop.table"), file),
        _figures(found),
        _sums(visit, [(_source(c.name), c) for c in found.sources]),
        _sums(visit, [(c.name, c) for c in found.causes]),
        tuple(
            ReturnedShown(
                Link(f"{r.nature} ({r.ref})", visit.places.record(r.ref)),
                Link(r.of, visit.places.record(r.of)),
                t("page.loop.back_verified" if r.verified else "page.loop.back_of"),
            )
            for r in found.returned
        ),
        tuple(_moved(visit, m) for m in found.moved),
        tuple(_line(visit, x) for x in found.lines[:MOST]),
        "" if found.lines else t("page.loop.empty"),
        t("page.loop.more", n=hidden) if hidden > 0 else "",
        error,
    )


def _figures(found: Loop) -> tuple[Figure, ...]:
    done = found.done_in_time + found.done_late
    days = found.days_to_mend
    return (
        Figure(str(found.opened), t("page.loop.figure.opened")),
        Figure(str(found.closed), t("page.loop.figure.closed")),
        Figure(str(found.still_open), t("page.loop.figure.open")),
        Figure(t("page.of", part=found.done_in_time, whole=done), t("page.loop.figure.in_time")),
        Figure(str(found.overdue), t("page.loop.figure.overdue"), "wrong" if found.overdue else ""),
        Figure(t("page.of", part=found.verified, whole=found.closed), t("page.loop.figure.verified")),
        Figure(str(found.not_effective), t("page.loop.figure.not_effective")),
        Figure(str(len(found.returned)), t("page.loop.figure.returned"), "wrong" if found.returned else ""),
        Figure(
            "–" if days is None else f"{days:g}",
            t("page.loop.figure.days", n=found.closed),
        ),
    )


def _sums(visit: Visit, given: Sequence[tuple[str, Counted]]) -> tuple[Sum, ...]:
    most = max((c.n for _, c in given), default=1)
    return tuple(
        Sum(
            name,
            c.n,
            round(100 * c.n / most),
            tuple(Link(ref, visit.places.record(ref)) for ref in c.refs[:_REFS]),
        )
        for name, c in given
    )


def _source(name: str) -> str:
    return t("page.loop.said") if name == SAID else said(KINDS[name].label)


def _line(visit: Visit, x: Line) -> LineShown:
    if x.closed is None:
        outcome, state = t("page.loop.open"), "soon"
    elif x.verified is not None:
        outcome, state = t("page.loop.worked", date=absolute(x.verified)), "holds"
    else:
        outcome, state = t("page.loop.answered", date=absolute(x.closed)), "holds"
    if x.rounds:
        outcome = f"{outcome} {t('page.loop.rounds', n=len(x.rounds))}"
    return LineShown(
        Link(f"{x.nature} ({x.ref})", visit.places.record(x.ref)),
        said(Message(f"choice.finding_type.{x.weight}")),
        x.cause,
        tuple(Link(f"{fix.title} ({fix.ref})", visit.places.record(fix.ref)) for fix in x.actions),
        outcome,
        state,
    )


def _moved(visit: Visit, m: Moved) -> MovedShown:
    way = {True: "better", False: "worse", None: "same"}[m.better]
    return MovedShown(
        Link(f"{m.measures} ({m.indicator})", visit.places.record(m.indicator)),
        Link(f"{m.title} ({m.action})", visit.places.record(m.action)),
        t("page.loop.done", date=absolute(m.done)),
        t("page.loop.median", value=f"{m.before:g}", n=m.before_n),
        t("page.loop.median", value=f"{m.after:g}", n=m.after_n),
        t(f"page.loop.way.{way}"),
        "wrong" if m.better is False else "",
    )
