"""The readiness check for ISO/IEC 42001: eighteen questions, a score, and caps that no score lifts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from holdtrue.core.checks.answers import NONE
from holdtrue.core.checks.result import CheckResult, Gap
from holdtrue.core.checks.rules import clashing, holds, named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.core.checks.answers import Answers
    from holdtrue.core.checks.texts import Raw

_BEST = 3


def iso42001(answers: Answers, raw: Raw) -> CheckResult:
    """Return how far the answers go towards an audit; the lowest cap wins, the one on one's word included.

    Where nobody does anything with AI, nothing more is asked and no band is given.
    """
    applies = _applicability(answers, raw)
    if applies["nothing"]:
        says = tuple(o["says"] for o in raw["outcomes"] if not o["applies"])
        return CheckResult("iso42001", None, raw["none_shown_as"], None, applies=False, says=says)
    passed = left_out(answers, raw)
    questions = [q for q in raw["questions"] if q["id"] not in passed]
    states = {word: int(state["points"]) for word, state in raw["states"].items()}
    given = {q["id"]: answers.one(q["id"], [*q["answers"], "dont_know"]) for q in questions}
    points = {name: states[word] for name, word in given.items()}
    ticks = _ticks(answers, questions)
    score = (
        100
        * sum(points[q["id"]] * q["weight"] for q in questions)
        // sum(_BEST * q["weight"] for q in questions)
    )
    hit = [(cap, names) for cap in raw["caps"] if (names := _blocked(cap["when"], raw, given, points, ticks))]
    order = [b["id"] for b in raw["bands"]]
    found = next(b for b in raw["bands"] if b["from"] <= score < b["to"])
    most = raw["self_declared"]
    band = min([found["id"], *(cap["band_at_most"] for cap, _ in hit), most["band_at_most"]], key=order.index)
    shown = next(b for b in raw["bands"] if b["id"] == band)
    on_word = band == most["band_at_most"]
    levels = {name: raw["levels"][word] for name, word in given.items()}
    return CheckResult(
        check="iso42001",
        band=band,
        shown_as=most["shown_as"] if on_word else shown["title"],
        score=score,
        gaps=_gaps(questions, points, {name for _, names in hit for name in names}),
        contradictions=clashing(raw, points, states),
        caps=(
            *(
                cap["because"]
                for cap, _ in hit
                if order.index(cap["band_at_most"]) < order.index(found["id"])
            ),
            *((most["because"],) if on_word and band != found["id"] else ()),
        ),
        unproved=tuple(name for name, word in given.items() if word == "dont_know"),
        left_out=tuple(sorted(passed)),
        levels=levels | {f"Q14_ticks:{tick}": "declared" for tick in sorted(ticks)},
        says=applies["says"],
        expected=applies["expected"],
        details={"distance": shown["distance"], "means": shown["says"], "suggested": applies["suggested"]},
    )


def left_out(answers: Answers, raw: Raw) -> frozenset[str]:
    """Return the questions these answers leave out."""
    applies = _applicability(answers, raw)
    if applies["nothing"]:
        about = {q["id"] for q in raw["applicability"]}
        every = {q for step in raw["steps"] for q in step["questions"]}
        return frozenset(every - about)
    return frozenset(q["id"] for q in raw["questions"] if _fits(q.get("not_applicable"), applies["roles"]))


def _fits(rule: Mapping[str, Any] | None, roles: tuple[str, ...]) -> bool:
    """Whether a question is left out for who only does what its rule names."""
    return rule is not None and bool(roles) and set(roles) <= set(rule["when"]["A1_only"])


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
) -> Sequence[str]:
    """The questions that make a cap apply; none where it does not."""
    ((rule, value),) = when.items()
    states = {word: int(state["points"]) for word, state in raw["states"].items()}
    limit = states.get(value, 0)
    gates = [q["id"] for q in raw["questions"] if q.get("gate")]
    low = [name for name in gates if points[name] <= limit]
    unknown = [name for name, word in given.items() if word == "dont_know"]
    found: Mapping[str, Sequence[str]] = {
        "Q14_tick_missing": ["Q14"] if value not in ticks else [],
        "any_gate_at_most": low,
        "two_or_more_gates_at": low if len(low) > 1 else [],
        "four_or_more_gates_at_most": low if len(low) > _BEST else [],
        "dont_know_at_least": unknown if rule == "dont_know_at_least" and len(unknown) >= value else [],
    }
    if rule in found:
        return found[rule]
    return named(when) if holds(rule, value, points, states) else []


def _gaps(
    questions: list[Mapping[str, Any]], points: Mapping[str, int], blocking: set[str]
) -> tuple[Gap, ...]:
    """What blocks first, then what weighs most, then in the order of the clauses."""
    open_ = [q for q in questions if points[q["id"]] < _BEST]
    open_.sort(key=lambda q: (q["id"] not in blocking, -q["weight"] * (_BEST - points[q["id"]])))
    return tuple(Gap(q["id"], q["gap"]["why"], q["gap"]["first_step"], tuple(q["practices"])) for q in open_)


class _Applies(TypedDict):
    """What the four questions on the organisation say; they may be left out and score nothing."""

    nothing: bool
    roles: tuple[str, ...]
    expected: tuple[str, ...]
    says: tuple[str, ...]
    suggested: tuple[str, ...]


def _applicability(answers: Answers, raw: Raw) -> _Applies:
    marks: list[str] = []
    chosen: dict[str, tuple[str, ...]] = {}
    for q in raw["applicability"]:
        options = [o["id"] for o in q["options"]]
        if not answers.has(q["id"]):
            continue
        picked = answers.many(q["id"], options) if q.get("multiple") else (answers.one(q["id"], options),)
        chosen[q["id"]] = picked or (NONE,)
        marks += [q["sets"][p] for p in picked if p in q["sets"]]
    expected = [p for mark in marks for p in raw["expected"].get(mark, ())]
    said = [o for o in raw["outcomes"] if all(set(chosen.get(q, ())) & set(v) for q, v in o["when"].items())]
    return {
        "nothing": chosen.get("A1") == (NONE,),
        "roles": chosen.get("A1", ()),
        "expected": tuple(dict.fromkeys(expected)),
        "says": tuple(o["says"] for o in said),
        "suggested": tuple(m for m in marks if m.startswith(("suggest_", "target_"))),
    }
