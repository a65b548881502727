"""Every page of the interface with sample contents: rendered by tests, looked at by people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.settings import PortfolioView
from pages.samples.ahead import forecast, roadmap
from pages.samples.applying import applying
from pages.samples.assessing import assessing
from pages.samples.attesting import attesting
from pages.samples.auditing import auditing
from pages.samples.bringing import imports
from pages.samples.checking import checks
from pages.samples.first import home, home_empty
from pages.samples.forms import acts
from pages.samples.frame import EVERY_STATE, O, page, plain
from pages.samples.frameworks import cards, crosswalk, one, tree
from pages.samples.incidents import incidents
from pages.samples.indexing import index, method
from pages.samples.lists import empty_list, inventory, ledger, members, search
from pages.samples.living import of_lives
from pages.samples.measuring import measuring
from pages.samples.mending import mending
from pages.samples.practising import practice, practices, why
from pages.samples.records import record
from pages.samples.reviewing import reviewing
from pages.samples.setting_up import setting_up
from pages.samples.signing import around_signatures

if TYPE_CHECKING:
    from jinja2 import Environment

TITLES = {"home": "Home", "inventory": "Systems", "record": "Loan scoring", "form": "Edit Loan scoring"}
CRUMBS = (Link("Do", O + "/do"), Link("Systems", O + "/list/system"))
GLYPHS = """{% extends "base.html" %}{% import "parts/words.html" as w %}{% block main %}
<h1>Glyphs</h1><ul class="lines form">
{% for g in glyphs %}<li><span>{{ g.segments[3].state }}</span>{{ w.glyph(g) }}</li>{% endfor %}</ul>
{{ pictures.matrix(("rare", "unlikely", "likely"), ("low", "moderate", "serious"), {(0, 2): 2, (2, 2): 5}) }}
{% endblock %}"""


def pages() -> dict[str, tuple[str, str, object]]:
    """Return name → (station, template, view)."""
    found = {
        "home": ("home", "home.html", home()),
        "home_empty": ("home", "home.html", home_empty()),
        "index": ("home", "index.html", index()),
        "method": ("", "method.html", method()),
        "inventory": ("inventory", "list.html", inventory()),
        "list_empty": ("inventory", "list.html", empty_list()),
        "record": ("inventory", "record.html", record()),
        "practices": ("plan", "practices.html", practices()),
        "practice": ("plan", "practice.html", practice()),
        "why": ("do", "why.html", why()),
        "frameworks": ("frameworks", "frameworks.html", cards()),
        "framework": ("frameworks", "framework.html", tree()),
        "requirement": ("frameworks", "requirement.html", one()),
        "crosswalk": ("frameworks", "crosswalk.html", crosswalk()),
        "forecast": ("forecast", "forecast.html", forecast()),
        "roadmap": ("forecast", "roadmap.html", roadmap()),
        "ledger": ("ledger", "ledger.html", ledger()),
        "search": ("home", "search.html", search("loan")),
        "search_nothing": ("home", "search.html", search("zzz")),
        "members": ("settings", "settings.html", members()),
        "tokens": ("settings", "settings.html", members(secret="ht_8fK2")),
    }
    inside = acts() | mending() | imports() | of_lives() | around_signatures() | setting_up()
    return (
        found
        | measuring()
        | attesting()
        | incidents()
        | applying()
        | auditing()
        | assessing()
        | reviewing()
        | {name: ("do", *given) for name, given in inside.items()}
    )


def rendered(environment: Environment) -> dict[str, str]:
    """Return name → the whole page."""
    found = {}
    for name, (here, template, view) in pages().items():
        saved = Notice("Saved. Two things stopped holding.", "soon", Link("See which", O))
        frame = page(
            TITLES.get(name, name.replace("_", " ").capitalize()),
            here=here,
            notices=(saved,) if name == "record" else (),
            crumbs=CRUMBS if here in {"inventory", "do"} else (),
        )
        found[name] = environment.get_template(template).render(page=frame, view=view)
    listed = environment.get_template("organisations.html")
    door = plain("Choose an organisation", Notice("You were signed out.", "wrong"))
    found["organisations"] = listed.render(page=door, view=PORTFOLIO)
    for name, (template, view) in checks().items():
        found[name] = environment.get_template(template).render(page=plain(name), view=view)
    found["glyphs"] = environment.from_string(GLYPHS).render(page=page("Glyphs"), glyphs=EVERY_STATE)
    return found


PORTFOLIO = PortfolioView(None, None, (Link("Riverbank", O),), words=("Riverbank is deleted.",))


def drawer(environment: Environment) -> str:
    """Return what a glyph loads into the drawer."""
    return environment.get_template("partials/why.html").render(view=why())
