"""Holding a management review: the decisions, who sees to each by when, and what must change; then it is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app import reviewing_later
from holdtrue.app.actions.permission import on_kind, require
from holdtrue.app.actions.reviewing import MOST, Held, hold
from holdtrue.app.queries.review_shapes import Decision, Pack
from holdtrue.app.queries.roadmap import planners
from holdtrue.core.days import iso
from holdtrue.core.refusals import BadInput
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.form import Field
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.review import DecisionFields, HoldView
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views import frame, reviews
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from holdtrue.app.queries.review_dated import Span
    from holdtrue.pages.views.frame import Visit

LINES, MORE = 4, 3
SUGGESTS = ("opportunities", "nonconformities")


@frame.inside
def hold_review(visit: Visit) -> HttpResponse:
    """Show the form; posting writes the review, keeps its pack and makes an action of each decision."""
    require(visit.caller, "add", on_kind("review"))
    span, given = reviews.asked(visit), visit.request.POST
    errors: dict[str, str] = {}
    notices: list[Notice] = []
    status = 200
    lines = _posted(visit)
    if visit.request.method == "POST" and not given.get("more"):
        try:
            with outcome(visit) as done:
                wanted = [one for one in lines if any((one.title.strip(), one.owner, one.due))]
                made = hold(
                    visit.caller, span, Held(wanted, given.get("changes", ""), given.get("chair", ""))
                )
                done.say(t("review.held", ref=made.ref))
            return HttpResponseRedirect(visit.places.act(made.ref, "pack"))
        except BadInput as refusal:
            status = 422
            sentence = said(refusal.message)
            if refusal.field == "changes":
                errors["changes"] = sentence
            else:
                notices.append(Notice(sentence, "wrong"))
    title = t("review.hold.title")
    page = frame.page(visit, title, station="check", crumbs=_crumbs(visit, span), notices=notices)
    return frame.show(visit, "review_hold.html", page, status=status, view=_view(visit, span, lines, errors))


def _posted(visit: Visit) -> list[Decision]:
    """The lines as they were sent; empty ones to begin with, and a few more where more are asked for."""
    given = visit.request.POST
    sent = [n for n in range(1, MOST + 1) if f"title-{n}" in given]
    lines = [
        Decision(given.get(f"title-{n}", ""), given.get(f"owner-{n}", ""), given.get(f"due-{n}", ""))
        for n in sent
    ]
    wanted = len(lines) + MORE if given.get("more") else max(len(lines), LINES)
    return (lines + [Decision("", "", "")] * MOST)[: min(wanted, MOST)]


def _crumbs(visit: Visit, span: Span) -> tuple[Link, ...]:
    return (Link(t("review.title"), _pack(visit, span)),)


def _pack(visit: Visit, span: Span, *words: str) -> str:
    return with_query(
        visit.places.at("review-pack", *words), **{"from": iso(span.begin), "to": iso(span.end - 1)}
    )


def _view(visit: Visit, span: Span, lines: list[Decision], errors: dict[str, str]) -> HoldView:
    people = planners(visit.caller)
    given = visit.request.POST

    def choices(chosen: str) -> tuple[Choice, ...]:
        return tuple(Choice(ref, name, chosen=ref == chosen) for ref, name in people)

    own = visit.membership.person.ref if visit.membership.person else ""
    found = reviewing_later.found(visit.caller, span)
    hints = [one for name in SUGGESTS for one in found.part(name).facts] if isinstance(found, Pack) else []
    return HoldView(
        lead=t("review.hold.lead"),
        action=_pack(visit, span, "hold"),
        begin=iso(span.begin),
        until=iso(span.end - 1),
        lines=tuple(
            DecisionFields(
                n,
                Field(f"title-{n}", t("review.column.decision"), "text", one.title),
                Field(
                    f"owner-{n}", t("review.column.owner"), "choice", one.owner, choices=choices(one.owner)
                ),
                Field(f"due-{n}", t("review.column.due"), "date", one.due),
            )
            for n, one in enumerate(lines, start=1)
        ),
        changes=Field(
            "changes",
            t("review.changes_needed"),
            "long_text",
            given.get("changes", ""),
            t("review.changes_needed.help"),
            required=True,
            error=errors.get("changes", ""),
        ),
        chair=Field("chair", t("review.chair"), "choice", own, choices=choices(given.get("chair", own))),
        hints=tuple(reviews.fact(visit, one) for one in hints[:8]),
        back=_pack(visit, span),
    )


__all__ = ["hold_review"]
