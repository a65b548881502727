"""What lapses next, as the first page says it: the sentence, where it leads, and the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.pages.language import t
from holdtrue.pages.places import ORGANISATION
from holdtrue.pages.shapes.home import Happening
from holdtrue.pages.shapes.moment import absolute, moment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.queries.status import Lapse
    from holdtrue.core.days import Day
    from holdtrue.pages.views.frame import Visit


def next_words(first: Lapse | None, ref: str, *, holding: int) -> str:
    """Say which end comes first, of what, and when."""
    if first is None:
        return t("page.home.next_none" if holding else "page.home.next_nothing")
    words = {"date": absolute(first.day), "practice": first.practice.title}
    if ref:
        return t("page.home.next_of", **words, scope=ref)
    if first.systems:
        return t("page.home.next_systems", **words, n=first.systems)
    return t("page.home.next_own", **words)


def address(visit: Visit, lapse: Lapse | None, ref: str) -> str:
    """Return where it leads: to the why of the one claim, or to the practice where it is of many systems."""
    if lapse is None:
        return ""
    if lapse.systems and not ref:
        return visit.places.practice(lapse.practice.id)
    return visit.places.why(ref or ORGANISATION, lapse.practice.id, LEVEL_WORDS[lapse.level])


def lapsing(visit: Visit, lapse: Lapse, coming: Mapping[str, object], today: Day) -> Happening:
    """Return one line of the list; `today` is the day from which its end is told."""
    ref = str(getattr(coming.get(lapse.practice.id), "ref", "")) if lapse.systems == 1 else ""
    level = t(f"page.level.at.{lapse.level}")
    words = (
        t("page.home.lapses_systems", n=lapse.systems, level=level)
        if lapse.systems
        else t("page.home.lapses_own", level=level)
    )
    one = bool(ref) or not lapse.systems
    return Happening(
        lapse.practice.title,
        visit.places.practice(lapse.practice.id),
        words,
        moment(lapse.day, today),
        "soon" if lapse.day - today <= 30 else "holds",  # noqa: PLR2004  # as the glyph
        ref,
        address(visit, lapse, ref) if one else "",
    )
