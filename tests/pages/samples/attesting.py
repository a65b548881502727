"""Certificates with their cycle, and attestations of readiness: open, signed and public."""

from __future__ import annotations

from holdtrue.pages.shapes.attesting import (
    AttestationsView,
    AttestationView,
    AttestedLine,
    AttestedView,
    AuditShown,
    CertificateShown,
    CertificationView,
    FindingShown,
    LevelShown,
    MovedShown,
    PropertyShown,
    StepShown,
)
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.record import Change
from holdtrue.pages.shapes.table import Choice
from pages.samples.frame import O

NOT = "This is not a certification. Only an accredited body certifies."
KEY = "holdtrue/01a2036d-55ca-7763-a677-545493fc728d+ae4f8a5e+ATtymJ2jqPbMSPyj8N2cy3D35NzlOddbBQKrEg0L"
FACTS = (
    ("Assessor", "Vera Stone"),
    ("Seed", "7e0c075a64b27898dd4eb31c1d58e90cd60b537cf514be64edecf63a2f0a1212"),
)


def attesting() -> dict[str, tuple[str, str, object]]:
    """Return name → (station, template, view)."""
    return {
        "certification": ("check", "certification.html", certification()),
        "certification_none": ("check", "certification.html", none()),
        "attestations": ("check", "attestations.html", attestations()),
        "attestation_open": ("check", "attestation.html", being_worked()),
        "attestation": ("check", "attestation.html", signed()),
        "attested": ("", "attested.html", public()),
    }


def certification() -> CertificationView:
    """Return one certificate that drifted, a cycle with everything in it, and a finding that is late."""
    changes = (Change("Covered of SCP-0001", "Letters, post", "Letters, post, answers", material=True),)
    return CertificationView(
        "What a body gave you in writing.",
        "What a certificate says is its body's word.",
        (
            CertificateShown(
                Link("Maple Assurance Inc. says: AIMS 2026-0417", O),
                "wrong",
                "1 record is not as the body took it on 17 Apr 2026.",
                "drifted",
                (("Number", "AIMS 2026-0417"), ("Valid until", "16 Apr 2029")),
                (MovedShown(Link("Our scope (SCP-0001)", O), "changed", changes),),
                (Act("The body has taken the changes into account", O),),
            ),
        ),
        (
            StepShown(
                "Surveillance 1", "holds", "Held on 3 Mar 2027", audit=Link("AUD-0003", O), tone="holds"
            ),
            StepShown(
                "Surveillance 2", "lapsed", "Was due by 17 Apr 2028", act=Act("Book it", O), tone="wrong"
            ),
            StepShown(
                "Recertification", "missing", "Due by 17 Jan 2029, not booked", "Usually from 17 Oct 2028."
            ),
        ),
        "Counted from the certificate CRT-0001.",
        "The usual cycle, as of 2026-11-01.",
        (
            AuditShown(
                Link("Stage 2 audit", O),
                "Held on 20 Mar 2026 · 2 days on site",
                (
                    FindingShown(
                        Link("Terms not reviewed", O), "NC 2026-03", "Minor", "wrong", "Was due 18 Jun 2026"
                    ),
                ),
                act=Act("Enter a finding", O),
            ),
            AuditShown(Link("Stage 1 audit", O), "Held on 10 Feb 2026", none="No finding is entered."),
        ),
        (Act("Enter an audit of the body", O),),
        readiness=Link("Attestation of readiness", O),
    )


def none() -> CertificationView:
    """Return it before there is a certificate."""
    steps = (StepShown("Stage 1", "missing", "Not booked", act=Act("Book it", O), tone="soon"),)
    return CertificationView(
        "Lead.", "Only kept.", (), steps, "Two stages.", "Source.", (), empty="No certificate yet."
    )


def attestations() -> AttestationsView:
    """Return one that stands and one that fell."""
    return AttestationsView(
        "Somebody independent looks.",
        NOT,
        (
            AttestedLine(
                Link("ATT-0002", O), "holds", "It stands, until 22 Nov 2027 at most.", "by Vera Stone"
            ),
            AttestedLine(
                Link("ATT-0001", O), "wrong", "It no longer stands since 3 May 2026.", "by Vera Stone"
            ),
        ),
        draw=Act("Draw a sample and begin", O, posted=True),
    )


def being_worked() -> AttestationView:
    """Return one its assessor works on, a level of it refused."""
    choices = (Choice("", "Not looked at yet", chosen=True), Choice("declared", "declared (confirm)"))
    levels = (
        LevelShown("ai-policy", Link("AI policy", O), "documented", "Not looked at yet", "", "soon", choices),
        LevelShown(
            "named-lead",
            Link("A lead", O),
            "declared",
            "absent",
            "",
            "wrong",
            choices,
            "Say why you lower it.",
        ),
    )
    return AttestationView(
        "Drawn on 22 Nov 2026, not signed yet.",
        NOT,
        "soon",
        "open",
        FACTS,
        (("High", "1 of 1 drawn", (Link("Sorter (SYS-0002)", O),)),),
        (),
        (PropertyShown("governed", "Governed", "Who decided this?", levels),),
        O,
        acts=(Act("Sign", O, refused="2 practices are still to be looked at"), Act("Drop it", O)),
    )


def signed() -> AttestationView:
    """Return one that is signed and can be published."""
    field = Field("code", "Address", help="Leave it empty for one nobody can guess.")
    return AttestationView(
        "It stands, until 22 Nov 2027 at most.",
        NOT,
        "holds",
        "stands",
        FACTS,
        (),
        ("The index is at least 20.", "Governed is at least 25."),
        (),
        files=(Link("Statement (JSON)", O), Link("Proof of the statement", O)),
        key=KEY,
        publish=Form(O, (Section("", (field,)),), "Publish", intro="Whoever has the address can read it."),
    )


def public() -> AttestedView:
    """Return the public page of one."""
    return AttestedView(
        "Northwind",
        NOT,
        "holds",
        "stands",
        "It stands, until 22 Nov 2027 at most.",
        "26",
        "Exposed",
        (("Assessor", "Vera Stone"), ("Versions", "practices 01348d46c9b6, weights 2")),
        (("Accountable", "25", 25), ("Sovereign", "not asked", 0)),
        ("The index is at least 0.",),
        (("High", "12", "12"), ("Minimal", "30", "6")),
        (("AI policy", "documented", "declared", "It was not known to those I asked."),),
        "1 of 13 practices was lowered.",
        (("31 Oct 2026", "24"),),
        "Read on site.",
        ((Link("Document (PDF)", O), Link("its proof", O)),),
        "holdtrue verify-attestation attestation-0001.pdf --key KEY",
        KEY,
        "The log held 46 entries.",
    )
