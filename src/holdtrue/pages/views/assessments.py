"""An impact assessment as a whole, to be read, signed or printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.queries.around import around
from holdtrue.app.queries.records import signoffs
from holdtrue.core.assessing import aspect_texts, parts
from holdtrue.core.impacts import read
from holdtrue.core.kinds import KINDS
from holdtrue.core.matching import filled
from holdtrue.core.refusals import BadInput
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.assess import AssessmentView, GroupSaid, PartSaid, Said
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.record_parts import worded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from holdtrue.core.assessing import Part
    from holdtrue.core.impacts import Impact

_REF = re.compile(r"\b(?:CTL|RSK)-\d{1,9}\b", re.IGNORECASE)
_STATES = {"low": "holds", "moderate": "soon", "serious": "wrong", "irreversible": "wrong"}


@require_safe
@inside
def read_whole(visit: Visit, ref: str) -> HttpResponse:
    """Show every section that says something, in the order of the standard, the groups as a table."""
    found = around(visit.caller, ref)
    record = found.record
    if record.kind != "impact_assessment":
        raise BadInput("assess.not_one", ref=record.ref)
    fields: Mapping[str, object] = found.body["fields"]
    systems = found.linked("system")
    system = (
        Link(systems[0].title, visit.places.record(systems[0].ref))
        if systems
        else Link(t("assess.no_system"), "")
    )
    signed = tuple(
        t("assess.signed", name=s.signer.title, date=absolute(s.day), revision=s.revision.number)
        for s in signoffs(record)
    )
    view = AssessmentView(
        ref=record.ref,
        href=visit.places.record(record.ref),
        system=system,
        revision=record.head_number,
        state=t("assess.in_force" if record.in_force_number == record.head_number else "assess.draft"),
        severity=_severity(fields.get("severity")),
        parts=tuple(p for p in (_part(visit, part, fields) for part in parts()) if p.said or p.groups),
        signed=signed,
        digest=record.digest,
        edit_href=visit.places.act(systems[0].ref, "assess")
        if systems and visit.may("edit", found.target)
        else "",
        sign_href=visit.places.act(record.ref, "sign") if visit.may("sign", found.target) else "",
    )
    crumbs = (
        Link(said(KINDS[record.kind].label_plural), visit.places.listing(record.kind)),
        Link(record.ref, view.href),
    )
    title = t("assess.title", title=system.label)
    return show(visit, "assessment.html", page(visit, title, kind=record.kind, crumbs=crumbs), view=view)


def _part(visit: Visit, part: Part, fields: Mapping[str, object]) -> PartSaid:
    told: list[Said] = []
    groups: tuple[GroupSaid, ...] = ()
    for question in part.questions:
        value = fields.get(question.field)
        if question.field == "impacts":
            groups = tuple(_group(visit, impact) for impact in read(value))
        elif question.field == "aspects":
            told += [Said(t(f"assess.aspect.{n}"), (words,)) for n, words in aspect_texts(value).items()]
        elif filled(value):
            told.append(Said(t(f"assess.ask.{question.field}"), _texts(question.field, value)))
    return PartSaid(t(f"assess.section.{part.id}"), part.clause, tuple(told), groups)


def _texts(field: str, value: object) -> tuple[str, ...]:
    spec = KINDS["impact_assessment"].spec(field)
    many = value if isinstance(value, (list, tuple)) else (value,)
    return tuple(line for one in many for line in worded(spec, one).splitlines())


def _group(visit: Visit, impact: Impact) -> GroupSaid:
    refs = dict.fromkeys(m[0].upper() for m in _REF.finditer(impact.measures))
    return GroupSaid(
        impact.group,
        impact.what,
        _severity(impact.severity),
        _STATES.get(impact.severity, ""),
        t(f"assess.likelihood.{impact.likelihood}") if impact.likelihood else "",
        impact.measures,
        tuple(Link(ref, visit.places.record(ref)) for ref in refs),
    )


def _severity(value: object) -> str:
    return t(f"choice.impact_severity.{value}") if value in _STATES else ""
