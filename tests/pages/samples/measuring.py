"""Indicators: the list, one with its chart and values, a file taken in."""

from __future__ import annotations

from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.indicators import (
    ChartView,
    FileRow,
    FileView,
    FollowedRow,
    Happening,
    IndicatorRow,
    IndicatorShown,
    IndicatorsView,
    Offered,
    Spot,
    ValueRow,
)
from holdtrue.pages.shapes.moment import moment
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.record import RecordView
from pages.samples.frame import SUSPECT, TODAY, O, day


def measuring() -> dict[str, tuple[str, str, object]]:
    """Return name → (station, template, view)."""
    return {
        "indicators": ("check", "indicators.html", indicators()),
        "indicator": ("check", "record.html", indicator()),
        "indicators_file": ("check", "indicators_file.html", taken()),
    }


def indicators() -> IndicatorsView:
    """Return one out of target, one that counts itself and one to begin with."""
    rows = (
        IndicatorRow(
            Link(f"Minutes to stop {SUSPECT}", O + "/r/IND-0001"),
            "6.5",
            "minutes",
            "≤ 5",
            "out_of_target",
            "Out of target: 6.5 on 21 Nov 2026; the target is ≤ 5.",
            (0, 20, None, 60, 100),
            moment(TODAY + 20, TODAY),
            due_late=False,
            owner=Link("Claire Dubois", O + "/r/PER-0002"),
            about=Link("Call sorting", O + "/r/SYS-0001"),
            computed=False,
            acts=(Act("Explain and act", O + "/r/IND-0001/follow/"),),
        ),
        IndicatorRow(
            Link("Share of facts recorded late", O + "/r/IND-0002"),
            "–",
            "share",
            "≤ 0.1",
            "missing",
            "Never measured yet.",
            (),
            None,
            due_late=False,
            owner=None,
            about=None,
            computed=True,
        ),
    )
    return IndicatorsView(
        rows,
        "1 of 2 out of target.",
        (Act("Take in a file", O + "/figures/file/"),),
        filter_href=O + "/figures/",
        next_href=O + "/figures/?after=2",
        offered=(Offered("days-to-mend", "Days to mend", "How long it takes.", "≤ 60", computed=True),),
        begin_href=O + "/figures/begin/",
    )


def chart() -> ChartView:
    """Return a band with a gap, a value without a figure, a change and an incident."""
    first = day(2026, 5, 31)
    spots = (
        Spot(first, 0.12, "31 May 2026: 0.12", "holds"),
        Spot(first + 30, None, "30 Jun 2026: –", "gap"),
        Spot(first + 61, 0.31, "31 Jul 2026: 0.31", "out_of_target"),
        Spot(first + 180, 0.0825, "27 Nov 2026: 0.0825", "holds"),
    )
    marks = (
        Happening(first + 40, "change", "10 Jul 2026: CHG-0001 New version", O + "/r/CHG-0001"),
        Happening(first + 90, "incident", "29 Aug 2026: INC-0001 Wrong answers"),
    )
    months = ((first, "31 May 2026"), (first + 180, "27 Nov 2026"))
    return ChartView("Overruled, by day", spots, 0.01, 0.3, "target 0.01 – 0.3", marks, 46, months)


def indicator() -> RecordView:
    """Return an indicator's own page."""
    rows = (
        ValueRow(
            "27 Nov 2026",
            "0.0825",
            "40",
            "holds",
            "in target",
            (),
            Link("Correct", O + "/r/IND-0003/measure/"),
        ),
        ValueRow("31 Jul 2026", "0.31", "40", "out_of_target", "out of target", ("corrected on 2 Aug 2026",)),
        ValueRow("31 Jul 2026", "0.13", "40", "quiet", "", ("corrected since",)),
    )
    shown = IndicatorShown(
        "out_of_target",
        "Out of target: 0.31.",
        "Next value due 27 Dec 2026",
        chart(),
        rows,
        Link("Older values", O + "/r/IND-0003/?before=2026-05-31"),
        "Of all, the share.",
        (FollowedRow("FND-0001 Why so many", O + "/r/FND-0001", "open", "soon"),),
        Act("Explain and act", O + "/r/IND-0003/follow/"),
        "It stays out of target until a value is in it.",
        (Link("10 Jul 2026 · CHG-0001 New version", O + "/r/CHG-0001"),),
    )
    return RecordView("IND-0003", "Indicator", f"Overruled {SUSPECT}", indicator=shown)


def taken() -> FileView:
    """Return a file of which one row was refused."""
    file = Field("file", "The file", "file", help="CSV", required=True)
    form = Form(O + "/figures/file/", (Section("", (file,)),), "Take it in", O + "/figures/", files=True)
    return FileView(form, "2 rows: 1 added, 0 unchanged, 1 refused.", (FileRow(3, "", "No such day."),), "")
