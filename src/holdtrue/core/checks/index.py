"""The Index check: twelve sentences, two per property, and the index they would give on one's word."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any

from holdtrue.core.checks.result import CheckResult, Contradiction, Gap
from holdtrue.core.properties import scheme
from holdtrue.core.refusals import BadInput
from holdtrue.core.scoring import LEVEL_WORDS, band, mean, weigh

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.checks.answers import Answers
    from holdtrue.core.checks.texts import Raw

_MOST_LEFT_OUT = 2
_STEPS = 3


def index_check(answers: Answers, raw: Raw) -> CheckResult:
    """Return the index on one's word; contradicting answers count as the lower of the two."""
    given = {q["id"]: _answer(answers, q) for q in raw["questions"]}
    left_out = tuple(name for name, word in given.items() if word == "not_applicable")
    if len(left_out) > _MOST_LEFT_OUT:
        raise BadInput("check.too_many_left_out", field=left_out[_MOST_LEFT_OUT], most=_MOST_LEFT_OUT)
    levels = {name: _level(word) for name, word in given.items() if name not in left_out}
    clashes = [c for c in raw["contradictions"] if _clashes(c["when"], levels)]
    counted = _lowered(levels, clashes)
    properties = _properties(raw["questions"], counted)
    value = weigh(scheme(), properties)
    shown = floor(value)
    found, lowered = band(scheme(), value, properties)
    most = raw["scoring"]["cap_self_declared"]
    order = [b.id for b in scheme().bands]
    capped = order.index(found.id) > order.index(most["band_at_most"])
    band_id = most["band_at_most"] if capped else found.id
    return CheckResult(
        check="index",
        band=band_id,
        shown_as=most["shown_as"] if band_id == most["band_at_most"] else raw["bands"][found.id]["title"],
        score=shown,
        gaps=_gaps(raw["questions"], counted),
        contradictions=tuple(Contradiction(tuple(c["when"]), c["says"]) for c in clashes),
        caps=(
            *((_hole(raw, properties),) if lowered and band_id == "emerging" else ()),
            *((most["because"],) if capped else ()),
        ),
        unproved=tuple(name for name, word in given.items() if word == "dont_know"),
        left_out=left_out,
        levels={name: _on_word(level) for name, level in counted.items()},
        details={
            "properties": {n: None if v is None else floor(v) for n, v in properties.items()},
            "means": raw["bands"][band_id]["says"],
        },
    )


def _hole(raw: Raw, properties: Mapping[str, Fraction | None]) -> str:
    """Say which property holds the band down."""
    weakest = min((v, n) for n, v in properties.items() if v is not None)[1]
    return str(raw["hole"].format(property=raw["properties"][weakest]["title"]))


def _answer(answers: Answers, question: Mapping[str, Any]) -> str:
    options = [*question["answers"], "dont_know"]
    if question.get("not_applicable", {}).get("offered"):
        options.append("not_applicable")
    return answers.one(question["id"], options)


def _level(word: str) -> int:
    return 0 if word == "dont_know" else LEVEL_WORDS.index(word)


def _on_word(level: int) -> str:
    """What an answer amounts to: measured needs a figure, which no answer shows."""
    return LEVEL_WORDS[min(level, LEVEL_WORDS.index("operational"))]


def _clashes(when: Mapping[str, Mapping[str, str]], levels: Mapping[str, int]) -> bool:
    for name, rule in when.items():
        if name not in levels:
            return False
        for word, limit in rule.items():
            bound = LEVEL_WORDS.index(limit)
            if not (levels[name] <= bound if word == "at_most" else levels[name] >= bound):
                return False
    return True


def _lowered(levels: Mapping[str, int], clashes: list[Mapping[str, Any]]) -> dict[str, int]:
    counted = dict(levels)
    for clash in clashes:
        lowest = min(levels[name] for name in clash["when"])
        counted[clash["lowers"]] = min(counted[clash["lowers"]], lowest)
    return counted


def _properties(questions: list[Mapping[str, Any]], levels: Mapping[str, int]) -> dict[str, Fraction | None]:
    return {
        p.id: mean(
            [Fraction(25 * levels[q["id"]]) for q in questions if q["property"] == p.id and q["id"] in levels]
        )
        for p in scheme().properties
    }


def _gaps(questions: list[Mapping[str, Any]], levels: Mapping[str, int]) -> tuple[Gap, ...]:
    """At most three next steps, lowest answers first, those of heavier properties before lighter ones."""
    weights = scheme().weights
    asked = [q for q in questions if levels.get(q["id"], 4) < LEVEL_WORDS.index("operational")]
    asked.sort(key=lambda q: (levels[q["id"]], -weights[q["property"]]))
    return tuple(Gap(q["id"], q["ask"], q["next_step"], tuple(q["practices"])) for q in asked[:_STEPS])
