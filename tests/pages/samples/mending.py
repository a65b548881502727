"""Samples of a finding's mending and of what the loop learned."""

from __future__ import annotations

from dataclasses import replace

from holdtrue.pages.shapes.form import Field
from holdtrue.pages.shapes.loop import Figure, LineShown, LoopView, MovedShown, ReturnedShown, Sum
from holdtrue.pages.shapes.mending import (
    FixShown,
    MendingShown,
    MendingView,
    Offered,
    RoundShown,
    StepShown,
)
from holdtrue.pages.shapes.moment import Moment
from holdtrue.pages.shapes.page import Act, Link
from pages.samples.forms import single
from pages.samples.frame import O
from pages.samples.records import record

FINDING = Link("Nobody answers at night (FND-0007)", O + "/FND-0007")
ACTION = Link("Owner on the rota (ACT-0003)", O + "/ACT-0003")
NEAR = Offered("Other systems that do not reach the same practice", (Link("Letters", O + "/SYS-0003"),))
CAUSE = Field("cause", "Why did it happen?", "long_text", help="The last line is the cause.", required=True)


def thread() -> MendingShown:
    """Return a finding that came back, in its second round, whose cause is asked."""
    asked = single("", "Keep the cause", CAUSE)
    due = Moment("2026-12-01", "1 Dec 2026", "in 9 days")
    steps = (
        StepShown("found", "What was found · Minor", "done", "Nobody answers at night", "Recorded today"),
        StepShown("cause", "The cause", "now", due=due, form=asked, offered=(NEAR,)),
        StepShown(
            "actions",
            "Actions that remove the cause",
            "later",
            fixes=(FixShown(ACTION, "Cleo", "was due on 1 Nov 2026", "lapsed"),),
            shown=(Link("nights.txt (EVI-0004)", O + "/EVI-0004"),),
            acts=(Act("Add another action", O + "/FND-0007/mend/actions"),),
            late=True,
        ),
    )
    before = RoundShown("Round 1, ended on 1 Nov 2026", "Nobody was told", "It happened again")
    return MendingShown("Cause to be found", "soon", steps, FINDING, "This came back.", (before,))


def mending() -> dict[str, tuple[str, object]]:
    """Return name → (template, view)."""
    step = MendingView(single("", "Keep the cause", CAUSE), FINDING, (NEAR,))
    finding = replace(record(), kind="Finding", mending=thread())
    return {
        "finding": ("record.html", finding),
        "mending": ("mending.html", step),
        "loop": ("loop.html", loop()),
    }


def loop() -> LoopView:
    """Return a period in which something came back and an indicator moved."""
    return LoopView(
        "2025-11-23",
        "2026-11-22",
        O + "/loop",
        Link("Table (CSV)", O + "/loop.csv"),
        (Figure("5", "found"), Figure("1", "came back", "wrong")),
        (Sum("Evidence", 3, 100, (FINDING,)), Sum("Somebody said so", 2, 67, (FINDING,))),
        (Sum("Nobody is told", 2, 100, (FINDING,)),),
        (ReturnedShown(FINDING, Link("FND-0003", O + "/FND-0003"), "is the return of"),),
        (
            MovedShown(
                Link("Minutes to stop", O + "/IND-1"),
                ACTION,
                "done today",
                "8 (n = 3)",
                "4 (n = 2)",
                "better",
                "",
            ),
        ),
        (LineShown(FINDING, "Minor", "Nobody is told", (ACTION,), "Open.", "soon"),),
        more="3 more findings are in the table.",
    )
