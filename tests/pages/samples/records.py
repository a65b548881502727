"""A record's page with every kind of break, sign-off and entry."""

from __future__ import annotations

from holdtrue.core.verdicts import State
from holdtrue.pages.shapes.glyph import glyph
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.record import (
    Change,
    Entry,
    EvidenceShown,
    Group,
    Knot,
    Linked,
    RecordView,
    Shown,
    SignOffShown,
    Standing,
    Strand,
)
from holdtrue.pages.shapes.table import Share
from pages.samples.frame import SUSPECT, TODAY, O, at, clock, day, standing


def thread() -> tuple[Strand, ...]:
    """Return a system's thread with every kind of break."""
    return (
        Strand(
            "policy",
            "Policy",
            "holds",
            "holds until 14 Mar 2027",
            (Knot("One-page AI policy", O + "/POL-0001", "POL-0001", "holds", "approved by Ines Tremblay"),),
        ),
        Strand(
            "owner",
            "Owner",
            "holds",
            "Marc Roy answers for it",
            (
                Knot("Marc Roy", O + "/PER-0004", "PER-0004"),
                Knot("Ada Okafor", O + "/PER-0009", "PER-0009", "holds", "watches over it"),
            ),
        ),
        Strand(
            "people",
            "People affected",
            "unknown",
            "cannot tell: how many applicants a year is not recorded",
            (Knot("Loan applicants", O + "/GRP-0002", "GRP-0002", "unknown", "size not recorded"),),
            act=Act("Say how many", O + "/GRP-0002/edit"),
        ),
        Strand(
            "risks",
            "Risks",
            "holds",
            "4 of 4 treated",
            (
                Knot(
                    "Refuses thin-file applicants unfairly",
                    O + "/RSK-0021",
                    "RSK-0021",
                    "soon",
                    "accepted, lapses in 12 days",
                ),
                Knot("Score drifts after rate change", O + "/RSK-0022", "RSK-0022"),
            ),
            more=Link("and 2 more", O + "/list/risk?system=SYS-0012"),
        ),
        Strand(
            "assessment",
            "Impact assessment",
            "drifted",
            "the purpose changed on 2 May, after it was signed",
            (
                Knot(
                    "Impact of loan scoring",
                    O + "/IMP-0007",
                    "IMP-0007",
                    glyph=standing(
                        "Impact assessment", day(2027, 3, 14), day(2027, 3, 14), State.DRIFTED, State.MISSING
                    ),
                ),
            ),
            act=Act("Read the change and sign again", O + "/IMP-0007/sign"),
        ),
        Strand(
            "controls",
            "Controls",
            "soon",
            "one lapses in 12 days",
            (
                Knot(
                    "Quarterly fairness test",
                    O + "/CTL-0003",
                    "CTL-0003",
                    glyph=standing(
                        "Fairness test", TODAY + 200, TODAY + 200, TODAY + 12, State.OUT_OF_TARGET
                    ),
                ),
                Knot(
                    "Second look at every refusal",
                    O + "/CTL-0004",
                    "CTL-0004",
                    glyph=standing("Second look", TODAY + 200, TODAY + 200, TODAY + 90, TODAY + 90),
                ),
            ),
        ),
        Strand(
            "evidence",
            "Evidence",
            "missing",
            "no test result of the last quarter",
            (Knot("Fairness report Q2", O + "/EVI-0102", "EVI-0102", "lapsed", "lapsed 3 days ago"),),
            act=Act("Attach a result", O + "/SYS-0012/attach"),
        ),
        Strand("incidents", "Incidents", "holds", "none open; last closed 8 Sep 2026"),
    )


def entries() -> tuple[Entry, ...]:
    """Return a short history."""
    purpose = Change(
        "Intended purpose",
        "Suggests a score to the officer",
        "Decides loans under $5,000 by itself",
        material=True,
    )
    return (
        Entry(
            4821,
            "Marc Roy",
            "edited",
            clock(11, 22, 9),
            (purpose, Change("Autonomy", "suggests", "decides", material=True)),
            "Small loans are decided at once since May.",
            (
                "Impact assessment: operational stopped holding, the purpose changed after the sign-off.",
                "AI Index 68 → 67.",
            ),
            O + "/ledger/4821",
        ),
        Entry(
            4610,
            "Ines Tremblay",
            "approved",
            clock(11, 19, 15),
            href=O + "/ledger/4610",
            target=Link("IMP-0007", O + "/IMP-0007"),
        ),
        Entry(
            4102,
            "Import of inventory-2026.csv",
            "added",
            clock(6, 2, 8),
            href=O + "/ledger/4102",
            late="recorded late",
        ),
        Entry(
            4101,
            "Import of inventory-2026.csv",
            "wrote",
            clock(6, 2, 8),
            (Change("Name", "", SUSPECT), Change("E-mail", "", "")),
            href=O + "/ledger/4101",
        ),
    )


