"""Frameworks: cards, a tree, one requirement, and practices across all of them."""

from __future__ import annotations

from holdtrue.pages.shapes.framework import (
    Answering,
    Branch,
    Crossing,
    CrosswalkView,
    FrameworkCard,
    FrameworksView,
    FrameworkView,
    RequirementLine,
    RequirementView,
    Tallied,
)
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.table import Choice, Filter, Filters, Share
from pages.samples.frame import EVERY_STATE, O
from pages.samples.lists import inventory_table

TABS = (
    Link("All frameworks", O + "/frameworks/", current=True),
    Link("What fails", O + "/frameworks/crosswalk/?show=fails"),
)
TALLIED = (
    Tallied("do not hold", 9, O, "wrong"),
    Tallied("begun, outside the profile", 2, O, "soon"),
    Tallied("do not apply", 55, O),
)


def cards() -> FrameworksView:
    """Return one that reaches the organisation and one that does not."""
    away = "Your organisation's record names no supervisor that OSFI E-23 is from."
    return FrameworksView(
        (
            FrameworkCard(
                "EU AI Act",
                O,
                "Version 2026-11-22",
                Share(21, 32, "soon"),
                "of 32 hold",
                TALLIED,
            ),
            FrameworkCard(
                "OSFI E-23", O, "Version 2026-11-22", None, reason=away, mend=Link("Your facts", O)
            ),
        ),
        "What standards, laws and guidelines ask.",
        TABS,
    )


def tree() -> FrameworkView:
    """Return a tree with every standing, a branch within a branch, and filters."""
    standings = ("holds", "more", "begun", "fails", "unasked", "uncovered", "away")
    lines = tuple(
        RequirementLine(
            f"Art. {n}",
            "Assign human oversight",
            O,
            EVERY_STATE[n] if standing not in ("unasked", "uncovered", "away") else None,
            standing,
            standing.capitalize(),
            "“A person who can step in” is operational for 2 of 7 systems only (lapsed).",
            ("Deployer", "High-risk", "from 2 Dec 2027", "in doubt"),
            Link("What mends it", O) if standing == "fails" else None,
        )
        for n, standing in enumerate(standings)
    )
    inner = Branch("III.3.1", "Deployers", "", Share(2, 2), "III.3.1", lines[:2])
    opened = Branch(
        "III.3", "Who must do what", "4 do not hold", Share(3, 7), "III.3", lines, (inner,), opened=True
    )
    away = Branch("people", "Telling people", "Nothing of it applies.", None)
    return FrameworkView(
        "EU AI Act",
        "Regulation (EU) 2024/1689",
        "of 32 hold",
        Share(21, 32, "soon"),
        TALLIED,
        (opened, away),
        (("From", "The Union"), ("Text", Link("eur-lex.europa.eu", "https://eur-lex.europa.eu/"))),
        "Descriptions are our own words.",
        ("Sources disagree on the date of Chapter IX.",),
        Filters(
            O,
            filters=(Filter("show", "Show", (Choice("short", "What fails", chosen=True),)),),
            searched=False,
        ),
        TABS,
        "2 answers are missing before this system's class is settled.",
        Link("Settle its class", O),
        "No requirement matches.",
    )


def one() -> RequirementView:
    """Return one that fails, with all there is to say about it."""
    also = (Link("ISO/IEC 42001 A.9.2: Processes for responsible use", O), Link("Law 25 s. 12.1", O))
    answering = Answering(
        "A person who can step in",
        O,
        "A capable person watches the system and can stop it.",
        EVERY_STATE[2],
        "Counts from operational on",
        "2 of 7 systems",
        "Your profile does not ask for it",
        inventory_table(),
        also,
        "Show me the last time a person disagreed with the system.",
    )
    return RequirementView(
        "EU AI Act Art. 26(2)",
        "Assign human oversight",
        "Give oversight to persons with competence, training, authority and support.",
        "fails",
        "Does not hold",
        "“A person who can step in” is operational for 2 of 7 systems only (lapsed).",
        EVERY_STATE[2],
        (answering,),
        ("Persons are named", "They are trained"),
        ("Oversight procedure",),
        ("oversight assignment",),
        (("Binds", "Deployer"), ("Text", Link("eur-lex.europa.eu", "https://eur-lex.europa.eu/"))),
        ("Amended in 2026.",),
        ("Guidelines are not final.",),
        (("ISO/IEC 42001", (Link("5.3", O), Link("7.2 (published)", O))),),
        "two persons confirming each match",
        Act("The systems that fall short", O),
        (Link("FND-0007", O),),
        O + "/frameworks/eu_ai_act/AIA-26.2/",
    )


def crosswalk() -> CrosswalkView:
    """Return two practices, one of which keeps requirements from holding."""
    many = tuple(Link(f"A.6.2.{n}", O) for n in range(2, 8))
    return CrosswalkView(
        "Mend one, and these begin to hold.",
        TABS,
        ("ISO/IEC 42001", "Law 25"),
        (
            Crossing(
                "Personal data handled rightly",
                O,
                "Sovereign",
                EVERY_STATE[3],
                "absent",
                (("ISO/IEC 42001", many), ("Law 25", (Link("s. 12", O),))),
                7,
                3,
                Link("The systems that fall short", O),
            ),
            Crossing(
                "Quarterly look", O, "Governed", None, "measured", (("ISO/IEC 42001", ()), ("Law 25", ())), 0
            ),
        ),
        failing=True,
    )
