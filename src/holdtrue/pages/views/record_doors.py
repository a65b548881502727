"""Where a record's page leads that is made for its kind: the walk of a law, the way of a risk, who follows whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.absences import on_absence
from holdtrue.app.actions.permission import on_kind, on_organisation
from holdtrue.app.queries.boxed import of_record
from holdtrue.pages.language import t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.page import Act

if TYPE_CHECKING:
    from holdtrue.app.queries.around import Around
    from holdtrue.pages.views.frame import Visit


def doors(visit: Visit, found: Around) -> tuple[Act, ...]:  # noqa: PLR0911  # one return a kind
    """Return the pages made for this kind of record, as far as this person may open them."""
    record, places = found.record, visit.places
    if record.retired_day is not None:
        return ()
    systems = found.linked("system")
    if record.kind in ("system", "concern"):
        return _of_system(visit, found) if record.kind == "system" else _of_concern(visit, found)
    if record.kind == "person":
        return _of_person(visit, found)
    if record.kind == "review" and found.body["fields"].get("pack_digest"):
        return (Act(t("review.door"), places.act(record.ref, "pack")),)
    if record.kind == "role":
        see = Act(t("competence.see"), places.at("skills"))
        return (Act(t("people.roles.open"), places.at("who-holds")), see)
    if record.kind == "incident":
        return (Act(t("incident.open"), places.act(record.ref, "incident")),)
    if record.kind == "risk":
        return (Act(t("record.door.way"), places.act(record.ref, "way")),)
    if record.kind == "risk_criteria" and visit.may("edit", found.target):
        return (Act(t("record.door.criteria"), places.act(record.ref, "criteria")),)
    if record.kind == "classification" and systems:
        law = str(found.body["fields"].get("law") or "") or next(iter(found.body["links"].get("law", ())), "")
        return (Act(t("record.door.steps"), places.act(systems[0].ref, "classify", law=law)),) if law else ()
    if record.kind == "impact_assessment":
        read = Act(t("assess.read"), places.act(record.ref, "assessment"))
        ours = bool(systems) and found.body["fields"].get("type") == "ai" and visit.may("edit", found.target)
        return (Act(t("assess.go_on"), places.act(systems[0].ref, "assess")), read) if ours else (read,)
    return ()


def _of_person(visit: Visit, found: Around) -> tuple[Act, ...]:
    told = []
    if visit.may("hand_over", found.target):
        told.append(Act(t("people.hand.open"), visit.places.act(found.record.ref, "hand-over")))
    if not found.body["fields"].get("left_on") and visit.may("be_away", on_absence(found.record)):
        told.append(Act(t("people.away.open"), visit.places.act(found.record.ref, "away")))
    if found.body["fields"].get("left_on") and visit.may("erase", found.target):
        told.append(Act(t("page.erase.open"), visit.places.act(found.record.ref, "erase"), destructive=True))
    return tuple(told)


def _of_concern(visit: Visit, found: Around) -> tuple[Act, ...]:
    """Where its words lie, for whoever answers concerns and is not concerned by it."""
    raised = of_record(visit.caller, found.record.pk)
    return (Act(t("concerns.open_it"), visit.places.at("concerns-raised", str(raised.id))),) if raised else ()


def _of_system(visit: Visit, found: Around) -> tuple[Act, ...]:
    ref, places = found.record.ref, visit.places
    told = []
    if visit.may("read", on_kind("change")):
        told.append(Act(t("page.life.open"), places.act(ref, "life")))
    if any(one.kind == "standing_approval" for one in found.facts.values()) and visit.may(
        "deploy", found.target
    ):
        told.append(Act(t("page.deploy.open"), places.act(ref, "deploy")))
    if visit.may("retire", found.target):
        told.append(Act(t("page.retiring.open_page"), places.act(ref, "retiring")))
    if visit.may("read", on_organisation()):
        told.append(Act(t("record.door.index"), with_query(places.at("index"), system=ref)))
        told.append(Act(t("record.door.frameworks"), places.framework("iso42001", system=ref)))
    if visit.may("read", on_kind("classification")):
        told.append(Act(t("record.door.classify"), places.act(ref, "classify")))
    if visit.may("add", on_kind("impact_assessment")):
        told.append(Act(t("record.door.assess"), places.act(ref, "assess")))
    if visit.may("add", on_kind("risk")):
        told.append(Act(t("record.door.risks"), places.act(ref, "risks")))
    return tuple(told)
