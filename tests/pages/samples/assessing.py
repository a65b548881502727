"""Pages made for purpose: the walk of a law, impact assessments, risks, sorting many systems."""

from __future__ import annotations

from holdtrue.pages.shapes.assess import (
    AssessmentView,
    AssessView,
    GroupSaid,
    ImpactRow,
    PartSaid,
    Said,
    SectionShown,
)
from holdtrue.pages.shapes.classes import ClassView, FactShown, StepShown
from holdtrue.pages.shapes.form import Field
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.risk import ControlShown, MatrixView, RiskPathView, TypicalRisk, TypicalView
from holdtrue.pages.shapes.sorting import CellAsked, Question, RowAsked, SortingView
from holdtrue.pages.shapes.table import Cell, Choice, Column, Row, Table
from pages.samples.frame import SUSPECT, O

SYSTEM = Link("Loan scoring", O + "/SYS-0012")
YES_NO = (Choice("yes", "Yes"), Choice("no", "No", chosen=True))


def assessing() -> dict[str, tuple[str, str, object]]:
    """Return name → (station, template, view)."""
    return {
        "classify": ("do", "classify.html", walk()),
        "assess": ("do", "assess.html", assess()),
        "assessment": ("do", "assessment.html", assessment()),
        "risk_matrix": ("do", "risk_matrix.html", matrix()),
        "risk_matrix_empty": ("do", "risk_matrix.html", MatrixView("All risks.", empty="No scales yet.")),
        "risk_typical": ("do", "risk_typical.html", typical_risks()),
        "risk_way": ("do", "risk_way.html", way()),
        "sorting": ("do", "sorting.html", sorting()),
    }


def typical_risks() -> TypicalView:
    """Return typical risks of two subjects."""
    leak = TypicalRisk(
        *("leak", SUSPECT, "Personal data reaches others", "From: Personal data"),
        "Likelihood 2, severity 4",
        "NIST",
    )
    stale = TypicalRisk(
        "drift", "It gets worse", "Unseen", "From: Use", "Likelihood 3, severity 3", "NIST", ticked=True
    )
    tabs = (Link("All", O, current=True), Link("Data", O + "?subject=data"))
    return TypicalView("Usual risks.", O, (("Data", (leak,)), ("Running it", (stale,))), tabs, back_href=O)


def walk() -> ClassView:
    """Return a walk with a step of every state."""
    asks = Field("profiling", "Does it profile people?", "yes_no", choices=YES_NO)
    steps = (
        StepShown("reach", "Does the Act reach it?", "Art. 2(1)", "yes", "Yes", "It is used in the Union."),
        StepShown(
            "roles",
            "Do you use it?",
            "Art. 3(4)",
            "unknown",
            "Not known yet",
            facts=(FactShown("Role", "", O),),
        ),
        StepShown(
            "profiling",
            "Does it profile?",
            "Art. 6(3)",
            "no",
            "No",
            SUSPECT,
            (asks,),
            (),
            (("Dates", "Two readings."),),
        ),
        StepShown("exempt", "Is it exempt?", "Art. 6(3)", "not_asked", "Not asked"),
    )
    duty = Table("Duties", (Column("Duty"),), (Row((Cell("Literacy", note="Train people."),)),))
    return ClassView(
        href=SYSTEM.href, system="Loan scoring", ref="SYS-0012", action=O + "/classify",
        laws=(Link("EU AI Act", O + "/classify?law=eu_ai_act", current=True), Link("Law 25", O)),
        steps=steps, settled="High-risk by use (Annex III)", grave=True, possible=("High-risk",), also=("Tell people",),
        roles=("Deployer",), missing=(Link("Do you use it?", O),), minutes=1, kept=(("grounds", "none"),),
        starts="2 Dec 2027", duties=duty, uncertain=(("Guidelines", "Still a draft."),), version="2024/1689",
        as_of="22 Nov 2026", source=Link("Source", O), note="Not legal advice.", record=Link("CLS-0001", O),
        record_words="The facts give the same class.", record_state="holds", stated=(Link("CLS-0002", O),),
        may_keep=True,
    )  # fmt: skip


