"""The life cycle: systems by the stage they are in, and the life of one as a picture with its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_kind
from holdtrue.app.queries.living import FIELD, Board, Event, Stage, by_stage, life_told
from holdtrue.core.gate_answers import STAGES
from holdtrue.core.kinds import KINDS
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.life import BoardView, GateMark, LifeCard, LifeMark, LifeView, StageColumn
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.views import frame

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.pages.views.frame import Visit

_NEXT = {"intake": "assessed", "assessed": "approved", "approved": "deployed", "deployed": "monitored"}
_LANES = ("stage", "approval", "change", "incident")
MILESTONES = ("live", "stage1_ready", "stage2_ready")


@require_safe
@frame.inside
def board(visit: Visit) -> HttpResponse:
    """Show systems by stage; a card leads to the gate before it, and nothing is moved here."""
    found = by_stage(visit.caller)
    marks = tuple(
        GateMark(
            t(f"milestone.{name}"), visit.places.at("milestones", name), t(f"page.milestone.lead.{name}")
        )
        for name in MILESTONES
    )
    view = BoardView(tuple(_column(visit, found, stage) for stage in found.stages), marks)
    given = frame.page(visit, t("page.life.title"), station="do")
    return frame.show(visit, "lifecycle.html", given, view=view)


def _column(visit: Visit, found: Board, stage: Stage) -> StageColumn:
    more = stage.total - len(stage.lines)
    address = visit.places.listing("system", **{FIELD: stage.name})
    return StageColumn(
        stage.name,
        t(f"choice.lifecycle_stage.{stage.name}"),
        stage.total,
        tuple(_card(visit, found, stage.name, line.id, line.ref, line.title) for line in stage.lines),
        Link(t("page.life.more", n=more), address) if more > 0 else None,
    )


def _card(visit: Visit, found: Board, stage: str, row: int, ref: str, title: str) -> LifeCard:
    tier = found.tiers.get(row, "")
    owner = found.owned.get(row)
    words = [
        ref,
        t(f"choice.tiers.{tier}") if tier else t("page.life.unsorted"),
        owner.title if owner else "",
    ]
    opens = visit.may("read", on_kind("change"))
    used = row in found.taken
    after = "deployed" if used else _NEXT.get(stage)
    gate = None
    if after and opens:
        into = t(f"choice.lifecycle_stage.{after}")
        label = t("page.life.take_over") if used else t("page.life.gate", stage=into)
        gate = Link(label, visit.places.act(ref, "gate") + f"{after}/")
    early = found.early.get(row)
    return LifeCard(
        title,
        visit.places.record(ref),
        " · ".join(filter(None, words)),
        gate,
        visit.places.act(ref, "gate") if opens else "",
        t("page.life.early", date=absolute(early.until)) if early is not None else "",
    )


@require_safe
@frame.inside
def one(visit: Visit, ref: str) -> HttpResponse:
    """Show the life of one system."""
    record, events = life_told(visit.caller, ref)
    title = t("page.life.of", title=record.title)
    view = LifeView(
        title,
        tuple(_mark(visit, event) for event in events),
        visit.day,
        tuple((lane, t(f"page.life.lane.{lane}")) for lane in _LANES),
    )
    crumbs = (
        Link(said(KINDS["system"].label_plural), visit.places.listing("system")),
        Link(record.title, visit.places.record(record.ref)),
    )
    given = frame.page(visit, title, kind="system", crumbs=crumbs)
    return frame.show(visit, "life.html", given, view=view)


def _mark(visit: Visit, event: Event) -> LifeMark:
    lane = event.kind if event.kind in _LANES else "stage"
    return LifeMark(
        event.day,
        absolute(event.day),
        lane,
        event.kind,
        _words(event),
        visit.places.record(event.ref) if event.ref else "",
        event.ref,
        event.until or 0,
        absolute(event.until) if event.until else "",
        event.who,
    )


def _words(event: Event) -> str:
    if event.name in STAGES and event.kind in ("stage", "early", "back"):
        return t(f"page.life.event.{event.kind}", stage=t(f"choice.lifecycle_stage.{event.name}"))
    if event.kind == "change" and event.name:
        return f"{t(f'choice.types.change.{event.name}')}: {event.title}"
    if event.kind == "incident" and event.name:
        return f"{t(f'choice.incident_severity.{event.name}')}: {event.title}"
    return event.title or event.ref
