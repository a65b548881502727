"""The result of a check as its page shows it: what is there, what applies, what is expected, where one stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.checks import questionnaire
from holdtrue.core.checks.asking import questions
from holdtrue.core.checks.components import first_steps, grouped
from holdtrue.core.checks.texts import practice_title, texts
from holdtrue.core.content import SHIPPED, by_the_rules_of
from holdtrue.core.days import to_day
from holdtrue.pages.language import spoken, t
from holdtrue.pages.shapes.checks import Bar, Duty, Lack, Part, ResultView
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.views.check_frame import show, slug_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from django.http import HttpResponse

    from holdtrue.core.checks import CheckResult, Component, Gap
    from holdtrue.core.checks.texts import Raw
    from holdtrue.pages.views.check_frame import Asking

_FILLED = {"declared": 1, "documented": 2, "operational": 3}
_GAPS = 3


def result(here: Asking, answers: Mapping[str, object], found: CheckResult) -> HttpResponse:
    """Show the result."""
    view = shown(here, answers, found)
    return show(here, "check_result.html", t("check.result.title", title=view.title), view=view)


def shown(here: Asking, answers: Mapping[str, object], found: CheckResult) -> ResultView:
    """Return what a result says, for the page and for the document alike."""
    with by_the_rules_of(SHIPPED):
        return _shown(here, answers, found)


def _shown(here: Asking, answers: Mapping[str, object], found: CheckResult) -> ResultView:
    raw, common = questionnaire(here.name, spoken()), texts("components", spoken())
    bars_title, bars = _bars(found, raw)
    ladder, figure = _ladder(found, raw), _figure(found)
    certification = tuple(step["text"] for step in common["certification"]["steps"])
    distance = str(found.details.get("distance", ""))
    asked = any(part.state != "unasked" for part in found.have)
    return ResultView(
        here.name,
        raw["title"],
        here.hidden(answers),
        here.speech(),
        tuple(_part(c) for c in found.have) if asked or found.band else (),
        t("check.viable", n=found.viable, of=len(found.have)) if asked else t("check.viable.unasked"),
        _viable_words(found, asked=asked),
        tuple(Lack(c.title, c.first_step) for c in first_steps(found)),
        t("check.applies.yes" if found.applies else "check.applies.no"),
        found.says,
        tuple(
            (title, means, tuple(practice_title(p, spoken()) for p in some))
            for title, means, some in grouped(found.expected, spoken())
        ),
        found.shown_as,
        str(found.details.get("means", "")),
        figure,
        ladder,
        bars,
        bars_title,
        found.caps,
        _notes(found, raw),
        tuple(c.says for c in found.contradictions),
        tuple(_lack(gap) for gap in found.gaps[:_GAPS]),
        _duties(found),
        _asks(here, found.unproved),
        _asks(here, tuple(q for q in found.left_out if q in questions(here.name))) if found.applies else (),
        (*((t("check.distance", distance=distance),) if distance else ()), *certification),
        common["certification"]["says"],
        raw["notice"],
        raw["privacy"],
        here.action,
        f"{here.action}pdf/",
        f"{here.action}answers/",
        f"{here.action}start/",
        Link(t("check.method.title"), f"{here.at('method')}#{slug_of(here.name)}"),
        t("check.start.words", n=len(found.declares)) if found.declares else "",
    )


def _part(component: Component) -> Part:
    state = component.state
    done = state in ("documented", "operational", "unasked")
    return Part(
        component.title,
        state,
        t(f"check.state.{state}"),
        _FILLED.get(state, 0),
        component.means,
        "" if done else component.first_step,
    )


def _viable_words(found: CheckResult, *, asked: bool) -> str:
    if not asked:
        return t("check.viable.unasked_words")
    if found.viable == len(found.have):
        return t("check.viable.done")
    return t("check.viable.words" if first_steps(found) else "check.viable.open")


def _ladder(found: CheckResult, raw: Raw) -> tuple[tuple[str, bool], ...]:
    """The bands from lowest to highest, those included that no answer reaches."""
    if found.band is None or found.check == "eu_ai_act":
        return ()
    if found.check == "index":
        return tuple((band["title"], name == found.band) for name, band in raw["bands"].items())
    return tuple((band["title"], band["id"] == found.band) for band in raw["bands"])


def _figure(found: CheckResult) -> str:
    return "" if found.score is None else t("check.figure", score=found.score)


def _bars(found: CheckResult, raw: Raw) -> tuple[str, tuple[Bar, ...]]:
    details: Mapping[str, Any] = found.details
    if "properties" in details:
        bars = tuple(
            Bar(
                raw["properties"][name]["title"],
                raw["properties"][name]["asks"],
                value or 0,
                100,
                t("check.bar.none") if value is None else t("check.bar", value=value),
            )
            for name, value in sorted(details["properties"].items(), key=lambda p: (p[1] is None, p[1]))
        )
        return t("check.bars.index"), bars
    if "functions" in details:
        titles = {step["id"]: step["title"] for step in raw["steps"]}
        bands = {band["id"]: band["title"] for band in raw["result"]["bands"]}
        bars = tuple(
            Bar(
                titles[name],
                bands[one["band"]],
                float(one["current"]),
                3,
                _number(one["current"], one["target"]),
            )
            for name, one in details["functions"].items()
        )
        return t("check.bars.nist"), bars
    return "", ()


def _number(current: float, target: int) -> str:
    written = f"{current:g}".replace(".", "," if spoken() == "fr" else ".")
    return t("check.bar.target", current=written, target=target)


def _notes(found: CheckResult, raw: Raw) -> tuple[str, ...]:
    """What to know beside the class: remarks of answers, and what the law leaves open."""
    details: Mapping[str, Any] = found.details
    open_points = {u["ref"]: u.get("about", "") for u in raw.get("uncertain_dates", ())}
    about = [open_points[ref] for ref in details.get("uncertain", ()) if open_points.get(ref)]
    return (*details.get("flags", ()), *(t("check.uncertain", about=text) for text in about))


def _lack(gap: Gap) -> Lack:
    names = [practice_title(p, spoken()) for p in gap.practices[:3]]
    return Lack(gap.says, gap.first_step, tuple(name for name in names if name != gap.says))


def _duties(found: CheckResult) -> tuple[Duty, ...]:
    details: Mapping[str, Any] = found.details
    return tuple(Duty(d["article"], d["title"], _since(d)) for d in details.get("duties", ()))


def _since(duty: Mapping[str, Any]) -> str:
    """The day it counts from; where the law can be read two ways, both."""
    day = _written(duty["from"])
    if duty["literal_from"]:
        return t("check.duty.two", day=day, literal=_written(duty["literal_from"]))
    return day


def _written(day: str | None) -> str:
    found = to_day(day)
    return t("check.duty.undated") if found is None else absolute(found)


def _asks(here: Asking, names: tuple[str, ...]) -> tuple[str, ...]:
    every = questions(here.name, spoken())
    return tuple(every[name].ask for name in names)


__all__ = ["result", "shown"]
