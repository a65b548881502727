"""Incidents: one worked through, the register of confidentiality incidents, and incidents of others."""

from __future__ import annotations

from holdtrue.pages.shapes.incident import (
    AlikeShown,
    AlikeView,
    ClockShown,
    ConfidentialityView,
    ElsewhereView,
    EntryShown,
    IncidentView,
    OneElsewhereView,
    StepShown,
)
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.table import Cell, Choice, Column, Filter, Filters, Row, Table
from pages.samples.frame import SUSPECT, O

WHOSE = Link("AI Incident Database", "https://incidentdatabase.ai")
LICENCE = "CC BY-SA 4.0"


def incidents() -> dict[str, tuple[str, str, object]]:
    """Return name → (station, template, view)."""
    empty = ConfidentialityView("Every incident.", (), (), (), "None is on record.")
    return {
        "incident": ("act", "incident.html", worked()),
        "confidentiality": ("act", "confidentiality.html", register()),
        "confidentiality_empty": ("act", "confidentiality.html", empty),
        "elsewhere": ("act", "elsewhere.html", elsewhere()),
        "elsewhere_empty": (
            "act",
            "elsewhere.html",
            ElsewhereView("Elsewhere.", None, None, WHOSE, LICENCE, "Nothing was brought in yet."),
        ),
        "elsewhere_one": (
            "act",
            "elsewhere_one.html",
            OneElsewhereView(
                SUSPECT, (("Sector", "Education"),), WHOSE, LICENCE, Link("All of them", O + "/elsewhere/")
            ),
        ),
    }


def worked() -> IncidentView:
    """Return one with a clock of every state."""
    states = {
        "running": "2 days 4 hours left",
        "extended": "A weekend keeps it open for 5 hours more",
        "late": "Late by 3 hours",
        "told": "Told in time",
        "told_late": "Told late",
    }
    clocks = tuple(
        ClockShown(
            f"Tell the authority · {name}",
            name,
            words,
            "by Tue 3 Mar 2026 23:59 Paris",
            ("Fifteen days.", "Source: a law."),
            Act("Write it down", O + "/INC-0001/tell/") if name == "running" else None,
        )
        for name, words in states.items()
    )
    told = Table("Told", (Column("Who", wide=True), Column("When")), (Row((Cell(SUSPECT), Cell("3 Mar"))),))
    steps = (
        StepShown("What happened", done=True, lines=(("Effect", SUSPECT),), acts=(Act("Change", O),)),
        StepShown("Contain it", done=False, lines=(), open="Not said yet: how", acts=(Act("Fill in", O),)),
        StepShown("Who is touched", done=False, lines=(), links=(Link("In the register", O),)),
        StepShown("Who was told when", done=True, lines=(), told=told),
    )
    alike = AlikeView(
        (AlikeShown("Scorer ranked by postcode", O, "3 Mar 2020", "Finance", "loans"),),
        WHOSE,
        LICENCE,
        Link("All", O),
    )
    systems = (Link("SYS-0012 Loan scoring", O + "/SYS-0012"),)
    return IncidentView(
        Link("INC-0001 Incident", O + "/INC-0001"),
        "wrong",
        "A reporting clock was missed",
        systems,
        clocks,
        "",
        steps,
        alike,
        (Act("Close it", O),),
    )


def register() -> ConfidentialityView:
    """Return it with a whole entry and one that lacks something."""
    title = Link("INC-0001 A letter too many", O + "/INC-0001/incident/")
    lines = (("Personal information concerned", SUSPECT), ("Number of people", ""))
    entry = EntryShown(title, lines, "Kept at least until 3 Mar 2031.", "Not said yet: number of people.")
    return ConfidentialityView("Every incident.", (entry,), ("Basis.",), (Link("Save as PDF", O),), "None.")


def elsewhere() -> ElsewhereView:
    """Return a page of two, filtered."""
    choices = (Choice("Education", "Education", chosen=True),)
    filters = Filters(O + "/elsewhere/", "grade", (Filter("sector", "Sector", choices),), clear_href=O)
    rows = tuple(
        Row((Cell(name, O), Cell("3 Mar 2020"), Cell("Education")), O) for name in ("Grades guessed", SUSPECT)
    )
    columns = (Column("Incident", wide=True), Column("When"), Column("About", wide=True))
    return ElsewhereView(
        "Elsewhere.", filters, Table("Elsewhere", columns, rows, "2 incidents"), WHOSE, LICENCE
    )


__all__ = ["incidents"]
