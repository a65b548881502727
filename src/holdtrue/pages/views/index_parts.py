"""The parts of the index page made of an organisation's own figures: the sum, the facts, what lifts it, the trend."""

from __future__ import annotations

from dataclasses import replace
from math import floor
from typing import TYPE_CHECKING

from holdtrue.core.days import ALWAYS
from holdtrue.core.messages import Message
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.pages.language import said, t
from holdtrue.pages.places import ORGANISATION
from holdtrue.pages.shapes.home import DialView, Property
from holdtrue.pages.shapes.index import Behind, Fact, Rule, Sum, TrendPoint, TrendView
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.table import Cell, Column, Row, Table
from holdtrue.pages.views import index_method
from holdtrue.pages.views.home_pictures import whole_points

if TYPE_CHECKING:
    from fractions import Fraction

    from holdtrue.app.queries.indexed import Demand, Held, Lift, Opened, Share
    from holdtrue.app.queries.status import Stand
    from holdtrue.app.queries.trend import Reading
    from holdtrue.core.days import Day
    from holdtrue.pages.shapes.index import MatrixView
    from holdtrue.pages.views.frame import Visit

_PARTS = 24
"""Practices whose points are written out in a property's mean."""
_NAMED = 6


def tenths(value: Fraction) -> str:
    """Return a score with one decimal, rounded down, as every figure of the index is said."""
    return f"{floor(value * 10) / 10:.1f}"


def dial(found: Opened, ghost: Reading | None) -> DialView:
    """Return the dial of the scope, with last year's reading behind it."""
    index = found.index
    told = said(index.told).partition(" ")[2]
    ends = found.until.day if found.until else ALWAYS
    return DialView(
        score=index.shown,
        band=said(index.band.label),
        band_says=said(index.capped) if index.capped else index.band.says,
        profile=told,
        properties=tuple(
            Property(
                share.about.title,
                None if share.score is None else floor(share.score),
                share.about.question,
                f"#{share.about.id}",
                whole_points(ghost.properties.get(share.about.id)) if ghost else None,
            )
            for share in found.shares
        ),
        ghost=ghost.shown if ghost else None,
        ghost_words=ghost_words(ghost),
        until_words=t("page.home.until", date=absolute(ends)) if ends < ALWAYS else "",
    )


def ghost_words(ghost: Reading | None) -> str:
    """Say what it was a year ago; nothing where nothing was kept of then."""
    return t("index.ghost", score=ghost.shown, date=absolute(ghost.day)) if ghost else ""


def sums(found: Opened, ghost: Reading | None) -> tuple[Sum, ...]:
    """Return the sum that is the index, a line for each property."""
    return tuple(
        Sum(
            share.about.id,
            share.about.title,
            share.about.question,
            None if share.score is None else floor(share.score),
            whole_points(ghost.properties.get(share.about.id)) if ghost else None,
            t("page.home.no_score") if share.score is None else tenths(share.score),
            t("page.of", part=share.sum, whole=_present(found)) if share.score is not None else "–",
            index_method.percent(found.scheme, share.about.id),
            "–" if share.score is None else tenths(share.adds),
            _spark(found, share),
        )
        for share in found.shares
    )


def _present(found: Opened) -> int:
    """The sum of the columns whose property applies here: the whole that weights are parts of."""
    return sum(share.sum for share in found.shares if share.score is not None)


def _spark(found: Opened, share: Share) -> tuple[int | None, ...]:
    before = [whole_points(r.properties.get(share.about.id)) for r in found.readings]
    return (*before, None if share.score is None else floor(share.score)) if before else ()


def total(found: Opened) -> str:
    """Say the sum and what is shown of it."""
    return t("index.total", exact=tenths(found.index.value), shown=found.index.shown)


def behind(visit: Visit, found: Opened) -> tuple[Behind, ...]:
    """Return each property with the practices behind it; those that apply to nothing are left out."""
    scope = found.system.ref if found.system else ""
    return tuple(
        Behind(
            share.about.id,
            share.about.title,
            share.about.means,
            _mean(share),
            tuple(_fact(visit, stand, scope) for stand in share.stands),
        )
        for share in found.shares
        if share.stands
    )


def _mean(share: Share) -> str:
    points = [tenths(s.score) for s in share.stands if s.score is not None]
    shown = " + ".join(points[:_PARTS]) + (" + …" if len(points) > _PARTS else "")
    return t(
        "index.mean",
        points=shown,
        n=len(points),
        score=tenths(share.score) if share.score is not None else "",
    )


def _fact(visit: Visit, stand: Stand, scope: str) -> Fact:
    practice = stand.practice
    short = stand.level < stand.target
    next_level = LEVEL_WORDS[stand.target] if not short else "next"
    one = bool(scope) or not practice.per_system
    return Fact(
        practice.title,
        visit.places.practice(practice.id),
        t(f"page.level.at.{stand.level}"),
        t(f"page.level.at.{stand.target}"),
        tenths(stand.score) if stand.score is not None else "–",
        "wrong" if stand.holding < stand.scopes else "holds",
        "" if one else t("page.of", part=stand.holding, whole=stand.scopes),
        stand.joined,
        visit.places.why(scope or ORGANISATION, practice.id, next_level) if one else "",
    )


def caps(visit: Visit, found: Opened) -> tuple[Rule, ...]:
    """Return each rule that can hold the band down: whether it binds today, and what would lift it."""
    return tuple(_cap(visit, held) for held in found.caps)


