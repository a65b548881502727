"""Samples of the life cycle: the board of stages, the life of one system, a gate of the management system."""

from __future__ import annotations

from holdtrue.core.days import to_day
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.gate import StageStep
from holdtrue.pages.shapes.guided import GuidedLine, GuidedPart, GuidedView
from holdtrue.pages.shapes.life import (
    BoardView,
    CheckLine,
    CheckPart,
    GateMark,
    LifeCard,
    LifeMark,
    LifeView,
    MilestoneView,
    StageColumn,
)
from holdtrue.pages.shapes.page import Link
from pages.samples.frame import O

STAGES = ("Intake", "Assessed", "Approved", "Deployed", "Monitored", "Changed", "Retired")


def board() -> BoardView:
    """Return seven stages, one of them crowded."""
    card = LifeCard(
        "Loan scoring",
        O + "/SYS-0012",
        "SYS-0012 · High · Ada",
        Link("Gate: Approved", O + "/gate"),
        O + "/gate/",
        "Opened early until 3 Dec 2026",
    )
    bare = LifeCard("Old sorter", O + "/SYS-0002", "SYS-0002 · not yet sorted")
    columns = tuple(
        StageColumn(
            name.lower(),
            name,
            {0: 1, 1: 40}.get(n, 0),
            {0: (bare,), 1: (card,) * 3}.get(n, ()),
            Link("and 37 more", O + "/systems") if n == 1 else None,
        )
        for n, name in enumerate(STAGES)
    )
    gates = (GateMark("Live", O + "/live", "Is a first management system running?", open=True),)
    return BoardView(columns, gates)


def mark(date: str, lane: str, words: str, **more: object) -> LifeMark:
    """Return one thing of a life."""
    day = to_day(date) or 0
    until = to_day(more.pop("until", "")) or 0
    kind = str(more.pop("mark", lane))
    return LifeMark(day, date, lane, kind, words, O + "/CHG-0001", "CHG-0001", until, "", "Ada")


def life() -> LifeView:
    """Return a life of fourteen months with everything in it."""
    marks = (
        mark("2025-10-01", "stage", "Intake"),
        mark("2025-11-10", "stage", "Assessed"),
        mark("2025-12-01", "stage", "Approved"),
        mark("2025-12-05", "stage", "Deployed, opened early", mark="early", until="2026-01-04"),
        mark("2026-01-05", "stage", "Fell back: Approved", mark="back"),
        mark("2026-02-01", "stage", "Monitored"),
        mark("2026-03-01", "approval", "Patches of the model", until="2026-12-31"),
        mark("2026-04-01", "change", "Deployed again: patch"),
        mark("2026-05-01", "incident", "Serious: wrong letters", until="2026-05-20"),
    )
    lanes = (("stage", "Stages"), ("approval", "Approvals"), ("change", "Changes"), ("incident", "Incidents"))
    return LifeView("Life of Loan scoring", marks, to_day("2026-11-22") or 0, lanes)


def milestone() -> MilestoneView:
    """Return a gate that is shut, with lines of every kind."""
    short = CheckLine(
        "Human oversight",
        O + "/practices/human-oversight",
        "documented",
        "It holds for 97 of 100 systems.",
        holds=False,
        figure="97 of 100 systems",
        systems=(Link("Loan scoring (SYS-0012)", O + "/SYS-0012"),),
    )
    held = CheckLine("AI policy", O + "/practices/ai-policy", "operational", "It holds.", holds=True)
    tabs = (Link("Live", O + "/live", current=True), Link("Ready for stage 1", O + "/stage1"))
    parts = (
        CheckPart("Of the organisation", "1 of 2 hold", (short,), (held,)),
        CheckPart("On the whole", "1 of 1 hold", (), (held,)),
    )
    return MilestoneView(
        "Live",
        "Is it running?",
        "Not yet: 2 of 3 hold.",
        open=False,
        tabs=tabs,
        parts=parts,
        note="It opens because claims hold.",
    )


def guided() -> GuidedView:
    """Return an act with something that stops it, what it would waive, and its form."""
    waived = GuidedLine(
        "Tested against limits set first", "There is no test yet.", O + "/why", "Missing", "soon"
    )
    stops = GuidedLine("A person who can step in", "Nobody is named.", "", "Can never be waived", "wrong")
    fields = (
        Field(
            "reason", "Why it cannot wait", "long_text", "", "Kept.", "The phones are down.", required=True
        ),
        Field("until", "Last day", "date", "2026-12-01", error="Name the last day.", required=True),
    )
    return GuidedView(
        "Loan scoring: open the gate to Deployed early",
        "For an emergency that cannot wait.",
        (
            GuidedPart("Never waived, and missing (1)", "Nobody opens it.", (stops,)),
            GuidedPart("What you would waive (1)", "", (waived,)),
            GuidedPart("What follows"),
        ),
        Form(O + "/early/", (Section("", fields),), "Open early and sign", O + "/gate", destructive=True),
        "Open it until a day",
        "Ask the AI lead.",
        (("Who may", "The AI lead."),),
        (Link("What if", O + "/what-if"),),
        (StageStep("Intake", O + "/intake/", "passed", "passed"), StageStep("Next", O, "ahead", "ahead")),
    )


def of_lives() -> dict[str, tuple[str, object]]:
    """Return name → (template, view)."""
    return {
        "lifecycle": ("lifecycle.html", board()),
        "life": ("life.html", life()),
        "milestone": ("milestone.html", milestone()),
        "guided": ("guided.html", guided()),
    }
