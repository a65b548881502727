"""Writes the page on a starter year: each act, whose it is, how long and how often, and what it comes to."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from holdtrue.core.acts import EVERYONE, LEAD, WHO, act_named
from holdtrue.core.effort import Asked, Line, Size, effort, lines
from holdtrue.core.practices import library
from holdtrue.words.catalog import text

PEOPLE, TIERS = 12, {"minimal": 5, "limited": 1}
"""The organisation that the page, and the test that lives the year, are about."""
_TARGET = 3


def starter_year() -> str:
    """Return the page."""
    size, members = Size(PEOPLE, TIERS), library().profiles["starter"].members
    asked = [
        Asked(p, _TARGET, {tier: n for tier, n in TIERS.items() if tier in p.tiers})
        for p in library().practices
        if p.id in members
    ]
    told, found = lines(asked, size), effort(asked, size)
    made = [f"# {text('year.title')}", "", text("year.lead", people=PEOPLE, systems=size.systems), ""]
    made += [_row(*(text(f"year.column.{name}") for name in ("act", "who", "minutes", "times", "serves")))]
    made += ["| --- | --- | --- | --- | --- |", *(_line(line) for line in told)]
    made += ["", f"## {text('year.sum')}", ""]
    made += [_row(text("year.column.who"), text("year.first"), text("year.later")), "| --- | --- | --- |"]
    made += [_row(text(f"year.who.{who}"), _hours(found.first[who]), _hours(found.later[who])) for who in WHO]
    first = found.first[LEAD] + found.each(EVERYONE)
    made += ["", text("year.told", lead=_hours(first), each=found.each(EVERYONE))]
    made += ["", text("year.law"), "", f"## {text('year.lived')}", "", text("year.lived.lead"), ""]
    made += [f"- {text(f'year.lived.{name}')}" for name in ("set_up", "let_in", "month", "quarter", "end")]
    return "\n".join(made) + "\n"


def _line(line: Line) -> str:
    act = act_named(line.act)
    title = f"{act.title} ({text('year.tier', tier=line.tier)})" if line.tier else act.title
    serves = ", ".join(dict.fromkeys(practice for practice, _ in sorted(act.serves)))
    times = str(ceil(line.n * max(line.often, Fraction(1))))
    return _row(title, text(f"year.who.{line.who}"), str(line.minutes), times, serves)


def _hours(minutes: int) -> str:
    return text("year.hours", h=minutes // 60, m=minutes % 60)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
