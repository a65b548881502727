"""Forms with a field of every type, and the pages of one act."""

from __future__ import annotations

from holdtrue.pages.shapes.acts import (
    AttachView,
    ConfirmView,
    ErrorView,
    FormView,
    ReadView,
    SignView,
    StaleView,
)
from holdtrue.pages.shapes.compare import CompareLine, Part, Side
from holdtrue.pages.shapes.form import Draft, Field, Form, Section
from holdtrue.pages.shapes.gate import Decided, GateLine, GateView, StageStep
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.record import Knot
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.shapes.whatif import Moved, Outcome, Owes, WhatIfView
from pages.samples.frame import O
from pages.samples.records import record, signoffs


def form(*, wrong: bool = False) -> Form:
    """Return a form with a field of every type; `wrong` as it comes back refused."""
    yes_no = (Choice("true", "Yes", chosen=True), Choice("false", "No"))
    error = "“31/02/2026” is not a day. Write it as 2026-02-28." if wrong else ""
    first = (
        Field(
            "name",
            "What do you call it?",
            value="" if wrong else "Loan scoring",
            required=True,
            error="Give it a name; any will do." if wrong else "",
            example="Loan scoring",
        ),
        Field(
            "intended_purpose",
            "What is it for?",
            "long_text",
            "Decides loans under $5,000 by itself.",
            "In your own words, one or two sentences.",
            "Sorts incoming letters by subject so that they reach the right desk.",
            "The practice “Intended use is written down” reads this field.",
            required=True,
            material=True,
        ),
        Field(
            "use",
            "Is it in use?",
            "choice",
            choices=(
                Choice("planned", "Planned"),
                Choice("trial", "On trial with real people or data"),
                Choice("in_use", "In use", chosen=True),
                Choice("ended", "Ended"),
            ),
        ),
        Field(
            "personal_data",
            "Does it use personal data?",
            "yes_no",
            choices=yes_no,
            why="It decides whether a privacy assessment is asked for.",
            material=True,
        ),
        Field(
            "jurisdictions",
            "Where are the people it affects?",
            "choices",
            choices=(
                Choice("QC", "Québec", chosen=True),
                Choice("CA", "Rest of Canada"),
                Choice("EU", "European Union"),
            ),
            material=True,
        ),
        Field("registered_on", "Since when?", "date", "31/02/2026" if wrong else "2025-02-03", error=error),
        Field(
            "owner",
            "Who answers for it?",
            "link",
            "PER-0004",
            "Start typing a name.",
            find_href=O + "/find/person",
            choices=(Choice("PER-0004", "Marc Roy"),),
        ),
    )
    rest = (
        Field("users", "Who uses it?", "list", "loan officers\nbranch managers", "One a line."),
        Field("size", "How many people a year?", "number", "18000", unit="people"),
        Field(
            "effect",
            "What can it do to them?",
            "choice",
            choices=tuple(
                Choice(x, x)
                for x in ("none", "convenience", "money", "work", "credit", "care", "housing", "rights")
            ),
        ),
        Field("tier", "Tier", value="high", derived=True, help="By your tier rule of 3 Feb 2026."),
    )
    sections = (
        Section("The system", first),
        Section("More about it", rest, "Nothing of this is needed today.", folded=True),
    )
    return Form(
        O + "/SYS-0012/edit",
        sections,
        "Save",
        O + "/SYS-0012",
        minutes=4,
        left=3,
        revision=7,
        draft=Draft(
            "edit/SYS-0012",
            O + "/working/",
            O + "/working/drop/",
            O + "/SYS-0012/edit",
            since="today at 14:02",
            take_href=O + "/SYS-0012/edit?draft=1",
        ),
    )


def single(
    title: str,
    submit: str,
    *fields: Field,
    draft: Draft | None = None,
    files: bool = False,
    destructive: bool = False,
) -> Form:
    return Form(
        O + "/x",
        (Section(title, fields),),
        submit,
        O + "/SYS-0012",
        draft=draft,
        files=files,
        destructive=destructive,
    )


