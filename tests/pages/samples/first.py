"""The first page, under way and fresh."""

from __future__ import annotations

from holdtrue.pages.shapes.home import DialView, Happening, HomeView, Owed, Property, Quarter, Slice, Spoke
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.table import Cell, Column, Row, Share, Table
from pages.samples.frame import TODAY, O, at, day
from pages.samples.lists import inventory_table

QUESTIONS = (
    ("Accountable", 68, "Who answers for this, and can you trace it?", 51),
    ("Governed", 80, "Who decided this, and under which rule?", 62),
    ("Secure", 63, "What could go wrong, and what did you do about it?", 60),
    ("Sovereign", 63, "Whose hands is it in, and could you leave?", 40),
    ("Supervised", 88, "Who is watching, and can they stop it?", 70),
    ("Reproducible", 49, "Could you show it again?", 30),
)


def wheel() -> tuple[Quarter, ...]:
    """Return four quarters with practices at every level."""
    levels = {
        "plan": (4, 4, 3, 3, 3, 3, 3, 2, 2, 2, 1, 1, 0, 0, 3, 3, 2),
        "do": (4, 3, 3, 3, 3, 2, 2, 2, 1, 1, 1, 0, 0, 0, 3, 3, 2, 1, 3, 3, 4, 3),
        "check": (3, 3, 2, 2, 1, 1, 0, 0, 2, 3),
        "act": (3, 2, 2, 1, 0, 3, 1),
    }
    return tuple(
        Quarter(
            name,
            f"{O}/{name}",
            tuple(
                Spoke(f"Practice {n} of {name}", x, f"{O}/practices/p{n}", broken=x < 3 and n % 5 == 3)
                for n, x in enumerate(given)
            ),
            sum(x >= 3 for x in given),
        )
        for name, given in levels.items()
    )


def home() -> HomeView:
    """Return the first page of an organisation under way."""
    dial = DialView(
        67,
        "Governed",
        "The system runs; its weakest property decides what you can promise.",
        "on Standard",
        tuple(Property(a, b, c, f"{O}/practices?property={a}", d) for a, b, c, d in QUESTIONS),
        52,
        "52 a year ago",
        "holds until 4 Dec 2026",
    )
    slices = tuple(
        Slice(a, b, f"{O}/standing?state={a}")
        for a, b in (
            ("holds", 1204),
            ("soon", 9),
            ("contradicted", 2),
            ("out_of_target", 4),
            ("drifted", 6),
            ("lapsed", 5),
            ("missing", 7),
            ("unknown", 3),
        )
    )
    why = O + "/why/SYS-0012/fairness-evaluation"
    stopped = (
        Happening(
            "Impact assessed before use",
            O + "/SYS-0012",
            "The purpose changed after the sign-off.",
            at(TODAY),
            "drifted",
            "SYS-0012",
            why,
        ),
        Happening(
            "People are told",
            O + "/SYS-0031",
            "The notice was good for 12 months.",
            at(TODAY - 3),
            "lapsed",
            "SYS-0031",
            why,
        ),
    )
    lapses = (
        Happening(
            "Fairness test",
            O + "/SYS-0012",
            "The test of 4 Sep is good for three months.",
            at(TODAY + 12),
            "soon",
            "SYS-0012",
            why,
            "Ada Okafor",
        ),
        Happening(
            "Quarterly check", O, "The last was on 30 Sep.", at(TODAY + 38), "holds", "", why, "Ines Tremblay"
        ),
        Happening(
            "One-page AI policy",
            O,
            "Approved on 14 Mar 2026 for 12 months.",
            at(day(2027, 3, 14)),
            "holds",
            "",
            why,
            "Ines Tremblay",
        ),
    )
    owed = (
        Owed(
            "Sign the impact of loan scoring again",
            O + "/IMP-0007/sign",
            20,
            at(TODAY),
            "Its purpose changed.",
            late=True,
        ),
        Owed("Read the penetration test", O + "/EVI-0140/read", 10, at(TODAY + 4), "Nobody has read it yet."),
    )
    columns = (
        Column("Unit", wide=True),
        Column("Systems", numeric=True),
        Column("High tier", numeric=True),
        Column("Holds"),
        Column("Next change"),
    )
    units = Table(
        "By unit",
        columns,
        tuple(
            Row(
                (Cell(a), Cell(str(b)), Cell(str(c)), Cell(share=Share(d, e, s)), Cell(f)),
                f"{O}/list/system?unit={a}",
            )
            for a, b, c, d, e, s, f in (
                ("Lending", 212, 14, 611, 640, "soon", "in 12 days"),
                ("Payments", 98, 6, 244, 246, "holds", "14 Mar 2027"),
                ("People", 12, 4, 20, 61, "wrong", "in 3 days"),
                ("Service desk", 40, 0, 329, 293 + 40, "holds", "2 Oct 2027"),
            )
        ),
    )
    return HomeView(
        dial,
        wheel(),
        slices,
        1204,
        1240,
        "Next to lapse: 4 Dec, fairness test of SYS-0012",
        why,
        stopped,
        "since 18 Nov",
        Act("Seen", O + "/seen", posted=True),
        lapses,
        Link("The next 18 months", O + "/forecast"),
        owed,
        "3 overdue, 1 this month, 2 later",
        Link("Open your worklist", O + "/worklist"),
        units,
        inventory_table(),
        "6 of 61 systems",
        Link("All of them", O + "/list/system?tier=high"),
        Link(
            "14 of 1,240 systems are not yet sorted. They count as not holding until they are.", O + "/triage"
        ),
    )


def home_empty() -> HomeView:
    """Return the first page of a fresh organisation."""
    starts = (
        (Act("Name the person who answers", O + "/add/role"), "Somebody answers for AI here. It may be you."),
        (Act("List your systems", O + "/import"), "Import a list, or type the first three."),
        (Act("Write the policy", O + "/add/policy"), "One page: what is allowed, what is not, whom to ask."),
    )
    return HomeView(None, (), (), 0, 0, "", starts=starts)
