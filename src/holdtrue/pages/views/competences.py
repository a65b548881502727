"""Competence by role and person: what is asked, what is held and until when, and the form that fills a gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_kind, on_organisation, require
from holdtrue.app.queries.competences import skills
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.lessons import LearnersView
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.table import Cell, Column, Row, Table
from holdtrue.pages.views import frame

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.app.queries.competences import Skill
    from holdtrue.pages.views.frame import Visit

_STATES = {"holds": "holds", "soon": "soon", "lapsed": "wrong", "missing": "wrong"}


@require_safe
@frame.inside
def show(visit: Visit) -> HttpResponse:
    """Show every skill a role asks for, with who answers for the role and whether they hold it."""
    require(visit.caller, "read", on_organisation())
    found = skills(visit.caller.organisation, visit.day)
    gaps = sum(1 for one in found if one.state(visit.day) in ("missing", "lapsed"))
    names = ("person", "role", "skill", "state", "act")
    columns = tuple(Column(t(f"competence.{name}"), wide=name == "skill") for name in names)
    table = Table(t("competence.title"), columns, tuple(_row(visit, one) for one in found))
    lead = t("competence.lead", n=gaps, whole=len(found)) if found else t("competence.none")
    crumbs = (Link(said(KINDS["competence"].label_plural), visit.places.listing("competence")),)
    given = frame.page(visit, t("competence.title"), kind="competence", crumbs=crumbs)
    return frame.show(visit, "learners.html", given, view=LearnersView(lead, table))


def _row(visit: Visit, one: Skill) -> Row:
    places, state = visit.places, one.state(visit.day)
    words = t(f"competence.state.{state}", date=absolute(one.until) if one.until else "")
    if state == "holds" and one.until is None:
        words = t("competence.state.no_end")
    record = one.role.record
    act = Cell("")
    if one.record is not None:
        act = Cell(t("competence.open"), href=places.record(one.record.ref))
    elif visit.may("add", on_kind("competence")):
        asked = {"person": one.person.ref, "role": record.ref if record else "", "requirement": one.skill}
        act = Cell(t("competence.add"), href=places.add("competence", skill="ai_role", **asked))
    role = said(Message(f"choice.roles.{one.role.role}")) if one.role.practices else one.role.role
    return Row(
        (
            Cell(one.person.title, note=one.person.ref),
            Cell(role, href=places.record(record.ref) if record else ""),
            Cell(one.skill),
            Cell(words, state=_STATES[state], because=_because(one, state)),
            act,
        ),
        places.record(one.person.ref),
    )


def _because(one: Skill, state: str) -> str:
    """Why a skill stands so: what the role asks for, and which record answers it until when."""
    if one.record is None:
        return t("competence.why.missing", name=one.person.title, skill=one.skill)
    told = {"ref": one.record.ref, "date": absolute(one.until) if one.until else ""}
    return t(f"competence.why.{state if one.until is not None else 'no_end'}", **told)
