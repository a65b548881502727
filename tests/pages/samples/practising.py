"""Practices and the why of a verdict."""

from __future__ import annotations

from holdtrue.core.verdicts import State
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.practice import (
    Answer,
    Carrier,
    LevelShown,
    PracticeGroup,
    PracticeLine,
    PracticesView,
    PracticeView,
    WhyStep,
    WhyView,
)
from pages.samples.frame import TODAY, O, day, standing
from pages.samples.lists import inventory_table


def practices() -> PracticesView:
    """Return practices of both scopes."""
    ours = (
        PracticeLine(
            "One-page AI policy",
            O + "/practices/ai-policy",
            "Governed",
            "the organisation",
            "operational",
            standing("Policy", day(2027, 3, 14), day(2027, 3, 14), day(2027, 3, 14), State.MISSING),
            score=75,
        ),
        PracticeLine(
            "Quarterly check",
            O + "/practices/quarterly-check",
            "Governed",
            "the organisation",
            "documented",
            standing("Check", TODAY + 38, TODAY + 38, TODAY - 3, State.MISSING),
            score=50,
        ),
    )
    theirs = (
        PracticeLine(
            "Impact assessed before use",
            O + "/practices/impact-assessment",
            "Accountable",
            "each system",
            "declared",
            None,
            (3, 12, 25, 48, 9),
            "57 of 97 systems operational or more",
            61,
        ),
        PracticeLine(
            "Fairness evaluated",
            O + "/practices/fairness-evaluation",
            "Secure",
            "each system",
            "absent",
            None,
            (41, 2, 5, 9, 4),
            "13 of 61 systems operational or more",
            28,
        ),
    )
    tabs = (
        Link("By phase", O + "/practices", current=True),
        Link("By property", O + "/practices?by=property"),
    )
    kinds = (
        Link("Policies", O + "/list/policy", count=3),
        Link("Objectives", O + "/list/objective", count=4),
        Link("Risks", O + "/list/risk", count=118),
    )
    return PracticesView(
        (
            PracticeGroup("Plan", ours, "11 of 17 at their target"),
            PracticeGroup("Do", theirs, "10 of 22 at their target"),
        ),
        None,
        tabs,
        kinds,
    )


def practice() -> PracticeView:
    """Return one practice counted over systems."""
    levels = (
        LevelShown(
            "declared", ("An impact assessment exists, at least begun.",), "holds", "94 of 97 systems"
        ),
        LevelShown(
            "documented",
            (
                "Purpose, who could be harmed, and a conclusion are written.",
                "For limited and high tier also misuse, groups, alternatives and costs of error.",
            ),
            "soon",
            "82 of 97 systems, one lapses in 12 days",
            60,
        ),
        LevelShown(
            "operational",
            ("It is signed for 12 months, 24 for minimal tier, and nothing it rests on changed since.",),
            "drifted",
            "57 of 97 systems; SYS-0012 was signed for another purpose",
            20,
            Act("Sign SYS-0012 again", O + "/IMP-0007/sign"),
            O + "/why/organisation/impact-assessment",
        ),
        LevelShown(
            "measured",
            ("At least four of five real harms had been foreseen, within 12 months.",),
            "missing",
            "never measured",
            30,
        ),
    )
    iso, nist = O + "/frameworks/iso42001/", O + "/frameworks/nist_ai_rmf/"
    satisfies = (
        (
            "ISO/IEC 42001",
            (
                Answer("6.1.4", "AI system impact assessment", iso + "6.1.4/"),
                Answer("8.4", "Carrying it out", iso + "8.4/"),
            ),
        ),
        ("NIST AI RMF", (Answer("MAP 1.1", "Purpose and setting", nist + "MAP%201.1/"),)),
    )
    return PracticeView(
        "Impact assessed before use",
        "Before use, and again when it changes, people write down who could be helped or harmed, and settle measures.",
        "Accountable",
        "Plan",
        "each system",
        "The owner of each system",
        levels,
        None,
        (3, 12, 25, 48, 9),
        "57 of 97 systems operational or more",
        inventory_table(),
        satisfies=satisfies,
        auditor_asks="Show me the assessment as it stood on the day this went live, and what you changed.",
        pitfall="Written after launch, about the company's risk instead of the people's.",
        id="impact-assessment",
        holders=(Link("Ines Tremblay", O + "/PER-0001"),),
        carriers=(
            Carrier("Impact assessments", O + "/impact-assessments", count=91),
            Carrier("Changes", O + "/changes"),
        ),
        shown=(
            Carrier(
                "Foreseen impacts compared with real ones", O + "/evidence", "From incidents and complaints."
            ),
        ),
        reaching=inventory_table(),
        systems_href=O + "/systems",
    )


def why() -> WhyView:
    """Return the why of a drifted level."""
    steps = (
        WhyStep("Operational asks for a sign-off on the impact assessment whose basis is unchanged."),
        WhyStep(
            "Ines Tremblay approved it on 14 Mar 2026, resting on three records.", O + "/IMP-0007", "IMP-0007"
        ),
        WhyStep(
            "One of them, Loan scoring, changed: its purpose, today at 9:12.",
            O + "/SYS-0012",
            "SYS-0012",
            "drifted",
        ),
    )
    levels = tuple(
        Link(x, f"{O}/why/SYS-0012/impact-assessment?level={x}", x == "Operational")
        for x in ("Declared", "Documented", "Operational", "Measured")
    )
    history = (
        ("22 Nov 2026", "Stopped holding: the purpose changed after the sign-off."),
        ("14 Mar 2026", "Began to hold: approved by Ines Tremblay."),
    )
    return WhyView(
        "Impact assessed before use",
        O + "/practices/impact-assessment",
        Link("SYS-0012 Loan scoring", O + "/SYS-0012"),
        "Operational",
        "drifted",
        "The impact assessment was signed for another purpose: it changed today, after the sign-off.",
        standing("Impact", day(2027, 3, 14), day(2027, 3, 14), State.DRIFTED, State.MISSING, href=""),
        steps,
        "Ines Tremblay can, as AI lead.",
        Act("Read the change and sign again", O + "/IMP-0007/sign"),
        "Read what changed, and sign the assessment again if it still stands.",
        20,
        levels,
        "Holding rests on what was done, not on a missing occasion.",
        history,
        O + "/why/SYS-0012/impact-assessment",
    )