def sign() -> SignView:
    """Return the page of a sign-off on a changed basis."""
    shown = record()
    meaning = Field(
        "meaning",
        "What do you say by it?",
        "choice",
        choices=(Choice("approved", "I approve it", chosen=True), Choice("reviewed", "I reviewed it")),
        required=True,
    )
    good = Field(
        "good_for",
        "For how long?",
        "choice",
        choices=(
            Choice("12 months", "12 months, as your practice says", chosen=True),
            Choice("6 months", "6 months"),
            Choice("3 months", "3 months"),
        ),
        required=True,
    )
    again = Field(
        "password", "Your password", "secret", help="Signing asks again who you are.", required=True
    )
    basis = (
        Knot("Loan scoring", O + "/SYS-0012", "SYS-0012", "drifted", "changed today"),
        Knot("scorer 4.1", O + "/CMP-0007", "CMP-0007"),
        Knot("Loan applicants", O + "/GRP-0002", "GRP-0002"),
    )
    return SignView(
        "IMP-0007",
        "Impact of loan scoring",
        O + "/IMP-0007",
        4,
        shown.digest,
        shown.groups,
        basis,
        single("Your signature", "Sign revision 4", meaning, good, again),
        signoffs()[0].changed,
        "What changed since you signed on 14 Mar 2026",
        ("You wrote this revision yourself. It will be marked as self-signed.",),
        ("Impact assessed before use: operational, until 22 Nov 2027.", "AI Index 67 → 68."),
    )


TAGS = (Choice("fairness-report", "Fairness test result", chosen=True), Choice("pentest", "Adversarial test"))


RESULTS = (
    Choice("in_order", "In order"),
    Choice("not_in_order", "Not in order: a finding is opened"),
    Choice("cannot_tell", "Cannot tell"),
)


def attach() -> AttachView:
    """Return the page that attaches a file."""
    fields = (
        Field(
            "file",
            "Which file?",
            "file",
            help="Up to 100 MB. It is kept by its content; the same file is stored once.",
            required=True,
        ),
        Field("tag", "What does it show?", "choice", choices=TAGS),
        Field(
            "collected_on",
            "When was it made?",
            "date",
            "2026-11-20",
            "The day of the test, not of the upload.",
        ),
    )
    return AttachView(
        Link("SYS-0012 Loan scoring", O + "/SYS-0012"),
        single("", "Attach", *fields, files=True),
        ("Fairness evaluated: documented at once, operational when read.",),
    )


def read() -> ReadView:
    """Return the page that reads evidence."""
    fields = (
        Field("result", "What does it show?", "choice", choices=RESULTS, required=True),
        Field("valid_until", "Until when does it count?", "date", "2027-02-20"),
    )
    return ReadView(
        "Fairness report Q4",
        "EVI-0141",
        O + "/EVI-0141",
        record().groups[:1],
        single("Your reading", "Record the reading", *fields),
        Link("Open fairness-q4.pdf, 214 kB", O + "/EVI-0141/file"),
        "group,selection rate\nA,0.61\nB,0.58\n",
        ("You attached this yourself. Your reading will be marked as self-read.",),
    )


