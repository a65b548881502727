"""The pack of a review, its presenting view and form, the quarterly hour and the year calendar."""

from __future__ import annotations

from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.imports import ProgressView
from holdtrue.pages.shapes.index import TrendPoint
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.quarter import HourLapse, QuarterView
from holdtrue.pages.shapes.review import (
    DecisionFields,
    DecisionLine,
    HoldView,
    PackFact,
    PackFigure,
    PackPart,
    PackView,
)
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.shapes.year import YearLine, YearMonth, YearView
from pages.samples.frame import SUSPECT, TODAY, O, at

PEOPLE = (Choice("PER-0001", "Ada Novak"), Choice("PER-0002", "Luc Gagnon", chosen=True))
FINDINGS = PackPart(
    "nonconformities",
    "Findings and corrective action",
    "ISO/IEC 42001, 9.3.2 d 1",
    "Findings opened: 2; closed: 1; open now: 1.",
    (
        PackFigure("Opened", "2", "1", "up", f"{O}/findings/"),
        PackFigure("Closed", "1", "3", "down", f"{O}/findings/"),
        PackFigure("Past their day", "0", "", "", ""),
    ),
    (PackFact("No overseer on two systems", f"{O}/r/FND-0007/", "Open, was due 3 Oct 2026", at(TODAY - 50)),),
    Link("And 3 more.", f"{O}/findings/"),
)
INDEX = PackPart(
    "index",
    "The AI Index",
    "",
    "The AI Index is 48; it was 33 on 31 Oct 2025.",
    (PackFigure("AI Index", "48", "33", "up", f"{O}/index/"),),
    (PackFact("", "", "Nobody holds the role: Data steward", None),),
    None,
    (TrendPoint("31 Oct 2025", "Oct 2025", 3300), TrendPoint("22 Nov 2026", "Nov 2026", 4800)),
)
NOTHING = PackPart(
    "context", "What changed around us", "", "No issue was added, changed or taken out.", (), (), None
)
PROGRESS = ProgressView(
    "The pack is being compiled",
    0,
    1,
    "It takes seconds.",
    f"{O}/review-pack/",
    O,
    cancel=Act("Compile the pack", f"{O}/review-pack/compile/", posted=True),
)
PARTS = (NOTHING, FINDINGS, INDEX)


def pack(*, held: bool) -> PackView:
    """Return a pack as it stands, or as it was kept."""
    return PackView(
        lead="What happened from 22 Nov 2025 to 22 Nov 2026.",
        parts=PARTS,
        acts=(Act("Hold the review", f"{O}/review-pack/hold/"), Act("As PDF", f"{O}/review-pack/file/")),
        begin="2025-11-22",
        until="2026-11-22",
        action="" if held else f"{O}/review-pack/",
        decided=(
            DecisionLine(
                f"Test by group {SUSPECT}",
                "Ada Novak",
                "1 Feb 2027",
                Link("ACT-0004", f"{O}/r/ACT-0004/"),
                "missing",
                "Open, due 1 Feb 2027",
            ),
        )
        if held
        else None,
        changes="Two more hours a month for the overseer." if held else "",
        signed="Not signed yet." if held else "",
        digest="b3656bcb95686a99831d4fa85d19a73b66df74a4c3c1c510af8d96aab19c9ba6" if held else "",
        earlier=(Link("REV-0002 · 3 Nov 2025", f"{O}/r/REV-0002/pack/"),),
        back=f"{O}/review-pack/",
    )


def hold() -> HoldView:
    """Return the form with one line filled."""
    line = DecisionFields(
        1,
        Field("title-1", "Decision", "text", "Test by group"),
        Field("owner-1", "Who", "choice", "PER-0002", choices=PEOPLE),
        Field("due-1", "By", "date", "2027-02-01"),
    )
    return HoldView(
        lead="The pack is kept as it stands now.",
        action=f"{O}/review-pack/hold/",
        begin="2025-11-22",
        until="2026-11-22",
        lines=(line,),
        changes=Field(
            "changes", "What must change", "long_text", required=True, error="Say what must change."
        ),
        chair=Field("chair", "Who led the review", "choice", "PER-0002", choices=PEOPLE),
        hints=FINDINGS.facts,
        back=f"{O}/review-pack/",
    )


def quarter() -> QuarterView:
    """Return the hour with one thing that ends before the next."""
    fields = (
        Field("decided", "What you decided", "long_text", required=True),
        Field("next_on", "The next hour", "date"),
    )
    return QuarterView(
        lead="What happened since 1 Sep 2026.",
        parts=(NOTHING, FINDINGS),
        lapses=(
            HourLapse(
                "Impact assessed before use",
                f"{O}/practices/impact-assessment/",
                "Loan scoring (SYS-0012)",
                at(TODAY + 40),
                "Ada Novak",
                Link("Sign it again", f"{O}/r/IMP-0003/sign/?back=quarter"),
            ),
        ),
        lapses_words="Up to 2 Mar 2027.",
        more=Link("All that lapses", f"{O}/forecast/"),
        doors=(Link("List a tool you found", f"{O}/systems/add/"),),
        form=Form(f"{O}/quarter/", (Section("What came of it", fields),), "Write it down"),
    )


def year(*, single: bool) -> YearView:
    """Return two months of a year, or one in full."""
    lines = (
        YearLine(
            "planned",
            "missing",
            "Management review",
            f"{O}/reviews/add/",
            "planned · Ada Novak",
            at(TODAY + 12),
            "review:management_review",
            droppable=True,
        ),
        YearLine("due", "missing", "2 findings to be closed", f"{O}/findings/", "due", None),
        YearLine("held", "holds", "Internal audit (AUD-0001)", f"{O}/r/AUD-0001/", "held", at(TODAY - 3)),
        YearLine(
            "lapses",
            "soon",
            "Which version is live: 214 systems",
            f"{O}/practices/version-record/",
            "lapses",
            None,
            "practice:version-record",
        ),
    )
    months = (
        YearMonth(
            "November 2026",
            f"{O}/calendar/?month=2026-11",
            "2026-11-30",
            lines,
            Link("and 214 more", f"{O}/forecast/?month=2026-11"),
            now=True,
            past=False,
        ),
        YearMonth("October 2026", f"{O}/calendar/?month=2026-10", "", (), None, now=False, past=True),
    )
    return YearView(
        title="The year 2026",
        lead="Everything that comes back.",
        months=months[:1] if single else months,
        single=single,
        previous=Link("2025", f"{O}/calendar/?year=2025"),
        next=Link("2027", f"{O}/calendar/?year=2027"),
        whole=Link("The year 2026", f"{O}/calendar/") if single else None,
        doors=(Act("Management review", f"{O}/review-pack/"),),
        file=Link("As a calendar file", f"{O}/calendar/file/"),
        may_plan=True,
        plan_action=f"{O}/calendar/plan/",
        planned_here="2026-11" if single else "2026",
        things=(Choice("review:management_review", "Management review"),),
        people=PEOPLE,
        on="2026-11-22",
    )


def reviewing() -> dict[str, tuple[str, str, object]]:
    """Return name → (station, template, view)."""
    return {
        "review_pack": ("check", "review_pack.html", pack(held=False)),
        "review_kept": ("check", "review_pack.html", pack(held=True)),
        "review_present": ("check", "review_present.html", pack(held=True)),
        "review_progress": ("check", "review_progress.html", PROGRESS),
        "review_hold": ("check", "review_hold.html", hold()),
        "quarter": ("worklist", "quarter.html", quarter()),
        "year": ("check", "year.html", year(single=False)),
        "year_month": ("check", "year.html", year(single=True)),
    }
