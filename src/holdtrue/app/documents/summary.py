"""Gathers the first page as one page to print: the same figures, said in the language asked for."""

from __future__ import annotations

import datetime as dt
from math import floor
from typing import TYPE_CHECKING

from holdtrue.app.documents.rendering import MEDIA, Rendered
from holdtrue.app.queries import asking, changes
from holdtrue.app.queries.bounded import unit_of
from holdtrue.app.queries.glance import GONE, asked, drawn, in_states
from holdtrue.app.queries.lists import record_named
from holdtrue.app.queries.trend import comparable, trend, year_ago
from holdtrue.core.days import ALWAYS, iso
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.core.tally import WHOLE
from holdtrue.reports.summary import Labels, Line, Part, Phase, Score, Summary, pdf
from holdtrue.store.models import Log
from holdtrue.words import say, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.changes import Turned
    from holdtrue.app.queries.status import Lapse, Stand, Status
    from holdtrue.app.queries.trend import Reading
    from holdtrue.core.days import Day
    from holdtrue.store.models import Record

PHASES = ("plan", "do", "check", "act")
_FEW = 4


def summary_pdf(caller: Caller, *, unit: str = "", at: str = "", locale: str = "en") -> Rendered:
    """Return the page as PDF. It tells what stopped holding in the last thirty days, whoever has seen it."""
    found = gathered(caller, unit=unit, at=at, locale=locale)
    name = f"{caller.organisation.slug}-{found.made_at.date().isoformat()}.pdf"
    return Rendered(pdf(found), name, MEDIA["pdf"])


def gathered(caller: Caller, *, unit: str = "", at: str = "", locale: str = "en") -> Summary:
    """Return the page's values. About a dozen queries for today, however large the register is."""
    found = asking.status_asked(caller, unit=unit, at=at)
    organisation, day, index = caller.organisation, found.figures.day, found.index
    place = record_named(organisation.pk, unit, "unit", kind="unit") if unit else unit_of(caller)
    readings = trend(organisation, place.pk if place else WHOLE, day)
    ghost = year_ago(readings, day, organisation.profile)
    total = found.holding + found.not_holding
    today = day == asking.today(caller)
    lost, scope = _lost(caller, found, place) if today else ([], "")
    return Summary(
        organisation=organisation.name,
        scope=place.title if place else "",
        on=text("report.on", locale, date=_date(day, locale)),
        made_at=dt.datetime.combine(dt.date.fromordinal(day), dt.time(12), dt.UTC),
        language=locale,
        statement=text("page.home.holding", locale, part=f"{found.holding:,}", whole=f"{total:,}"),
        next_lapse=_next(found, scope, locale),
        index=index.shown,
        ghost=ghost.shown if ghost else None,
        index_words=text("page.home.index", locale, score=index.shown, band=say(index.band.label, locale)),
        band=say(index.band.label, locale),
        band_says=say(index.capped, locale) if index.capped else index.band.says,
        told=_told(found, ghost, locale),
        scores=tuple(
            Score(
                p.title,
                p.question,
                None if (score := index.properties.get(p.id)) is None else floor(score),
                _ghost(ghost, p.id),
            )
            for p in found.figures.library.scheme.properties
        ),
        phases=tuple(_phase(found, phase, locale) for phase in PHASES),
        parts=tuple(
            Part(state, text(f"page.state.{state}", locale), n, f"{n:,}")
            for state, n in in_states(found).items()
        ),
        stopped=tuple(_stopped(x, locale) for x in lost[:_FEW]),
        lapses=tuple(_lapse(x, locale) for x in found.lapses[:_FEW]),
        months=_months(found, readings, locale),
        proof=_proof(caller, found, locale),
        labels=_labels(found, ghost, _months(found, readings, locale), locale, today=today),
    )


def _date(day: Day, locale: str) -> str:
    value = dt.date.fromordinal(day)
    month = text(f"page.month.{value.month}", locale)
    return text("page.date", locale, day=str(value.day), month=month, year=str(value.year))


def _lost(caller: Caller, found: Status, place: Record | None) -> tuple[Sequence[Turned], str]:
    """What stopped holding of late, newest first; and the system whose claim lapses next, '' where it is none's."""
    day, first = found.figures.day, next(iter(found.lapses), None)
    by_time, coming = changes.by_time(caller.organisation, day, first.day if first else None)
    lost = [*changes.lately(caller.organisation, day, limit=_FEW), *by_time]
    lost = sorted(changes.seen_by(caller, lost), key=lambda x: -x.day)
    if place is not None:
        inside = [x for x in lost if x.scope.unit is not None and x.scope.unit.path.startswith(place.path)]
        return inside, ""
    next_of = coming.get(first.practice.id) if first and first.systems else None
    return lost, next_of.ref if next_of else ""


def _months(found: Status, readings: Sequence[Reading], locale: str) -> tuple[tuple[str, float, bool], ...]:
    points = [
        (
            _date(r.day, locale),
            r.index / 100,
            n > 0 and not comparable(readings[n - 1], r.profile, r.scheme_version),
        )
        for n, r in enumerate(readings)
    ]
    if not readings or readings[-1].day < found.figures.day:
        broken = bool(readings) and not comparable(
            readings[-1], found.index.profile, found.index.scheme_version
        )
        points.append((_date(found.figures.day, locale), float(found.index.tenths), broken))
    return tuple(points)


