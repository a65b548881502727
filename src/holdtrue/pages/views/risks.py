"""The matrix of risks, and one risk from its inherent level over its controls to what counts today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.actions.accepting import ACCEPTED
from holdtrue.app.actions.permission import on_kind
from holdtrue.app.queries.records import signoffs
from holdtrue.app.queries.risks import counted, path
from holdtrue.core.days import ALWAYS
from holdtrue.core.kinds import KINDS
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.risk import ControlShown, MatrixView, RiskPathView
from holdtrue.pages.shapes.table import Cell, Column, Row, Table
from holdtrue.pages.views.frame import Visit, inside, page, show

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.app.queries.risks import Answering, Counted, Path


@require_safe
@inside
def matrix(visit: Visit) -> HttpResponse:
    """Show all risks by likelihood and severity; a cell leads to its risks in the list."""
    found = counted(visit.caller)
    state = Act(t("risk.criteria_act"), visit.places.at("risk-criteria-form"))
    acts = (state,) if visit.may("add", on_kind("risk_criteria")) else ()
    if found is None:
        view = MatrixView(t("risk.matrix_lead"), acts=acts, empty=t("risk.no_scales"))
    else:
        view = _matrix(visit, found, acts)
    crumbs = (Link(said(KINDS["risk"].label_plural), visit.places.listing("risk")),)
    return show(
        visit, "risk_matrix.html", page(visit, t("risk.matrix"), kind="risk", crumbs=crumbs), view=view
    )


def _matrix(visit: Visit, found: Counted, acts: tuple[Act, ...]) -> MatrixView:
    up, along = found.likelihood.steps, found.severity.steps
    place = {(n, m): (row, column) for row, (n, _) in enumerate(up) for column, (m, _) in enumerate(along)}
    hrefs = {k: visit.places.listing("risk", likelihood=k[0], severity=k[1]) for k in found.counts}
    rows = tuple(
        Row(
            (
                Cell(f"{n} {dict(up)[n]}".strip()),
                Cell(f"{m} {dict(along)[m]}".strip()),
                Cell(str(n * m)),
                Cell(str(count), href=hrefs[n, m]),
            )
        )
        for (n, m), count in sorted(found.counts.items(), key=lambda x: -x[0][0] * x[0][1])
        if (n, m) in place
    )
    columns = (
        Column(said(KINDS["risk"].spec("likelihood").label), wide=True),
        Column(said(KINDS["risk"].spec("severity").label)),
        Column(said(KINDS["risk"].spec("level").label), numeric=True),
        Column(said(KINDS["risk"].label_plural), numeric=True),
    )
    remarks = []
    if found.appetite is not None:
        remarks.append(t("risk.above", n=found.above, appetite=f"{found.appetite:g}"))
    if found.unrated:
        remarks.append(t("risk.unrated", n=found.unrated))
    return MatrixView(
        t("risk.matrix_lead"),
        tuple(f"{n} {name}".strip() for n, name in up),
        tuple(f"{n} {name}".strip() for n, name in along),
        {place[k]: n for k, n in found.counts.items() if k in place},
        {place[k]: href for k, href in hrefs.items() if k in place},
        Table(t("risk.matrix"), columns, rows),
        tuple(remarks),
        acts,
    )


@require_safe
@inside
def way(visit: Visit, ref: str) -> HttpResponse:
    """Show how one risk comes from its inherent level to what counts today, and who may accept that."""
    found = path(visit.caller, ref, visit.day)
    record, places = found.around.record, visit.places
    systems = found.around.linked("system")
    fields = found.around.body["fields"]
    treatment = str(fields.get("treatment") or "")
    view = RiskPathView(
        ref=record.ref,
        href=places.record(record.ref),
        event=str(fields.get("event") or ""),
        system=Link(systems[0].title, places.record(systems[0].ref)) if systems else None,
        inherent=_inherent(found),
        controls=tuple(_control(visit, c) for c in found.controls),
        treatment=t(f"choice.risk_treatment.{treatment}") if treatment else t("risk.untreated"),
        residual=_level(found.residual),
        counts=_level(found.counts),
        counts_words=_counts_words(found),
        state=_state(found),
        appetite=t("risk.appetite", appetite=f"{found.appetite:g}") if found.appetite is not None else "",
        acceptance=_acceptance(found),
        acts=_acts(visit, found),
    )
    crumbs = (Link(said(KINDS["risk"].label_plural), places.listing("risk")), Link(record.title, view.href))
    title = t("risk.way_title", title=record.title)
    return show(visit, "risk_way.html", page(visit, title, kind="risk", crumbs=crumbs), view=view)


def _level(level: float | None) -> str:
    return t("risk.no_level") if level is None else f"{level:g}"


def _inherent(found: Path) -> str:
    fields = found.around.body["fields"]
    if found.level is None:
        return t("risk.no_level")
    return t(
        "risk.product",
        level=f"{found.level:g}",
        likelihood=fields.get("likelihood"),
        severity=fields.get("severity"),
    )


def _counts_words(found: Path) -> str:
    if found.counts is None:
        return t("risk.cannot_tell")
    if found.failing:
        return t("risk.inherent_counts", controls=", ".join(found.failing))
    if not found.controls:
        return t("risk.no_control")
    return t("risk.residual_missing" if found.residual is None else "risk.residual_counts")


def _state(found: Path) -> str:
    if found.counts is None:
        return "unknown"
    return "wrong" if found.appetite is not None and found.counts > found.appetite else "holds"


def _control(visit: Visit, answering: Answering) -> ControlShown:
    fact = answering.fact
    if answering.upheld:
        until = answering.until
        words = t("risk.upheld") if until >= ALWAYS else t("risk.upheld_until", date=absolute(until))
    else:
        words = said(answering.why) if answering.why else t("risk.not_upheld")
    state = "holds" if answering.upheld else "wrong"
    return ControlShown(f"{fact.ref} {fact.title}", visit.places.record(fact.ref), state, words)


def _acceptance(found: Path) -> str:
    given = next((s for s in signoffs(found.around.record) if s.meaning == ACCEPTED), None)
    role = t(f"choice.roles.{found.role}") if found.role else ""
    told = (
        [t("risk.may_accept", role=role) if role else t("risk.anybody")] if found.counts is not None else []
    )
    if given is not None:
        told.insert(0, t("risk.accepted", name=given.signer.title, date=absolute(given.day)))
    return " ".join(told)


def _acts(visit: Visit, found: Path) -> tuple[Act, ...]:
    ref, target, places = found.around.record.ref, found.around.target, visit.places
    told = []
    if found.appetite is None and visit.may("add", on_kind("risk_criteria")):
        told.append(Act(t("risk.criteria_act"), places.at("risk-criteria-form")))
    if visit.may("edit", target):
        words = ["likelihood", "severity", "treatment", "controls", "residual_level", "due"]
        told.append(Act(t("risk.weigh"), places.act(ref, "edit", only=words)))
    if visit.may("sign", target):
        told.append(Act(t("risk.accept"), places.act(ref, "sign")))
    return tuple(told)
