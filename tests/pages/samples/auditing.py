"""Internal audits: the programme, an audit before and while it is worked on, one requirement."""

from __future__ import annotations

from dataclasses import replace

from holdtrue.core.verdicts import untold
from holdtrue.pages.shapes.audit import (
    BranchShown,
    DrawnShown,
    NoteShown,
    PlannedShown,
    PracticeShown,
    ProgrammeView,
    ReachedShown,
    RequirementWorkView,
    SystemShown,
    WorkLine,
    WorkView,
)
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.glyph import glyph
from holdtrue.pages.shapes.moment import moment
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.table import Choice, Share
from pages.samples.frame import TODAY, O

SEED = "5d" * 32


def auditing() -> dict[str, tuple[str, str, object]]:
    """Return name → (station, template, view)."""
    return {
        "audit_programme": ("check", "audit_programme.html", programme()),
        "audit_programme_none": (
            "check",
            "audit_programme.html",
            replace(programme(), planned=(), proposed=(), shares=(), may=False),
        ),
        "audit_begin": ("check", "audit_work.html", beginning()),
        "audit_work": ("check", "audit_work.html", working()),
        "audit_requirement": ("check", "audit_requirement.html", requirement()),
    }


def programme() -> ProgrammeView:
    """Return a programme with one audit begun, one late, one proposed."""
    one = PlannedShown(
        "u1", "22 Dec 2026", "Planning", "7 requirements", ("6.1.1", "6.2"), "late", "Ines", on="2026-12-22"
    )
    begun = replace(one, uid="u2", state="begun", audit=Link("AUD-0002", f"{O}/r/AUD-0002/work/"))
    line = ReachedShown(
        "9.2.1",
        "General",
        f"{O}/frameworks/iso42001/9.2.1",
        *("fails", "Does not hold", "7 Sep 2026"),
        Link("AUD-0001", f"{O}/r/AUD-0001"),
        "22 Dec 2026",
    )
    never = replace(line, name="9.1", last="", last_audit=None, next="")
    return ProgrammeView(
        lead="Every requirement is to be reached by 22 Nov 2029.",
        tabs=(Link("ISO 42001", f"{O}/audit-programme", current=True), Link("NIST", f"{O}/x")),
        years=(Link("over 3 years", f"{O}/audit-programme", current=True), Link("over 4 years", f"{O}/y")),
        shares=(("Ever looked at", Share(1, 2, "soon")), ("In a planned audit", Share(2, 2))),
        planned=(one, begun),
        proposed=(replace(one, uid="", state="proposed", words="2 of them for the second time"),),
        branches=(BranchShown("9 Performance", Share(1, 2, "soon"), "1 never looked at", (line, never)),),
        people=(Choice("PER-0001", "Ines"),),
        may=True,
        action=f"{O}/audit-programme/plan",
        framework="iso42001",
        chosen_years=3,
    )


def beginning() -> WorkView:
    """Return an audit that was not begun."""
    fields = (Field("covers", "Which requirements?", example="9.1"),)
    form = Form(f"{O}/r/AUD-0002/work/do/", (Section("", fields),), "Begin")
    return WorkView("AUD-0002", "Say what it covers.", (("Auditor", "Ines"),), "", "", None, *((),) * 5, form)


def working() -> WorkView:
    """Return an audit in the midst of its work, drawn twice."""
    line = WorkLine(
        "9.2.1", "General", f"{O}/w", "soon", "Minor nonconformity", "Ines", "fails", "Does not hold"
    )
    drawn = DrawnShown(
        "Drawing 2: 3 of 9",
        *(True, SEED, "Seed, made at random:", SEED, "One system was sold.", ""),
        (("High", 1, 1, 1), ("Limited", 8, 3, 2)),
        (Link("Loan scoring (SYS-0012)", f"{O}/r/SYS-0012"),),
    )
    form = Form(f"{O}/r/AUD-0002/work/do/", (Section("", (Field("reason", "Why?"),)),), "Draw another sample")
    closing = Form(f"{O}/r/AUD-0002/work/do/", (Section("", (Field("result", "What?"),)),), "Sign and close")
    return WorkView(
        "AUD-0002",
        "Each requirement as it stood.",
        (("Held against", Link("ISO/IEC 42001", f"{O}/f")), ("As of", "22 Nov 2026")),
        *("The register is too large to be read back.", "soon", Share(1, 70, "soon")),
        (("Minor nonconformity", 1, "soon"), ("Not looked at", 69, "quiet")),
        (("9.2 Internal audit", (line, replace(line, name="9.2.2", by="", result="quiet"))),),
        (drawn, replace(drawn, title="Drawing 1: 3 of 9", counts=False, systems=(), reason="")),
        ((Link("FND-0003", f"{O}/r/FND-0003"), "9.2.1 · No report"),),
        (Link("PDF", f"{O}/p"), Link("Word", f"{O}/d")),
        draw=form,
        close=closing,
    )


def requirement() -> RequirementWorkView:
    """Return one requirement over two systems drawn."""
    held = tuple(untold(TODAY + 90 * n, TODAY + 90 * n) for n in (4, 3, 0, 0))
    system = SystemShown(
        Link("Loan scoring", f"{O}/r/SYS-0012"),
        "High",
        glyph("Loan scoring", held, TODAY),
        (Link("test.pdf (EVI-0001)", f"{O}/r/EVI-0001"),),
        Act("Finding", f"{O}/findings/add"),
    )
    practice = PracticeShown(
        "Watched while it runs",
        f"{O}/practices/x",
        "Show me last month's figures.",
        glyph("Watched", held, TODAY),
        "1 of 2 systems drawn held it.",
        "Nobody is named for the role.",
        (Link("AI policy (POL-0001)", f"{O}/r/POL-0001"),),
        (system, replace(system, evidence=(), finding=None)),
    )
    when = moment(TODAY, TODAY)
    assert when is not None
    form = Form(
        f"{O}/r/AUD-0002/work/9.2.1/",
        (Section("", (Field("notes", "What did you see?", "long_text"),)),),
        "Save",
        revision=1,
    )
    return RequirementWorkView(
        *("ISO/IEC 42001 9.2.1", "Audit at planned intervals."),
        *(
            ("a programme",),
            ("a report",),
            "fails",
            "Does not hold",
            "It is absent.",
            "a talk",
            "22 Nov 2026",
        ),
        (practice,),
        (NoteShown("Ines", when, "minor", "Minor nonconformity", "No report of spring."),),
        form,
        "",
        Act("Open a finding", f"{O}/findings/add"),
        (Link("FND-0003", f"{O}/r/FND-0003"),),
        Link("9.1 Monitoring", f"{O}/a"),
        Link("9.2.2 Programme", f"{O}/b"),
    )
