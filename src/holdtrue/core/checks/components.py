"""What the results of all checks say alike: six components, what is expected, and what the answers declare."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdtrue.core.checks.result import UNASKED, CheckResult, Component, Declared
from holdtrue.core.checks.texts import texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.core.checks.answers import Answers
    from holdtrue.core.checks.texts import Raw

HAVE = tuple(f"H{n}" for n in range(1, 7))
"""The questions on the six components, for a check whose own questions do not speak of them."""


def have_questions(locale: str) -> Mapping[str, Raw]:
    """Return H1 to H6, each the component it asks for."""
    return dict(zip(HAVE, texts("components", locale)["components"], strict=True))


def have_levels(answers: Answers) -> dict[str, str]:
    """Return what was said of the six components; each may be left out."""
    found = {}
    for name, component in have_questions("en").items():
        if answers.has(name):
            word = answers.one(name, [*component["answers"], "dont_know"])
            found[name] = "absent" if word == "dont_know" else word
    return found


def told(found: CheckResult, raw: Raw, answers: Answers, locale: str) -> CheckResult:
    """Return a result with what all checks say: components, how many are there, what is expected and declared."""
    common = texts("components", locale)
    order = common["levels"]
    sources = _sources(raw)
    components = []
    for one in common["components"]:
        names = tuple(name for name in sources[one["id"]] if name in found.levels)
        states = [found.levels[name] for name in names]
        state = min(states, key=order.index) if states else UNASKED
        components.append(Component(one["id"], one["title"], one["means"], state, one["first_step"], names))
    needed = order[order.index(common["counts_from"]) :]
    expected = tuple(dict.fromkeys((*common["everyone"], *found.expected))) if found.applies else ()
    says = found.says or ((raw["applicability"],) if isinstance(raw.get("applicability"), str) else ())
    return replace(
        found,
        have=tuple(components),
        viable=sum(c.state in needed for c in components),
        expected=expected,
        says=says,
        declares=_declares(found, raw, answers, locale),
    )


def _sources(raw: Raw) -> Mapping[str, Sequence[str]]:
    if raw.get("asks_components"):
        return {one["id"]: (name,) for name, one in have_questions("en").items()}
    found: Mapping[str, Sequence[str]] = raw["components"]
    return found


def _declares(found: CheckResult, raw: Raw, answers: Answers, locale: str) -> tuple[Declared, ...]:
    """What was said of practices, once each; an answer that contradicts another counts as it counts in the score."""
    order = texts("components")["levels"]
    least = order.index(raw.get("declares_from", "declared"))
    said: dict[str, Declared] = {}
    for question in _declaring(raw, locale):
        level = found.levels.get(question["id"], "absent")
        if order.index(level) >= least:
            for practice in question["declares"]:
                word = str(answers.given.get(question["id"], ""))
                sentence = question.get("answers", raw.get("answers", {})).get(word, "")
                said.setdefault(practice, Declared(practice, question["id"], sentence))
        for tick in question.get("ticks", ()):
            if f"{question['id']}_ticks:{tick['id']}" in found.levels:
                for practice in tick["declares"]:
                    said.setdefault(practice, Declared(practice, f"{question['id']}_ticks", tick["text"]))
    return tuple(said.values())


def _declaring(raw: Raw, locale: str) -> list[Raw]:
    own: list[Raw] = [{"declares": (), **question} for question in raw["questions"]]
    if raw.get("asks_components"):
        own += [
            {"id": name, "declares": one["practices"], "answers": one["answers"]}
            for name, one in have_questions(locale).items()
        ]
    return own


def grouped(practices: Sequence[str], locale: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return practices under the four headings, as (heading, what it means, practices); empty ones left out."""
    found = []
    for group in texts("components", locale)["groups"]:
        under = tuple(p for p in practices if p in group["practices"])
        if under:
            found.append((group["title"], group["means"], under))
    return tuple(found)


def first_steps(found: CheckResult) -> tuple[Component, ...]:
    """Return the components that keep a result from being a minimum viable AIMS."""
    return tuple(c for c in found.have if c.state in ("absent", "declared"))
