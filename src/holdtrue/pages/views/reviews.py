"""The pack of a review: on a page, one part a screen for presenting, and as a file; live, or as kept with a review."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from holdtrue.app import reviewing_later
from holdtrue.app.actions.permission import on_kind
from holdtrue.app.documents import review as files
from holdtrue.app.queries.review_decided import decided, earlier
from holdtrue.app.queries.review_pack import INPUTS, kept_with, span_asked
from holdtrue.app.queries.review_shapes import Pack
from holdtrue.core.days import iso
from holdtrue.pages.language import said, spoken, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.imports import ProgressView
from holdtrue.pages.shapes.index import TrendPoint
from holdtrue.pages.shapes.moment import absolute, moment
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.review import DecisionLine, PackFact, PackFigure, PackPart, PackView
from holdtrue.pages.views import frame

if TYPE_CHECKING:
    from holdtrue.app.documents.rendering import Rendered
    from holdtrue.app.queries.review_dated import Span
    from holdtrue.app.queries.review_shapes import Figure, Lead, Part, Told
    from holdtrue.pages.views.frame import Visit

EVERY = "2"


@require_safe
@frame.inside
def live(visit: Visit) -> HttpResponse:
    """Show the pack of a period, since the last review where none is said; a large register's is compiled first."""
    return _live(visit, "review_pack.html")


@require_safe
@frame.inside
def present(visit: Visit) -> HttpResponse:
    """Show the same, one part a screen."""
    return _live(visit, "review_present.html")


def _live(visit: Visit, template: str) -> HttpResponse:
    span = asked(visit)
    found = reviewing_later.found(visit.caller, span)
    if not isinstance(found, Pack):
        return _progress(visit, span)
    if visit.partial:
        done = ProgressView(
            t("review.title"), 1, 1, t("review.compiling.done"), "", _with_period(visit, span), finished=True
        )
        return frame.part(visit, "partials/progress.html", view=done)
    given = frame.page(visit, t("review.title"), station="check", crumbs=_crumbs(visit))
    return frame.show(visit, template, given, view=view_of(visit, found))


def _progress(visit: Visit, span: Span) -> HttpResponse:
    """How far the compiling is; where nobody asked for it yet, the button that does."""
    job = reviewing_later.current(visit.caller.organisation, span)
    here = _with_period(visit, span)
    under_way = job is not None and job.state in ("waiting", "running")
    compile_ = Act(
        t("review.compile"),
        with_query(visit.places.at("review-pack", "compile"), **_period(span)),
        posted=True,
    )
    view = ProgressView(
        title=t("review.compiling.title" if under_way else "review.compiling.before"),
        done=job.done if job else 0,
        total=max(1, job.total) if job else 1,
        doing=t("review.compiling.doing" if under_way else "review.compiling.ask"),
        href=here,
        leave_href=visit.places.home,
        cancel=None if under_way else compile_,
    )
    if visit.partial:
        return frame.part(visit, "partials/progress.html", view=view)
    given = frame.page(visit, t("review.title"), station="check")
    response = frame.show(visit, "review_progress.html", given, view=view)
    if under_way:
        response["Refresh"] = EVERY
    return response


@require_POST
@frame.inside
def compile_now(visit: Visit) -> HttpResponse:
    """Queue the compiling of a large register's pack; its page then shows how far it is and can be left."""
    span = asked(visit)
    if not reviewing_later.at_once(visit.caller.organisation):
        reviewing_later.ask(visit.caller, span)
    return HttpResponseRedirect(_with_period(visit, span))


@require_safe
@frame.inside
def file(visit: Visit) -> HttpResponse:
    """Send the pack of a period as PDF or Word."""
    pack = reviewing_later.newest(visit.caller, asked(visit))
    return _sent(files.live(pack, visit.request.GET.get("format", "pdf"), locale=spoken()))


@require_safe
@frame.inside
def kept(visit: Visit, ref: str) -> HttpResponse:
    """Show the pack that was kept with a review, with what was decided."""
    return _kept(visit, ref, "review_pack.html")


@require_safe
@frame.inside
def kept_present(visit: Visit, ref: str) -> HttpResponse:
    """Show the same, one part a screen."""
    return _kept(visit, ref, "review_present.html")


def _kept(visit: Visit, ref: str, template: str) -> HttpResponse:
    record, _, pack = kept_with(visit.caller, ref)
    crumbs = (*_crumbs(visit), Link(record.title, visit.places.record(record.ref)))
    given = frame.page(visit, t("review.title"), station="check", crumbs=crumbs)
    return frame.show(visit, template, given, view=view_of(visit, pack, ref=record.ref))


@require_safe
@frame.inside
def kept_file(visit: Visit, ref: str) -> HttpResponse:
    """Send the pack that was kept with a review; as long as nobody signs it or takes that back the same bytes."""
    return _sent(files.held(visit.caller, ref, visit.request.GET.get("format", "pdf"), locale=spoken()))


