"""The readiness check for ISO/IEC 42001: eighteen questions, a score, and caps that no score lifts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from holdtrue.core.checks.result import CheckResult, Contradiction, Gap
from holdtrue.core.content import content

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.checks.answers import Answers

_RULE = re.compile(r"^(Q\d+)_at_(most|least)$")
_BEST = 3


def iso42001(answers: Answers) -> CheckResult:
    """Return how far the answers go towards an audit; the lowest cap wins, the one on one's word included."""
    raw: Mapping[str, Any] = content("checks/iso42001.yaml")
    questions = raw["questions"]
    given = {q["id"]: answers.one(q["id"], [*q["answers"], "dont_know"]) for q in questions}
    points = {name: int(raw["states"][word]["points"]) for name, word in given.items()}
    ticks = _ticks(answers, questions)
    score = (
        100
        * sum(points[q["id"]] * q["weight"] for q in questions)
        // sum(_BEST * q["weight"] for q in questions)
    )
    hit = [(cap, names) for cap in raw["caps"] if (names := _blocked(cap["when"], raw, given, points, ticks))]
    order = [b["id"] for b in raw["bands"]]
    found = next(b for b in raw["bands"] if b["from"] <= score < b["to"])
    limits = [cap["band_at_most"] for cap, _ in hit]
    most = raw["self_declared"]
    band = min([found["id"], *limits, most["band_at_most"]], key=order.index)
    on_word = band == most["band_at_most"] and band not in limits
    lowered = on_word and band != found["id"]
    blocking = {name for _, names in hit for name in names}
    return CheckResult(
        check="iso42001",
        band=band,
        shown_as=most["shown_as"] if on_word else next(b["title"] for b in raw["bands"] if b["id"] == band),
        score=score,
        gaps=_gaps(questions, points, blocking),
        contradictions=tuple(
            Contradiction(tuple(_names(c["when"])), c["says"])
            for c in raw["consistency"]
            if all(_holds(rule, word, points, raw) for rule, word in c["when"].items())
        ),
        caps=tuple(cap["because"] for cap, _ in hit) + ((most["because"],) if lowered else ()),
        unproved=tuple(name for name, word in given.items() if word == "dont_know"),
        details=_applicability(answers, raw),
    )


def _ticks(answers: Answers, questions: list[Mapping[str, Any]]) -> frozenset[str]:
    return frozenset(
        tick
        for q in questions
        if q.get("ticks")
        for tick in answers.many(f"{q['id']}_ticks", [t["id"] for t in q["ticks"]])
    )


def _blocked(
    when: Mapping[str, Any],
    raw: Mapping[str, Any],
    given: Mapping[str, str],
    points: Mapping[str, int],
    ticks: frozenset[str],
) -> list[str]:
    """The questions that make a cap apply; none where it does not."""
    ((rule, value),) = when.items()
    limit = int(raw["states"][value]["points"]) if value in raw["states"] else 0
    gates = [q["id"] for q in raw["questions"] if q.get("gate")]
    low = [name for name in gates if points[name] <= limit]
    unknown = [name for name, word in given.items() if word == "dont_know"]
    found = {
        "Q14_tick_missing": ["Q14"] if value not in ticks else [],
        "any_gate_at_most": low,
        "two_or_more_gates_at": low if len(low) > 1 else [],
        "four_or_more_gates_at_most": low if len(low) > _BEST else [],
        "dont_know_at_least": unknown if rule == "dont_know_at_least" and len(unknown) >= value else [],
    }
    if rule in found:
        return found[rule]
    return _names(when) if _holds(rule, value, points, raw) else []


def _holds(rule: str, word: str, points: Mapping[str, int], raw: Mapping[str, Any]) -> bool:
    match = _RULE.match(rule)
    if match is None:
        message = f"'{rule}' is no rule of the check"
        raise ValueError(message)
    limit = int(raw["states"][word]["points"])
    have = points[match[1]]
    return have <= limit if match[2] == "most" else have >= limit


def _names(when: Mapping[str, Any]) -> list[str]:
    return [rule.split("_")[0] for rule in when]


def _gaps(
    questions: list[Mapping[str, Any]], points: Mapping[str, int], blocking: set[str]
) -> tuple[Gap, ...]:
    """What blocks first, then what weighs most, then in the order of the clauses."""
    open_ = [q for q in questions if points[q["id"]] < _BEST]
    open_.sort(key=lambda q: (q["id"] not in blocking, -q["weight"] * (_BEST - points[q["id"]])))
    return tuple(Gap(q["id"], q["gap"]["why"], q["gap"]["first_step"], tuple(q["practices"])) for q in open_)


def _applicability(answers: Answers, raw: Mapping[str, Any]) -> Mapping[str, object]:
    """What is expected of such an organisation; the four questions on it may be left out and score nothing."""
    marks: list[str] = []
    chosen: dict[str, tuple[str, ...]] = {}
    for q in raw["applicability"]:
        options = [o["id"] for o in q["options"]]
        if not answers.has(q["id"]):
            continue
        picked = answers.many(q["id"], options) if q.get("multiple") else (answers.one(q["id"], options),)
        chosen[q["id"]] = picked or ("none",)
        marks += [q["sets"][p] for p in picked if p in q["sets"]]
    expected = [*raw["expected"]["everyone"]]
    for mark in marks:
        expected += raw["expected"].get(mark, ())
    said = [o for o in raw["outcomes"] if all(set(chosen.get(q, ())) & set(v) for q, v in o["when"].items())]
    return {
        "expected": tuple(dict.fromkeys(expected)),
        "applies": all(o["applies"] for o in said),
        "says": tuple(o["says"] for o in said),
        "suggested": tuple(m for m in marks if m.startswith(("suggest_", "target_"))),
    }