def _next(found: Status, scope: str, locale: str) -> str:
    first = next(iter(found.lapses), None)
    if first is None:
        return text("page.home.next_none" if found.holding else "page.home.next_nothing", locale)
    words = {"date": _date(first.day, locale), "practice": first.practice.title}
    if scope:
        return text("page.home.next_of", locale, **words, scope=scope)
    if first.systems:
        return text("page.home.next_systems", locale, **words, n=first.systems)
    return text("page.home.next_own", locale, **words)


def _told(found: Status, ghost: Reading | None, locale: str) -> str:
    words = [say(found.index.told, locale), text("index.of_systems", locale, n=found.systems)]
    if found.unsorted:
        words.append(text("index.unsorted", locale, n=found.unsorted))
    if found.holds_until and found.holds_until.day < ALWAYS:
        words.append(text("page.home.until", locale, date=_date(found.holds_until.day, locale)))
    if ghost:
        words.append(text("index.ghost", locale, score=ghost.shown, date=_date(ghost.day, locale)))
    return " · ".join(words)


def _ghost(ghost: Reading | None, name: str) -> int | None:
    value = ghost.properties.get(name) if ghost else None
    return None if value is None else value // 100


def _phase(found: Status, phase: str, locale: str) -> Phase:
    mine = [s for s in asked(found) if s.practice.phase == phase]
    least = min(mine, key=lambda s: (drawn(s), s.practice.title), default=None)
    return Phase(
        text(f"page.station.{phase}", locale),
        tuple((drawn(s), s.state in GONE) for s in mine),
        text("page.of", locale, part=sum(s.level >= s.target for s in mine), whole=len(mine)),
        _least(least, locale) if least else "",
    )


def _least(stand: Stand, locale: str) -> str:
    return f"{stand.practice.title}, {text(f'page.level.at.{drawn(stand)}', locale)}"


def _stopped(turned: Turned, locale: str) -> Line:
    words = {
        "old": text(f"page.level.at.{turned.old}", locale),
        "new": text(f"page.level.at.{turned.new}", locale),
    }
    said = text("page.home.fell", locale, **words)
    if turned.cause is not None:
        said = text("page.home.fell_by", locale, **words, title=turned.cause.title, ref=turned.cause.ref)
    scope = "" if turned.scope.kind == "organization" else turned.scope.ref
    return Line(turned.practice.title, scope, said, _date(turned.day, locale))


def _lapse(lapse: Lapse, locale: str) -> Line:
    level = text(f"page.level.at.{lapse.level}", locale)
    said = (
        text("page.home.lapses_systems", locale, n=lapse.systems, level=level)
        if lapse.systems
        else text("page.home.lapses_own", locale, level=level)
    )
    return Line(lapse.practice.title, "", said, _date(lapse.day, locale))


def _proof(caller: Caller, found: Status, locale: str) -> str:
    size = Log.objects.filter(organisation=caller.organisation).values_list("size", flat=True).first() or 0
    return text(
        "report.proof",
        locale,
        entries=f"{size:,}",
        matrix=found.index.scheme_version,
        rules=found.index.library_digest[:12],
        on=iso(found.figures.day),
    )


def _labels(
    found: Status,
    ghost: Reading | None,
    found_months: Sequence[tuple[str, float, bool]],
    locale: str,
    *,
    today: bool,
) -> Labels:
    def said(name: str, **params: object) -> str:
        return text(name, locale, **params)

    scores = ", ".join(
        f"{p.title} {'–' if (v := found.index.properties.get(p.id)) is None else floor(v)}"
        for p in found.figures.library.scheme.properties
    )
    reached = "; ".join(
        f"{said(f'page.station.{phase}')} {_phase(found, phase, locale).reached}" for phase in PHASES
    )
    states = ", ".join(f"{said(f'page.state.{state}')} {n:,}" for state, n in in_states(found).items() if n)
    return Labels(
        title=said("report.title"),
        properties=said("page.home.properties"),
        property=said("page.home.property"),
        score=said("page.home.score"),
        wheel=said("page.home.wheel"),
        phase=said("page.home.phase"),
        reached=said("page.home.reached"),
        least=said("page.home.next"),
        stopped=said("report.stopped"),
        stopped_nothing=said("report.stopped_nothing" if today else "page.home.past"),
        lapses=said("page.home.lapses"),
        lapses_nothing=said("page.home.lapses_nothing"),
        dial_alt=said(
            "report.dial", index=found.index.shown, band=say(found.index.band.label, locale), scores=scores
        ),
        wheel_alt=said("report.wheel", reached=reached),
        band_alt=said("report.band", states=states or "–"),
        ghost_key=said("report.ghost", date=_date(ghost.day, locale)) if ghost else "",
        wheel_key=said("report.wheel_key", levels=", ".join(LEVEL_WORDS[1:])),
        months=said("index.trend.title"),
        months_alt=said(
            "report.months", n=len(found_months), first=found_months[0][1], last=found_months[-1][1]
        ),
        foot=said("page.foot"),
    )


__all__ = ["gathered", "summary_pdf"]
