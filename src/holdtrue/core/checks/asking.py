"""A check as it is asked: questions with described answers, a few on a screen, without those that do not fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.checks import questionnaire
from holdtrue.core.checks.answers import NONE, Answers
from holdtrue.core.checks.components import HAVE, have_questions
from holdtrue.core.checks.eu_ai_act import path
from holdtrue.core.checks.iso42001 import left_out
from holdtrue.core.checks.texts import listed
from holdtrue.core.content import SHIPPED, by_the_rules_of
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.core.checks.texts import Raw

UNSURE, UNKNOWN, LEFT_OUT = "unsure", "dont_know", "not_applicable"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer; without a text its value says it: yes, no, unsure, none, dont_know, not_applicable."""

    value: str
    text: str = ""
    heading: str = ""
    """What it stands under among many."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its answers."""

    id: str
    ask: str
    options: tuple[Option, ...]
    several: bool = False
    optional: bool = False
    note: str = ""
    """What to know before answering."""
    cites: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        """What may be answered, as it is sent."""
        return tuple(option.value for option in self.options)

    def taken(self, answers: Mapping[str, object]) -> bool:
        """Whether the answers hold one to it; BadInput where it is none that fits."""
        given = Answers(answers)
        if not given.has(self.id):
            return self.optional
        if self.several:
            given.many(self.id, self.values)
        else:
            given.one(self.id, self.values)
        return True


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked on one screen."""

    title: str
    questions: tuple[Question, ...]


def questions(name: str, locale: str = "en") -> Mapping[str, Question]:
    """Return every question of a check by its id, in the order asked."""
    raw = questionnaire(name, locale)
    with by_the_rules_of(SHIPPED):
        found = {}
        for q in _about_you(raw):
            found[q["id"]] = _applicability(q)
        for q in raw["questions"]:
            if "ticks" in q:
                found[f"{q['id']}_ticks"] = _ticks(q, raw)
            found[q["id"]] = _question(q, raw, locale)
        if raw.get("asks_components"):
            found |= {h: _component(h, one) for h, one in have_questions(locale).items()}
    return found


def steps(name: str, answers: Mapping[str, object], locale: str = "en") -> tuple[Step, ...]:
    """Return the screens still fitting these answers, as far as they can be told; the last may lead to more."""
    raw, every = questionnaire(name, locale), questions(name, locale)
    with by_the_rules_of(SHIPPED):
        wanted = _wanted(name, raw, answers, every)
    found = []
    for step in raw["steps"]:
        asked = [every[q] for q in step["questions"] if q in wanted]
        if asked and raw.get("asks_components") and asked[0].id not in HAVE:
            # One leads to the next, so that each has a screen of its own.
            found += [Step(step["title"], (question,)) for question in asked]
        elif asked:
            found.append(Step(step["title"], tuple(asked)))
    return tuple(found)


def unknown(name: str, answers: Mapping[str, object]) -> None:
    """Refuse an answer to a question there is not, so that a slip in a file is noticed."""
    known = (*questions(name), *(("targets",) if name == "nist_ai_rmf" else ()))
    for given in answers:
        if given not in known:
            raise BadInput("check.unknown_question", field=str(given)[:60], known=known)


def _wanted(
    name: str, raw: Raw, answers: Mapping[str, object], every: Mapping[str, Question]
) -> frozenset[str]:
    if name == "eu_ai_act":
        passed, ended = path(Answers(answers), raw)
        return frozenset((*passed, *(HAVE if ended else ())))
    if name == "iso42001":
        return frozenset(every) - left_out(Answers(answers), raw)
    return frozenset(every)


def _question(q: Raw, raw: Raw, locale: str) -> Question:
    if "options_from" in q:
        rest = (Option(NONE), Option(UNSURE))
        options = (*(Option(value, text, head) for value, text, head in listed(q["id"], locale)), *rest)
    elif "options" in q:
        options = tuple(Option(value.rstrip("_"), one.get("text", "")) for value, one in q["options"].items())
    else:
        given = q.get("answers") or raw["answers"]
        offered = q.get("not_applicable", {}).get("offered")
        reasons = q.get("not_applicable", {}).get("reasons", ("",))
        last = (Option(LEFT_OUT, reasons[0]),) if offered else ()
        options = (*(Option(value, text) for value, text in given.items()), Option(UNKNOWN), *last)
    return Question(
        q["id"],
        q["ask"],
        options,
        several=bool(q.get("multiple")),
        note=q.get("note", ""),
        cites=tuple(q.get("cites", ())),
    )


def _about_you(raw: Raw) -> Sequence[Raw]:
    """The questions on the organisation; in checks without them the word holds a sentence."""
    found = raw.get("applicability", ())
    return () if isinstance(found, str) else found


def _applicability(q: Raw) -> Question:
    options = tuple(Option(o["id"].rstrip("_"), "" if o["id"] in _BARE else o["text"]) for o in q["options"])
    return Question(q["id"], q["ask"], options, several=bool(q.get("multiple")), optional=True)


_BARE = ("yes_", "no_", UNSURE)


def _ticks(q: Raw, raw: Raw) -> Question:
    options = tuple(Option(tick["id"], tick["text"]) for tick in q["ticks"])
    return Question(f"{q['id']}_ticks", raw["ticks_ask"], options, several=True, optional=True)


def _component(name: str, one: Raw) -> Question:
    options = (*(Option(value, text) for value, text in one["answers"].items()), Option(UNKNOWN))
    return Question(name, one["ask"], options, optional=True)


def sentence(question: Question, given: object) -> Sequence[Option]:
    """Return the answers given to a question, as it words them."""
    values = given if isinstance(given, (list, tuple)) else [given]
    plain = {str(value).rstrip("_") for value in values}
    return [option for option in question.options if option.value.rstrip("_") in plain]
