"""The AI Index opened up, and the published method."""

from __future__ import annotations

from holdtrue.core.properties import scheme
from holdtrue.pages.shapes.index import Behind, Fact, IndexView, MethodView, Rule, Sum, TrendPoint, TrendView
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.table import Cell, Choice, Column, Filter, Filters, Row, Table
from holdtrue.pages.views import index_method
from holdtrue.pages.views.index_method import method as method_of
from pages.samples.first import home
from pages.samples.frame import O

MONTHS = ("Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May")


def index() -> IndexView:
    """Return the index of an organisation with a year of months, in which its profile was changed."""
    dial = home().dial
    assert dial is not None
    points = tuple(
        TrendPoint(f"30 {m} 2026", f"{m} 2026", 4100 + 220 * n, "now on Standard" if n == 4 else "")
        for n, m in enumerate(MONTHS)
    )
    facts = (
        Fact(
            "One-page AI policy",
            f"{O}/practices/ai-policy",
            "operational",
            "operational",
            "75.0",
            "holds",
            "",
            why_href=f"{O}/why/x",
        ),
        Fact(
            "Impact assessed before use",
            f"{O}/practices/p",
            "declared",
            "operational",
            "41.6",
            "wrong",
            "6 of 9",
            law=True,
        ),
    )
    table = Table(
        "Months",
        (Column("Month's end"), Column("Index", numeric=True)),
        (Row((Cell("30 Jun 2026"), Cell("41.0"))),),
    )
    return IndexView(
        title="AI Index 67, Governed",
        lead="The system runs; its weakest property decides what you can promise.",
        told="67 on Standard · over 1,240 systems in scope",
        dial=dial,
        sums=tuple(
            Sum(
                p.title.lower(),
                p.title,
                p.question,
                p.score,
                p.ghost,
                f"{p.score}.0",
                "12 of 59",
                "20 %",
                "13.1",
                (40, 50, None, 60, p.score),
            )
            for p in dial.properties
        ),
        total="67.2 exactly, shown as 67: always rounded down",
        behind=tuple(
            Behind(
                p.title.lower(), p.title, "What it means.", "(75.0 + 41.6) / 2 = 58.3", facts, opened=n == 0
            )
            for n, p in enumerate(dial.properties)
        ),
        bands=index_method.bands(scheme()),
        caps=(
            Rule(
                "While any property is below 60, the band is Governed at most.",
                met=False,
                details=(
                    (
                        "Reproducible is 49.0. One practice brings it to 61.0:",
                        (Link("Which version is live", O),),
                    ),
                ),
                note="It lowers the band today.",
            ),
            Rule(
                "While a system in use is classed as a forbidden use, the band is Exposed at most.", met=True
            ),
        ),
        mark=(
            Rule("The index is 70 or more.", met=False, note="2.8 points are missing."),
            Rule("No forbidden use.", met=True),
        ),
        mark_title="Holdtrue ready: not shown",
        mark_note="It is not a certificate.",
        trend=TrendView(points, "12 months' ends.", table),
        matrix=index_method.matrix(scheme()),
        method=Link("How it is worked out", "/method/"),
        scopes=Filters(
            f"{O}/index",
            filters=(Filter("unit", "Unit", (Choice("UNT-1", "Lending"),)), Filter("at", "As of")),
            searched=False,
        ),
        report=Link("On one page, to print", f"{O}/report"),
    )


def method() -> MethodView:
    """Return the published method."""
    return method_of(scheme())
