"""The EU AI Act triage: does it apply to this use, in which class, with which duties from when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdtrue.core.checks.components import have_levels
from holdtrue.core.checks.result import CheckResult, Contradiction, Gap
from holdtrue.core.checks.texts import duty_titles, listed, practice_title
from holdtrue.core.days import iso
from holdtrue.core.frameworks import Requirement, framework
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.checks.answers import Answers
    from holdtrue.core.checks.texts import Raw

_HIGH = frozenset({"high_risk_annex_i", "high_risk_annex_iii"})
_APART = frozenset({"permission", "relief", "voluntary"})
_STEPS = 3
_OUTSIDE = frozenset({"not_ai", "outside", "excluded"})


@dataclass(slots=True)
class _Walk:
    """What the answers have said so far."""

    classes: list[str] = field(default_factory=list)
    actors: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    points: tuple[str, ...] = ()
    flags: list[str] = field(default_factory=list)
    uncertain: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    ticked: dict[str, tuple[str, ...]] = field(default_factory=dict)
    result: str = ""

    def take(self, option: Mapping[str, Any]) -> None:
        """Take over what an answer sets."""
        sets = option.get("sets", {})
        if "class" in sets:
            self.classes.append(sets["class"])
        if "actor" in sets:
            self.actors.add(sets["actor"])
        self.named.update(option.get("duties", ()))
        self.flags += [option["flag"]] if "flag" in option else []
        self.uncertain += option.get("uncertain", [])
        if "result" in option and option["result"] != "compute":
            self.result = option["result"]


def eu_ai_act(answers: Answers, raw: Raw, locale: str = "en") -> CheckResult:
    """Return class and duties for one system in one use. Not sure counts as the answer that brings more duties."""
    walk, _ = _walked(answers, raw, halting=False)
    return _told(raw, walk, answers, locale)


def path(answers: Answers, raw: Raw) -> tuple[tuple[str, ...], bool]:
    """Return the questions these answers lead through, the first unanswered one last, and whether that is the end."""
    walk, halted = _walked(answers, raw, halting=True)
    return tuple(walk.passed), not halted


def _walked(answers: Answers, raw: Raw, *, halting: bool) -> tuple[_Walk, bool]:
    """Walk the questions to the end, or where `halting` to the first one without an answer."""
    questions = {q["id"]: q for q in raw["questions"]}
    walk, at = _Walk(), "E1"
    while at and not walk.result:
        question = questions[at]
        if not _asked(question, walk):
            at = _after(at, questions)
            continue
        walk.passed.append(at)
        if halting and answers.given.get(at) in (None, ""):
            return walk, True
        at = _step(question, answers, walk, questions)
    return walk, False


def _asked(question: Mapping[str, Any], walk: _Walk) -> bool:
    only = question.get("only_if", {})
    classes, actors = only.get("class"), only.get("actor")
    return (not classes or bool(set(classes) & set(walk.classes))) and (
        not actors or bool(set(actors) & walk.actors)
    )


def _step(question: Mapping[str, Any], answers: Answers, walk: _Walk, questions: Mapping[str, Any]) -> str:
    """Take one question's answer and return the next question."""
    name = question["id"]
    if "options_from" in question:
        return _listed(question, answers, walk)
    options = question["options"]
    several = question.get("multiple")
    chosen = answers.many(name, options, asked=name) if several else (answers.one(name, options),)
    if not chosen and "none" not in options:
        raise BadInput("check.unanswered", field=name, options=tuple(options))
    walk.ticked[name] = chosen
    following = ""
    for word in chosen:
        option = options[word]
        walk.take(option)
        walk.facts.append(f"{name}: {word.strip('_')}")
        walk.unsure += [name] if word == "unsure" else []
        following = following or option.get("next", "")
    if chosen and chosen != ("none",) and "sets_if_any" in question:
        walk.classes.append(question["sets_if_any"]["class_add"])
    return following or question.get("next", "") or _after(name, questions)


def _listed(question: Mapping[str, Any], answers: Answers, walk: _Walk) -> str:
    """A question whose options are a list of the law: forbidden practices, or the uses of Annex III."""
    name = question["id"]
    ticked = answers.many(name, [*(one for one, _, _ in listed(name, "en")), "unsure"], asked=name)
    walk.ticked[name] = ticked
    walk.unsure += [name] if "unsure" in ticked else []
    walk.facts.append(f"{name}: {', '.join(ticked) or 'none'}")
    if name != "E5":
        walk.points = ticked
    branch = question["any" if ticked else "none"]
    walk.take(branch)
    return str(branch.get("next", ""))


def _after(name: str, questions: Mapping[str, Any]) -> str:
    following = f"E{int(name[1:]) + 1}"
    return following if following in questions else ""


