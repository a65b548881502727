"""The frame of a page, days and glyphs of the sample organisation."""

from __future__ import annotations

import datetime as dt

from holdtrue.core.messages import Message
from holdtrue.core.verdicts import State, Verdict, Witness
from holdtrue.pages.shapes.glyph import LEVELS, STATES, Glyph, Segment, glyph
from holdtrue.pages.shapes.moment import Moment, instant, moment
from holdtrue.pages.shapes.page import Link, Notice, Page, Station

O = "/o/riverbank"  # noqa: E741  # the sample organisation's address


TODAY = dt.date(2026, 11, 22).toordinal()


SUSPECT = "<script>alert(1)</script>"


def day(year: int, month: int, number: int) -> int:
    """Return a day's ordinal."""
    return dt.date(year, month, number).toordinal()


def at(value: int) -> Moment:
    """Return a day as the pages show it."""
    shown = moment(value, TODAY)
    assert shown is not None
    return shown


def clock(month: int, number: int, hour: int) -> Moment:
    """Return an hour of a day in 2026."""
    return instant(dt.datetime(2026, month, number, hour, 12, tzinfo=dt.UTC), TODAY)


def standing(subject: str, *untils: int | State, href: str = O + "/why/SYS-0012/impact-assessment") -> Glyph:
    """Return a glyph from four ends; a state stands for a level that does not hold."""
    why = Witness("", Message("nothing"))
    verdicts = [Verdict(0, why, cause=x) if isinstance(x, State) else Verdict(x, why) for x in untils]
    return glyph(subject, verdicts, TODAY, href=href)


def of_state(state: str, words: str) -> Glyph:
    """Return a glyph whose last two segments are in that state."""
    firm = [Segment(x, "holds", "holds until 14 Mar 2027") for x in LEVELS[:2]]
    return Glyph(
        "Fairness test", (*firm, *(Segment(x, state, words) for x in LEVELS[2:])), words, state, O + "/why/x"
    )


EVERY_STATE = tuple(
    of_state(x, w)
    for x, w in zip(
        STATES,
        (
            "holds until 14 Mar 2027",
            "lapses in 12 days",
            "lapsed 3 days ago",
            "purpose changed on 2 May after the sign-off",
            "never done",
            "measured 0.61, target at least 0.80",
            "two records disagree",
            "cannot tell: model version not recorded",
            "does not apply here",
        ),
        strict=True,
    )
)


def page(title: str, *, here: str = "home", **others: object) -> Page:
    """Return a frame with all that is built."""
    kinds = (
        Link("Systems", O + "/list/system", current=here == "inventory", count=1240),
        Link("Impact assessments", O + "/list/impact_assessment", count=97),
        Link("Suppliers", O + "/list/supplier", count=41),
        Link("Components", O + "/list/component", count=88),
        Link("Evidence", O + "/list/evidence", count=412),
    )
    children = kinds if here in {"do", "inventory"} else ()
    ids = ("home", "plan", "do", "check", "act", "ledger", "settings")
    stations = tuple(Station(x, f"{O}/{x}", x == here, None, children if x == "do" else ()) for x in ids)
    addresses = {
        "search": O + "/search",
        "find": O + "/find",
        "theme": "/theme",
        "language": "/language",
        "account": "/account",
        "sign_out": "/sign-out",
    }
    frame = {
        "organisation": Link("Riverbank Credit Union", O),
        "stations": stations,
        "person": "Ines Tremblay",
    }
    languages = (("en", "English"), ("fr", "Français"))
    return Page(title, **{**frame, "addresses": addresses, "languages": languages, **others})  # type: ignore[arg-type]  # any field by its name


def plain(title: str, *notices: Notice) -> Page:
    """Return a frame without an organisation."""
    return Page(title, notices=notices)
