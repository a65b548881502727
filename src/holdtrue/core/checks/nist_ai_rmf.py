"""The NIST AI RMF profile in eight questions: where each function stands against its target, without a total."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from holdtrue.core.checks.result import CheckResult, Gap
from holdtrue.core.checks.rules import clashing
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from holdtrue.core.checks.answers import Answers
    from holdtrue.core.checks.texts import Raw

_SUGGESTED = 2
_HIGHEST = 3


def nist_ai_rmf(answers: Answers, raw: Raw) -> CheckResult:
    """Return current and target profile; `targets` may give a figure from 0 to 3 for a function."""
    given = {q["id"]: answers.one(q["id"], [*raw["states"], "dont_know"]) for q in raw["questions"]}
    points = {name: int(raw["states"].get(word, 0)) for name, word in given.items()}
    functions: dict[str, dict[str, object]] = {}
    lacking: list[tuple[Fraction, Gap]] = []
    for name in dict.fromkeys(q["function"] for q in raw["questions"]):
        asked = [q for q in raw["questions"] if q["function"] == name]
        current = Fraction(sum(points[q["id"]] for q in asked), len(asked))
        target = _target(answers, name)
        band = next(b for b in raw["result"]["bands"] if b["from"] <= current < b["to"])
        functions[name] = {"current": floor(current * 10) / 10, "target": target, "band": band["id"]}
        if current < target:
            lowest = min(asked, key=lambda q: points[q["id"]])
            gap = Gap(lowest["id"], lowest["ask"], lowest["next_step"], tuple(lowest["practices"]))
            lacking.append((target - current, gap))
    lacking.sort(key=lambda pair: -pair[0])
    return CheckResult(
        check="nist_ai_rmf",
        band=None,
        shown_as=raw["result"]["no_total"],
        score=None,
        gaps=tuple(gap for _, gap in lacking),
        contradictions=clashing(raw, points, raw["states"]),
        levels={name: raw["levels"][word] for name, word in given.items()},
        unproved=tuple(name for name, word in given.items() if word == "dont_know"),
        details={"functions": functions},
    )


def _target(answers: Answers, function: str) -> int:
    targets = answers.given.get("targets")
    if not isinstance(targets, Mapping) or function not in targets:
        return _SUGGESTED
    value = targets[function]
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _HIGHEST:
        raise BadInput("check.bad_target", field="targets", function=function, most=_HIGHEST)
    return value