def _told(raw: Raw, walk: _Walk, answers: Answers, locale: str) -> CheckResult:
    results = {r["id"]: r for r in raw["results"]}
    head = walk.result or next(c for c in raw["class_order"] if c in walk.classes or c == "minimal")
    roles = set(walk.actors)
    if "provider_if_high_risk" in roles:
        roles = roles - {"provider_if_high_risk"} | ({"provider"} if _HIGH & set(walk.classes) else set())
    duties = _duties(raw, walk, {head, *walk.classes}, roles)
    owed = [d for d in duties if d.kind not in _APART]
    titles = duty_titles(locale)
    return CheckResult(
        check="eu_ai_act",
        band=head,
        shown_as=results[head]["title"],
        score=None,
        gaps=_gaps(raw, owed, locale),
        contradictions=_clashes(raw, walk),
        levels=have_levels(answers),
        applies=head not in _OUTSIDE,
        says=(results[head]["says"],),
        expected=_practices(raw, owed),
        unproved=tuple(walk.unsure),
        details={
            "classes": tuple(dict.fromkeys(walk.classes)),
            "roles": tuple(sorted(roles)),
            "duties": tuple(_duty(d, walk.classes, titles) for d in owed),
            "apart": tuple(_duty(d, walk.classes, titles) for d in duties if d.kind in _APART),
            "flags": tuple(walk.flags),
            "uncertain": tuple(dict.fromkeys(walk.uncertain)),
            "draft": _draft(walk, head, roles),
        },
    )


def _duties(raw: Raw, walk: _Walk, heads: set[str], roles: set[str]) -> list[Requirement]:
    """Those of the classes and roles, without the special ones that do not fit, with those an answer named."""
    classes = {c for r in raw["results"] if r["id"] in heads for c in r.get("classes", ())}
    special = {d: s["when"] for s in raw["special_duties"] for d in s["duties"]}
    return [
        duty
        for duty in framework("eu_ai_act").requirements
        if duty.actors & roles
        and (duty.id in walk.named or (duty.group in classes and _fits(special.get(duty.id), walk)))
    ]


def _fits(when: Mapping[str, Any] | None, walk: _Walk) -> bool:
    if when is None:
        return True
    if "annex_iii_point" in when:
        return bool(set(when["annex_iii_point"]) & set(walk.points))
    return "decision_with_significant_effect" in when and set(walk.points) != {"AIII-2"} and bool(walk.points)


def _duty(duty: Requirement, classes: list[str], titles: Mapping[str, str]) -> Mapping[str, object]:
    day = duty.applies_from("high_risk_annex_i" if classes == ["high_risk_annex_i"] else None)
    return {
        "id": duty.id,
        "article": duty.article,
        "title": titles[duty.id],
        "from": iso(day) if day else None,
        "date_certain": duty.date_certain,
        "literal_from": None if duty.date_certain else iso(min(start for _, start in duty.starts)),
    }


def _clashes(raw: Raw, walk: _Walk) -> tuple[Contradiction, ...]:
    """Return the answers that do not go together, among those the walk passed."""
    return tuple(
        Contradiction(tuple(c["questions"]), c["says"])
        for c in raw["consistency"]
        if all(set(walk.ticked.get(q, ())) & set(some) for q, some in c["ticked"].items())
        and all(
            q in walk.ticked and not set(walk.ticked[q]) & set(some)
            for q, some in c.get("unticked", {}).items()
        )
    )


def _answering(raw: Raw, duties: list[Requirement]) -> list[tuple[int, str]]:
    """Return the practices that answer the duties, as (how many, id), most first."""
    owed = {d.id for d in duties}
    found = [(len(owed & set(library().by_id[p].satisfies["eu_ai_act"])), p) for p in raw["practices"]]
    return sorted((pair for pair in found if pair[0]), key=lambda pair: -pair[0])


def _practices(raw: Raw, duties: list[Requirement]) -> tuple[str, ...]:
    return tuple(name for _, name in _answering(raw, duties))


def _gaps(raw: Raw, duties: list[Requirement], locale: str) -> tuple[Gap, ...]:
    """Return the next three steps: the practices that answer most of the duties."""
    return tuple(
        Gap("", practice_title(name, locale), raw["steps_by_practice"][name], (name,))
        for _, name in _answering(raw, duties)[:_STEPS]
    )


def _draft(walk: _Walk, head: str, roles: set[str]) -> Mapping[str, object]:
    """The classification record these answers would draft, unsigned; what was not sure is no fact."""
    unsure = set(walk.unsure)
    known = [fact for fact in walk.facts if fact.split(":")[0] not in unsure]
    own = sorted(roles & {"provider", "deployer"})
    named = (
        head if head in ("prohibited", *_HIGH, "annex_iii_not_high_risk", "transparency", "minimal") else None
    )
    draft = {
        "law": "eu_ai_act",
        "role": own,
        "class": named,
        "facts": "; ".join(known),
        "prohibited_screen": next((fact for fact in known if fact.startswith("E5")), ""),
        "provenance": "stated",
    }
    return {name: value for name, value in draft.items() if value}
