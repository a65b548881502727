"""One practice as a page shows it: its levels in words, how they stand, and the systems that fall short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.queries.profiles import laws_of, places_of
from holdtrue.core.days import ALWAYS
from holdtrue.core.messages import Message
from holdtrue.core.practices import LEVELS
from holdtrue.core.verdicts import State
from holdtrue.pages.language import said, t
from holdtrue.pages.places import ORGANISATION
from holdtrue.pages.shapes.glyph import glyph, segment
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.practice import LevelShown, PracticeView
from holdtrue.pages.shapes.table import Cell, Column, Row, Table
from holdtrue.pages.views.list_filters import tier_words
from holdtrue.pages.views.practice_acts import acts_told, minutes_left, often_words
from holdtrue.pages.views.practice_rests import (
    carriers,
    held_by,
    nobody_words,
    satisfied,
    shown_by,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.queries.inventory import Short, Sides
    from holdtrue.app.queries.status import Stand
    from holdtrue.core.practices import Practice
    from holdtrue.core.verdicts import Verdict
    from holdtrue.pages.views.frame import Visit


def spread_of(stand: Stand) -> tuple[tuple[int, ...], str]:
    """Return how many systems stand at each level, lowest first, and the words beside it."""
    if stand.spread is None:
        return (), ""
    held = (stand.scopes, *stand.spread.holding, 0)
    levels = tuple(held[n] - held[n + 1] for n in range(5))
    words = t(
        "page.practices.systems_reach",
        part=stand.holding,
        whole=stand.scopes,
        level=t(f"page.level.at.{stand.target}"),
    )
    return levels, words


def practice_view(
    visit: Visit, stand: Stand, own: Sequence[Verdict] | None, sides: Sides | None
) -> PracticeView:
    """Return the page of one practice."""
    practice = stand.practice
    counts, words = spread_of(stand)
    holders = held_by(visit, practice)
    return PracticeView(
        title=practice.title,
        statement=practice.statement,
        property=said(Message(f"property.{practice.property}")),
        phase=t(f"page.station.{practice.phase}"),
        scope=t("page.practices.system") if practice.per_system else t("page.practices.organisation"),
        owner=said(Message(f"choice.roles.{practice.owner_role}")),
        levels=tuple(_level(visit, stand, own, n) for n in range(1, 5)),
        glyph=glyph(practice.title, own, visit.day) if own else None,
        counts=counts,
        counts_words=words,
        systems=_systems(visit, practice, stand, sides.short, t("page.practice.system_lead"))
        if sides
        else None,
        reaching=_systems(visit, practice, stand, sides.reach, t("page.practice.reach_lead"))
        if sides
        else None,
        systems_href=visit.places.listing("system") if sides else "",
        satisfies=satisfied(visit, practice),
        auditor_asks=practice.auditor_asks,
        pitfall=practice.pitfall,
        id=practice.id,
        holders=holders,
        nobody=nobody_words(practice) if not holders else "",
        carriers=carriers(visit, practice),
        shown=shown_by(visit, practice),
        law=law_words(stand, places_of(visit.caller.organisation) if stand.joined else frozenset()),
    )


def law_words(stand: Stand, here: frozenset[str]) -> str:
    """Return which laws ask for a practice whatever the profile; '' where none does today."""
    if not stand.joined:
        return ""
    return t("law.asks", laws=", ".join(laws_of(stand.practice, here)))


def _level(visit: Visit, stand: Stand, own: Sequence[Verdict] | None, number: int) -> LevelShown:
    practice, level = stand.practice, LEVELS[number - 1]
    claim = practice.claims[number - 1]
    parts = claim.children() if claim.form == "all" else (claim,)
    asks = tuple(said(part.describe()) for part in parts)
    told, minutes = acts_told(practice, number), minutes_left(practice, number)
    times = often_words(practice, level)
    if stand.spread is not None:
        part = stand.spread.holding[number - 1]
        failing = stand.spread.states.get(number, {})
        state = "holds" if part == stand.scopes else min(failing, default=State.MISSING).name.lower()
        words = t("page.practice.systems_level", part=part, whole=stand.scopes)
        return LevelShown(level, asks, state, words, minutes, often=times, acts=told)
    if own is None:
        state, words = "not_applicable", t("page.state.not_applicable")
        return LevelShown(level, asks, state, words, minutes, often=times, acts=told)
    shown = segment(level, own[number - 1], visit.day)
    until = own[number - 1].until
    words = (
        t("page.practice.own_until", date=absolute(until))
        if shown.state == "holds" and until < ALWAYS
        else shown.words
    )
    return LevelShown(
        level,
        asks,
        shown.state,
        words,
        minutes,
        href=visit.places.why(ORGANISATION, practice.id, level),
        often=times,
        acts=told,
    )


def _systems(
    visit: Visit, practice: Practice, stand: Stand, found: Sequence[Short], lead: str
) -> Table | None:
    if not found:
        return None
    columns = (
        Column(t("page.home.system"), wide=True),
        Column(t("page.list.tier")),
        Column(t("page.practices.stands")),
        Column(t("page.practice.why"), wide=True),
    )
    rows = tuple(
        Row(
            (
                Cell(one.title, href=visit.places.record(one.ref), note=one.ref),
                Cell(tier_words(one.tier)),
                Cell(
                    glyph=glyph(
                        practice.title, one.verdicts, visit.day, href=visit.places.why(one.ref, practice.id)
                    )
                ),
                Cell(_short_words(visit, stand, one), href=visit.places.why(one.ref, practice.id)),
            ),
            visit.places.record(one.ref),
        )
        for one in found
    )
    return Table(lead, columns, rows, lead)


def _short_words(visit: Visit, stand: Stand, one: Short) -> str:
    """What the first level that does not hold says, up to the one asked for; else the level asked for."""
    told = [segment(LEVELS[n], one.verdicts[n], visit.day) for n in range(stand.target)]
    failing = next((each for each in told if each.state != "holds"), told[-1])
    return failing.words
