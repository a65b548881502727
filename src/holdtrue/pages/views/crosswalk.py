"""Practices against frameworks: what each answers at once, and which keep the most requirements from holding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.queries import grounds
from holdtrue.app.queries.requirements import AWAY, SHORT, answered
from holdtrue.core.frameworks import installed
from holdtrue.core.messages import Message
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.pages.language import said, t
from holdtrue.pages.places import ORGANISATION
from holdtrue.pages.shapes.framework import Crossing, CrosswalkView
from holdtrue.pages.shapes.glyph import glyph
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.views import frame
from holdtrue.pages.views.frameworks import tabs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from holdtrue.app.queries.requirements import Answer, Answered, Reach
    from holdtrue.pages.views.frame import Visit


@require_safe
@frame.inside
def every(visit: Visit) -> HttpResponse:
    """Show every practice with what it answers; `show=fails` those that keep requirements from holding."""
    failing = visit.request.GET.get("show", "") == "fails"
    ground = grounds.of_organisation(visit.caller, installed(), visit.day)
    laws = [law for name in installed() if (law := answered(ground, name)).asked]
    mine = {name: _of(laws, name, failing=failing) for name in ground.practices}
    lines = [
        _crossing(visit, laws, reach, mine[name])
        for name, reach in ground.practices.items()
        if any(mine[name])
    ]
    lines.sort(key=lambda one: (-(one.decides if failing else one.total), one.title))
    title = t("page.crosswalk.fails" if failing else "page.crosswalk.title")
    view = CrosswalkView(
        lead=t("page.crosswalk.fails_lead" if failing else "page.crosswalk.lead"),
        tabs=tabs(visit, "fails" if failing else "crosswalk"),
        columns=tuple(law.framework.short for law in laws),
        lines=tuple(lines),
        nothing=t("page.crosswalk.nothing"),
        failing=failing,
    )
    crumbs = (Link(t("page.frameworks.title"), visit.places.at("frameworks")),)
    given = frame.page(visit, title, station="frameworks", crumbs=crumbs)
    return frame.show(visit, "crosswalk.html", given, view=view)


def _of(laws: Sequence[Answered], practice: str, *, failing: bool) -> list[list[Answer]]:
    """The requirements a practice answers, framework by framework; `failing` only those it keeps from holding."""
    return [
        [
            a
            for a in law.answers
            if a.standing != AWAY
            and any(r.practice.id == practice for r in a.by)
            and (not failing or _keeps(a, practice, law.day))
        ]
        for law in laws
    ]


def _keeps(answer: Answer, practice: str, day: int) -> bool:
    """Whether this practice keeps the requirement from holding, by itself or with others."""
    if answer.standing not in SHORT:
        return False
    return any(
        r.practice.id == practice and r.verdicts and not r.verdicts[answer.level - 1].holds(day)
        for r in answer.by
    )


def _crossing(
    visit: Visit, laws: Sequence[Answered], reach: Reach, mine: Sequence[Sequence[Answer]]
) -> Crossing:
    practice, places = reach.practice, visit.places
    own = not practice.per_system
    href = places.why(ORGANISATION, practice.id) if own and reach.verdicts else ""
    alone = sum(
        _alone(a, practice.id, law.day) for law, answers in zip(laws, mine, strict=True) for a in answers
    )
    mend = Link(
        t("page.requirement.mend" if own else "page.requirement.mend_systems"),
        places.why(ORGANISATION, practice.id, LEVEL_WORDS[min(reach.level + 1, 4)])
        if own
        else places.practice(practice.id),
    )
    short = any(a.standing in SHORT for answers in mine for a in answers)
    return Crossing(
        title=practice.title,
        href=places.practice(practice.id),
        note=said(Message(f"property.{practice.property}")),
        glyph=glyph(practice.title, reach.verdicts or None, visit.day, href=href),
        level=t(f"page.level.at.{reach.level}"),
        answers=tuple(
            (
                law.framework.short,
                tuple(
                    Link(a.requirement.name, places.requirement(law.framework.id, a.requirement.id))
                    for a in answers
                ),
            )
            for law, answers in zip(laws, mine, strict=True)
        ),
        total=sum(len(answers) for answers in mine),
        decides=alone,
        mend=mend if short and reach.verdicts else None,
    )


def _alone(answer: Answer, practice: str, day: int) -> bool:
    """Whether nothing but this practice keeps the requirement from holding."""
    missing = {r.practice.id for r in answer.by if r.verdicts and not r.verdicts[answer.level - 1].holds(day)}
    return answer.standing in SHORT and missing == {practice}


__all__ = ["every"]
