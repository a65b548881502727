"""Setting up step by step, the profiles side by side, and the starter's first page."""

from __future__ import annotations

from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.home import Owed
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.profiles import Changes, Hours, PracticeNamed, ProfileCard, ProfilesView
from holdtrue.pages.shapes.setup import (
    PolicyPart,
    SetupConfirmView,
    SetupFormView,
    SetupPolicyView,
    SetupProfileView,
    SetupToolsView,
    SetupView,
    StepShown,
    ToConfirm,
    ToolGroup,
    ToolLine,
    Way,
)
from holdtrue.pages.shapes.starter import ComponentCard, StarterView
from holdtrue.pages.shapes.table import Choice
from holdtrue.reports.markdown import parse
from pages.samples.frame import SUSPECT, TODAY, O, at

STEPS = tuple(
    StepShown(title, f"{O}/set-up/{n}/", n < 2, n == 2, "What it is for.")
    for n, title in enumerate(("Your organisation", "How much", "People", "Policy", "AI in use"))
)
WAY = Way(STEPS, "2 of 5 steps done", "Read it as others will.", "about 10 minutes", Link("Later", O))
HOURS = (Hours("Person in charge", "28 h", "13 h"), Hours("Everyone, each", "35 min", "25 min"))
CARDS = tuple(
    ProfileCard(
        name.lower(),
        name,
        "A first working system.",
        "A page, a name, a list.",
        "74 hours in the first year",
        "Then 33 hours a year.",
        "15 practices apply to you.",
        HOURS,
        current=name == "Starter",
        look=None if name == "Starter" else Link("See what changes", O),
    )
    for name in ("Starter", "Standard", "Certification")
)
TEXT = Field("commitments", "Commitments", "long_text", SUSPECT)
NAMED = PracticeNamed("Personal data handled rightly", O, "Québec Law 25.", "Québec Law 25 asks for it.")


def setting_up() -> dict[str, tuple[str, object]]:
    """Return name → (template, view)."""
    form = Form(O + "/set-up/people/", (Section("Who?", (TEXT,)),), "Go on")
    part = PolicyPart("Commitments", parse(f"- We follow the law.\n\n{SUSPECT}"), TEXT)
    line = ToolLine(
        "chatgpt", "ChatGPT", "Answers and drafts.", "what people type", unsure=True, note=SUSPECT
    )
    row = ToConfirm(
        "SYS-0001",
        SUSPECT,
        O,
        ("Answers and drafts.",),
        "From the tool list.",
        (("personal_data", "Personal data goes in", True),),
        (Choice("drafts", "Drafts", chosen=True),),
        (Choice("none", "Nothing"),),
        (Field("SYS-0001.users", "Users", value=SUSPECT),),
    )
    changes = Changes(
        "If you choose Standard", "More hours.", (NAMED,), (), "All is kept.", "AUD-0001 is open."
    )
    policy = SetupPolicyView(WAY, "AI policy", (part,), O, "Look", "Sign", "You sign.", wrong=("Empty.",))
    return {
        "setup": ("setup.html", SetupView(WAY, Act("Go on", O), "Stop whenever you like.")),
        "setup_form": ("setup_form.html", SetupFormView(WAY, form, (Link("File", O),), "Words.")),
        "setup_profile": ("setup_profile.html", SetupProfileView(WAY, CARDS, O, "For 12 people.")),
        "setup_policy": ("setup_policy.html", policy),
        "setup_tools": (
            "setup_tools.html",
            SetupToolsView(WAY, O, (ToolGroup("Assistants", (line,), opened=True),), SUSPECT, "A list.", O),
        ),
        "setup_confirm": ("setup_confirm.html", SetupConfirmView(WAY, O, (row,), Link("More", O))),
        "profiles": (
            "profiles.html",
            ProfilesView((), "Lead.", CARDS, (NAMED,), changes, O, "standard", "Choose"),
        ),
        "starter": ("starter.html", starter()),
    }


def starter() -> StarterView:
    """Return the starter's first page."""
    cards = tuple(
        ComponentCard(
            f"c{n}", title, "What it means.", state, "Written down", at(TODAY + 40), "Next.", Act("Go", O)
        )
        for n, (title, state) in enumerate(
            (("AI policy", "holds"), ("Named people", "soon"), ("System inventory", "missing"))
        )
    )
    owed = (Owed("Sign the policy", O, None, at(TODAY), SUSPECT, late=True),)
    more = Link("Everything", O)
    return StarterView(
        "2 of 6 parts",
        "Lead.",
        cards,
        Act("Go on", O),
        "Setting up.",
        owed,
        "1 overdue",
        more,
        "Ends.",
        O,
        more,
        more,
    )