def signoffs() -> tuple[SignOffShown, ...]:
    """Return a drifted and a holding sign-off."""
    changed = (
        Change(
            "Intended purpose",
            "Suggests a score to the officer",
            "Decides loans under $5,000 by itself",
            material=True,
        ),
    )
    basis = (Link("SYS-0012", O + "/SYS-0012"), Link("CMP-0007", O + "/CMP-0007"))
    return (
        SignOffShown(
            "Ines Tremblay",
            "approved it",
            at(day(2026, 3, 14)),
            "drifted",
            "the purpose changed after the sign-off",
            3,
            basis,
            changed,
            (),
            Act("Read and sign again", O + "/IMP-0007/sign"),
        ),
        SignOffShown(
            "Marc Roy",
            "reviewed it",
            at(day(2026, 10, 2)),
            "holds",
            "holds until 2 Oct 2027",
            3,
            basis,
            (),
            ("self-signed",),
        ),
    )


def record() -> RecordView:
    """Return a system's page."""
    facts = Group(
        "What it is",
        (
            Shown(
                "Intended purpose",
                ("Decides loans under $5,000 by itself; above that, suggests a score to the officer.",),
                long=True,
                material=True,
                source="Marc Roy, today",
            ),
            Shown("Unit", (Link("Lending", O + "/UNT-0003"),)),
            Shown(
                "In use",
                ("in use since 3 Feb 2025",),
                source="imported from inventory-2026.csv, row 12, column “Stage”",
            ),
            Shown("Data categories", ("credit history", "income", "postal code"), material=True),
            Shown("Tier", ("high",), derived=True),
            Shown(
                "Means to reach a person",
                (),
                asked="A person refused must be able to reach somebody. Not said yet.",
            ),
            Shown("Note", (SUSPECT,)),
        ),
    )
    lines = (
        (
            "Impact assessed before use",
            standing("Impact", day(2027, 3, 14), day(2027, 3, 14), State.DRIFTED, State.MISSING),
        ),
        ("A named owner", standing("Owner", 10_000_000, 10_000_000, day(2027, 6, 1), TODAY + 20)),
        (
            "Fairness evaluated",
            standing("Fairness", day(2027, 9, 1), day(2027, 9, 1), TODAY + 12, State.OUT_OF_TARGET),
        ),
        ("People are told", standing("Notice", TODAY - 3, TODAY - 3, State.MISSING, State.MISSING)),
        (
            "Data origin recorded",
            standing("Origin", State.CONTRADICTED, State.MISSING, State.UNKNOWN, State.MISSING),
        ),
        ("Replay tested", glyph("Replay tested", None, TODAY)),
    )
    return RecordView(
        "SYS-0012",
        "System",
        "Loan scoring",
        "Scores consumer loan applications and decides the small ones.",
        (("high tier", "wrong"), ("in use", ""), ("Lending", "")),
        (Act("Edit", O + "/SYS-0012/edit"), Act("Attach evidence", O + "/SYS-0012/attach")),
        (
            Act("Retire", O + "/SYS-0012/retire", destructive=True),
            Act("As of a past day", O + "/SYS-0012?at="),
        ),
        Share(27, 32, "soon"),
        "27 of 32 practices hold at their target. Next to lapse: fairness test, in 12 days.",
        thread(),
        (facts,),
        (
            Linked(
                "Components",
                (
                    Knot("scorer 4.1", O + "/CMP-0007", "CMP-0007"),
                    Knot("Bureau feed", O + "/CMP-0008", "CMP-0008"),
                ),
                Act("Link a component", O + "/SYS-0012/link/components"),
            ),
            Linked("Suppliers", (), Act("Link a supplier", O + "/SYS-0012/link/suppliers")),
        ),
        signoffs(),
        Act("Sign", O + "/SYS-0012/sign"),
        (
            EvidenceShown(
                "Fairness report Q2",
                "EVI-0102",
                O + "/EVI-0102",
                "Fairness test",
                "lapsed",
                "read as in order by Ada Okafor; lapsed 3 days ago",
                at(day(2026, 8, 19)),
            ),
            EvidenceShown(
                "Penetration test",
                "EVI-0140",
                O + "/EVI-0140",
                "Adversarial test",
                "unknown",
                "nobody has read it yet",
                at(TODAY - 1),
                Act("Read it", O + "/EVI-0140/read"),
            ),
        ),
        Act("Attach", O + "/SYS-0012/attach"),
        tuple(Standing(title, O + "/practices/x", g) for title, g in lines),
        entries(),
        O + "/SYS-0012/history",
        revision=7,
        digest="9f2c4b1a7e0d5566aa10c3b2d4e5f60718293a4b5c6d7e8f90123456789abcde",
    )
