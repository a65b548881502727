"""Samples of the pages around a signature, drift, sets and asking, and of rulings."""

from __future__ import annotations

from holdtrue.pages.shapes.acts import DriftView, FormView, SetMember, SetView, SignSetView
from holdtrue.pages.shapes.form import Field
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.record import Knot
from holdtrue.pages.shapes.ruling import RulingShown, RulingsView
from holdtrue.pages.shapes.table import Choice
from pages.samples.forms import read, single
from pages.samples.frame import O
from pages.samples.records import signoffs

IMPACT = Knot("Impact of loan scoring", O + "/IMP-0007", "IMP-0007", "drifted", "changed today")
REFUSES = Knot("Refuses unfairly", O + "/RSK-0021", "RSK-0021", "soon", "until 2 December")
WHY = Field("why", "Why?", "long_text", required=True)
PASSWORD = Field("password", "Your password", "secret", help="Signing asks again who you are.", required=True)


def drift() -> DriftView:
    """Return what changed since a signature, with both ways on."""
    return DriftView(
        "What changed in Impact of loan scoring",
        "Ada signed revision 3 on 14 March 2026.",
        O + "/IMP-0007",
        signoffs()[0].changed,
        (Knot("scorer 4.2", O + "/CMP-0008", "CMP-0008"),),
        ("scorer 4.1",),
        single("Does it still hold?", "It still holds", WHY, PASSWORD),
        Act("Revise it", O + "/IMP-0007/edit"),
        Link("Read it in full", O + "/IMP-0007"),
        ("You wrote this revision yourself.",),
    )


def asking() -> FormView:
    """Return the form that asks for signatures."""
    roles = (Choice("ai_lead", "AI lead", chosen=True), Choice("risk_owner", "Risk owner"))
    fields = (
        Field("people", "Of whom?", "links", "PER-0004 Cleo", "One a line.", find_href=O + "/find/person"),
        Field("roles", "Of which roles?", "choices", choices=roles),
        Field("needed", "How many are needed?", "number", "2", "All of them, where you leave it empty."),
        Field("due", "Until when?", "date", "2026-12-01"),
    )
    return FormView("", single("", "Ask", *fields), Link("IMP-0007 Impact of loan scoring", O + "/IMP-0007"))


def to_sign() -> SignSetView:
    """Return a set whose member of the high tier is open."""
    name = Field("name", "What is the set called?", "text", "Confirmations, fourth quarter", required=True)
    members = (SetMember(IMPACT, high=True, opened=True), SetMember(REFUSES, high=True), SetMember(REFUSES))
    return SignSetView(members, single("Your signature", "Sign three", name, PASSWORD), 1, read())


def signed() -> SetView:
    """Return a set as it was signed, one member changed since."""
    both = tuple(zip((IMPACT, REFUSES), signoffs()[:2], strict=False))
    lead = "Two records, signed by Ada on 14 March 2026."
    return SetView("Confirmations, first quarter", lead, both, Act("Sign again", O + "/sign-sets"))


def rulings() -> RulingsView:
    """Return answered, ended and waiting questions together; a page shows one state."""
    about = (Link("Loan scoring (SYS-0012)", O + "/SYS-0012"),)
    given = (
        RulingShown(
            "RUL-0003",
            O + "/RUL-0003",
            "May it read letters <script>alert(1)</script>?",
            "holds",
            "good until 30 June 2027",
            "Yes, if a person reads them too.",
            "It misreads handwriting one time in nine.",
            said_by="answered by Max on 1 June 2026",
            about=about,
        ),
        RulingShown(
            "RUL-0004",
            O + "/RUL-0004",
            "May we record calls?",
            "lapsed",
            "overdue since 1 November 2026",
            details="Callers are told, but not asked.",
            said_by="asked by Theo",
            about=about,
            act=Act("Answer", O + "/RUL-0004/rule"),
        ),
    )
    tabs = (Link("Answered", O + "/judgement", current=True), Link("Waiting", O + "/judgement?state=waiting"))
    return RulingsView(
        tabs,
        given,
        "letters",
        "SYS-0012",
        "good",
        "Max answers.",
        O + "/judgement",
        ask=Act("Ask a question", O + "/rulings/add"),
        all=Link("As a list", O + "/rulings"),
    )


def no_rulings() -> RulingsView:
    """Return the page where none is found, and the record asked for is not there."""
    tabs = (Link("Answered", O + "/judgement", current=True),)
    words = "There is no SYS-9999 here."
    return RulingsView(tabs, (), "", "SYS-9999", "good", "Max answers.", O, "No answer like that yet.", words)


def around_signatures() -> dict[str, tuple[str, object]]:
    """Return name → (template, view)."""
    return {
        "drift": ("drift.html", drift()),
        "ask_signatures": ("form.html", asking()),
        "sign_set": ("sign_set.html", to_sign()),
        "signed_set": ("signed_set.html", signed()),
        "rulings": ("rulings.html", rulings()),
        "rulings_none": ("rulings.html", no_rulings()),
    }
