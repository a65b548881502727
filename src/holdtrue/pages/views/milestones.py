"""The gates of the management system: a checklist nobody ticks, with the reason of each line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.queries.milestones import reached_by
from holdtrue.app.shapes_lifecycle import line_title
from holdtrue.core.milestones import PARTS, milestone
from holdtrue.core.practices import library
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.life import CheckLine, CheckPart, MilestoneView
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.views import frame
from holdtrue.pages.views.life import MILESTONES

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.core.milestones import Line
    from holdtrue.pages.views.frame import Visit


@require_safe
@frame.inside
def show(visit: Visit, name: str) -> HttpResponse:
    """Show one gate of the management system."""
    milestone(name)
    found = reached_by(visit.caller, name, on=visit.request.GET.get("on", ""))
    title = t(f"milestone.{name}")
    held = len(found.lines) - len(found.missing)
    words = "open" if found.open else "shut"
    view = MilestoneView(
        title,
        found.asks,
        t(f"page.milestone.{words}", n=held, of=len(found.lines)),
        found.open,
        tuple(
            Link(t(f"milestone.{one}"), visit.places.at("milestones", one), one == name) for one in MILESTONES
        ),
        tuple(
            _part(visit, part, [line for line in found.lines if line.part == part])
            for part in PARTS
            if any(line.part == part for line in found.lines)
        ),
        t("page.milestone.note"),
    )
    crumbs = (Link(t("page.life.title"), visit.places.at("lifecycle")),)
    given = frame.page(visit, t("page.milestone.title", gate=title), crumbs=crumbs)
    return frame.show(visit, "milestone.html", given, view=view)


def _part(visit: Visit, part: str, lines: list[Line]) -> CheckPart:
    told = [_line(visit, line) for line in lines]
    held = sum(line.holds for line in told)
    return CheckPart(
        t(f"page.milestone.part.{part}"),
        t("page.milestone.held", n=held, of=len(told)),
        tuple(line for line in told if not line.holds),
        tuple(line for line in told if line.holds),
    )


def _line(visit: Visit, line: Line) -> CheckLine:
    known = line.key in library().by_id
    many = known and library().by_id[line.key].per_system
    return CheckLine(
        line_title(line),
        visit.places.practice(line.key) if known else "",
        t(f"level.{LEVEL_WORDS[line.level]}") if line.level else "",
        said(line.because),
        line.holds,
        t("page.milestone.figure", n=line.holding, of=line.of) if many and line.of else "",
        tuple(Link(f"{title} ({ref})", visit.places.record(ref)) for ref, title in line.examples),
    )
