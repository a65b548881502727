"""One requirement: what it asks, how it stands, the practices that answer it with systems that decide, and doubts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.queries import grounds
from holdtrue.app.queries.deciding import deciding
from holdtrue.app.queries.requirements import answered, because
from holdtrue.core.crosswalk import related
from holdtrue.core.days import to_day
from holdtrue.core.frameworks import answers_of, framework, installed
from holdtrue.core.refusals import NotFound
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.pages.language import said, t
from holdtrue.pages.places import ORGANISATION
from holdtrue.pages.shapes.framework import Answering, RequirementView
from holdtrue.pages.shapes.glyph import glyph
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.table import Cell, Column, Row, Table
from holdtrue.pages.views import frame
from holdtrue.pages.views.framework_parts import glyph_of, mend_of, standing_words
from holdtrue.pages.views.whys import NEXT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpResponse

    from holdtrue.app.queries.inventory import Short
    from holdtrue.app.queries.requirements import Answer, Answered, Reach
    from holdtrue.core.frameworks import Requirement
    from holdtrue.pages.views.frame import Visit


@require_safe
@frame.inside
def one(visit: Visit, framework: str, requirement: str) -> HttpResponse:
    """Show one requirement, on a page of its own or, asked for as a part, in the drawer."""
    if framework not in installed():
        raise NotFound("framework.unknown", name=framework, known=installed())
    system = visit.request.GET.get("system", "").strip().upper()
    if system:
        found = answered(grounds.of_system(visit.caller, system, framework, visit.day).ground, framework)
    else:
        found = answered(grounds.of_organisation(visit.caller, (framework,), visit.day), framework)
    answer = next((a for a in found.answers if a.requirement.id == requirement), None)
    if answer is None:
        raise NotFound("requirement.unknown", name=requirement, framework=found.framework.title)
    if visit.partial:
        return frame.part(visit, "partials/requirement.html", view=_view(visit, found, answer, system, {}))
    names = [r.practice.id for r in answer.by if r.practice.per_system and r.verdicts]
    systems = {} if system else deciding(visit.caller, names, answer.level, visit.day)
    crumbs = (
        Link(t("page.frameworks.title"), visit.places.at("frameworks")),
        Link(found.framework.short, visit.places.framework(framework, system=system)),
    )
    title = f"{answer.requirement.name} {answer.requirement.title}"
    given = frame.page(visit, title, station="frameworks", crumbs=crumbs)
    view = _view(visit, found, answer, system, systems)
    return frame.show(visit, "requirement.html", given, view=view)


def _view(
    visit: Visit, found: Answered, answer: Answer, system: str, systems: Mapping[str, Sequence[Short]]
) -> RequirementView:
    asked = answer.requirement
    mend = mend_of(visit, answer, system)
    return RequirementView(
        name=f"{found.framework.short} {asked.name}",
        title=asked.title,
        description=asked.description,
        standing=answer.standing,
        standing_words=standing_words(answer),
        sentence=said(because(answer, visit.day)),
        glyph=glyph_of(visit, found, answer, system),
        answering=tuple(
            _answering(visit, found, answer, reach, system, systems.get(reach.practice.id, ()))
            for reach in answer.by
        ),
        parts=asked.parts,
        documents=asked.documents,
        evidence=asked.evidence,
        facts=tuple(_facts(visit, found, answer)),
        notes=asked.notes,
        doubts=tuple(_doubts(asked)),
        related=_related(visit, asked),
        still=answer.still,
        mend=Act(mend.label, mend.href) if mend else None,
        findings=tuple(Link(ref, visit.places.record(ref)) for ref in (*answer.major, *answer.minor)),
        href=visit.places.requirement(found.framework.id, asked.id, system=system),
    )


def _answering(  # one practice with all that is said beside it
    visit: Visit, found: Answered, answer: Answer, reach: Reach, system: str, some: Sequence[Short]
) -> Answering:
    practice, places = reach.practice, visit.places
    own = not practice.per_system
    scope = ORGANISATION if own else system
    asked = LEVEL_WORDS[answer.level] if reach.level >= answer.level else NEXT
    href = places.why(scope, practice.id, asked) if scope and reach.verdicts else ""
    words = ""
    if reach.scopes > 1 or (practice.per_system and not system and reach.verdicts):
        part = reach.at[answer.level - 1]
        words = t("page.requirement.systems", part=part, whole=reach.scopes)
    return Answering(
        title=practice.title,
        href=places.practice(practice.id),
        statement=practice.statement,
        glyph=glyph(practice.title, reach.verdicts or None, visit.day, href=href),
        level=t("page.requirement.asked_at", level=t(f"page.level.{LEVEL_WORDS[answer.level]}").lower()),
        words=words,
        outside="" if reach.counted else t("page.requirement.outside"),
        systems=_systems(visit, practice.id, some) if some else None,
        also=tuple(_also(visit, found, answer.requirement, reach)),
        asks=practice.auditor_asks,
    )


def _systems(visit: Visit, practice: str, some: Sequence[Short]) -> Table:
    rows = tuple(
        Row(
            (
                Cell(one.title, href=visit.places.record(one.ref), note=one.ref),
                Cell(
                    glyph=glyph(one.title, one.verdicts, visit.day, href=visit.places.why(one.ref, practice))
                ),
            )
        )
        for one in some
    )
    columns = (Column(t("page.home.system"), wide=True), Column(t("page.practices.stands")))
    return Table(t("page.requirement.some_systems"), columns, rows)


def _also(visit: Visit, found: Answered, asked: Requirement, reach: Reach) -> list[Link]:
    told = []
    for name, ids in answers_of(reach.practice).items():
        law = framework(name)
        for one in ids:
            if (name, one) != (found.framework.id, asked.id):
                other = law.requirement(one)
                label = f"{law.short} {other.name}: {other.title}"
                told.append(Link(label, visit.places.requirement(name, one)))
    return told


def _facts(visit: Visit, found: Answered, answer: Answer) -> list[tuple[str, str | Link]]:
    asked, law = answer.requirement, found.framework
    told: list[tuple[str, str | Link]] = []
    if asked.actors:
        actors = ", ".join(law.actors.get(actor, actor) for actor in sorted(asked.actors))
        told.append((t("page.requirement.binds"), actors))
        told.append((t("page.requirement.class"), law.classes.get(asked.group, asked.group)))
    if answer.starts is not None:
        sure = "page.requirement.since" if answer.starts <= visit.day else "page.requirement.applies_on"
        told.append((t("page.requirement.applies"), t(sure, date=absolute(answer.starts))))
    told.append((t("page.requirement.level"), t(f"page.level.{LEVEL_WORDS[answer.level]}")))
    if law.source:
        told.append((t("page.framework.source"), Link(law.source.split("/")[2], law.source)))
    if law.as_of:
        told.append((t("page.framework.read"), _day(law.as_of)))
    if asked.confidence:
        word = {"V": "checked", "M": "memory"}.get(asked.confidence, "unsure")
        told.append((t("page.requirement.confidence"), t(f"page.requirement.confidence.{word}")))
    return told


def _day(text: str) -> str:
    day = to_day(text)
    return absolute(day) if day is not None else text


def _doubts(asked: Requirement) -> list[str]:
    told = list(asked.doubts)
    if not asked.date_certain:
        told.insert(0, t("page.requirement.date_unsure"))
    return told


def _related(visit: Visit, asked: Requirement) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    told: dict[str, list[Link]] = {}
    for one in related(asked.framework, asked.id):
        law = framework(one.framework)
        name = law.requirement(one.requirement).name
        label = t("page.requirement.published", name=name) if one.published else name
        told.setdefault(law.short, []).append(
            Link(label, visit.places.requirement(one.framework, one.requirement))
        )
    return tuple((name, tuple(links)) for name, links in told.items())


__all__ = ["one"]
