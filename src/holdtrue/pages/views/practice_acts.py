"""What somebody does for one level of a practice: each act of the library, how long it takes and how often it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.acts import acts_for
from holdtrue.core.effort import by_acts, often
from holdtrue.core.practices import LEVELS
from holdtrue.core.tiering import TIERS
from holdtrue.pages.language import t

if TYPE_CHECKING:
    from fractions import Fraction

    from holdtrue.core.acts import ActOf
    from holdtrue.core.practices import Practice


def acts_told(practice: Practice, level: int) -> tuple[str, ...]:
    """Return a sentence for each act that serves a level, the minutes those of the act; none where no act does."""
    return tuple(_act(practice, act) for act in acts_for(practice.id, level))


def minutes_left(practice: Practice, level: int) -> int | None:
    """Return the practice's own minutes of a level; None where acts serve it for every tier it is asked of."""
    if all(by_acts(practice, level, tier) for tier in _tiers(practice)):
        return None
    return practice.minutes.get(LEVELS[level - 1])


def often_words(practice: Practice, level: str) -> str:
    """Return how often a year the act of a level is due, the strictest tier first."""
    found = [n for tier in reversed(_tiers(practice)) if (n := often(practice, level, tier)) is not None]
    if not found:
        return ""
    most, least = max(found), min(found)
    if least in (most, 0):
        return _a_year(most)
    return t("page.practice.often_between", most=_a_year(most), least=_a_year(least))


def _a_year(times: Fraction) -> str:
    if not times:
        return t("page.practice.once")
    if times < 1:
        return t("page.practice.every_years", n=round(1 / times))
    return t("page.practice.a_year", n=round(times))


def _tiers(practice: Practice) -> tuple[str, ...]:
    return tuple(tier for tier in TIERS if not practice.tiers or tier in practice.tiers)


def _act(practice: Practice, act: ActOf) -> str:
    tiers = [tier for tier in _tiers(practice) if tier in act.by_tier] or [""]
    minutes = [act.minutes(tier) for tier in tiers]
    times = [act.often(tier) for tier in tiers]
    least, most = min(minutes), max(minutes)
    long = (
        t("page.practice.act_minutes", n=most)
        if least == most
        else t("page.practice.act_between", least=least, most=most)
    )
    often_said = _a_year(max(times))
    if min(times) not in (max(times), 0):
        often_said = t("page.practice.often_between", most=often_said, least=_a_year(min(times)))
    told = t("page.practice.act", act=act.title, long=long, often=often_said)
    served = len({name for name, _ in act.serves})
    return f"{told} {t('page.practice.act_serves', n=served)}" if served > 1 else told


__all__ = ["acts_told", "minutes_left", "often_words"]