def _sent(made: Rendered) -> HttpResponse:
    response = HttpResponse(made.content, content_type=made.media_type)
    response["Content-Disposition"] = f'inline; filename="{made.name}"'
    return response


def asked(visit: Visit) -> Span:
    """Return the period that the address asks for."""
    given = visit.request.GET
    return span_asked(visit.caller, begin=given.get("from", ""), until=given.get("to", ""))


def _period(span: Span) -> dict[str, str]:
    return {"from": iso(span.begin), "to": iso(span.end - 1)}


def _with_period(visit: Visit, span: Span) -> str:
    return with_query(visit.places.at("review-pack"), **_period(span))


def _crumbs(visit: Visit) -> tuple[Link, ...]:
    return (
        Link(t("page.station.check"), visit.places.at("check")),
        Link(t("review.plural"), visit.places.listing("review")),
    )


def view_of(visit: Visit, pack: Pack, *, ref: str = "") -> PackView:
    """Return a pack as a page shows it; `ref` is the review it was kept with."""
    kept_ = decided(visit.caller, ref, pack) if ref else None
    places = visit.places
    base = places.act(ref, "pack") if ref else places.at("review-pack")
    period = {} if ref else {"from": iso(pack.begin), "to": iso(pack.last)}
    acts = [
        Act(t("review.present"), with_query(base + "present/", **period)),
        Act(t("review.pdf"), with_query(base + "file/", **period)),
    ]
    if kept_ is not None and kept_.to_sign:
        acts.insert(0, Act(t("review.sign"), with_query(places.at("sign-sets"), ref=kept_.to_sign)))
    if not ref and visit.may("add", on_kind("review")):
        acts.insert(0, Act(t("review.hold"), with_query(base + "hold/", **period)))
    return PackView(
        lead=t("review.lead", begin=absolute(pack.begin), until=absolute(pack.last)),
        parts=tuple(part_of(visit, part) for part in pack.parts),
        acts=tuple(acts),
        begin=iso(pack.begin),
        until=iso(pack.last),
        action="" if ref else base,
        decided=tuple(
            DecisionLine(
                d.title,
                d.name,
                absolute(d.due),
                Link(d.ref, places.record(d.ref)) if d.ref else None,
                d.state,
                said(d.words),
            )
            for d in kept_.lines
        )
        if kept_ is not None
        else None,
        changes=pack.changes,
        signed=said(kept_.signed) if kept_ else "",
        digest=kept_.digest if kept_ else "",
        earlier=tuple(
            Link(f"{r.ref} · {absolute(r.event_day)}" if r.event_day else r.ref, places.act(r.ref, "pack"))
            for r in earlier(visit.caller, ref)
        ),
        back=with_query(base, **period),
    )


def part_of(visit: Visit, part: Part) -> PackPart:
    """Return one part as a page shows it."""
    more = None
    if part.more or part.facts:
        href = _href(visit, part.lead)
        words = t("review.more", n=part.more) if part.more else t("review.all")
        more = Link(words, href) if href else None
    return PackPart(
        part.id,
        t(f"review.part.{part.id}"),
        t("review.input", clause=INPUTS[part.id]) if part.id in INPUTS else "",
        said(part.said),
        tuple(_figure(visit, one) for one in part.figures),
        tuple(fact(visit, one) for one in part.facts),
        more,
        tuple(_point(day, value) for day, value in part.points) if len(part.points) > 1 else (),
    )


def _point(day: int, value: float) -> TrendPoint:
    there = dt.date.fromordinal(day)
    month = t("page.forecast.month", month=t(f"page.month.{there.month}"), year=str(there.year))
    return TrendPoint(absolute(day), month, round(value * 100))


def _figure(visit: Visit, one: Figure) -> PackFigure:
    return PackFigure(said(one.label), one.now, one.before, _turn(one), _href(visit, one.lead))


def _turn(one: Figure) -> str:
    now, before = (value.replace(",", "") for value in (one.now, one.before))
    if not before or not now.isdecimal() or not before.isdecimal() or now == before:
        return ""
    return "up" if int(now) > int(before) else "down"


def fact(visit: Visit, one: Told) -> PackFact:
    """Return one fact with where it leads."""
    href = (
        visit.places.record(one.ref)
        if one.ref
        else visit.places.practice(one.practice)
        if one.practice
        else ""
    )
    return PackFact(one.title, href, said(one.words), moment(one.day, visit.day))


def _href(visit: Visit, lead: Lead) -> str:
    if lead.kind:
        return visit.places.listing(lead.kind, **lead.asked)
    return visit.places.at(lead.page) if lead.page else ""


__all__ = [
    "asked",
    "compile_now",
    "fact",
    "file",
    "kept",
    "kept_file",
    "kept_present",
    "live",
    "part_of",
    "present",
    "view_of",
]