def _cap(visit: Visit, held: Held) -> Rule:
    band = said(Message(f"band.{held.cap.at_most}"))
    limit = held.cap.below
    words = (
        t("index.rule.prohibited", band=band)
        if limit is None
        else t("index.rule.weak", limit=limit, band=band)
    )
    note = t("index.rule.lowers") if held.lowers else (t("index.rule.no_effect") if held.binds else "")
    details = tuple(_lifted(visit, share, lift, limit or 0) for share, lift in held.weak)
    return Rule(words, not held.binds, details, note)


def _lifted(visit: Visit, share: Share, lift: Lift, limit: int) -> tuple[str, tuple[Link, ...]]:
    words = t(
        "index.rule.lifted" if lift.enough else "index.rule.lifted_short",
        n=len(lift.stands),
        property=share.about.title,
        score=tenths(share.score) if share.score is not None else "",
        reaches=tenths(lift.reaches),
        limit=limit,
    )
    links = [Link(s.practice.title, visit.places.practice(s.practice.id)) for s in lift.stands[:_NAMED]]
    if len(lift.stands) > _NAMED:
        links.append(Link(t("index.rule.more", n=len(lift.stands) - _NAMED), f"#{share.about.id}"))
    return words, tuple(links)


def mark(found: Opened) -> tuple[Rule, ...]:
    """Return what the readiness mark asks, each with whether it is met and what is missing."""
    limits = index_method.mark_limits(found.scheme)
    return tuple(Rule(t(f"index.mark.{d.name}", **limits), d.met, (), _missing(d)) for d in found.demands)


def _missing(demand: Demand) -> str:
    if demand.met:
        return ""
    if demand.short:
        return t("index.mark.short", points=tenths(demand.short))
    if demand.weak:
        names = ", ".join(
            f"{s.about.title} {'–' if s.score is None else tenths(s.score)}" for s in demand.weak
        )
        return t("index.mark.weak", names=names)
    return t(f"index.mark.{demand.name}_missing")


def matrix(found: Opened) -> MatrixView:
    """Return the matrix with the organisation's own figures worked in."""
    shown = index_method.matrix(found.scheme)
    parts = [
        f"{tenths(share.score)} × {share.sum}/{_present(found)}"
        for share in found.shares
        if share.score is not None
    ]
    return replace(
        shown,
        scores=tuple("–" if s.score is None else tenths(s.score) for s in found.shares),
        adds=tuple("–" if s.score is None else tenths(s.adds) for s in found.shares),
        worked=t("index.worked", sum=" + ".join(parts), exact=tenths(found.index.value)) if parts else "",
    )


def trend(found: Opened, today: Day) -> TrendView:
    """Return the months before with the day shown at the end."""
    points = [_point(r, found.readings[n - 1] if n else None) for n, r in enumerate(found.readings)]
    if not points or found.readings[-1].day < found.day:
        last = t("page.day.today") if found.day == today else absolute(found.day)
        points.append(TrendPoint(last, last, floor(found.index.value * 100), _turned(found)))
    if len(points) < 2:  # noqa: PLR2004  # one point is no line
        part = "_of_system" if found.system else "_of_unit" if found.unit else ""
        return TrendView((), t(f"index.trend.none{part}"))
    words = "index.trend.words_of_system" if found.system else "index.trend.words"
    return TrendView(tuple(points), t(words, n=len(found.readings)), _months(found))


def _point(reading: Reading, before: Reading | None) -> TrendPoint:
    words = ""
    if before is not None and before.profile != reading.profile:
        words = t("index.trend.profile", profile=said(Message(f"profile.{reading.profile}")))
    elif before is not None and before.scheme_version != reading.scheme_version:
        words = t("index.trend.matrix", version=reading.scheme_version)
    day = absolute(reading.day)
    return TrendPoint(day, day.partition(" ")[2], reading.index, words)


def _turned(found: Opened) -> str:
    """Whether today's cannot be compared with the last month's."""
    last = found.readings[-1] if found.readings else None
    if last is not None and last.profile != found.index.profile:
        return t("index.trend.profile", profile=said(Message(f"profile.{found.index.profile}")))
    if last is not None and last.scheme_version != found.index.scheme_version:
        return t("index.trend.matrix", version=found.index.scheme_version)
    return ""


def _months(found: Opened) -> Table:
    columns = (
        Column(t("index.head.on")),
        Column(t("index.head.index"), numeric=True),
        *(Column(p.title, numeric=True) for p in found.scheme.properties),
        Column(t("index.head.band")),
        Column(t("index.head.holds")),
    )
    rows = tuple(
        Row(
            (
                Cell(absolute(r.day), note=t("index.trend.later") if r.later and not found.system else ""),
                Cell(f"{r.index / 100:.1f}" if r.index % 10 == 0 else f"{r.index // 10 / 10:.1f}"),
                *(Cell(_tenth(r.properties.get(p.id))) for p in found.scheme.properties),
                Cell(said(Message(f"band.{r.band}"))),
                Cell(t("page.of", part=r.holding, whole=r.asked)),
            )
        )
        for r in reversed(found.readings)
    )
    return Table(t("index.trend.title"), columns, rows)


def _tenth(hundredths: int | None) -> str:
    return "–" if hundredths is None else f"{hundredths // 10 / 10:.1f}"


__all__ = ["behind", "caps", "dial", "ghost_words", "mark", "matrix", "sums", "tenths", "total", "trend"]
