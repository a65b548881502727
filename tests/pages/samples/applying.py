"""The Statement of Applicability: lines in every state, one undecided, one out, one reopened; suggestions to tick."""

from __future__ import annotations

from holdtrue.pages.shapes.applicability import (
    LineShown,
    ObjectiveShown,
    OfferShown,
    OffersView,
    StatementView,
)
from holdtrue.pages.shapes.form import Field
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.record import Change
from holdtrue.pages.shapes.table import Share
from pages.samples.frame import EVERY_STATE, SUSPECT, O

ASKED = "Choose and record how systems are used responsibly."


def applying() -> dict[str, tuple[str, str, object]]:
    """Return name → (station, template, view)."""
    return {
        "applicability": ("plan", "applicability.html", statement()),
        "applicability_none": ("plan", "applicability.html", nothing()),
        "applicability_offers": ("plan", "applicability_offers.html", offers()),
        "applicability_offers_none": ("plan", "applicability_offers.html", decided()),
    }


def statement() -> StatementView:
    """Return a statement with a line of every state."""
    glyph = EVERY_STATE[0]
    lines = (
        LineShown(
            "A.9.2",
            "Processes for responsible use",
            ASKED,
            O + "/SOA-0032",
            "in",
            SUSPECT,
            glyph,
            "Documented",
            "wrong",
            "Reopened: changed since Ada Moss signed it",
            practices=(Link("Rules for using AI", O + "/p"), Link("A person who can step in", O + "/q")),
            controls=(Link("CTL-0001 Read back aloud", O + "/CTL-0001"),),
            risks=(Link("RSK-0001 Wrong dose", O + "/RSK-0001"),),
            evidence=(Link("EVI-0002 Sample", O + "/EVI-0002"),),
            owner=Link("Claire Dubois", O + "/PER-0008"),
            changed=(Change("Likelihood of RSK-0001", "2", "3", material=True),),
            remarks=("A risk treated by its controls is not named here: RSK-0009.",),
            acts=(Act("See what changed", O), Act("Change", O), Act("History", O)),
        ),
        LineShown("A.9.3", "Objectives", ASKED, O, "in", "", glyph, "", "holds", "Signed", "Ada, revision 1"),
        LineShown("A.10.4", "Customers", ASKED, O, "out", "None.", None, "Left out", "soon", "Not signed"),
        LineShown(
            "A.5.2",
            "Impact assessment process",
            ASKED,
            "",
            "not_yet",
            "",
            glyph,
            "",
            "quiet",
            "Not decided",
            suggestion="The facts speak for in: three systems touch care.",
            acts=(Act("Decide", O),),
        ),
    )
    return StatementView(
        "Each reference control, in or out.",
        (("Decided", Share(31, 38, "soon")), ("Signed", Share(30, 38, "soon"))),
        glyph,
        (Link("All", O, current=True, count=38), Link("Reopened", O, count=1)),
        (ObjectiveShown("A.9.1", "Use of AI systems", "Use AI as your own policies say.", lines),),
        (Act("Sign the line that waits", O),),
        (Link("PDF", O), Link("Word", O), Link("Excel", O)),
        (Link("All lines as a list", O),),
        ("It counts once this role has signed it: top management.",),
    )


def nothing() -> StatementView:
    """Return one in which no line is of the sort asked for."""
    return StatementView("Each control.", (), None, (Link("All", O, current=True),), (), empty="Nothing here")


def offers() -> OffersView:
    """Return suggestions, one ticked, one typed over."""
    return OffersView(
        "Nothing is decided until you tick it.",
        O,
        (
            OfferShown("A.5.2", "Process", ASKED, "in", ticked=True, reason=_reason("A.5.2", SUSPECT)),
            OfferShown("A.10.4", "Customers", ASKED, "out", ticked=False, reason=_reason("A.10.4", "No.")),
        ),
        Field("reason", "One reason for all of them", "long_text", help="Only where it is the same."),
        "Decide those ticked",
        O,
    )


def decided() -> OffersView:
    """Return it with nothing left to decide."""
    return OffersView("Lead.", O, (), Field("reason", "One reason"), "Decide", O, "Every control is decided.")


def _reason(number: str, value: str) -> Field:
    return Field(f"reason-{number}", f"Reason for {number}", "long_text", value)