def acts() -> dict[str, tuple[str, object]]:
    """Return name → (template, view) of the pages about one act."""
    stale = single(
        "", "Write mine over it", Field("intended_purpose", "What is it for?", "long_text", "Mine")
    )
    retire = single("", "Retire SYS-0012", Field("why", "Why?", "long_text", required=True), destructive=True)
    bound = (
        Knot("Impact of loan scoring", O + "/IMP-0007", "IMP-0007"),
        Knot("Refuses unfairly", O + "/RSK-0021", "RSK-0021", "soon"),
    )
    return {
        "form": ("form.html", FormView("System", form(), Link("SYS-0012", O + "/SYS-0012"))),
        "form_wrong": ("form.html", FormView("System", form(wrong=True))),
        "sign": ("sign.html", sign()),
        "attach": ("attach.html", attach()),
        "read": ("read.html", read()),
        "confirm": (
            "confirm.html",
            ConfirmView(
                "Retire Loan scoring",
                "It leaves the inventory's counts. Its history and proofs stay.",
                ("27 practices stop being counted.", "AI Index 67 → 69."),
                bound,
                retire,
                O + "/SYS-0012",
            ),
        ),
        "stale": (
            "stale.html",
            StaleView(
                "Somebody was quicker",
                O + "/SYS-0012",
                "Marc Roy",
                (
                    CompareLine(
                        "Intended purpose",
                        (Part("Decides", marked=True), Part(" small loans")),
                        (Part("Suggests", marked=True), Part(" small loans")),
                        material=True,
                    ),
                ),
                stale,
                Side("What stands now", "Marc Roy"),
                Side("What you wrote"),
            ),
        ),
        "gate": (
            "gate.html",
            GateView(
                "Loan scoring: gate to Deployed",
                "Is everything people need in place on the first day?",
                O + "/r/SYS-0012/gate/deployed/",
                (
                    StageStep("Intake", O + "/r/SYS-0012/gate/intake/", "passed", "passed"),
                    StageStep("Approved", O + "/r/SYS-0012/gate/approved/", "now", "here now"),
                    StageStep(
                        "Deployed", O + "/r/SYS-0012/gate/deployed/", "ahead", "still ahead", current=True
                    ),
                ),
                open=False,
                sentence="The gate to Deployed is shut: 2 of 14 things do not hold",
                closes="",
                day="2026-11-22",
                yours=(
                    GateLine(
                        "A person who can step in",
                        "asked: documented",
                        because="Nobody is named as overseer.",
                        remedy="Name an overseer.",
                        act=Act("Name somebody", O + "/r/SYS-0012/owner/"),
                        who="Marc Roy can mend it (System owner)",
                        minutes=5,
                        hard="Can never be waived",
                    ),
                ),
                others=(GateLine("Evidence that was read: test report", "", because="There is none yet."),),
                holding=(GateLine("An owner for each system", "asked: declared", until="Holds"),),
                left_out=(("A trail for every decision", "Not asked in the Starter profile"),),
                change=Link("CHG-0004 · Deploy: Loan scoring", O + "/r/CHG-0004/"),
                change_words=(("Reason", "The desk is overrun"),),
                edit=Act("Edit the change", O + "/r/CHG-0004/edit/"),
                form=single("", "Decide and sign", Field("reason", "Why", "long_text")),
                observed="The gate is shut. Your organisation observes its gates.",
                decided=(
                    Decided(
                        "3 Nov 2026",
                        "Marc Roy said not yet.",
                        Link("CHG-0004", O + "/r/CHG-0004/"),
                        "No test so far",
                        missing=("Tested against limits set first",),
                    ),
                ),
            ),
        ),
        "whatif": (
            "whatif.html",
            WhatIfView(
                "What if: Loan scoring",
                "Nothing is written.",
                single("", "See what would happen", Field("owner", "Owner")),
                Outcome(
                    "1 claim would stop holding.",
                    (("AI Index", "67.0", "64.5"), ("Everything holds until", "3 May 2027", "3 May 2027")),
                    (
                        Moved(
                            "An owner for each system",
                            O + "/practices/system-owner/",
                            "operational → absent",
                            "Nobody holds the role.",
                            (Link("Loan scoring", O + "/SYS-0012"),),
                            "and 3 more",
                        ),
                    ),
                    owes=(
                        Owes("Marc Roy", O + "/PER-0002", "about 5 minutes", (Link("Name an owner", ""),)),
                    ),
                    drifts=((Link("IMP-0007 Impact", O + "/IMP-0007"), "Owner"),),
                    notes=("A draft.",),
                ),
            ),
        ),
        "error": (
            "error.html",
            ErrorView(
                404,
                "Nothing here",
                "There is no such record in this organisation, or none you may see.",
                (Link("Home", O),),
            ),
        ),
    }
