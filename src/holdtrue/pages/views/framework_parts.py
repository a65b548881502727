"""Parts of framework pages: a requirement told in a line, a tree of them with counts, and what they add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.queries.requirements import (
    AWAY,
    BEGUN,
    FAILS,
    HOLDS,
    MORE,
    SHORT,
    UNASKED,
    UNCOVERED,
    because,
)
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.pages.language import said, t
from holdtrue.pages.places import ORGANISATION
from holdtrue.pages.shapes.framework import Branch, RequirementLine, Tallied
from holdtrue.pages.shapes.glyph import glyph
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.table import Share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.queries.requirements import Answer, Answered
    from holdtrue.core.frameworks import Section
    from holdtrue.pages.shapes.glyph import Glyph
    from holdtrue.pages.views.frame import Visit

_FEW = 14
"""Requirements up to which a tree is shown unfolded."""
_COLOURS = {FAILS: "wrong", UNCOVERED: "wrong", BEGUN: "soon", MORE: "soon"}


def share_of(found: Answered) -> Share | None:
    """Return how many hold of those that apply; None where none does."""
    whole = len(found.asked)
    part = len(found.of(HOLDS))
    return Share(part, whole, _colour(part, whole)) if whole else None


def tallied(visit: Visit, found: Answered, system: str = "") -> tuple[Tallied, ...]:
    """Return how many stand otherwise than holding, each leading to its list."""
    told = []
    for standing in (FAILS, BEGUN, MORE, UNASKED, UNCOVERED, AWAY):
        n = len(found.of(standing))
        if n:
            href = visit.places.framework(found.framework.id, show=standing, system=system)
            label = t(f"page.framework.tallied.{standing}")
            told.append(Tallied(label, n, href, _COLOURS.get(standing, "quiet")))
    coming = len(found.coming())
    if coming:
        href = visit.places.framework(found.framework.id, show="coming", system=system)
        told.append(Tallied(t("page.framework.tallied.coming"), coming, href))
    return tuple(told)


def glyph_of(visit: Visit, found: Answered, answer: Answer, system: str = "") -> Glyph | None:
    """Return the glyph over all practices of a requirement, leading to its why."""
    if not answer.verdicts or answer.standing == AWAY:
        return None
    href = visit.places.requirement(found.framework.id, answer.requirement.id, system=system)
    name = f"{answer.requirement.name} {answer.requirement.title}"
    return glyph(name, answer.verdicts, visit.day, href=href)


def standing_words(answer: Answer) -> str:
    """Return how it stands in a word or two, the minor findings it holds with named."""
    if answer.minor and answer.standing == HOLDS:
        return t("page.requirement.holds_with", findings=", ".join(answer.minor))
    return t(f"requirement.standing.{answer.standing}")


def mend_of(visit: Visit, answer: Answer, system: str = "") -> Link | None:
    """Return where what keeps a requirement from holding is mended; None where nothing does."""
    if answer.major and answer.standing in SHORT:
        return Link(t("page.requirement.mend_finding"), visit.places.record(answer.major[0]))
    decides = answer.deciding(visit.day)
    if answer.standing not in SHORT or decides is None:
        return None
    practice = decides.practice
    if practice.per_system and not system:
        return Link(t("page.requirement.mend_systems"), visit.places.practice(practice.id))
    scope = system if practice.per_system else ORGANISATION
    level = LEVEL_WORDS[min(decides.level + 1, answer.level)]
    return Link(t("page.requirement.mend"), visit.places.why(scope, practice.id, level))


def line(visit: Visit, found: Answered, answer: Answer, system: str = "") -> RequirementLine:
    """Return one requirement as a line of the tree."""
    asked = answer.requirement
    return RequirementLine(
        name=asked.name,
        title=asked.title,
        href=visit.places.requirement(found.framework.id, asked.id, system=system),
        glyph=glyph_of(visit, found, answer, system),
        standing=answer.standing,
        standing_words=standing_words(answer),
        words=said(because(answer, visit.day)),
        marks=tuple(marks(visit, found, answer)),
        mend=mend_of(visit, answer, system),
    )


def marks(visit: Visit, found: Answered, answer: Answer) -> Sequence[str]:
    """Return the small words beside a requirement's title: whom it binds, from when, and whether it is in doubt."""
    asked, told = answer.requirement, []
    if asked.actors:
        told.append(", ".join(found.framework.actors.get(a, a) for a in sorted(asked.actors)))
        told.append(found.framework.classes.get(asked.group, ""))
    if answer.starts is not None and answer.starts > visit.day:
        told.append(t("page.requirement.from", date=absolute(answer.starts)))
    if answer.minor and answer.standing != HOLDS:
        told.append(t("page.requirement.with", findings=", ".join(answer.minor)))
    if asked.doubts or not asked.date_certain or asked.confidence == "?":
        told.append(t("page.requirement.in_doubt"))
    return [words for words in told if words]


def branches(
    visit: Visit, found: Answered, shown: Sequence[Answer], *, unfolded: bool, system: str = ""
) -> tuple[Branch, ...]:
    """Return the tree of those shown; branches that hold none of them are left out, counts are of all."""
    opened = unfolded or len(shown) <= _FEW
    return tuple(
        made
        for section in found.framework.sections
        if not section.parent
        and (made := _branch(visit, found, shown, section, opened=opened, system=system)) is not None
    )


def _branch(
    visit: Visit, found: Answered, shown: Sequence[Answer], section: Section, *, opened: bool, system: str
) -> Branch | None:
    inner = tuple(
        made
        for below in found.framework.sections
        if below.parent == section.id
        and (made := _branch(visit, found, shown, below, opened=opened, system=system)) is not None
    )
    lines = tuple(line(visit, found, a, system) for a in shown if a.requirement.section == section.id)
    if not lines and not inner:
        return None
    under = _under(found, section)
    whole = [a for a in found.answers if a.requirement.section in under]
    asked = [a for a in whole if a.standing != AWAY]
    part = sum(a.standing == HOLDS for a in whole)
    share = Share(part, len(asked), _colour(part, len(asked))) if asked else None
    words = t("page.framework.none_apply") if not asked else _short_words(asked)
    cited = "" if section.id.islower() else section.id
    return Branch(section.id, section.title, words, share, cited, lines, inner, opened)


def _short_words(asked: Sequence[Answer]) -> str:
    n = sum(a.standing in SHORT for a in asked)
    return t("page.framework.branch_short", n=n) if n else ""


def _under(found: Answered, section: Section) -> frozenset[str]:
    below = [s for s in found.framework.sections if s.parent == section.id]
    return frozenset({section.id}).union(*(_under(found, s) for s in below))


def _colour(part: int, whole: int) -> str:
    return "holds" if part == whole else "soon" if part else "wrong"


__all__ = ["branches", "glyph_of", "line", "marks", "mend_of", "share_of", "standing_words", "tallied"]