def assess() -> AssessView:
    """Return a page half filled."""
    scale = tuple(Choice(x, x) for x in ("low", "serious"))
    rows = (ImpactRow(0, "Applicants", SUSPECT, scale, scale, "CTL-0001"), ImpactRow(1, "", "", scale, scale))
    field = Field("purpose_and_use", "What is it for?", "long_text", "Loans", source="Taken from the record.")
    sections = (
        SectionShown(
            "purpose",
            "What it is for",
            "6.3",
            "What people do with it.",
            (field,),
            done=True,
            minutes=0,
            carried=True,
            confirmed=True,
        ),
        SectionShown(
            "people",
            "People affected",
            "6.7",
            "Everybody.",
            (),
            done=False,
            minutes=8,
            rows=rows,
            rows_error="Say who.",
            rows_label="Who?",
            rows_help="One row a group.",
        ),
    )
    return AssessView(
        SYSTEM.href, "SYS-0012", "Loan scoring", O + "/assess", 3, "A high-tier system.", "A draft.", sections, 8, 1,
        (("CTL-0001", "Second reader"),), O + "/assessment", Link("IMP-0001", O),
    )  # fmt: skip


def assessment() -> AssessmentView:
    """Return a whole assessment."""
    group = GroupSaid(
        "Applicants", "Ranked low", "Serious", "wrong", "3 possible", "CTL-0001", (Link("CTL-0001", O),)
    )
    parts = (
        PartSaid("What it is for", "6.3", (Said("What is it for?", ("Loans", SUSPECT)),)),
        PartSaid("People affected", "6.7, 6.8", (), (group,)),
    )
    return AssessmentView(
        "IMP-0001", O, SYSTEM, 2, "in force", "Serious", parts, ("Ada signed it.",), "9f2c", O, O
    )


def matrix() -> MatrixView:
    """Return a small matrix."""
    table = Table(
        "Risks", (Column("Likelihood"), Column("Risks")), (Row((Cell("2 likely"), Cell("3", href=O))),)
    )
    names = ("1 rare", "2 likely", "3 sure")
    return MatrixView(
        "All risks.", names, names, {(1, 2): 3}, {(1, 2): O}, table, ("One above.",), (Act("State", O),)
    )


def way() -> RiskPathView:
    """Return a risk whose control fell."""
    control = ControlShown("CTL-0001 Second reader", O, "wrong", SUSPECT)
    return RiskPathView(
        "RSK-0001", O, "Ranked low", SYSTEM, "12 (4 × 3)", (control,), "Reduce", "4", "12", "CTL-0001 is not upheld.",
        "wrong", "The appetite is 6.", "Top management may accept it.", (Act("Accept it", O),),
    )  # fmt: skip


def sorting() -> SortingView:
    """Return two rows, one with a suggestion, one refused."""
    ask = Question(
        "personal_data", "Personal data", "Does it handle personal data?", "may make it limited", YES_NO
    )
    one = CellAsked("personal_data", "Personal data: Loan scoring", YES_NO, "suggested: Yes (“applicant”)")
    rows = (
        RowAsked(
            "SYS-0012",
            "Loan scoring",
            O,
            SUSPECT,
            "Credit",
            (one,),
            "Limited",
            "soon",
            "because of: Personal data",
            1,
        ),
        RowAsked(
            "SYS-0013",
            "Bot",
            O,
            "",
            "",
            (one,),
            "8 answers left",
            "",
            "",
            0,
            ticked=True,
            refused="Not yours.",
        ),
    )
    return SortingView(
        O + "/triage", "31 left, about 21 minutes.", (ask,), rows, "", "", O, empty=False, inventory_href=O
    )
