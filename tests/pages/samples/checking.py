"""The free checks: on offer, a screen with an error, answers that do not go together, a result, its start, a method."""

from __future__ import annotations

from holdtrue.pages.shapes.checks import (
    AnswerCard,
    Asked,
    Bar,
    CheckCard,
    ChecksView,
    Duty,
    Lack,
    MethodTable,
    MethodView,
    Part,
    ResultView,
    Speech,
    StartView,
    StepView,
)
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.table import Choice
from pages.samples.frame import SUSPECT

LINKS = (
    Speech("en", "English", current=True, href="/check/?lang=en"),
    Speech("fr", "Français", current=False, href="/check/"),
)
BUTTONS = (Speech("en", "English", current=True), Speech("fr", "Français", current=False))
HIDDEN = (("lang", "en"), ("a-I1", "declared"))
SENTENCES = (
    "No list.",
    "One could be put together from memory.",
    "A list exists with purpose, data and owner.",
)


def offered() -> ChecksView:
    """Return the entrance."""
    cards = tuple(
        CheckCard(title, "How far you are, in a few questions.", "About 5 minutes", "/check/index/")
        for title in ("Your AI Index in twelve questions", "Where do you stand on ISO/IEC 42001?")
    )
    way_in = Link("Sign in", "/account/login/")
    return ChecksView("What holds, why, and until when", "From links alone.", cards, LINKS, (way_in,), way_in)


def asked(name: str, *, error: str = "") -> Asked:
    """Return a question with one answer chosen."""
    cards = tuple(AnswerCard(str(n), words, chosen=n == 1) for n, words in enumerate(SENTENCES))
    last = AnswerCard("dont_know", "I don't know", chosen=False, quiet=True)
    return Asked(name, "Is there one list of all AI in use?", (*cards, last), several=False, error=error)


def several() -> Asked:
    """Return a question of which several answers may be ticked, under headings."""
    cards = tuple(
        AnswerCard(x, f"Use {x}", x == "b", heading="Employment" if x < "c" else "Justice") for x in "abcd"
    )
    return Asked(
        "E7", "Is it meant for one of these uses?", cards, several=True, hint="Tick all.", cites="Annex III"
    )


def step() -> StepView:
    """Return a screen on which an answer is missing."""
    return StepView(
        *(
            "index",
            "Your AI Index in twelve questions",
            "What is allowed",
            "/check/index/",
            2,
            6,
            "Screen 2 of 6.",
        ),
        (asked("I3", error="Choose the sentence that is true today."), several()),
        (*HIDDEN, ("at", "1")),
        BUTTONS,
        lead="Choose what is true.",
        privacy="Kept nowhere.",
    )


def clash() -> StepView:
    """Return the question which of two answers is right."""
    return StepView(
        *(
            "index",
            "Your AI Index in twelve questions",
            "Two answers do not go together",
            "/check/index/",
            6,
            6,
            "",
        ),
        (asked("I4"), asked("I1")),
        HIDDEN,
        BUTTONS,
        state="clash",
        lead="Which one is right?",
        clashes=("Owners for every system, yet no list of systems.",),
        last=True,
    )


def result() -> ResultView:
    """Return a result with everything that one can hold."""
    states = ("absent", "declared", "documented", "operational", "unasked", "declared")
    parts = tuple(
        Part(f"Component {n}", s, s.capitalize(), n % 4, "What it is.") for n, s in enumerate(states)
    )
    gap = Lack("Nobody answers for it", "Name a lead.", ("One named person in charge",))
    return ResultView(
        check="index",
        title="Your AI Index in twelve questions",
        hidden=HIDDEN,
        speech=BUTTONS,
        have=parts,
        viable="2 of 6",
        viable_words="Written down or running.",
        viable_steps=(gap,),
        applies="Yes.",
        says=("The index fits whoever uses AI.",),
        expected=(("Governance", "Who decides", ("One-page AI policy", "Quarterly look")),),
        band="Emerging",
        band_says="Good pieces exist.",
        figure="47 of 100",
        ladder=(("Exposed", False), ("Emerging", True), ("Governed", False)),
        bars=(Bar("Accountable", "Who answers?", 25, 100, "25 of 100"),),
        bars_title="The six properties",
        caps=("An average must not hide a hole",),
        notes=("Marking is due from 2 December 2026.",),
        clashes=("Owners, yet no list.",),
        gaps=(gap, gap),
        duties=(Duty("Art. 4", "AI literacy", "2 Feb 2025"),),
        unproved=("What happens when AI goes wrong?",),
        left_out=("If your supplier vanished?",),
        certification=("Let it run.",),
        certification_says="It confirms.",
        notice="Indicative.",
        privacy="Kept nowhere.",
        action="/check/index/",
        pdf="/check/index/pdf/",
        file="/check/index/answers/",
        start="/check/index/start/",
        method=Link("How results are worked out", "/check/method/#index"),
        declares="Seven things are there.",
    )


def start(*, signed_in: bool) -> StartView:
    """Return what is about to be written, for who is signed in and for who is not."""
    where = Field(
        "where", "Where?", "choice", choices=(Choice("a", SUSPECT, chosen=True), Choice("b", "A new one"))
    )
    form = Form("/check/index/begin/", (Section("", (where,)),), "Write them")
    return StartView(
        *("Start from here", "Seven declarations.", ("A declaration says that you said so.",)),
        (("One-page AI policy", "It has been said in a meeting or chat."),),
        HIDDEN,
        BUTTONS,
        "/check/index/start/",
        "" if signed_in else "/account/login/",
        "/check/index/answers/",
        form if signed_in else None,
    )


def method() -> MethodView:
    """Return how a score is made."""
    table = MethodTable(
        "Points", ("Rounded down.",), ("Answer", "Points"), (("First sentence", "0"), ("Second", ""))
    )
    return MethodView(
        "How results are worked out",
        "Always alike.",
        (("index", "Index", (table,)),),
        LINKS,
        (Link("Index", "#index"),),
    )


def checks() -> dict[str, tuple[str, object]]:
    """Return name → (template, view) of pages without navigation."""
    return {
        "checks": ("checks.html", offered()),
        "check_step": ("check_step.html", step()),
        "check_clash": ("check_step.html", clash()),
        "check_result": ("check_result.html", result()),
        "check_start": ("check_start.html", start(signed_in=True)),
        "check_stranger": ("check_start.html", start(signed_in=False)),
        "check_method": ("check_method.html", method()),
    }
