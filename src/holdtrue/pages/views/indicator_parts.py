"""What an indicator's own page shows before its fields: verdict, chart, values, what followed, how it is counted."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from holdtrue.app.queries.indicating import one
from holdtrue.core.claims.measured import direction_of, meets, target_said
from holdtrue.core.computed import COMPUTED, COUNTED
from holdtrue.core.days import iso, period, to_day
from holdtrue.core.judging import written
from holdtrue.core.measuring import range_of, unit_of
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.indicators import (
    ChartView,
    FollowedRow,
    Happening,
    IndicatorShown,
    Spot,
    ValueRow,
)
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Act, Link

if TYPE_CHECKING:
    from holdtrue.app.queries.around import Around
    from holdtrue.app.queries.indicating import Followed, Series, Standing
    from holdtrue.core.days import Day
    from holdtrue.core.judging import Dated
    from holdtrue.pages.views.frame import Visit

LATE = 7
_SLACK = 1.5
"""A line is broken where the next value came later than one and a half times the rhythm."""
_LABELS = 5


def shown(visit: Visit, found: Around) -> IndicatorShown | None:
    """Return it for an indicator, None for any other kind."""
    record = found.record
    if record.kind != "indicator":
        return None
    before = to_day(visit.request.GET.get("before", "")) or _FAR
    series = one(visit.caller, record, before=before)
    standing = series.standing
    judged = standing.judged
    may = visit.may("measure", found.target) and record.retired_day is None and not standing.computed
    oldest = series.every[-1].day if series.every else 0
    return IndicatorShown(
        state=judged.state.name.lower(),
        verdict=said(judged.why),
        due=_due(judged.due, visit.day),
        chart=_chart(visit, series),
        rows=_rows(visit, series, may=may),
        older=Link(t("indicators.older"), with_query(visit.places.record(record.ref), before=iso(oldest)))
        if series.older
        else None,
        formula=_formula(record.key) if standing.computed else "",
        followed=tuple(_followed(visit, row) for row in standing.followed),
        follow=_follow(visit, standing),
        follow_words=_follow_words(standing),
        marks=tuple(
            Link(f"{absolute(m.day)} · {m.ref} {m.title}", visit.places.record(m.ref)) for m in series.marks
        ),
    )


_FAR: Day = 10_000_000
_KEPT = frozenset({"claims-holding-share", "recorded-late"})
"""Read from what was kept month by month, or from days that no edit moves."""


def _formula(tag: str) -> str:
    """How it is counted; and, where later edits of records could tell, from what the months before it were."""
    told = t(f"indicators.formula.{tag}")
    back = COMPUTED[tag].dated and tag not in _KEPT
    return f"{told} {t('indicators.filled_back')}" if back else told


def _due(due: Day | None, day: Day) -> str:
    if due is None:
        return t("indicators.no_rhythm")
    return t("indicators.due_was" if due <= day else "indicators.due", date=absolute(due))


def _follow(visit: Visit, standing: Standing) -> Act | None:
    if not standing.judged.out or standing.record.retired_day is not None:
        return None
    return Act(t("indicators.follow.open"), visit.places.act(standing.record.ref, "follow"))


def _follow_words(standing: Standing) -> str:
    if not standing.judged.out:
        return ""
    return t("indicators.follow.nothing_yet" if standing.unanswered else "indicators.follow.until")


def _followed(visit: Visit, row: Followed) -> FollowedRow:
    words = (
        t("indicators.followed_closed", date=absolute(row.closed))
        if row.closed
        else t("indicators.followed_open")
    )
    return FollowedRow(
        f"{row.record.ref} {row.record.title}",
        visit.places.record(row.record.ref),
        words,
        "holds" if row.closed else "soon",
    )


def _counting(series: Series) -> list[Dated]:
    """The value that counts for each day, in the order of days."""
    newest: dict[Day, Dated] = {}
    for value in reversed(series.every):
        if value.day not in newest or value.version > newest[value.day].version:
            newest[value.day] = value
    return [newest[day] for day in sorted(newest)]


def _state(standing: Standing, value: Dated) -> str:
    if value.value is None:
        return "gap"
    good = meets(standing.fields, value.value)
    return "unknown" if good is None else "holds" if good else "out_of_target"


def _chart(visit: Visit, series: Series) -> ChartView | None:
    standing, values = series.standing, _counting(series)
    if not any(value.value is not None for value in values):
        return None
    spots = tuple(
        Spot(v.day, v.value, f"{absolute(v.day)}: {written(v.value) or '–'}", _state(standing, v))
        for v in values
    )
    first, last = values[0].day, values[-1].day
    marks = tuple(
        Happening(m.day, m.kind, f"{absolute(m.day)}: {m.ref} {m.title}", visit.places.record(m.ref))
        for m in series.marks
        if first <= m.day
    )
    low, high = _edges(standing)
    last = max([last, *(m.day for m in marks)])
    return ChartView(
        t("indicators.chart", title=standing.record.title),
        spots,
        low,
        high,
        t("indicators.chart_target", target=target_said(standing.fields)) if low is not high else "",
        marks,
        _gap(standing),
        _months(first, last),
        *range_of(unit_of(standing.fields)),
    )


def _edges(standing: Standing) -> tuple[float | None, float | None]:
    target = standing.fields.get("target")
    if isinstance(target, (list, tuple)):
        return float(target[0]), float(target[1])
    if not isinstance(target, (int, float)) or isinstance(target, bool):
        return None, None
    direction = direction_of(standing.fields)
    if direction == "up":
        return float(target), None
    return (None, float(target)) if direction == "down" else (None, None)


def _gap(standing: Standing) -> int:
    often = standing.fields.get("frequency")
    try:
        rhythm = period(str(often)) if often else None
    except ValueError:
        return 0
    if rhythm is None:
        return 0
    return round((rhythm.months * 31 + rhythm.days) * _SLACK)


def _months(first: Day, last: Day) -> tuple[tuple[Day, str], ...]:
    if last == first:
        return ((first, absolute(first)),)
    count = min(_LABELS, max(2, (last - first) // 40 + 1))
    days = [first + round((last - first) * n / (count - 1)) for n in range(count)]
    return tuple((day, _month(day)) for day in days)


def _month(day: Day) -> str:
    value = dt.date.fromordinal(day)
    return f"{value.day} {t(f'page.month.{value.month}')} {value.year}"


def _rows(visit: Visit, series: Series, *, may: bool) -> tuple[ValueRow, ...]:
    counting = {(v.day, v.version) for v in _counting(series)}
    return tuple(
        _value_row(visit, series.standing, value, counts=(value.day, value.version) in counting, may=may)
        for value in series.every
    )


def _value_row(visit: Visit, standing: Standing, value: Dated, *, counts: bool, may: bool) -> ValueRow:
    state = _state(standing, value)
    remarks = []
    if not counts:
        remarks.append(t("indicators.corrected_since"))
    elif value.version > 1:
        remarks.append(t("indicators.correction", date=absolute(value.recorded)))
    if value.recorded - value.day > LATE:
        late = "indicators.worked_out_later" if value.author == COUNTED else "indicators.recorded_late"
        remarks.append(t(late, date=absolute(value.recorded)))
    words = (
        "indicators.no_occasion" if value.value is None and value.count == 0 else f"indicators.state.{state}"
    )
    address = visit.places.act(standing.record.ref, "measure", correct=iso(value.day))
    return ValueRow(
        absolute(value.day),
        written(value.value) or "–",
        "" if value.count is None else f"{value.count:,}",
        "quiet" if not counts or state == "gap" else state,
        t(words) if counts else "",
        tuple(remarks),
        Link(t("indicators.correct.open"), address) if may and counts else None,
    )


__all__ = ["shown"]
