"""What stands around every step of setting up: the steps with what is done, and where one goes from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.queries.setting_up import STEPS, Setting, setting
from holdtrue.pages.language import t
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.setup import StepShown, Way
from holdtrue.pages.views import frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from holdtrue.pages.shapes.page import Notice
    from holdtrue.pages.views.frame import Visit

MINUTES = {
    "facts": 2,
    "profile": 2,
    "people": 4,
    "policy": 10,
    "tools": 10,
    "confirm": 5,
    "impact": 10,
    "quarter": 1,
}
"""About how long each step takes."""


def begun(visit: Visit) -> Setting:
    """Return how far setting up is, for whoever may change settings."""
    require(visit.caller, "settings", on_organisation())
    return setting(visit.caller)


def place(visit: Visit, step: str = "") -> str:
    """Return where a step lies; the whole where none is named."""
    return visit.places.at("set-up", step) if step else visit.places.at("set-up")


def onward(visit: Visit, step: str) -> str:
    """Return where one goes after a step: to the next one not done, else to the whole."""
    now = setting(visit.caller)
    later = STEPS[STEPS.index(step) + 1 :]
    return place(
        visit, next((s for s in later if not now.done[s]), "" if now.next in ("", step) else now.next)
    )


def way(visit: Visit, now: Setting, step: str = "") -> Way:
    """Return the steps around one of them."""
    shown = tuple(
        StepShown(
            t(f"setup.step.{name}"), place(visit, name), now.done[name], name == step, t(f"setup.for.{name}")
        )
        for name in STEPS
    )
    far = t("setup.far", n=now.count, of=len(STEPS))
    if not step:
        return Way(shown, far, t("setup.lead"))
    after = STEPS[STEPS.index(step) + 1 :]
    later = Link(t("setup.later"), place(visit, after[0] if after else ""))
    return Way(shown, far, t(f"setup.lead.{step}"), t("setup.minutes", n=MINUTES[step]), later)


def show(
    visit: Visit,
    step: str,
    template: str,
    view: object,
    *,
    status: int = 200,
    notices: Sequence[Notice] = (),
) -> HttpResponse:
    """Return the page of a step."""
    title = t(f"setup.title.{step}") if step else t("setup.title")
    given = frame.page(visit, title, station="home", notices=notices)
    return frame.show(visit, template, given, status=status, view=view)


__all__ = ["begun", "onward", "place", "show", "way"]
